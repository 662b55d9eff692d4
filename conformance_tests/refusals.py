"""How Twilio says no: the refusals that tests expect, through the SDK and on the wire."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
import requests
from twilio.base.exceptions import TwilioRestException


class Refusal(NamedTuple):
    """HTTP status, Twilio's error code and the message."""

    status: int
    code: int
    message: str

    def body(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }


def missing(name: str) -> Refusal:
    return Refusal(400, 20001, f"Missing required parameter {name} in the post body")


def invalid(name: str) -> Refusal:
    return Refusal(400, 60200, f"Invalid parameter: {name}")


def invalid_to(value: str) -> Refusal:
    return Refusal(400, 60200, f"Invalid parameter `To`: {value}")


def not_found(path: str) -> Refusal:
    return Refusal(404, 20404, f"The requested resource {path} was not found")


def channel_disabled(channel: str) -> Refusal:
    return Refusal(400, 60223, f"Delivery channel disabled: {channel.upper()}")


def geo_blocked(country: str, channel: str = "sms") -> Refusal:
    return Refusal(
        403,
        60605,
        "The destination phone number has been blocked by Verify Geo-Permissions. "
        f"{country} is blocked for {channel} channel for all services",
    )


def fraud_blocked(number: str) -> Refusal:
    return Refusal(
        403,
        60410,
        "The destination phone number has been temporarily blocked by Twilio due to fraudulent activities. "
        f"{number} prefix is blocked for the SMS channel",
    )


WRONG_SID_TYPE = Refusal(400, 60200, "Invalid parameter")
METHOD_NOT_ALLOWED = Refusal(405, 20004, "Method not allowed")
CARRIER_AUTHENTICATION = Refusal(401, 60001, "Downstream Authentication Failed")
TRIAL_RECIPIENT = Refusal(
    403,
    21608,
    "The phone number is unverified. Trial accounts cannot send messages to unverified numbers; "
    "verify it at twilio.com/user/account/phone-numbers/verified",
)
MAX_CHECKS = Refusal(429, 60202, "Max check attempts reached")
MAX_SENDS = Refusal(429, 60203, "Max send attempts reached")
CUSTOM_CODE_NOT_ALLOWED = Refusal(403, 60204, "Custom code not allowed")
FEATURE_NOT_SUPPORTED = Refusal(403, 60204, "Service does not support this feature")
LANDLINE = Refusal(403, 60205, "SMS is not supported by landline phone number")
PSD2_PARAMETERS = Refusal(400, 60206, "'Amount' & 'Payee' params are required")
CONCURRENT_SENDS = Refusal(429, 60212, "Too many concurrent requests for phone number")
PSD2_CALL = Refusal(400, 60214, "Call channel is not supported when using PSD2")
NO_MAILER = Refusal(400, 60217, "A Mailer must be associated with the service")
NO_TARGET = Refusal(400, 60221, "No target verification specified")
TEMPLATE_NOT_APPROVED = Refusal(400, 60201, "Selected template translation is not approved")
MISSING_SUBSTITUTIONS = Refusal(400, 60224, "Missing substitutions for selected template")
TEMPLATE_CHANNEL = Refusal(400, 60227, "The selected channel for template is not supported")
TRANSLATION_NOT_FOUND = Refusal(400, 60229, "Template translation was not found")
EMBARGOED = Refusal(403, 60238, "Verification Creation Attempt blocked by Twilio")
NO_SPEECH = Refusal(400, 60331, "Locale requested is not supported by Verify Text-To-Speech conversion")
TEMPLATE_NOT_FOUND = Refusal(400, 60228, "Template was not found")
PSD2_SNA = Refusal(400, 60329, "Verify SNA does not work with psd2_enabled")
TEMPLATE_SMS_ONLY = Refusal(400, 60408, "TemplateSid is only supported for the SMS channel")
NO_CHANNEL_LEFT = Refusal(400, 60550, "Auto Channel Failed: No channels selected due to validation errors")
APP_HASH_SMS_ONLY = Refusal(400, 60602, "App hash can only be used with SMS channel")
TOO_MANY_REQUESTS = Refusal(429, 20429, "Too many requests")
MAX_RATE_LIMITS = Refusal(400, 60207, "Max rate limits per service reached")
RATE_LIMIT_EXISTS = Refusal(400, 60208, "Rate limit with that UniqueName already exists")
UNIQUE_NAME_FORMAT = Refusal(400, 60209, "UniqueName format is invalid")
MAX_BUCKETS = Refusal(400, 60210, "Max Buckets per Rate limit reached")
BUCKET_EXISTS = Refusal(400, 60211, "Bucket with the given Interval already exists")
CONFIGURATION_EXISTS = Refusal(400, 60213, "A Messaging Configuration already exists for the given country")
ON_SAFE_LIST = Refusal(400, 60411, "Phone Number or Phone Number Prefix already exists in Safelist")
AUTHENTICATE = Refusal(401, 20003, "Authenticate")
ENTITY_EXISTS = Refusal(409, 60301, "Entity already exists")
TOKEN_PARAMETERS = Refusal(400, 60305, "Access Token parameters are invalid")
INVALID_REQUEST = Refusal(400, 60306, "Invalid Request")
NO_PUSH_PLATFORM = Refusal(400, 60307, "Cannot resend push notifications to 'none' notification platform")
CHALLENGE_ATTEMPTS = Refusal(429, 60308, "Challenge verification attempts limit reached")
NOTIFICATION_LIMIT = Refusal(429, 60309, "Push notifications limit reached for a Challenge")
FACTOR_ATTEMPTS = Refusal(429, 60310, "Factor verification attempts reached")
FACTOR_FAILED = Refusal(403, 60311, "Factor verification failed")
CHALLENGE_LIMIT = Refusal(429, 60312, "Challenge creation limit reached")
UNAUTHORIZED_FACTOR = Refusal(403, 60313, "Unauthorized factor creation")
BINDING_FORMAT = Refusal(400, 60314, "Factors binding format is invalid")
FACTOR_LIMIT = Refusal(400, 60315, "Reached max limit of 20 push Factors associated per Entity")
FACTOR_EXISTS = Refusal(409, 60317, "Factor already exists")
FACTOR_UNVERIFIED = Refusal(403, 60318, "Factor is unverified")
CHALLENGE_RESPONDED = Refusal(403, 60322, "Challenge already responded")
CHALLENGE_EXPIRED = Refusal(403, 60323, "Challenge expired")
CHALLENGE_FAILED = Refusal(403, 60324, "Challenge verification failed")
FACTOR_RATE = Refusal(429, 60326, "Too many requests to create factors for the entity")
ENTITY_RATE = Refusal(429, 60328, "Entities rate limit exceeded")


@contextmanager
def refused(expected: Refusal) -> Iterator[None]:
    """The SDK call within is refused exactly so."""
    with pytest.raises(TwilioRestException) as caught:
        yield
    error = caught.value
    message = error.msg.split(" record: ", 1)[-1]
    assert Refusal(error.status, error.code or 0, message) == expected


def assert_refused(response: requests.Response, expected: Refusal) -> None:
    """The answer is exactly this refusal: status, keys in this order, values."""
    assert response.status_code == expected.status, response.text
    assert json.loads(response.text, object_pairs_hook=list) == list(expected.body().items())
