"""Proofs by passkeys, true and false ones, of a software authenticator. Source: W3C WebAuthn Level 2, 7.1 and 7.2."""

from contextlib import suppress
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from harness.authenticator import AAGUID, ATTESTED, Authenticator, Json, pack, unpack
from hypothesis import given
from hypothesis import strategies as st

from verify_emulator.errors import (
    CHALLENGE_FAILED,
    FACTOR_FAILED,
    INVALID_ATTESTATION,
    INVALID_ATTESTED_DATA,
    INVALID_AUTHENTICATOR_DATA,
    INVALID_PUBLIC_KEY,
    ErrorKind,
    TwilioError,
)
from verify_emulator.verify.rules.credentials import read_assertion, read_attestation
from verify_emulator.verify.rules.relying_parties import (
    Criteria,
    RelyingParty,
    registration_options,
    request_options,
)
from verify_emulator.verify.rules.webauthn import Passkey, verify_assertion, verify_registration

FACTOR, ENTITY, CHALLENGE = (prefix + "0123456789abcdef" * 2 for prefix in ("YF", "YE", "YC"))
PARTY = RelyingParty("example.com", "Example", ("https://example.com", "shop.example.com"))
CREATION = registration_options(
    Criteria(PARTY, "platform", "required", "required"),
    factor_sid=FACTOR,
    entity_sid=ENTITY,
    friendly_name="Phone",
)
REQUEST = request_options("example.com", "required", challenge_sid=CHALLENGE, allowed=[])


def registered(credential: Json, user_verification: str = "required", party: RelyingParty = PARTY) -> Passkey:
    return verify_registration(read_attestation(credential), party, user_verification=user_verification)


def signed(credential: Json, passkey: Passkey, user_verification: str = "required") -> int:
    return verify_assertion(
        read_assertion(credential),
        PARTY,
        public_key=passkey.public_key,
        sign_count=passkey.sign_count,
        user_verification=user_verification,
        entity_sid=ENTITY,
    )


@pytest.fixture
def authenticator() -> Authenticator:
    return Authenticator()


@pytest.fixture
def passkey(authenticator: Authenticator) -> Passkey:
    return registered(authenticator.register(CREATION))


def test_a_new_passkey_is_kept(authenticator: Authenticator) -> None:
    """WebAuthn 7.1; SDK 9.13.0: the aaguid is part of the factor's metadata."""
    passkey = registered(authenticator.register(CREATION))
    assert passkey.credential_id == pack(authenticator.credentials[0].id)
    assert passkey.aaguid == "00112233-4455-6677-8899-aabbccddeeff"
    assert passkey.transports == ("internal",)
    assert passkey.sign_count == 0
    assert signed(authenticator.sign(REQUEST), passkey) == 1


def test_twilios_example_of_a_registration_is_one() -> None:
    """twilio-oai, example of UpdatePasskeysFactor, whose rawId is hex."""
    published = {
        "id": "6ySmhJd6qGUMCthiqszyb4Od4U6TFn0v3DLz-1EZrNQ",
        "rawId": "eb24a684977aa8650c0ad862aaccf26f839de14e93167d2fdc32f3fb5119acd4",
        "authenticatorAttachment": "platform",
        "response": {
            "attestationObject": "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YViko3mm9u6vuaVeN4wRgDTidR5oL6ufLTCrE9IS"
            "VYbOGUdFAAAAAAAAAAAAAAAAAAAAAAAAAAAAIOskpoSXeqhlDArYYqrM8m-DneFOkxZ9L9wy8_tRGazUpQECAyYgASFYIOP8"
            "op-6gZJ1H0wHNLe2k7cgBqaSUR4pdcBqtOHPaYUhIlggsXZWuWfZS-6YpbeU9dsB2UoroACSKXJOrdE_auaUIf4",
            "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIiwiY2hhbGxlbmdlIjoiV1VZd05EaGtNV0UzWldNellUSmhO"
            "amszTURBMU9XTXlOelkyWW1Kak4yVXdaZyIsIm9yaWdpbiI6Imh0dHBzOi8vZXhhbXBsZS5jb20iLCJjcm9zc09yaWdpbiI6"
            "ZmFsc2V9",
            "transports": ["internal"],
        },
        "type": "public-key",
    }
    assert read_attestation(published).factor_sid == "YF048d1a7ec3a2a6970059c2766bbc7e0f"
    assert registered(published).credential_id == published["id"]


