"""Reading what a browser answers with. Source: twilio-oai; the pages of the errors 60362 to 60386."""

import json
from base64 import urlsafe_b64encode
from contextlib import suppress
from copy import deepcopy
from typing import Any

import pytest
from harness.authenticator import Authenticator, Json, pack, unpack
from hypothesis import given
from hypothesis import strategies as st

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
from verify_emulator.verify.rules.credentials import decode, is_name, read_assertion, read_attestation

FACTOR, ENTITY, CHALLENGE = (prefix + "0123456789abcdef" * 2 for prefix in ("YF", "YE", "YC"))
CREATION = {
    "rp": {"id": "example.com"},
    "user": {"id": pack(ENTITY.encode())},
    "challenge": pack(FACTOR.encode()),
}
REQUEST = {"rpId": "example.com", "challenge": pack(CHALLENGE.encode()), "allowCredentials": []}
AUTHENTICATOR = Authenticator()
ATTESTATION = AUTHENTICATOR.register(CREATION)
ASSERTION = AUTHENTICATOR.sign(REQUEST)

ABSENT = object()


def changed(credential: Json, place: str, value: object) -> Json:
    """The credential with one member, `response.signature` for example, replaced or left out."""
    copy = deepcopy(credential)
    *above, name = place.split(".")
    members = copy[above[0]] if above else copy
    if value is ABSENT:
        del members[name]
    else:
        members[name] = value
    return copy


def client_data(challenge: object = CHALLENGE, **members: object) -> str:
    """A clientDataJSON."""
    packed = pack(challenge.encode()) if isinstance(challenge, str) else challenge
    data = {"type": "webauthn.get", "challenge": packed, "origin": "https://example.com", **members}
    return pack(json.dumps(data).encode())


def test_an_attestation_is_read() -> None:
    """twilio-oai, request of UpdatePasskeysFactor."""
    read = read_attestation(ATTESTATION)
    assert read.factor_sid == FACTOR
    assert read.names == (ATTESTATION["id"], ATTESTATION["rawId"])
    assert read.attestation_object == unpack(ATTESTATION["response"]["attestationObject"])
    assert read.client_data == unpack(ATTESTATION["response"]["clientDataJSON"])
    assert read.transports == ("internal",)


@pytest.mark.parametrize("value", [ABSENT, None])
def test_of_an_attestation_only_the_response_is_needed(value: object) -> None:
    """twilio-oai; null is what twilio-python sends for what is absent."""
    credential = ATTESTATION
    for name in ("id", "rawId", "type", "authenticatorAttachment"):
        credential = changed(credential, name, value)
    assert read_attestation(changed(credential, "response.transports", value)).names == ()


def test_an_assertion_is_read() -> None:
    """twilio-oai, request of UpdateChallengePasskeys."""
    read = read_assertion(ASSERTION)
    assert read.challenge_sid == CHALLENGE
    assert read.credential_id == AUTHENTICATOR.credentials[0].id
    assert read.authenticator_data == unpack(ASSERTION["response"]["authenticatorData"])
    assert read.client_data == unpack(ASSERTION["response"]["clientDataJSON"])
    assert read.signature == unpack(ASSERTION["response"]["signature"])
    assert read.entity_sid == ENTITY


@pytest.mark.parametrize("value", [ABSENT, None, ""])
def test_an_assertion_may_lack_a_type_and_a_user_handle(value: object) -> None:
    """twilio-oai; WebAuthn lets an authenticator leave out the user handle."""
    credential = changed(ASSERTION, "response.userHandle", value)
    assert read_assertion(changed(credential, "type", value or None)).entity_sid is None


def test_a_raw_id_may_be_hex() -> None:
    """twilio-oai's examples have hex, browsers and Twilio's passkeys SDKs base64url."""
    credential = changed(ASSERTION, "rawId", unpack(ASSERTION["id"]).hex())
    assert read_assertion(credential) == read_assertion(ASSERTION)


