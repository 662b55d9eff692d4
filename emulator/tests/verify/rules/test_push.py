"""What a push device proves itself with. Keys, signatures and tokens are made here with cryptography, by hand."""

import json
from base64 import b64decode, b64encode, urlsafe_b64encode
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import example, given
from hypothesis import strategies as st

from verify_emulator.verify.rules.push import Jws, is_current, is_p256_key, read_jws, signs, signs_jws

FACTOR = "YF" + "0" * 32
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
AT = NOW.timestamp()
KEY = ec.derive_private_key(1234567890, ec.SECP256R1())
OTHER = ec.derive_private_key(1234567891, ec.SECP256R1())

TWILIOS = (
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8GdwtibWe0kpgsFl6xPQBwhtwUEyeJkeozFmi2jiJDzxFSMwVy3kVR1h/dPVYOfgkC0EkfBR"
    "J0J/6xW47FD5vA=="
)
"""The key of twilio-oai's example of a push factor."""


def encoded(key: Any, encoding: Encoding = Encoding.DER) -> str:
    return b64encode(key.public_key().public_bytes(encoding, PublicFormat.SubjectPublicKeyInfo)).decode()


def part(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def compact(header: Any, payload: Any, key: ec.EllipticCurvePrivateKey = KEY) -> str:
    signed = f"{part(json.dumps(header).encode())}.{part(json.dumps(payload).encode())}"
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(SHA256())))
    return f"{signed}.{part(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def signature(text: bytes, key: ec.EllipticCurvePrivateKey = KEY) -> str:
    return b64encode(key.sign(text, ec.ECDSA(SHA256()))).decode()


ANY_TEXT = st.text() | st.text(st.sampled_from("a:/ é\ud800\udfff"))
"""Lone surrogates, too, which `text` leaves out."""

PUBLIC = encoded(KEY)
GOOD = compact({"alg": "ES256"}, {"a": 1})
SIGNATURE = signature(FACTOR.encode())
FOR_URLS = next(
    other for it in iter(lambda: signature(FACTOR.encode()), "") if (other := part(b64decode(it))) != it
)
"""A signature in the other Base64, which now and then, without padding and odd characters, is the same one."""


def test_a_p256_key_is_one() -> None:
    """twilio-oai, example of a push factor."""
    assert is_p256_key(TWILIOS)
    assert is_p256_key(PUBLIC)


@pytest.mark.parametrize(
    "key",
    [
        ec.derive_private_key(7, ec.SECP256K1()),
        ec.derive_private_key(7, ec.SECP384R1()),
        rsa.generate_private_key(65537, 2048),
        ed25519.Ed25519PrivateKey.from_private_bytes(b"7" * 32),
    ],
    ids=["secp256k1", "P-384", "RSA", "Ed25519"],
)
def test_other_keys_are_none(key: Any) -> None:
    """twilio.com/docs/verify/api/factor, Binding.Alg: ES256 only."""
    assert not is_p256_key(encoded(key))
    assert not signs(encoded(key), FACTOR, SIGNATURE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "dGVzdF9rZXk=",  # twilio-oai's example of a request
        "=",
        "x",
        TWILIOS.rstrip("="),
        TWILIOS + "\n",
        TWILIOS[:76] + "\n" + TWILIOS[76:],
        TWILIOS.replace("/", "_"),
        " " + TWILIOS,
        encoded(KEY, Encoding.PEM),
        b64encode(b64decode(TWILIOS) + b"\0").decode(),
        b64encode(b64decode(TWILIOS)[:-1]).decode(),
        b64encode(b64decode(TWILIOS)[:-1] + b"\0").decode(),  # a point off the curve
        "\ud800",
        "é",
    ],
)
def test_what_is_not_base64_of_der_is_no_key(text: str) -> None:
    """twilio-verify-android and -ios: standard Base64 without line breaks."""
    assert not is_p256_key(text)
    assert not signs(text, FACTOR, SIGNATURE)


def test_the_signature_of_the_factor_sid_is_recognised() -> None:
    """twilio-verify-android and -ios: Base64 of DER, over the ASCII text."""
    assert signs(PUBLIC, FACTOR, SIGNATURE)


