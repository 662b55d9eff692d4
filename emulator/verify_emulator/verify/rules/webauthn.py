"""Whether what a browser answered with proves that a passkey was made, or used, for this relying party.

Source: W3C Web Authentication Level 2, sections 7.1 and 7.2.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from verify_emulator.errors import (
    CHALLENGE_FAILED,
    FACTOR_FAILED,
    INVALID_ATTESTATION,
    INVALID_ATTESTED_DATA,
    INVALID_AUTHENTICATOR_DATA,
    INVALID_PUBLIC_KEY,
    ErrorKind,
    TwilioError,
    cited,
)
from verify_emulator.verify.rules.credentials import Assertion, Attestation, decode, is_name
from verify_emulator.verify.rules.relying_parties import ES256, RelyingParty, base64url

CREDENTIAL_ID_LENGTHS = range(1, 1024)  # bytes
P256 = 1  # the curve's number in COSE

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Passkey:
    """What is kept of a new passkey. Its id and its public key (COSE) are base64url."""

    credential_id: str
    public_key: str
    sign_count: int
    aaguid: str
    transports: tuple[str, ...]


def verify_registration(attestation: Attestation, party: RelyingParty, *, user_verification: str) -> Passkey:
    """The passkey, if it was made for this party and factor. Raises 60385 to 60387 for what is no passkey, or 60311.

    Source: twilio-oai offers ES256 and attestation `none`. Guess: another algorithm or attestation is 60311.
    """
    from webauthn import verify_registration_response
    from webauthn.helpers import bytes_to_base64url
    from webauthn.helpers.structs import AuthenticatorAttestationResponse, RegistrationCredential

    credential_id = _registered_id(attestation)
    response = AuthenticatorAttestationResponse(attestation.client_data, attestation.attestation_object)
    verified = _attempt(
        FACTOR_FAILED,
        verify_registration_response,
        credential=RegistrationCredential(bytes_to_base64url(credential_id), credential_id, response),
        expected_challenge=attestation.factor_sid.encode(),
        expected_rp_id=party.id,
        expected_origin=party.accepted_origins,
        require_user_verification=user_verification == "required",
    )
    return Passkey(
        credential_id=base64url(verified.credential_id),
        public_key=base64url(verified.credential_public_key),
        sign_count=verified.sign_count,
        aaguid=verified.aaguid,
        transports=attestation.transports,
    )


def _registered_id(attestation: Attestation) -> bytes:
    """The id that the authenticator gave its passkey, which is one of the kind that was asked for."""
    from webauthn.helpers import parse_attestation_object

    read = _attempt(INVALID_ATTESTATION, parse_attestation_object, attestation.attestation_object)
    made = read.auth_data.attested_credential_data
    if made is None or len(made.credential_id) not in CREDENTIAL_ID_LENGTHS:
        raise TwilioError(
            INVALID_ATTESTED_DATA,
            hint="The authenticator data has no credential with an id of 1 to 1023 bytes.",
        )
    if not _is_es256(made.credential_public_key):
        raise TwilioError(
            FACTOR_FAILED, hint="The public key is not one for ES256 on P-256, which the options asked for."
        )
    if read.fmt != "none":
        raise TwilioError(
            FACTOR_FAILED,
            hint=f"The attestation has the format {cited(read.fmt)}, and the options asked for none.",
        )
    if not all(is_name(name, made.credential_id) for name in attestation.names):
        raise TwilioError(FACTOR_FAILED, hint="id or rawId is not that of the authenticator data.")
    return made.credential_id


def _is_es256(public_key: bytes) -> bool:
    from webauthn.helpers import decode_credential_public_key, decoded_public_key_to_cryptography
    from webauthn.helpers.decode_credential_public_key import DecodedEC2PublicKey

    key = _attempt(INVALID_PUBLIC_KEY, decode_credential_public_key, public_key)
    _attempt(INVALID_PUBLIC_KEY, decoded_public_key_to_cryptography, key)
    return isinstance(key, DecodedEC2PublicKey) and (key.alg, key.crv) == (ES256, P256)


def verify_assertion(
    assertion: Assertion,
    party: RelyingParty,
    *,
    public_key: str,
    sign_count: int,
    user_verification: str,
    entity_sid: str,
) -> int:
    """The new count of the passkey's signatures, if it signed this challenge. Raises 60379 for no data, or 60324.

    Source: SDK 9.13.0: a userHandle is the entity's SID.
    """
    from webauthn import verify_authentication_response
    from webauthn.helpers import bytes_to_base64url, parse_authenticator_data
    from webauthn.helpers.structs import AuthenticationCredential, AuthenticatorAssertionResponse

    _attempt(INVALID_AUTHENTICATOR_DATA, parse_authenticator_data, assertion.authenticator_data)
    if assertion.entity_sid not in (None, entity_sid):
        raise TwilioError(
            CHALLENGE_FAILED, hint=f"The userHandle is not {entity_sid}, whose passkey this is."
        )
    response = AuthenticatorAssertionResponse(
        assertion.client_data, assertion.authenticator_data, assertion.signature
    )
    verified = _attempt(
        CHALLENGE_FAILED,
        verify_authentication_response,
        credential=AuthenticationCredential(
            bytes_to_base64url(assertion.credential_id), assertion.credential_id, response
        ),
        expected_challenge=assertion.challenge_sid.encode(),
        expected_rp_id=party.id,
        expected_origin=party.accepted_origins,
        credential_public_key=decode(public_key) or b"",
        credential_current_sign_count=sign_count,
        require_user_verification=user_verification == "required",
    )
    return verified.new_sign_count


def _attempt(kind: ErrorKind, step: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """What a step of the library comes to. It fails with whatever bad data leads to, such as KeyError or TypeError."""
    try:
        return step(*arguments, **named)
    except Exception as error:
        raise TwilioError(kind, hint=f"The library that checks passkeys says: {cited(error, 200)}.") from None
