"""An application with passkeys: speaks to Twilio through the SDK, and to a browser."""

from typing import Any
from uuid import uuid4

from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.approve_challenge import ApproveChallengeInstance, ApproveChallengeList
from twilio.rest.verify.v2.service.new_challenge import NewChallengeInstance, NewChallengeList
from twilio.rest.verify.v2.service.new_factor import NewFactorInstance, NewFactorList
from twilio.rest.verify.v2.service.new_verify_factor import NewVerifyFactorInstance, NewVerifyFactorList

from conformance_tests.passkeys.browser import ORIGIN, Browser, Json
from conformance_tests.targets.wire import Wire

DOMAIN = "example.com"
PARTY = {"id": DOMAIN, "name": "Example", "origins": [ORIGIN]}
CRITERIA = {
    "authenticator_attachment": "platform",
    "discoverable_credentials": "preferred",
    "user_verification": "preferred",
}
CONFIG: Json = {"relying_party": PARTY, **CRITERIA}
SETTINGS = {
    "passkeys_relying_party_id": DOMAIN,
    "passkeys_relying_party_name": "Example",
    "passkeys_relying_party_origins": ORIGIN,
    "passkeys_authenticator_attachment": "platform",
    "passkeys_discoverable_credentials": "preferred",
    "passkeys_user_verification": "preferred",
}
"""The same for a Service, as arguments of the SDK."""


class Application:
    """One Service, one user and one browser."""

    def __init__(self, service: ServiceContext, http: Wire) -> None:
        self.service = service
        self.service_sid = str(service.fetch().sid)
        self.http = http
        self.identity = uuid4().hex
        self.browser = Browser()

    @property
    def path(self) -> str:
        return f"/v2/Services/{self.service_sid}/Passkeys"

    @property
    def entity_path(self) -> str:
        return f"/v2/Services/{self.service_sid}/Entities/{self.identity}"

    def ask(self, **changes: Any) -> NewFactorInstance:
        """A new factor; without a `config` it is the Service's."""
        payload = {"friendly_name": "Laptop", "identity": self.identity, **changes}
        request = NewFactorList.CreateNewPasskeysFactorRequest(payload)
        return self.service.new_factors.create(request)

    def verify(self, credential: Json) -> NewVerifyFactorInstance:
        request = NewVerifyFactorList.VerifyPasskeysFactorRequest(credential)
        return self.service.new_verify_factors.update(request)

    def register(self, **changes: Any) -> NewVerifyFactorInstance:
        """A verified factor."""
        return self.verify(self.browser.create(options_of(self.ask(**changes))))

    def challenge(self, **who: Any) -> NewChallengeInstance:
        request = NewChallengeList.CreatePasskeysChallengeRequest(who)
        return self.service.new_challenge().create(request)

    def approve(self, credential: Json) -> ApproveChallengeInstance:
        request = ApproveChallengeList.ApprovePasskeysChallengeRequest(credential)
        return self.service.approve_challenge.update(request)

    def sign_in(self, **who: Any) -> ApproveChallengeInstance:
        """A challenge, approved."""
        return self.approve(self.browser.get(options_of(self.challenge(**who))))


def options_of(answer: NewFactorInstance | NewChallengeInstance) -> Json:
    """What the application hands to its page."""
    options: Any = answer.options
    public_key: Json = options["publicKey"]
    return public_key
