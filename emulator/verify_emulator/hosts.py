"""The names of the two hosts of Twilio that the emulator stands in for, in every region and at every edge.

Source: twilio.com/docs/global-infrastructure/understanding-twilio-regions, …/edge-locations.
"""

import re

VERIFY = "verify"
API = "api"
REGIONS = ("us1", "ie1", "au1")
EDGES = (
    "ashburn",
    "dublin",
    "frankfurt",
    "roaming",
    "sao-paulo",
    "singapore",
    "sydney",
    "tokyo",
    "umatilla",
)


def _names_of(product: str) -> tuple[str, ...]:
    """`verify.twilio.com`, `verify.ie1.twilio.com`, `verify.dublin.ie1.twilio.com` and so on."""
    places = [f"{edge}{region}." for region in REGIONS for edge in ("", *(f"{edge}." for edge in EDGES))]
    return tuple(f"{product}.{place}twilio.com" for place in ("", *places))


VERIFY_NAMES = _names_of(VERIFY)
API_NAMES = _names_of(API)
NAMES = VERIFY_NAMES + API_NAMES
"""Those that are known, for a certificate."""

_PATTERN = r"%s(\.[a-z0-9-]+){0,2}\.twilio\.com\.?"
_VERIFY = re.compile(_PATTERN % VERIFY, re.IGNORECASE)
_API = re.compile(_PATTERN % API, re.IGNORECASE)


def is_verify(host: str) -> bool:
    """Whether a host (without its port) is Twilio's for Verify.

    In a region that is new, too: what is meant for the emulator must never reach Twilio.
    """
    return _VERIFY.fullmatch(host) is not None


def is_api(host: str) -> bool:
    """Whether a host (without its port) is Twilio's REST API, where messages are read."""
    return _API.fullmatch(host) is not None


def is_twilio(host: str) -> bool:
    """Whether a host is one that the emulator stands in for."""
    return is_verify(host) or is_api(host)
