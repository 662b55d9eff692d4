"""What a browser answers with when it has made or used a passkey: read member by member, not yet believed.

Source: twilio.com/docs/verify/api/passkeys-factor and /passkeys-challenge, twilio-oai; the causes on the pages of the
errors 60362 to 60386. Guess: the members are looked at in the order of twilio-oai, and a type other than public-key is
60378.
"""

import re
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json

from verify_emulator.errors import (
    INVALID_ATTACHMENT,
    INVALID_ATTESTATION,
    INVALID_AUTHENTICATOR_DATA,
    INVALID_CHALLENGE_SID,
    INVALID_CLIENT_DATA,
    INVALID_CREDENTIAL_ID,
    INVALID_ENTITY_SID,
    INVALID_FACTOR_SID,
    INVALID_RAW_ID,
    INVALID_RESPONSE,
    INVALID_SIGNATURE,
    ErrorKind,
    TwilioError,
)
from verify_emulator.ids import is_sid

ATTACHMENTS = ("platform", "cross-platform")
TRANSPORTS = ("usb", "nfc", "ble", "smart-card", "internal", "hybrid")


@dataclass(frozen=True, slots=True)
class Attestation:
    """The answer to registration options. `factor_sid` is the challenge that was signed."""

    factor_sid: str
    names: tuple[str, ...]  # id and rawId, as far as they were given
    attestation_object: bytes
    client_data: bytes
    transports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assertion:
    """The answer to request options. `challenge_sid` is the challenge that was signed."""

    challenge_sid: str
    credential_id: bytes
    authenticator_data: bytes
    client_data: bytes
    signature: bytes
    entity_sid: str | None  # the user handle, which not every authenticator sends


def read_attestation(credential: Mapping[str, Any]) -> Attestation:
    """What `navigator.credentials.create()` made. Raises the error of the first member that cannot be read.

    Source: twilio-oai: of the members only `response` is needed. Guess: unknown transports are passed over.
    """
    names = [
        _text(credential, name, kind)
        for name, kind in (("id", INVALID_CREDENTIAL_ID), ("rawId", INVALID_RAW_ID))
        if credential.get(name) is not None
    ]
    response = _response(credential)
    attestation_object = _bytes(response, "attestationObject", INVALID_ATTESTATION)
    client_data = _bytes(response, "clientDataJSON", INVALID_CLIENT_DATA)
    factor_sid = _challenge(client_data, "YF", INVALID_FACTOR_SID)
    transports = response.get("transports") or []
    if not isinstance(transports, list):
        raise TwilioError(INVALID_RESPONSE, hint="transports in response is a list.")
    known = tuple(transport for transport in TRANSPORTS if transport in transports)
    return Attestation(factor_sid, tuple(names), attestation_object, client_data, known)


def read_assertion(credential: Mapping[str, Any]) -> Assertion:
    """What `navigator.credentials.get()` made. Raises the error of the first member that cannot be read.

    Source: twilio-oai: all members but `type` and `userHandle` are needed.
    """
    credential_id = _bytes(credential, "id", INVALID_CREDENTIAL_ID)
    if not is_name(_text(credential, "rawId", INVALID_RAW_ID), credential_id):
        raise TwilioError(INVALID_RAW_ID, hint="rawId and id are the same thing, and here they differ.")
    if credential.get("authenticatorAttachment") is None:
        raise TwilioError(
            INVALID_ATTACHMENT,
            hint="authenticatorAttachment is missing: send the credential as the browser gave it (toJSON).",
        )
    response = _response(credential)
    authenticator_data = _bytes(response, "authenticatorData", INVALID_AUTHENTICATOR_DATA)
    client_data = _bytes(response, "clientDataJSON", INVALID_CLIENT_DATA)
    signature = _bytes(response, "signature", INVALID_SIGNATURE)
    challenge_sid = _challenge(client_data, "YC", INVALID_CHALLENGE_SID)
    entity_sid = None
    if response.get("userHandle"):
        handle = _bytes(response, "userHandle", INVALID_ENTITY_SID)
        entity_sid = _sid(handle, "YE", INVALID_ENTITY_SID)
    return Assertion(challenge_sid, credential_id, authenticator_data, client_data, signature, entity_sid)


def is_name(text: str, credential_id: bytes) -> bool:
    """Whether the text is this id. Source: base64url from browsers and Twilio's SDKs, hex in twilio-oai's examples."""
    return text == credential_id.hex() or decode(text) == credential_id


def decode(text: str) -> bytes | None:
    """The bytes of base64url, padded or not; None for what is none."""
    if not re.fullmatch("[A-Za-z0-9_-]+={0,2}", text) or len(text.rstrip("=")) % 4 == 1:
        return None
    return urlsafe_b64decode(text.rstrip("=") + "==")


def _text(members: Mapping[str, Any], name: str, kind: ErrorKind) -> str:
    value = members.get(name)
    if not isinstance(value, str) or decode(value) is None:
        raise TwilioError(
            kind,
            hint=f"{name} is missing or not base64url: send the credential as the browser gave it (toJSON).",
        )
    return value


def _bytes(members: Mapping[str, Any], name: str, kind: ErrorKind) -> bytes:
    return decode(_text(members, name, kind)) or b""


def _response(credential: Mapping[str, Any]) -> Mapping[str, Any]:
    if credential.get("authenticatorAttachment") not in (None, *ATTACHMENTS):
        raise TwilioError(
            INVALID_ATTACHMENT, hint=f"authenticatorAttachment is one of {', '.join(ATTACHMENTS)}."
        )
    if credential.get("type") not in (None, "public-key"):
        raise TwilioError(INVALID_RESPONSE, hint="The type of a passkey is public-key.")
    response = credential.get("response")
    if not isinstance(response, Mapping):
        raise TwilioError(
            INVALID_RESPONSE,
            hint="response is missing or no object: send the credential as the browser gave it (toJSON).",
        )
    return response


def _challenge(client_data: bytes, prefix: str, kind: ErrorKind) -> str:
    """The SID that the browser was given as challenge. Source: the published examples, decoded."""
    try:
        data = from_json(client_data)
    except ValueError:
        data = None
    members = data if isinstance(data, dict) else {}
    if not all(isinstance(members.get(name), str) for name in ("type", "challenge", "origin")):
        raise TwilioError(
            INVALID_CLIENT_DATA, hint="clientDataJSON is no object with type, challenge and origin."
        )
    return _sid(decode(members["challenge"]) or b"", prefix, kind)


def _sid(data: bytes, prefix: str, kind: ErrorKind) -> str:
    text = data.decode("ascii", "replace")
    if not is_sid(text, prefix):
        raise TwilioError(kind, hint=f"{text[:40]!r} is not the SID ({prefix}…) that the options carry.")
    return text