@pytest.mark.parametrize("origin", ["https://example.com", "https://shop.example.com", "shop.example.com"])
def test_every_origin_of_the_relying_party_may_register_and_sign(
    authenticator: Authenticator, origin: str
) -> None:
    """twilio.com/docs/api/errors/60371."""
    passkey = registered(authenticator.register(CREATION, origin=origin))
    assert signed(authenticator.sign(REQUEST, origin=origin), passkey) == 1


@pytest.mark.parametrize("verification", ["preferred", "discouraged"])
def test_a_user_need_not_be_verified_where_that_is_not_required(
    authenticator: Authenticator, verification: str
) -> None:
    """WebAuthn 7.1 step 15 and 7.2 step 17."""
    passkey = registered(authenticator.register(CREATION, verified=False), verification)
    assert signed(authenticator.sign(REQUEST, verified=False), passkey, verification) == 1


OTHER_KEY = generate_private_key(SECP256R1())
ED25519 = {1: 1, 3: -8, -1: 6, -2: bytes(32), -3: None}
RSA = {1: 3, 3: -257, -1: bytes([255]) * 256, -2: b"\x01\x00\x01", -3: None}
FALSE_REGISTRATIONS: list[tuple[dict[str, Any], ErrorKind]] = [
    ({"origin": "https://evil.example"}, FACTOR_FAILED),
    ({"origin": "https://example.com.evil.example"}, FACTOR_FAILED),
    ({"origin": "http://example.com"}, FACTOR_FAILED),
    ({"origin": "https://example.com/"}, FACTOR_FAILED),
    ({"origin": "https://example.com:8443"}, FACTOR_FAILED),
    ({"ceremony": "webauthn.get"}, FACTOR_FAILED),
    ({"relying_party": "evil.example"}, FACTOR_FAILED),
    ({"present": False}, FACTOR_FAILED),
    ({"verified": False}, FACTOR_FAILED),
    ({"format": "packed"}, FACTOR_FAILED),
    ({"format": "fido-u2f"}, FACTOR_FAILED),
    ({"format": "made-up"}, FACTOR_FAILED),
    ({"credential_id": b"another"}, FACTOR_FAILED),
    ({"credential_id": b"another", "raw_id_as_hex": True}, FACTOR_FAILED),
    ({"key_members": {3: -257}}, FACTOR_FAILED),
    ({"key_members": {3: -35}}, FACTOR_FAILED),
    ({"key_members": ED25519}, FACTOR_FAILED),
    ({"key_members": RSA}, FACTOR_FAILED),
    ({"key_members": {-1: 2}}, INVALID_PUBLIC_KEY),
    ({"key_members": {-2: bytes(32)}}, INVALID_PUBLIC_KEY),
    ({"key_members": {-2: "x"}}, INVALID_PUBLIC_KEY),
    ({"key_members": {1: 99}}, INVALID_PUBLIC_KEY),
    ({"key_members": {1: None}}, INVALID_PUBLIC_KEY),
    ({"attested": False}, INVALID_ATTESTED_DATA),
]


@pytest.mark.parametrize(("lies", "kind"), FALSE_REGISTRATIONS)
def test_a_false_registration_is_refused(
    authenticator: Authenticator, lies: dict[str, Any], kind: ErrorKind
) -> None:
    """WebAuthn 7.1; twilio.com/docs/api/errors/60311, 60385, 60387."""
    credential = authenticator.register(CREATION, **lies)
    with pytest.raises(TwilioError) as refused:
        registered(credential)
    assert refused.value.kind is kind
    assert refused.value.hint


