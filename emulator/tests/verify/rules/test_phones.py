"""Recipients: what can be one."""

from typing import Any

import phonenumbers
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from phonenumbers import ValidationResult, is_possible_number_with_reason

from verify_emulator.verify.rules.phones import carrier_of, country_of, is_email, is_phone, line_type

CALLING_CODES = sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)


def lengths(calling_code: int) -> list[int]:
    """How many digits libphonenumber's tables let follow a calling code."""
    region = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[calling_code][0]
    metadata: Any = phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(calling_code, region)
    return [
        length
        for length in metadata.general_desc.possible_length
        if 1 + len(str(calling_code)) + length <= 16
    ]


def behind(calling_code: int) -> st.SearchStrategy[str]:
    digits = st.sampled_from(lengths(calling_code)).flatmap(
        lambda length: st.text("0123456789", min_size=length, max_size=length)
    )
    return digits.map(lambda national: f"+{calling_code}{national}")


POSSIBLE = st.sampled_from(CALLING_CODES).flatmap(behind)
NUMBERS = POSSIBLE | st.from_regex(r"\+[1-9][0-9]{1,14}", fullmatch=True)
EXAMPLES = [
    number
    for region in phonenumbers.SUPPORTED_REGIONS
    if (number := phonenumbers.example_number(region)) is not None
]


def test_an_example_of_every_country_is_a_number() -> None:
    """libphonenumber, from the numbering plans."""
    assert len(EXAMPLES) > 200
    for number in EXAMPLES:
        text = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        assert is_phone(text), text
        assert is_phone(text, strict=True), text
        assert country_of(text), text


@given(NUMBERS)
@example("+4407400123456")
@example("+5491123456789")
@example("+80012345678")
def test_a_possible_number_is_what_libphonenumber_calls_one(text: str) -> None:
    """libphonenumber; behind the calling code it drops a trunk prefix, which E.164 does not have."""
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        assume(False)
    national = phonenumbers.national_significant_number(number)
    assume(text == f"+{number.country_code}{national}")
    assert is_phone(text) is (is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE)


@given(POSSIBLE)
def test_everything_is_known_of_whatever_is_called_a_number(text: str) -> None:
    """Our contract: what passes the gate for To can be looked up."""
    assert is_phone(text)
    assert len(country_of(text)) in (2, 3)
    assert line_type(text) in ("mobile", "landline", "voip")
    assert set(carrier_of(text)) == {
        "mobile_country_code",
        "type",
        "error_code",
        "mobile_network_code",
        "name",
    }
    is_phone(text, strict=True)


@pytest.mark.parametrize(
    "text", ["", "+", "+1", "+12", "15017122661", "+1-501-712-2661", "+٣١٢٣٤٥٦٧٨٩", "+15017122661\n"]
)
def test_what_is_no_e164_is_no_number(text: str) -> None:
    """twilio.com/docs/glossary/what-e164."""
    assert not is_phone(text)


def test_a_network_is_made_up_for_each_country_and_only_for_mobiles() -> None:
    """twilio.com/docs/verify/api/verification, lookup; the networks are a guess."""
    assert carrier_of("+447400123456")["name"] == "O2"
    assert carrier_of("+442079460000")["name"] is None
    assert carrier_of("+445600123456")["type"] == "voip"
    assert (carrier_of("+37120123456")["type"], carrier_of("+37120123456")["name"]) == ("mobile", None)


def test_an_address_has_no_country() -> None:
    """Our contract."""
    assert country_of("a@example.com") == ""


@pytest.mark.parametrize(
    "text", ["a@b", "a.b+c@example.co.uk", "ü@example.com", "'@x-y.z", "x" * 64 + "@b.c"]
)
def test_what_looks_like_an_address_is_one(text: str) -> None:
    """Our contract, a guess: Twilio's own rule is not published."""
    assert is_email(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@",
        "a",
        "a@",
        "@b",
        "a@b@c",
        "a b@c",
        "a@b c",
        "a@-b",
        "a@b-",
        "a@b..c",
        "a\0@b",
        "a@" + "b" * 254,
    ],
)
def test_what_does_not_is_none(text: str) -> None:
    """Our contract, a guess."""
    assert not is_email(text)
