"""What a push device signs to approve or deny a challenge. Source: the push SDKs for Android and iOS."""

from datetime import datetime
from typing import Any

from verify_emulator.errors import CHALLENGE_FAILED, TwilioError
from verify_emulator.verify.challenge import Challenge
from verify_emulator.verify.factor import Factor
from verify_emulator.verify.rules import push
from verify_emulator.verify.rules.factor_states import Answer
from verify_emulator.verify.rules.moments import shown

SIGNED_FIELDS = (
    "sid",
    "account_sid",
    "service_sid",
    "entity_sid",
    "identity",
    "factor_sid",
    "date_created",
    "date_updated",
    "date_responded",
    "expiration_date",
    "status",
    "responded_reason",
    "details",
    "hidden_details",
    "factor_type",
)
"""What a device signs of a challenge. Source: the push SDKs copy the fields that a header names.

Guess: a device signs all fields of a challenge but metadata, url and links.
"""
SIGNED_ANSWERS = {"approved": Answer.SIGNED_APPROVAL, "denied": Answer.SIGNED_DENIAL}


def read_signed(challenge: Challenge, factor: Factor, auth_payload: str) -> Answer:
    """What a device signed: the challenge's own fields, and its answer in the place of the status.

    Source: the push SDKs; twilio.com/docs/api/errors/60324.
    """
    try:
        jws = push.read_jws(auth_payload)
    except ValueError as error:
        raise TwilioError(CHALLENGE_FAILED, hint=f"AuthPayload is no JWS: {error}.") from None
    if not push.signs_jws(factor.public_key, jws):
        raise TwilioError(CHALLENGE_FAILED, hint=f"AuthPayload is not signed with the key of {factor.sid}.")
    for name, value in signed_view(challenge).items():
        if name != "status" and (name not in jws.payload or jws.payload[name] != value):
            raise TwilioError(CHALLENGE_FAILED, hint=f"AuthPayload: {name} is not that of the challenge.")
    status = jws.payload.get("status")
    if not isinstance(status, str) or status not in SIGNED_ANSWERS:
        raise TwilioError(CHALLENGE_FAILED, hint="AuthPayload: status is neither approved nor denied.")
    return SIGNED_ANSWERS[status]


def signed_view(challenge: Challenge) -> dict[str, Any]:
    """The signed fields with their values as a device has read them."""
    values = {name: getattr(challenge, name) for name in SIGNED_FIELDS}
    return {name: shown(value) if isinstance(value, datetime) else value for name, value in values.items()}
