"""The catalogue of every error the emulator answers with, and the one exception that carries them.

Each entry is named for its situation and says where Twilio documents it. `guess` marks what no source settles
(mostly HTTP statuses that Twilio's error dictionary leaves out).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class ErrorKind:
    """One error: Twilio's `code`, the HTTP `status`, the `message` (a format string), source and guess."""

    code: int
    status: int
    message: str
    source: str = ""
    guess: str = ""
    detail: str | None = None  # an extra key, on 401 only

    @property
    def reference(self) -> str:
        return self.source or f"twilio.com/docs/api/errors/{self.code}"


class TwilioError(Exception):
    """An answer that is an error. Raised anywhere, rendered once, at the edge.

    `details` fill the message. `hint` explains the answer to a person, `headers` go out with it.
    """

    def __init__(
        self,
        kind: ErrorKind,
        *,
        hint: str = "",
        headers: Mapping[str, str] = MappingProxyType({}),
        **details: object,
    ) -> None:
        super().__init__(f"{kind.code} {kind.message}")
        self.kind = kind
        self.hint = hint
        self.headers = headers
        self.details = details

    def body(self) -> dict[str, Any]:
        """Twilio's envelope. Keys are in the order of live answers (`detail` only on 401)."""
        kind = self.kind
        return {
            "code": kind.code,
            **({} if kind.detail is None else {"detail": kind.detail}),
            "message": kind.message.format(**self.details),
            "more_info": f"https://www.twilio.com/docs/errors/{kind.code}",
            "status": kind.status,
        }


_NO_STATUS = "HTTP status: Twilio's error dictionary gives none"
_TITLE = "message: the dictionary's title, the wire text was never published"
_INCORRECT = "Your AccountSid or AuthToken was incorrect."

# The platform
MISSING_PARAMETER = ErrorKind(20001, 400, "Missing required parameter {name} in the post body",
    "raw body from POST Verifications, observed 2025-02; github.com/twilio/twilio-node/issues/1019")
AUTHENTICATE = ErrorKind(20003, 401, "Authenticate",
    "raw body from a Service fetch, observed 2022; github.com/twilio/twilio-video-app-react/issues/841",
    detail="")
INVALID_USERNAME = ErrorKind(20003, 401, "Authentication Error - invalid username",
    "bodies observed on api.twilio.com", "wording on verify.twilio.com", _INCORRECT)
NO_CREDENTIALS = ErrorKind(20003, 401, "Authentication Error - No credentials provided",
    "bodies observed on api.twilio.com", "wording on verify.twilio.com", _INCORRECT)
METHOD_NOT_ALLOWED = ErrorKind(20004, 405, "Method not allowed", guess=_TITLE)
PAGE_TOO_LARGE = ErrorKind(20007, 400, "Page size too large",
    guess="only with --strict; the default clamps to 1000, because SDKs send PageSize=<limit>")
NOT_FOUND = ErrorKind(20404, 404, "The requested resource {path} was not found",
    "raw bodies observed 2025: github.com/twilio/twilio-node/issues/1111 and /1126")
SERVICE_NOT_FOUND = ErrorKind(20404, 404, NOT_FOUND.message, NOT_FOUND.source)
BODY_TOO_LARGE = ErrorKind(20413, 413, "Request Entity Too Large", guess="size limit and wording")
TOO_MANY_REQUESTS = ErrorKind(20429, 429, "Too many requests",
    "twilio-oai twilio_verify_v2.json, 429 of CreateVerification")
INTERNAL = ErrorKind(20500, 500, "Internal Server Error")
TRIAL_RECIPIENT = ErrorKind(21608, 403,
    "The phone number is unverified. Trial accounts cannot send messages to unverified numbers; "
    "verify it at twilio.com/user/account/phone-numbers/verified",
    "raw body observed 2025-08: github.com/twilio/twilio-node/issues/1111")

# Parameters
INVALID_TO = ErrorKind(60200, 400, "Invalid parameter `To`: {value}",
    "raw bodies observed 2021 to 2026; github.com/supabase/auth-py/issues/543")
