"""Recipients: whether a phone number or e-mail address can be one, and what its number says about it."""

import re
from functools import cache, lru_cache
from typing import Any

from typing_extensions import TypedDict

_E164 = re.compile(r"\+[1-9][0-9]{1,14}")
_EMAIL = re.compile(r"[^@\s\x00-\x20\x7f]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")


class Carrier(TypedDict):
    """What Lookup adds to a verification. Source: twilio.com/docs/verify/api/verification."""

    mobile_country_code: str | None
    type: str | None
    error_code: int | None
    mobile_network_code: str | None
    name: str | None


_LINE_TYPES = {"FIXED_LINE": "landline", "VOIP": "voip"}
_NETWORKS: dict[str, tuple[str, str, str]] = {
    "US": ("311", "180", "T-Mobile USA, Inc."),
    "GB": ("234", "10", "O2"),
    "DE": ("262", "01", "Telekom Deutschland"),
    "FR": ("208", "01", "Orange"),
    "ES": ("214", "07", "Movistar"),
    "IT": ("222", "01", "TIM"),
    "NL": ("204", "08", "KPN"),
    "AU": ("505", "01", "Telstra"),
    "IN": ("404", "45", "Airtel"),
    "BR": ("724", "06", "Vivo"),
    "MX": ("334", "020", "Telcel"),
    "JP": ("440", "10", "NTT Docomo"),
}
_LOOKUP_NEEDS_APPROVAL = 60601  # Canada gives no carrier without authorization


def is_phone(to: str, *, strict: bool = False) -> bool:
    """Whether the text is E.164 and a possible number; with `strict`, an assigned one.

    Source: twilio.com/docs/api/errors/60200. Guess: Twilio also refuses numbers that are possible but not valid
    (+19995551234, live 2026-03); where it draws the line is not published, hence the option.
    """
    if not _E164.fullmatch(to) or not _is_possible(to):
        return False
    if not strict:
        return True
    from phonenumbers import is_valid_number, parse

    return is_valid_number(parse(to))


def _is_possible(to: str) -> bool:
    """By length alone, as libphonenumber has it; a trunk prefix behind the calling code makes a number too long.

    libphonenumber's own parser takes ten times as long, mostly for spellings that are not E.164.
    """
    for end in (2, 3, 4):
        lengths = _national_lengths(to[1:end])
        if lengths:
            return len(to) - end in lengths
    return False


@cache
def _national_lengths(calling_code: str) -> frozenset[int]:
    """How many digits may follow a calling code; empty if there is no such code. At most 1,000 are asked for."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

    regions = COUNTRY_CODE_TO_REGION_CODE.get(int(calling_code))
    if regions is None:
        return frozenset()
    metadata: Any = PhoneMetadata.metadata_for_region_or_calling_code(int(calling_code), regions[0])
    return frozenset(metadata.general_desc.possible_length)


def is_email(to: str) -> bool:
    """Whether the text has the form of an e-mail address. Guess: Twilio's own rule is not published."""
    return len(to) <= 254 and ".." not in to and _EMAIL.fullmatch(to) is not None


def is_country(code: str) -> bool:
    """Whether it is the ISO 3166-1 alpha-2 code of a country that has phone numbers."""
    from phonenumbers import SUPPORTED_REGIONS

    return code in SUPPORTED_REGIONS


@lru_cache(maxsize=1024)
def country_of(to: str) -> str:
    """The ISO 3166-1 alpha-2 code of a number's country; empty for an e-mail address or an unassigned number."""
    if not to.startswith("+"):
        return ""
    from phonenumbers import parse, region_code_for_country_code, region_code_for_number

    number = parse(to)
    assert number.country_code is not None
    return region_code_for_number(number) or region_code_for_country_code(number.country_code)


@lru_cache(maxsize=1024)
def carrier_of(to: str) -> Carrier:
    """The simulated answer of Lookup. Guess: networks are made up from one real one per country."""
    country = country_of(to)
    if country == "CA":
        return Carrier(
            mobile_country_code=None,
            type=None,
            error_code=_LOOKUP_NEEDS_APPROVAL,
            mobile_network_code=None,
            name=None,
        )
    kind = line_type(to)
    mcc, mnc, name = _NETWORKS.get(country, (None, None, None)) if kind == "mobile" else (None, None, None)
    return Carrier(mobile_country_code=mcc, type=kind, error_code=None, mobile_network_code=mnc, name=name)


def line_type(to: str) -> str:
    """`mobile`, `landline` or `voip`, by the numbering plan. Guess: numbers it cannot tell apart are mobile."""
    from phonenumbers import PhoneNumberType, number_type, parse

    return _LINE_TYPES.get(PhoneNumberType.to_string(number_type(parse(to))), "mobile")
