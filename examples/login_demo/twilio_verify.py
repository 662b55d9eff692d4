"""The Verify Service of the shop: one for codes, authenticator apps, passkeys and phones that approve."""

import os

from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from twilio.rest.verify.v2.service import ServiceContext


def connect() -> Client:
    """A client for the account in TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN."""
    client = Client(http_client=TwilioHttpClient(timeout=10))
    if url := os.environ.get("VERIFY_EMULATOR_URL"):
        client.verify.base_url = url  # the one line that is there for the emulator
    return client


def create_service(client: Client, name: str, origin: str) -> ServiceContext:
    """A Verify Service for people who come to `origin`. A real application makes it once and then keeps its SID."""
    service = client.verify.v2.services.create(
        friendly_name=name,
        code_length=6,
        totp_issuer=name,
        push_include_date=True,
        passkeys_relying_party_id=origin.split("://")[1].split(":")[0],
        passkeys_relying_party_name=name,
        passkeys_relying_party_origins=origin,
        passkeys_authenticator_attachment="any",
        passkeys_discoverable_credentials="required",  # so that nobody has to type anything
        passkeys_user_verification="required",  # by finger, face or PIN: so it stands for two factors
    )
    return client.verify.v2.services(service.sid)