INVALID_PARAMETER = ErrorKind(60200, 400, "Invalid parameter: {name}")
INVALID_SID_TYPE = ErrorKind(60200, 400, "Invalid parameter",
    "observed 2022: github.com/twilio/twilio-go/issues/177")
NO_TARGET = ErrorKind(60221, 400, "No target verification specified", guess=_TITLE)

# Channels and features
CARRIER_AUTHENTICATION = ErrorKind(60001, 401, "Downstream Authentication Failed",
    "live observation 2026-03, Channel=sna", "HTTP status")
FEATURE_MISSING = ErrorKind(60204, 403, "Service does not support this feature")
CUSTOM_CODE_NOT_ALLOWED = ErrorKind(60204, 403, "Custom code not allowed",
    "Twilio staff, 2025-07: github.com/twilio/twilio-go/issues/210")
LANDLINE = ErrorKind(60205, 403, "SMS is not supported by landline phone number")
PSD2_PARAMETERS = ErrorKind(60206, 400, "'Amount' & 'Payee' params are required")
PSD2_CALL = ErrorKind(60214, 400, "Call channel is not supported when using PSD2")
NO_MAILER = ErrorKind(60217, 400, "A Mailer must be associated with the service",
    "live observation 2026-03; a report of 2026-05 writes 'the Service'")
CHANNEL_DISABLED = ErrorKind(60223, 400, "Delivery channel disabled: {channel}",
    "github.com/supabase/supabase/issues/34385")
PSD2_SNA = ErrorKind(60329, 400, "Verify SNA does not work with psd2_enabled", guess=_NO_STATUS)
NO_SPEECH = ErrorKind(60331, 400, "Locale requested is not supported by Verify Text-To-Speech conversion",
    guess=_NO_STATUS)
NO_CHANNEL_LEFT = ErrorKind(60550, 400,
    "Auto Channel Failed: No channels selected due to validation errors", guess=_NO_STATUS)
APP_HASH_SMS_ONLY = ErrorKind(60602, 400, "App hash can only be used with SMS channel")

# Templates
TEMPLATE_NOT_APPROVED = ErrorKind(60201, 400, "Selected template translation is not approved",
    guess=_NO_STATUS)
MISSING_SUBSTITUTIONS = ErrorKind(60224, 400, "Missing substitutions for selected template")
TEMPLATE_CHANNEL = ErrorKind(60227, 400, "The selected channel for template is not supported",
    guess=_NO_STATUS)
TEMPLATE_NOT_FOUND = ErrorKind(60228, 400, "Template was not found", guess=_NO_STATUS + "; 404 is the other candidate")
TRANSLATION_NOT_FOUND = ErrorKind(60229, 400, "Template translation was not found",
    guess=_NO_STATUS + "; 404 is the other candidate")
MESSAGE_TOO_LONG = ErrorKind(60247, 400, "Message Length Exceeded", guess=_NO_STATUS)
TEMPLATE_SMS_ONLY = ErrorKind(60408, 400, "TemplateSid is only supported for the SMS channel",
    guess=_NO_STATUS)

# Destinations that are refused
EMBARGOED = ErrorKind(60238, 403, "Verification Creation Attempt blocked by Twilio",
    guess=_NO_STATUS + "; 400 is the other candidate")
FRAUD_BLOCKED = ErrorKind(60410, 403,
    "The destination phone number has been temporarily blocked by Twilio due to fraudulent activities. "
    "{number} prefix is blocked for the SMS channel")
GEO_BLOCKED = ErrorKind(60605, 403,
    "The destination phone number has been blocked by Verify Geo-Permissions. "
    "{country} is blocked for {channel} channel for all services",
    "twilio.com/docs/verify/preventing-toll-fraud/verify-geo-permissions")

# Limits
MAX_CHECKS = ErrorKind(60202, 429, "Max check attempts reached")
MAX_SENDS = ErrorKind(60203, 429, "Max send attempts reached")
CONCURRENT_SENDS = ErrorKind(60212, 429, "Too many concurrent requests for phone number",
    guess="threshold: only requests really in flight together")