def attested(data: bytes) -> Json:
    """A registration with this authenticator data."""
    credential = Authenticator().register(CREATION)
    credential["response"]["attestationObject"] = pack(
        cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
    )
    return {"response": credential["response"]}


BARE = bytes(32) + bytes([ATTESTED | 1]) + bytes(4)
KEY = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: bytes(32), -3: bytes(32)})


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", INVALID_ATTESTATION),
        (bytes(36), INVALID_ATTESTATION),
        (BARE, INVALID_ATTESTATION),
        (BARE + AAGUID, INVALID_ATTESTATION),
        (BARE + AAGUID + b"\xff\xff", INVALID_ATTESTATION),
        (BARE + AAGUID + b"\x00\x01a" + KEY + b"more", INVALID_ATTESTATION),
        (BARE + AAGUID + b"\x00\x00" + KEY, INVALID_ATTESTED_DATA),
        (BARE + AAGUID + b"\x04\x00" + bytes(1024) + KEY, INVALID_ATTESTED_DATA),
        (BARE + AAGUID + b"\x00\x01a" + cbor2.dumps({}), INVALID_PUBLIC_KEY),
        (BARE + AAGUID + b"\x00\x01a" + cbor2.dumps([]), INVALID_PUBLIC_KEY),
        (BARE + AAGUID + b"\x00\x01a" + cbor2.dumps(0), INVALID_PUBLIC_KEY),
        (BARE + AAGUID + b"\x00\x01a" + KEY, INVALID_PUBLIC_KEY),
    ],
)
def test_data_that_is_cut_off_or_makes_no_sense_is_refused(data: bytes, kind: ErrorKind) -> None:
    """WebAuthn 6.1 and 6.5.1; twilio.com/docs/api/errors/60385 to 60387."""
    with pytest.raises(TwilioError) as refused:
        registered(attested(data))
    assert refused.value.kind is kind


@pytest.mark.parametrize("content", [b"", b"\xa0", b"\x80", b"\xff", b"\x81" * 1000, b"\x5b" + b"\x7f" * 8])
def test_an_attestation_object_is_one(content: bytes) -> None:
    """WebAuthn 6.5.4; twilio.com/docs/api/errors/60386."""
    credential = Authenticator().register(CREATION)
    credential["response"]["attestationObject"] = pack(content)
    with pytest.raises(TwilioError) as refused:
        registered(credential)
    assert refused.value.kind is INVALID_ATTESTATION


FALSE_ASSERTIONS: list[tuple[dict[str, Any], ErrorKind]] = [
    ({"origin": "https://evil.example"}, CHALLENGE_FAILED),
    ({"origin": "http://example.com"}, CHALLENGE_FAILED),
    ({"ceremony": "webauthn.create"}, CHALLENGE_FAILED),
    ({"relying_party": "evil.example"}, CHALLENGE_FAILED),
    ({"present": False}, CHALLENGE_FAILED),
    ({"verified": False}, CHALLENGE_FAILED),
    ({"key": OTHER_KEY}, CHALLENGE_FAILED),
    ({"user_handle": "YE" + "f" * 32}, CHALLENGE_FAILED),
]


@pytest.mark.parametrize(("lies", "kind"), FALSE_ASSERTIONS)
def test_a_false_assertion_is_refused(
    authenticator: Authenticator, passkey: Passkey, lies: dict[str, Any], kind: ErrorKind
) -> None:
    """WebAuthn 7.2; twilio.com/docs/api/errors/60324."""
    credential = authenticator.sign(REQUEST, **lies)
    with pytest.raises(TwilioError) as refused:
        signed(credential, passkey)
    assert refused.value.kind is kind
    assert refused.value.hint


