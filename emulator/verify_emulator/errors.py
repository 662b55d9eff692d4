"""The catalogue of every error the emulator answers with, and the one exception that carries them.

Each entry is named for its situation and says where Twilio documents it. `guess` marks what no source settles
(mostly HTTP statuses that Twilio's error dictionary leaves out). Guess: where no wire text is published, the
message is the title that the error dictionary gives.
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
    hint: str = ""  # explains it to a person where the situation is always the same

    @property
    def reference(self) -> str:
        return self.source or f"twilio.com/docs/api/errors/{self.code}"

    @property
    def address(self) -> str:
        """Where Twilio's error dictionary has it."""
        return f"https://www.twilio.com/docs/api/errors/{self.code}"


class TwilioError(Exception):
    """An answer that is an error. Raised anywhere, rendered once, at the edge.

    `details` fill the message. `hint` explains the answer to a person: what was expected, what is there, what changes
    it. `headers` go out with it.
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
        self.hint = hint or kind.hint
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


def cited(value: object, most: int = 64) -> str:
    """What a client sent, as a hint repeats it: the beginning, if it is long."""
    text = str(value)
    return text if len(text) <= most else text[:most] + "..."


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
    guess="only with --strict; the default clamps to 1000, because SDKs send PageSize=<limit>",
    hint="--strict refuses a PageSize over 1000; without that option it counts as 1000.")
FORBIDDEN = ErrorKind(20403, 403, "403 Forbidden", guess=_TITLE)
NOT_FOUND = ErrorKind(20404, 404, "The requested resource {path} was not found",
    "raw bodies observed 2025: github.com/twilio/twilio-node/issues/1111 and /1126")
SERVICE_NOT_FOUND = ErrorKind(20404, 404, NOT_FOUND.message, NOT_FOUND.source)
BODY_TOO_LARGE = ErrorKind(20413, 413, "Request Entity Too Large", guess="size limit and wording")
TOO_MANY_REQUESTS = ErrorKind(20429, 429, "Too many requests",
    "twilio-oai twilio_verify_v2.json, 429 of CreateVerification")
INTERNAL = ErrorKind(20500, 500, "Internal Server Error",
    hint="A fault of the emulator's own, not of the request: its log has the details, and a report is welcome.")
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
NO_TARGET = ErrorKind(60221, 400, "No target verification specified", guess=_TITLE,
    hint="A check names what it is about: send To or VerificationSid (a parameter's name has its capitals).")

# Channels and features
CARRIER_AUTHENTICATION = ErrorKind(60001, 401, "Downstream Authentication Failed",
    "live observation 2026-03, Channel=sna", "HTTP status")
FEATURE_MISSING = ErrorKind(60204, 403, "Service does not support this feature")
CUSTOM_CODE_NOT_ALLOWED = ErrorKind(60204, 403, "Custom code not allowed",
    "Twilio staff, 2025-07: github.com/twilio/twilio-go/issues/210")
LANDLINE = ErrorKind(60205, 403, "SMS is not supported by landline phone number")
PSD2_PARAMETERS = ErrorKind(60206, 400, "'Amount' & 'Payee' params are required",
    hint="Psd2Enabled is on for the service: each send and each check needs both Amount and Payee.")
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
    guess=_NO_STATUS + "; 400 is the other candidate",
    hint="Twilio sends nothing to Cuba (+53), Iran (+98) and Syria (+963); no setting changes that.")
FRAUD_BLOCKED = ErrorKind(60410, 403,
    "The destination phone number has been temporarily blocked by Twilio due to fraudulent activities. "
    "{number} prefix is blocked for the SMS channel")
GEO_BLOCKED = ErrorKind(60605, 403,
    "The destination phone number has been blocked by Verify Geo-Permissions. "
    "{country} is blocked for {channel} channel for all services",
    "twilio.com/docs/verify/preventing-toll-fraud/verify-geo-permissions")

# Rate limits, messaging configurations, the Safe List
MAX_RATE_LIMITS = ErrorKind(60207, 400, "Max rate limits per service reached")
RATE_LIMIT_EXISTS = ErrorKind(60208, 400, "Rate limit with that UniqueName already exists")
UNIQUE_NAME_FORMAT = ErrorKind(60209, 400, "UniqueName format is invalid")
MAX_BUCKETS = ErrorKind(60210, 400, "Max Buckets per Rate limit reached")
BUCKET_EXISTS = ErrorKind(60211, 400, "Bucket with the given Interval already exists")
CONFIGURATION_EXISTS = ErrorKind(60213, 400, "A Messaging Configuration already exists for the given country")
ON_SAFE_LIST = ErrorKind(60411, 400, "Phone Number or Phone Number Prefix already exists in Safelist",
    "twilio.com/docs/verify/api/safe-list")

# Entities, factors and challenges
ENTITY_EXISTS = ErrorKind(60301, 409, "Entity already exists")
TOKEN_PARAMETERS = ErrorKind(60305, 400, "Access Token parameters are invalid")
INVALID_REQUEST = ErrorKind(60306, 400, "Invalid Request")
NO_PUSH_PLATFORM = ErrorKind(60307, 400, "Cannot resend push notifications to 'none' notification platform",
    guess=_NO_STATUS)
CHALLENGE_ATTEMPTS = ErrorKind(60308, 429, "Challenge verification attempts limit reached")
NOTIFICATION_LIMIT = ErrorKind(60309, 429, "Push notifications limit reached for a Challenge")
FACTOR_ATTEMPTS = ErrorKind(60310, 429, "Factor verification attempts reached")
FACTOR_FAILED = ErrorKind(60311, 403, "Factor verification failed",
    "raw body: docs/verify/quickstarts/verify-totp-change-in-api-response-when-authpayload-is-incorrect")
CHALLENGE_LIMIT = ErrorKind(60312, 429, "Challenge creation limit reached")
UNAUTHORIZED_FACTOR = ErrorKind(60313, 403, "Unauthorized factor creation")
BINDING_FORMAT = ErrorKind(60314, 400, "Factors binding format is invalid")
FACTOR_LIMIT = ErrorKind(60315, 400, "Reached max limit of 20 push Factors associated per Entity",
    guess="the same error for TOTP, whose limit is 100")
FACTOR_EXISTS = ErrorKind(60317, 409, "Factor already exists")
FACTOR_UNVERIFIED = ErrorKind(60318, 403, "Factor is unverified")
CHALLENGE_RESPONDED = ErrorKind(60322, 403, "Challenge already responded")
CHALLENGE_EXPIRED = ErrorKind(60323, 403, "Challenge expired")
CHALLENGE_FAILED = ErrorKind(60324, 403, "Challenge verification failed")
FACTOR_RATE = ErrorKind(60326, 429, "Too many requests to create factors for the entity")
ENTITY_RATE = ErrorKind(60328, 429, "Entities rate limit exceeded", guess=_NO_STATUS)

# Limits
MAX_CHECKS = ErrorKind(60202, 429, "Max check attempts reached")
MAX_SENDS = ErrorKind(60203, 429, "Max send attempts reached")
CONCURRENT_SENDS = ErrorKind(60212, 429, "Too many concurrent requests for phone number",
    guess="threshold: only requests really in flight together")

# Passkeys
INVALID_FACTOR_SID = ErrorKind(60362, 400, "Factor SID invalid or not provided", guess=_NO_STATUS)
INVALID_CHALLENGE_SID = ErrorKind(60364, 400, "Challenge SID invalid or not provided", guess=_NO_STATUS)
INVALID_ENTITY_SID = ErrorKind(60365, 400, "Entity SID invalid or not provided", guess=_NO_STATUS)
INVALID_IDENTITY = ErrorKind(60367, 400, "Invalid entity identity", guess=_NO_STATUS)
INVALID_FACTOR_CONFIG = ErrorKind(60370, 400, "Factor config invalid or not provided", guess=_NO_STATUS)
INVALID_RELYING_PARTY = ErrorKind(60371, 400, "Relying party invalid or not provided", guess=_NO_STATUS)
INVALID_RELYING_PARTY_ID = ErrorKind(60372, 400, "Relying party id invalid or not provided", guess=_NO_STATUS)
INVALID_CREDENTIAL_ID = ErrorKind(60375, 400, "Invalid id", guess=_NO_STATUS)
INVALID_RAW_ID = ErrorKind(60376, 400, "Invalid rawId", guess=_NO_STATUS)
INVALID_ATTACHMENT = ErrorKind(60377, 400, "Authenticator attachment invalid or not provided", guess=_NO_STATUS)
INVALID_RESPONSE = ErrorKind(60378, 400, "Authenticator response invalid or not provided", guess=_NO_STATUS)
INVALID_AUTHENTICATOR_DATA = ErrorKind(60379, 400, "Authenticator data invalid or not provided",
    guess=_NO_STATUS)
INVALID_CLIENT_DATA = ErrorKind(60380, 400, "Client data invalid or not provided", guess=_NO_STATUS)
INVALID_SIGNATURE = ErrorKind(60381, 400, "Signature invalid or not provided", guess=_NO_STATUS)
OTHER_RELYING_PARTY = ErrorKind(60382, 400, "Factor does not match the relying party of the challenge",
    guess=_NO_STATUS)
ILLEGAL_FACTOR_STATUS = ErrorKind(60383, 400, "Illegal factor status", guess=_NO_STATUS)
INVALID_PUBLIC_KEY = ErrorKind(60385, 400, "Public key invalid or not provided", guess=_NO_STATUS)
INVALID_ATTESTATION = ErrorKind(60386, 400, "Attestation object invalid or not provided", guess=_NO_STATUS)
INVALID_ATTESTED_DATA = ErrorKind(60387, 400, "Attested credential data invalid or not provided",
    guess=_NO_STATUS)
PASSKEY_FACTOR_NOT_FOUND = ErrorKind(60390, 404, "Factor not found", guess=_NO_STATUS)
PASSKEY_CHALLENGE_NOT_FOUND = ErrorKind(60391, 404, "Challenge not found", guess=_NO_STATUS)
PASSKEY_ENTITY_NOT_FOUND = ErrorKind(60392, 404, "Entity not found", guess=_NO_STATUS)
CRITERIA_MISSING = ErrorKind(60393, 400, "Authenticator criteria are missing from the request: {name}",
    guess=_NO_STATUS + "; how the message lists the missing fields")
