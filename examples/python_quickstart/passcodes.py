"""The application: sends passcodes and checks them. Nothing but Twilio's SDK; copy this into your own code."""

import os
from typing import Literal

from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client
from twilio.rest.verify.v2.service import ServiceContext

Outcome = Literal["approved", "wrong", "expired", "too many attempts"]

NOT_FOUND = 20404
MAX_CHECK_ATTEMPTS = 60202

# These two keys are the emulator's: Twilio does not document them. On Twilio, send once more with channel="sms".
WHATSAPP_ELSE_SMS = {"whatsapp": {"enabled": True}, "sms": {"enabled": True}}


def connect() -> Client:
    """A client for the account in TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN."""
    client = Client()
    if url := os.environ.get("VERIFY_EMULATOR_URL"):
        client.verify.base_url = url  # the one line that is there for the emulator
    return client


def create_service(client: Client, name: str) -> ServiceContext:
    """A new Verify Service. A real application does this once and then keeps the Service SID."""
    service = client.verify.v2.services.create(friendly_name=name)
    return client.verify.v2.services(service.sid)


def send(service: ServiceContext, to: str, channel: str = "sms") -> str:
    """Send a passcode by sms, call, email or whatsapp. Returns the channel that it went out on in the end."""
    options = {"channel_configuration": WHATSAPP_ELSE_SMS} if channel == "whatsapp" else {}
    verification = service.verifications.create(to=to, channel=channel, **options)
    return str(verification.channel)


def check(service: ServiceContext, to: str, code: str) -> Outcome:
    """What becomes of the code that a user has typed in."""
    try:
        verification = service.verification_checks.create(to=to, code=code)
    except TwilioRestException as error:
        if error.code == NOT_FOUND:  # ten minutes have passed, or it was approved before
            return "expired"
        if error.code == MAX_CHECK_ATTEMPTS:
            return "too many attempts"
        raise
    return "approved" if verification.status == "approved" else "wrong"
