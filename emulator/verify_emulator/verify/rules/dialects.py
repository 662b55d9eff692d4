"""Where the twilio-verify-send-otp skill card differs from live Twilio: `--dialect skill` answers as the card says.

Source of the card's side: the published skill card; of Twilio's side: `errors`.
"""

from collections.abc import Mapping

from verify_emulator.errors import (
    GEO_BLOCKED,
    MAX_CHECKS,
    MAX_SENDS,
    SERVICE_NOT_FOUND,
    ErrorKind,
)
from verify_emulator.settings import Dialect

_CARD = "the twilio-verify-send-otp skill card"

ERRORS: Mapping[Dialect, Mapping[ErrorKind, ErrorKind]] = {
    "live": {},
    "skill": {
        MAX_CHECKS: ErrorKind(60203, 429, MAX_CHECKS.message, _CARD),
        MAX_SENDS: ErrorKind(60202, 429, MAX_SENDS.message, _CARD),
        SERVICE_NOT_FOUND: ErrorKind(60212, 404, "Service not found", _CARD),
        GEO_BLOCKED: ErrorKind(60410, 403, "Geo-permission not enabled", _CARD, "message"),
    },
}

CHANNEL_ALIASES: Mapping[Dialect, Mapping[str, str]] = {"live": {}, "skill": {"voice": "call"}}

REFUSES_CONCURRENT_SENDS: Mapping[Dialect, bool] = {"live": True, "skill": False}
"""60212 means something else on the card, so there it is not raised for concurrent sends."""
