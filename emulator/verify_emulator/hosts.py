"""Names of hosts: those of Twilio that the emulator stands in for, and those that only one's own network gives.

Source: twilio.com/docs/global-infrastructure/understanding-twilio-regions, …/edge-locations.
"""

import re
from collections.abc import Iterable, Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

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


PRIVATE_ENDINGS = (
    "localhost",
    "test",
    "example",
    "invalid",
    "local",
    "internal",
    "lan",
    "home.arpa",
    "svc",
)
"""Nobody can register a name that ends so, hence none leads here by somebody else's will."""
_WORD = re.compile(r"[A-Za-z0-9_-]+")


def name_in(host: str) -> str:
    """A Host header without its port; one that is malformed as it is."""
    try:
        name = urlsplit(f"//{host}").hostname
    except ValueError:
        name = None
    return (name or host).removesuffix(".")


def is_private(name: str) -> bool:
    """Whether only this machine or its network gives that name: an address, a word without dots, a reserved ending.

    Containers know each other by words without dots, so none is shut out.
    """
    try:
        ip_address(name)
    except ValueError:
        return bool(_WORD.fullmatch(name)) or any(name.endswith(f".{ending}") for ending in PRIVATE_ENDINGS)
    return True


class Names:
    """The names at which codes are shown: what the emulator was told, what is private, and Twilio's.

    A page at any other name may be somebody's who made it lead here, to read codes (DNS rebinding).
    """

    def __init__(self, told: Iterable[str]) -> None:
        self._told = {name.lower() for name in told}

    def __contains__(self, name: str) -> bool:
        return name in self._told or is_private(name) or is_twilio(name)


def name_asked(headers: Mapping[bytes, bytes]) -> str:
    """The name that a request was sent to."""
    return name_in(headers.get(b"host", b"localhost").decode("latin-1"))
