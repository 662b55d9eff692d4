"""Passkeys through Twilio Verify: everything the application asks of it. Copy this into your own code."""

import os
from typing import Any

from twilio.rest import Client
from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.approve_challenge import ApproveChallengeInstance, ApproveChallengeList
from twilio.rest.verify.v2.service.entity.factor import FactorInstance
from twilio.rest.verify.v2.service.new_challenge import NewChallengeInstance, NewChallengeList
from twilio.rest.verify.v2.service.new_factor import NewFactorInstance, NewFactorList
from twilio.rest.verify.v2.service.new_verify_factor import NewVerifyFactorInstance, NewVerifyFactorList

Json = dict[str, Any]


def connect() -> Client:
    """A client for the account in TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN."""
    client = Client()
    if url := os.environ.get("VERIFY_EMULATOR_URL"):
        client.verify.base_url = url  # the one line that is there for the emulator
    return client


def create_service(client: Client, domain: str, origin: str) -> ServiceContext:
    """A Verify Service for the passkeys of one site. A real application makes it once and then keeps its SID."""
    service = client.verify.v2.services.create(
        friendly_name="Passkeys login",
        passkeys_relying_party_id=domain,
        passkeys_relying_party_name="Passkeys login",
        passkeys_relying_party_origins=origin,
        passkeys_authenticator_attachment="any",
        passkeys_discoverable_credentials="required",  # so that nobody has to type a user name
        passkeys_user_verification="preferred",
    )
    return client.verify.v2.services(service.sid)


def ask_to_register(service: ServiceContext, identity: str, name: str) -> NewFactorInstance:
    """A new passkey for somebody. `options["publicKey"]` of the result is for the browser."""
    request = NewFactorList.CreateNewPasskeysFactorRequest({"identity": identity, "friendly_name": name})
    return service.new_factors.create(request)


def register(service: ServiceContext, credential: Json) -> NewVerifyFactorInstance:
    """Keep the passkey that the browser has made. `identity` of the result says whose it is.

    Raises TwilioRestException if it was not made for this site.
    """
    return service.new_verify_factors.update(NewVerifyFactorList.VerifyPasskeysFactorRequest(credential))


def ask_to_sign_in(service: ServiceContext, identity: str | None = None) -> NewChallengeInstance:
    """A challenge for somebody, or for whoever has a passkey. `options["publicKey"]` is for the browser."""
    request = NewChallengeList.CreatePasskeysChallengeRequest({"identity": identity})
    return service.new_challenge().create(request)


def sign_in(service: ServiceContext, credential: Json) -> ApproveChallengeInstance:
    """Check what the browser has signed. `identity` of the result says who it was, `sid` which challenge.

    Raises TwilioRestException if it proves nothing.
    """
    return service.approve_challenge.update(ApproveChallengeList.ApprovePasskeysChallengeRequest(credential))


def of(service: ServiceContext, identity: str) -> list[FactorInstance]:
    """Somebody's passkeys that can be used."""
    factors = service.entities(identity).factors.list()
    return [factor for factor in factors if factor.status == "verified"]
