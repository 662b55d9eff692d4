"""Time-based one-time passwords: codes, their steps, secrets and the URI for an authenticator app."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify_emulator.verify.rules import totp
from verify_emulator.verify.rules.totp import (
    clean_secret,
    code_at,
    encode_secret,
    matching_step,
    provisioning_uri,
)

ALGORITHMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha512": hashlib.sha512}
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
ANY_TEXT = st.text() | st.text(st.sampled_from("a:/ é\ud800\udfff"))
"""Lone surrogates, too, which `text` leaves out."""

PLAIN: dict[str, Any] = {"alg": "sha1", "digits": 6, "period": 30}
STEP = int(NOW.timestamp()) // 30

DIGITS = b"1234567890"
SEEDS = {"sha1": DIGITS * 2, "sha256": (DIGITS * 4)[:32], "sha512": (DIGITS * 7)[:64]}
VECTORS = {
    59: ("94287082", "46119246", "90693936"),
    1111111109: ("07081804", "68084774", "25091201"),
    1111111111: ("14050471", "67062674", "99943326"),
    1234567890: ("89005924", "91819424", "93441116"),
    2000000000: ("69279037", "90698825", "38618901"),
    20000000000: ("65353130", "77737706", "47863826"),
}
"""RFC 6238, appendix B: Unix time, and the codes by SHA-1, SHA-256 and SHA-512."""


def code_of(secret: str, step: int = STEP) -> str:
    return code_at(secret, datetime.fromtimestamp(step * 30, UTC), **PLAIN)


def by_hand(key: bytes, step: int, alg: str) -> int:
    """RFC 4226, section 5.3, before the last digits are taken."""
    digest = hmac.digest(key, step.to_bytes(8, "big"), alg)
    offset = digest[-1] & 15
    return int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF


@pytest.mark.parametrize("alg", ALGORITHMS)
@pytest.mark.parametrize("second", VECTORS)
def test_codes_are_those_of_the_standard(alg: str, second: int) -> None:
    """RFC 6238, appendix B."""
    secret, at = encode_secret(SEEDS[alg]), datetime.fromtimestamp(second, UTC)
    code = VECTORS[second][list(SEEDS).index(alg)]
    assert code_at(secret, at, alg=alg, digits=8, period=30) == code
    assert matching_step(secret, code, at, alg=alg, digits=8, period=30, skew=0) == second // 30


@given(
    st.binary(min_size=1, max_size=200), st.integers(0, 10**11), st.sampled_from(list(ALGORITHMS)), st.data()
)
def test_every_secret_length_and_period_that_a_factor_may_have_works(
    key: bytes, second: int, alg: str, data: st.DataObject
) -> None:
    """RFC 4226, section 5.3; 3 to 8 digits and 20 to 60 seconds: twilio.com/docs/verify/api/factor."""
    digits, period = data.draw(st.integers(3, 8)), data.draw(st.integers(20, 60))
    at = datetime.fromtimestamp(second, UTC)
    code = code_at(encode_secret(key), at, alg=alg, digits=digits, period=period)
    assert code == f"{by_hand(key, second // period, alg) % 10**digits:0{digits}}"


@pytest.mark.parametrize("skew", [0, 1, 2])
def test_a_code_is_good_for_as_many_steps_as_the_skew_says(skew: int) -> None:
    """twilio.com/docs/verify/api/factor, config.skew: steps, past and future."""
    for off in range(-4, 5):
        step = matching_step(SECRET, code_of(SECRET, STEP + off), NOW, **PLAIN, skew=skew)
        assert step == (STEP + off if abs(off) <= skew else None)


@pytest.mark.parametrize(
    ("same", "found"), [((-2, -1, 0, 1, 2), 0), ((-2, -1, 1, 2), -1), ((-2, 1, 2), 1), ((-2, 2), -2)]
)
def test_of_several_steps_with_one_code_the_nearest_is_found(
    same: tuple[int, ...], found: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Our contract: the earlier one if two are as near."""
    codes = {STEP + off: "123456" for off in same}
    monkeypatch.setattr(totp, "_code_of", lambda secret, step, alg, digits: codes.get(step, "999999"))
    assert matching_step(SECRET, "123456", NOW, **PLAIN, skew=2) == STEP + found


def test_time_does_not_begin_before_1970() -> None:
    """RFC 6238, section 4.2: steps are counted from the epoch."""
    epoch = datetime.fromtimestamp(0, UTC)
    assert matching_step(SECRET, "000000", epoch, **PLAIN, skew=2) is None
    assert matching_step(SECRET, code_of(SECRET, 0), epoch, **PLAIN, skew=2) == 0


@pytest.mark.parametrize("second", [0, 29])
def test_a_code_holds_until_its_step_is_over(second: int) -> None:
    """RFC 6238, section 4.2."""
    begin = datetime.fromtimestamp(STEP * 30, UTC)
    code = code_at(SECRET, begin + timedelta(seconds=second, microseconds=999_999), **PLAIN)
    assert code == code_of(SECRET)
    assert code_at(SECRET, begin + timedelta(seconds=30), **PLAIN) != code