BAD_TEXTS = [ABSENT, None, 7, [], "", "?", "a", "abcde", "a b", "====", "YQ=A", "é"]
OF_ATTESTATIONS: list[tuple[str, object, ErrorKind]] = [
    *(("id", value, INVALID_CREDENTIAL_ID) for value in BAD_TEXTS[2:]),
    *(("rawId", value, INVALID_RAW_ID) for value in BAD_TEXTS[2:]),
    *(("authenticatorAttachment", value, INVALID_ATTACHMENT) for value in ("any", "", 1, [])),
    *(("type", value, INVALID_RESPONSE) for value in ("password", "", 1, {})),
    *(("response", value, INVALID_RESPONSE) for value in (ABSENT, None, [], "{}", 3)),
    *(("response.transports", value, INVALID_RESPONSE) for value in ("usb", 1, {"usb": 1})),
    *(("response.attestationObject", value, INVALID_ATTESTATION) for value in BAD_TEXTS),
    *(("response.clientDataJSON", value, INVALID_CLIENT_DATA) for value in BAD_TEXTS),
    ("response.clientDataJSON", client_data(CHALLENGE), INVALID_FACTOR_SID),
]
OF_ASSERTIONS: list[tuple[str, object, ErrorKind]] = [
    *(("id", value, INVALID_CREDENTIAL_ID) for value in BAD_TEXTS),
    *(("rawId", value, INVALID_RAW_ID) for value in [*BAD_TEXTS, "YWJj"]),
    *(("authenticatorAttachment", value, INVALID_ATTACHMENT) for value in (ABSENT, None, "any", "", 1, [])),
    *(("type", value, INVALID_RESPONSE) for value in ("password", "", 1, {})),
    *(("response", value, INVALID_RESPONSE) for value in (ABSENT, None, [], "{}", 3)),
    *(("response.authenticatorData", value, INVALID_AUTHENTICATOR_DATA) for value in BAD_TEXTS),
    *(("response.clientDataJSON", value, INVALID_CLIENT_DATA) for value in BAD_TEXTS),
    *(("response.signature", value, INVALID_SIGNATURE) for value in BAD_TEXTS),
    *(
        ("response.userHandle", value, INVALID_ENTITY_SID)
        for value in (7, [1], "?", pack(b"YE"), pack(FACTOR.encode()))
    ),
]
OF_CLIENT_DATA: list[tuple[str, ErrorKind]] = [
    (pack(b"{"), INVALID_CLIENT_DATA),
    (pack(b"[]"), INVALID_CLIENT_DATA),
    (pack(b"null"), INVALID_CLIENT_DATA),
    (pack(b"\xff"), INVALID_CLIENT_DATA),
    (pack(b"[" * 100_000), INVALID_CLIENT_DATA),
    (client_data(type=None), INVALID_CLIENT_DATA),
    (client_data(origin=["https://example.com"]), INVALID_CLIENT_DATA),
    (client_data(None), INVALID_CLIENT_DATA),
    (client_data(FACTOR), INVALID_CHALLENGE_SID),
    (client_data("YC" + "g" * 32), INVALID_CHALLENGE_SID),
    (client_data("é" * 17), INVALID_CHALLENGE_SID),
    (client_data(""), INVALID_CHALLENGE_SID),
]


@pytest.mark.parametrize(("place", "value", "kind"), OF_ATTESTATIONS)
def test_a_bad_member_of_an_attestation_has_an_error_of_its_own(
    place: str, value: object, kind: ErrorKind
) -> None:
    """twilio.com/docs/api/errors/60362 to 60386."""
    with pytest.raises(TwilioError) as refused:
        read_attestation(changed(ATTESTATION, place, value))
    assert refused.value.kind is kind
    assert refused.value.hint


@pytest.mark.parametrize(("place", "value", "kind"), OF_ASSERTIONS)
def test_a_bad_member_of_an_assertion_has_an_error_of_its_own(
    place: str, value: object, kind: ErrorKind
) -> None:
    """twilio.com/docs/api/errors/60364 to 60381."""
    with pytest.raises(TwilioError) as refused:
        read_assertion(changed(ASSERTION, place, value))
    assert refused.value.kind is kind
    assert refused.value.hint


@pytest.mark.parametrize(("data", "kind"), OF_CLIENT_DATA)
def test_client_data_carries_the_sid_of_the_challenge(data: str, kind: ErrorKind) -> None:
    """The published examples, decoded; twilio.com/docs/api/errors/60364 and 60380."""
    with pytest.raises(TwilioError) as refused:
        read_assertion(changed(ASSERTION, "response.clientDataJSON", data))
    assert refused.value.kind is kind


@given(st.binary(min_size=1))
def test_base64url_is_read_with_and_without_padding(data: bytes) -> None:
    """RFC 4648, section 5."""
    padded = urlsafe_b64encode(data).decode()
    assert decode(pack(data)) == decode(padded) == data
    assert is_name(pack(data), data)
    assert is_name(data.hex(), data)
    assert not is_name(pack(data + b"!"), data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(), below, max_size=4),
    max_leaves=8,
)
PLACES = [
    "id",
    "rawId",
    "type",
    "authenticatorAttachment",
    "response",
    *(f"response.{name}" for name in {**ATTESTATION["response"], **ASSERTION["response"]}),
]


@given(st.sampled_from(PLACES), JSON)
def test_whatever_a_member_is_it_is_read_or_refused(place: str, value: Any) -> None:
    """Our contract: no input leads to another exception than Twilio's error."""
    for read, credential in ((read_attestation, ATTESTATION), (read_assertion, ASSERTION)):
        with suppress(TwilioError):
            assert read(changed(credential, place, value)).client_data


@given(JSON)
def test_whatever_the_client_data_says_it_is_read_or_refused(value: Any) -> None:
    """Our contract: no input leads to another exception than Twilio's error."""
    data = pack(json.dumps(value).encode())
    for read, credential in ((read_attestation, ATTESTATION), (read_assertion, ASSERTION)):
        with pytest.raises(TwilioError):
            read(changed(credential, "response.clientDataJSON", data))