@pytest.mark.parametrize("member", ["authenticatorData", "clientDataJSON", "signature"])
def test_one_changed_bit_spoils_a_signature(
    authenticator: Authenticator, passkey: Passkey, member: str
) -> None:
    """WebAuthn 7.2 step 20."""
    credential = authenticator.sign(REQUEST)
    content = bytearray(unpack(credential["response"][member]))
    content[-1] ^= 1
    if member == "clientDataJSON":
        content[-2:] = b"e }"
    credential["response"][member] = pack(bytes(content))
    with pytest.raises(TwilioError) as refused:
        signed(credential, passkey)
    assert refused.value.kind is CHALLENGE_FAILED


@pytest.mark.parametrize("data", [b"\x00", bytes(36), bytes(38)])
def test_authenticator_data_is_some(authenticator: Authenticator, passkey: Passkey, data: bytes) -> None:
    """WebAuthn 6.1; twilio.com/docs/api/errors/60379."""
    credential = authenticator.sign(REQUEST)
    credential["response"]["authenticatorData"] = pack(data)
    with pytest.raises(TwilioError) as refused:
        signed(credential, passkey)
    assert refused.value.kind is INVALID_AUTHENTICATOR_DATA


def kept_at(passkey: Passkey, sign_count: int) -> Passkey:
    return Passkey(passkey.credential_id, passkey.public_key, sign_count, passkey.aaguid, passkey.transports)


@pytest.mark.parametrize(("before", "now"), [(0, 1), (0, 7), (7, 8), (7, 4_294_967_295), (0, 0)])
def test_a_count_of_signatures_grows_or_stays_nothing(
    authenticator: Authenticator, passkey: Passkey, before: int, now: int
) -> None:
    """WebAuthn 7.2 step 21: synchronised passkeys do not count."""
    assert signed(authenticator.sign(REQUEST, count=now), kept_at(passkey, before)) == now


@pytest.mark.parametrize(("before", "now"), [(1, 1), (7, 6), (1, 0)])
def test_a_count_that_does_not_grow_is_a_copy_of_the_passkey(
    authenticator: Authenticator, passkey: Passkey, before: int, now: int
) -> None:
    """WebAuthn 7.2 step 21."""
    credential = authenticator.sign(REQUEST, count=now)
    with pytest.raises(TwilioError) as refused:
        signed(credential, kept_at(passkey, before))
    assert refused.value.kind is CHALLENGE_FAILED


@given(st.data())
def test_a_spoilt_registration_is_none(data: st.DataObject) -> None:
    """Our contract: no input leads to another exception than Twilio's error."""
    credential = Authenticator().register(CREATION)
    member = data.draw(st.sampled_from(["attestationObject", "clientDataJSON"]))
    spoilt = data.draw(spoiling(unpack(credential["response"][member])))
    credential["response"][member] = pack(spoilt)
    with suppress(TwilioError):
        assert registered(credential).credential_id == credential["id"]


@given(st.data())
def test_a_spoilt_assertion_is_none(data: st.DataObject) -> None:
    """WebAuthn 7.2; our contract: no input leads to another exception than Twilio's error."""
    authenticator = Authenticator()
    passkey = registered(authenticator.register(CREATION))
    credential = authenticator.sign(REQUEST)
    member = data.draw(st.sampled_from(["authenticatorData", "clientDataJSON"]))
    truth = unpack(credential["response"][member])
    spoilt = data.draw(spoiling(truth).filter(lambda content: content not in (b"", truth)))
    credential["response"][member] = pack(spoilt)
    with pytest.raises(TwilioError):
        signed(credential, passkey)


def spoiling(truth: bytes) -> st.SearchStrategy[bytes]:
    """These bytes with some replaced, left out or put in."""

    def spoil(start: int, length: int, instead: bytes) -> bytes:
        return truth[:start] + instead + truth[start + length :]

    return st.builds(spoil, st.integers(0, len(truth)), st.integers(0, 8), st.binary(max_size=8))
