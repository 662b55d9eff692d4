"""Codes by SMS: sent and checked by Twilio Verify. Copy this into your own code."""

from refusals import Refused, explained
from twilio.rest.verify.v2.service import ServiceContext

WRONG = "That code is wrong. Look again."
TOO_MANY_CHECKS = "That were too many wrong codes. Wait ten minutes, then ask for a new one."
NOT_SENT = {
    60200: "That is not a phone number. Write it with the code of its country, such as +1 501 712 2661.",
    60202: TOO_MANY_CHECKS,
    60203: "We have sent you five codes already. Use the last one, or wait ten minutes.",
    60205: "That is a landline, which gets no SMS. Give us the number of a mobile phone.",
    60410: "We send nothing to that number at the moment. Give us another one.",
    60605: "We send no codes to that country.",
}
NOT_CHECKED = {
    20404: "That code has expired, or was used before. Ask for a new one.",
    60200: WRONG,  # because it is none at all, such as letters
    60202: TOO_MANY_CHECKS,
}


def send(service: ServiceContext, phone: str) -> None:
    """Send a code, or the same once more. Raises Refused."""
    with explained(NOT_SENT):
        service.verifications.create(to=phone, channel="sms")


def check(service: ServiceContext, phone: str, code: str) -> None:
    """Return if that is the code that was sent. It is good for one time. Raises Refused."""
    with explained(NOT_CHECKED):
        verification = service.verification_checks.create(to=phone, code=code)
    if verification.status != "approved":
        raise Refused(WRONG)