@pytest.mark.parametrize(
    ("public_key", "text", "signed"),
    [
        (encoded(OTHER), FACTOR, SIGNATURE),
        (PUBLIC, FACTOR[:-1] + "1", SIGNATURE),
        (PUBLIC, FACTOR, signature(FACTOR.encode(), OTHER)),
        (PUBLIC, FACTOR, SIGNATURE + "\n"),
        (PUBLIC, FACTOR, ""),
        (PUBLIC, FACTOR, FOR_URLS),
        (PUBLIC, FACTOR, b64encode(b64decode(SIGNATURE) + b"\0").decode()),
        (PUBLIC, FACTOR, b64encode(KEY.sign(FACTOR.encode(), ec.ECDSA(SHA384()))).decode()),
        (PUBLIC, FACTOR, b64encode(b"0" * 64).decode()),
        (PUBLIC, "é", signature("é".encode())),
        (PUBLIC, "\ud800", SIGNATURE),
    ],
    ids=range(11),  # the values are others in each run
)
def test_no_other_signature_is(public_key: str, text: str, signed: str) -> None:
    """twilio.com/docs/api/errors/60311."""
    assert not signs(public_key, text, signed)


@given(ANY_TEXT | st.binary().map(lambda data: b64encode(data).decode()), ANY_TEXT)
def test_every_text_is_judged(text: str, other: str) -> None:
    """Our contract: whatever a client sends, there is an answer."""
    assert not is_p256_key(text)
    assert not signs(text, other, text)
    assert not signs(PUBLIC, other, text)


@given(st.integers(0, 90), st.integers(0, 255))
@example(26, 6)  # the same point, but written in the hybrid form
def test_a_damaged_key_is_judged(position: int, byte: int) -> None:
    """Our contract: and no key but this one, which is its last 64 bytes, verifies its signature."""
    whole = b64decode(PUBLIC)
    damaged = whole[:position] + bytes([byte]) + whole[position + 1 :]
    text = b64encode(damaged).decode()
    if signs(text, FACTOR, SIGNATURE):
        assert is_p256_key(text)
        assert damaged[-64:] == whole[-64:]
    else:
        assert damaged != whole


def test_a_jws_is_taken_apart() -> None:
    """RFC 7515, section 3.1."""
    header, payload, signed = GOOD.split(".")
    jws = read_jws(GOOD)
    assert jws == Jws({"alg": "ES256"}, {"a": 1}, f"{header}.{payload}".encode(), jws.signature)
    assert part(jws.signature) == signed
    assert signs_jws(PUBLIC, jws)


OBJECT = part(b"{}")
NAN = part(b'{"a":NaN}')
NESTED = part(b'{"a":' * 50_000 + b"1" + b"}" * 50_000)
VAST = part(b'{"a":' + b"9" * 5_000 + b"}")


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "..",
        f"{OBJECT}.{OBJECT}",
        f"{OBJECT}.{OBJECT}.AA.AA",
        f"{OBJECT}..AA",
        f".{OBJECT}.AA",
        f"{part(b'[]')}.{OBJECT}.AA",
        f"{OBJECT}.{part(b'null')}.AA",
        f"{OBJECT}.{part(b'1')}.AA",
        f"{OBJECT}.{part(b'{')}.AA",
        f"{OBJECT}.{part(b'{} {}')}.AA",
        f"{OBJECT}.{part(bytes([0xFF]))}.AA",
        f"{OBJECT}.{part(b'[' * 100_000)}.AA",
        f"{OBJECT}.{NESTED}.AA",
        f"{NESTED}.{OBJECT}.AA",
        f"{OBJECT}.{VAST}.AA",
        f"{OBJECT}.{NAN}.AA",
        f"{OBJECT}.{OBJECT}.A",
        f"{OBJECT}.{OBJECT}.AA==",
        f"{OBJECT}.{OBJECT}.A+",
        f"{OBJECT}.{OBJECT}.A/",
        f"{OBJECT}.{OBJECT}.AA\n",
        f"{OBJECT} .{OBJECT}.AA",
        f"{OBJECT}.{OBJECT}.é",
        f"{OBJECT}.{OBJECT}.\ud800",
        "A" * 300_000,
        "." * 300_000,
    ],
    ids=lambda text: f"{len(text)} characters",
)
def test_what_is_no_jws_is_refused_as_none(text: str) -> None:
    """RFC 7515, sections 2 and 3.1: base64url without padding; header and payload are JSON objects here."""
    with pytest.raises(ValueError, match=r".*"):
        read_jws(text)


@given(
    ANY_TEXT
    | st.text("eyJ9-_.= ")
    | st.lists(st.binary().map(part), min_size=2, max_size=4).map(".".join)
    | st.builds(
        compact, st.fixed_dictionaries({"alg": st.sampled_from(["ES256", "none"])}), st.from_type(dict)
    )
)
def test_every_text_is_a_jws_or_refused_as_none(text: str) -> None:
    """Our contract: whatever a client sends, there is an answer."""
    try:
        jws = read_jws(text)
    except ValueError:
        return
    assert text.startswith(jws.signed.decode() + ".")
    assert signs_jws(PUBLIC, jws) is (jws.header.get("alg") == "ES256")
    assert not signs_jws(encoded(OTHER), jws)