@given(ANY_TEXT)
def test_whatever_is_no_code_matches_no_step(code: str) -> None:
    """Our contract: whatever a client sends, there is an answer."""
    near = {code_of(SECRET, STEP + off) for off in (-1, 0, 1)}
    assert (matching_step(SECRET, code, NOW, **PLAIN, skew=1) is None) is (code not in near)


@pytest.mark.parametrize("change", ["{} ", " {}", "{}\0", "0{}", "+{}", "{}\ud800"])
def test_what_only_resembles_a_code_is_none(change: str) -> None:
    """Our contract."""
    assert matching_step(SECRET, change.format(code_of(SECRET)), NOW, **PLAIN, skew=1) is None


def test_digits_of_other_scripts_are_no_code() -> None:
    """Our contract: int() would read them."""
    arabic = "".join(chr(0x660 + int(digit)) for digit in code_of(SECRET))
    assert int(arabic) == int(code_of(SECRET))
    assert matching_step(SECRET, arabic, NOW, **PLAIN, skew=1) is None


def test_a_secret_of_twenty_bytes_is_written_in_32_letters() -> None:
    """twilio-oai, example of a TOTP factor's binding."""
    assert encode_secret(DIGITS * 2) == SECRET


@given(st.binary(min_size=1))
def test_an_encoded_secret_is_clean(random: bytes) -> None:
    """Our contract."""
    secret = encode_secret(random)
    assert clean_secret(secret) == secret
    assert "=" not in secret


@pytest.mark.parametrize("written", ["mzxw6", "MZXW6===", " mzxw 6", "MzXw6= = ="])
def test_a_secret_may_be_written_as_people_write_it(written: str) -> None:
    """Our contract, a guess; RFC 4648, section 10, for the value."""
    assert clean_secret(written) == "MZXW6"


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "=",
        "A",
        "ABC",
        "ABCDEF",
        "M=ZXW6",
        "MZXW1",
        "MZXW6\n",
        "mzxw\u017f",
        "\ufb01",
        "\ud800",
        "\u0662\u0663",
    ],
)
def test_what_is_no_base32_is_no_secret(written: str) -> None:
    """RFC 4648, section 6: 2 to 7, A to Z, and no length that leaves less than a byte."""
    with pytest.raises(ValueError, match=r".*"):
        clean_secret(written)


@given(ANY_TEXT | st.text("AZaz27= 01"))
def test_every_text_is_a_secret_or_refused_as_none(written: str) -> None:
    """Our contract: whatever a client sends, there is an answer; and what is kept can be used."""
    try:
        secret = clean_secret(written)
    except ValueError:
        return
    assert clean_secret(secret) == secret
    assert len(code_of(secret)) == 6


def test_the_uri_is_written_as_twilio_writes_it() -> None:
    """twilio-oai, example of a TOTP factor's binding."""
    uri = provisioning_uri(
        issuer="test-issuer",
        account_name="John\N{RIGHT SINGLE QUOTATION MARK}s Account Name",
        secret=SECRET,
        **PLAIN,
    )
    assert uri == (
        "otpauth://totp/test-issuer:John%E2%80%99s%20Account%20Name?"
        f"secret={SECRET}&issuer=test-issuer&algorithm=SHA1&digits=6&period=30"
    )


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    st.sampled_from(list(ALGORITHMS)),
    st.integers(6, 8),
    st.integers(20, 60),
)
def test_an_authenticator_app_reads_the_uri_back(
    issuer: str, account_name: str, alg: str, digits: int, period: int
) -> None:
    """github.com/google/google-authenticator/wiki/Key-Uri-Format, as pyotp reads it."""
    uri = provisioning_uri(
        issuer=issuer, account_name=account_name, secret=SECRET, alg=alg, digits=digits, period=period
    )
    read = pyotp.parse_uri(uri)
    assert isinstance(read, pyotp.TOTP)
    assert (read.issuer, read.name, read.secret) == (issuer, account_name, SECRET)
    assert (read.digest, read.digits, read.interval) == (ALGORITHMS[alg], digits, period)
    assert read.at(NOW) == code_at(SECRET, NOW, alg=alg, digits=digits, period=period)


@given(ANY_TEXT, ANY_TEXT)
def test_no_name_breaks_the_uri(issuer: str, account_name: str) -> None:
    """Our contract: the label has one colon, the query its five parameters in their order."""
    uri = provisioning_uri(
        issuer=issuer, account_name=account_name, secret="AA", alg="sha512", digits=3, period=20
    )
    parts = urlsplit(uri)
    label = [unquote(part) for part in parts.path[1:].split(":")]
    shown = [text.encode(errors="replace").decode() for text in (issuer, account_name)]
    assert label == shown
    assert parse_qsl(parts.query, keep_blank_values=True) == [
        ("secret", "AA"),
        ("issuer", shown[0]),
        ("algorithm", "SHA512"),
        ("digits", "3"),
        ("period", "20"),
    ]
    assert uri.isascii()


def test_only_letters_digits_and_four_signs_stand_for_themselves() -> None:
    """RFC 3986, section 2.3; twilio-oai has a space as %20."""
    uri = provisioning_uri(issuer="a/b:c", account_name="d@e+f?-._~", secret="AA", **PLAIN)
    assert uri.startswith("otpauth://totp/a%2Fb%3Ac:d%40e%2Bf%3F-._~?secret=AA&issuer=a%2Fb%3Ac&")
