"""Sends passcodes and checks them, with Twilio Verify."""

from twilio.base.exceptions import TwilioRestException
from twilio.rest.verify.v2.service import ServiceContext


class Refused(Exception):
    """What people are told when it did not work, and the HTTP status that goes with it."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


WRONG_CODE = (401, "That code is wrong.")

# Twilio's errors that are the user's to put right (twilio.com/docs/api/errors). All others are ours.
NOT_SENT = {
    60200: (400, "That is not a phone number."),
    60202: (429, "Too many wrong codes. Try again in ten minutes."),
    60203: (429, "Too many codes. Try again in ten minutes."),
}
NOT_CHECKED = {
    20404: (401, "That code has expired, or was used before. Ask for a new one."),
    60200: WRONG_CODE,
    60202: (429, "Too many wrong codes. Try again in ten minutes."),
}


async def send(service: ServiceContext, phone: str) -> None:
    """Send a code by SMS. Raises Refused."""
    try:
        await service.verifications.create_async(to=phone, channel="sms")
    except TwilioRestException as error:
        if error.code in NOT_SENT:
            raise Refused(*NOT_SENT[error.code]) from error
        raise


async def check(service: ServiceContext, phone: str, code: str) -> None:
    """Return if that is the code that was sent. Raises Refused."""
    try:
        verification = await service.verification_checks.create_async(to=phone, code=code)
    except TwilioRestException as error:
        if error.code in NOT_CHECKED:
            raise Refused(*NOT_CHECKED[error.code]) from error
        raise
    if verification.status != "approved":
        raise Refused(*WRONG_CODE)