@pytest.mark.parametrize("alg", [None, "none", "HS256", "ES384", "es256", 256, ["ES256"]])
def test_a_jws_is_signed_with_es256_only(alg: Any) -> None:
    """twilio-verify-android and -ios send no other."""
    assert not signs_jws(PUBLIC, read_jws(compact({"alg": alg}, {})))


def test_a_jws_without_algorithm_is_not_signed() -> None:
    """RFC 7515, section 4.1.1: alg must be there."""
    assert not signs_jws(PUBLIC, read_jws(compact({}, {})))


RAW = read_jws(GOOD).signature


@pytest.mark.parametrize(
    "raw",
    [b"", b"\0" * 64, b"\xff" * 64, RAW[:-1], RAW + b"\0", RAW[:32] + b"\0" + RAW[32:], b"\0" + RAW],
    ids=range(7),  # the values are others in each run
)
def test_a_signature_is_two_numbers_of_32_bytes(raw: bytes) -> None:
    """RFC 7518, section 3.4."""
    jws = read_jws(GOOD)
    assert not signs_jws(PUBLIC, Jws(jws.header, jws.payload, jws.signed, raw))


def test_a_signature_in_der_is_none_of_a_jws() -> None:
    """RFC 7518, section 3.4."""
    jws = read_jws(GOOD)
    der = KEY.sign(jws.signed, ec.ECDSA(SHA256()))
    assert not signs_jws(PUBLIC, Jws(jws.header, jws.payload, jws.signed, der))


@pytest.mark.parametrize("public_key", [encoded(OTHER), "", "dGVzdF9rZXk=", "\ud800"])
def test_another_key_has_not_signed_it(public_key: str) -> None:
    """twilio.com/docs/api/errors/60324."""
    assert not signs_jws(public_key, read_jws(GOOD))


@pytest.mark.parametrize("index", [0, 1])
def test_what_was_changed_after_signing_is_not_signed(index: int) -> None:
    """RFC 7515, section 5.2."""
    parts = GOOD.split(".")
    parts[index] = part(b'{"alg":"ES256" }')
    assert not signs_jws(PUBLIC, read_jws(".".join(parts)))


def current(nbf: Any, exp: Any, leeway: float = 0) -> bool:
    return is_current({"nbf": nbf, "exp": exp}, NOW, leeway)


def test_a_token_is_current_from_nbf_until_exp() -> None:
    """RFC 7519, sections 4.1.4 and 4.1.5: on or after exp it must not be accepted."""
    assert current(AT, AT + 1)
    assert current(int(AT), int(AT) + 600)
    assert not current(AT + 1, AT + 600)
    assert not current(AT - 600, AT)


def test_the_leeway_widens_it_on_both_sides() -> None:
    """RFC 7519: a small leeway, for clock skew."""
    assert current(AT + 5, AT + 600, 5)
    assert not current(AT + 6, AT + 600, 5)
    assert current(AT - 600, AT - 4, 5)
    assert not current(AT - 600, AT - 5, 5)


NO_TIMES = [None, True, False, "1", "", [], {}, float("nan"), float("inf"), float("-inf")]


@pytest.mark.parametrize("no_time", NO_TIMES, ids=repr)
def test_what_is_no_time_is_never_current(no_time: Any) -> None:
    """RFC 7519, section 2: a NumericDate is a number."""
    assert not current(no_time, AT + 600)
    assert not current(AT - 600, no_time)


@pytest.mark.parametrize("payload", [{}, {"nbf": AT - 1}, {"exp": AT + 1}])
def test_a_token_without_times_is_never_current(payload: dict[str, Any]) -> None:
    """twilio-verify-android and -ios send both."""
    assert not is_current(payload, NOW, 60)


def test_numbers_of_any_size_are_compared() -> None:
    """Our contract: whatever a client sends, there is an answer."""
    assert current(-(10**4000), 10**4000, 0.5)
    assert not current(10**4000, 10**4000, 0.5)
    assert current(-1e308, 1e308, 0.5)


CLAIMS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(int(AT) - 2_000, int(AT) + 2_000)
    | st.floats()
    | st.text()
)


@given(CLAIMS, CLAIMS, st.integers(0, 1_000))
def test_every_claim_is_judged(nbf: Any, exp: Any, leeway: int) -> None:
    """Our contract: whatever a client sends, there is an answer."""
    numbers = [value for value in (nbf, exp) if type(value) in (int, float) and abs(value) < float("inf")]
    embraced = len(numbers) == 2 and int(AT) - Fraction(nbf) >= -leeway and Fraction(exp) - int(AT) > -leeway
    assert current(nbf, exp, leeway) is embraced
