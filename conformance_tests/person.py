"""A person of an application: an entity with factors, an authenticator app and phones."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import requests
from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.entity.challenge import ChallengeInstance
from twilio.rest.verify.v2.service.entity.factor import FactorInstance
from twilio.rest.verify.v2.service.entity.new_factor import NewFactorInstance

from conformance_tests.authenticator import Authenticator
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import TIMEOUT, as_nobody
from verify_emulator.virtual_phone import Transport, VirtualPhone
from verify_emulator.virtual_phone.keys import make_key, public_key_of, sign, sign_json

WRONG_LIMIT = 5
TOKEN = "t" * 32
"""A notification token of the shortest length."""


class Person:
    """One entity of a Service. `path` is where it is."""

    def __init__(self, target: Target, service: ServiceContext, service_sid: str) -> None:
        self.target = target
        self.service = service
        self.service_sid = service_sid
        self.identity = uuid4().hex
        self.path = f"/v2/Services/{service_sid}/Entities/{self.identity}"
        self.entity = service.entities(self.identity)

    # TOTP

    def totp(self, **arguments: Any) -> NewFactorInstance:
        """A TOTP factor, unverified."""
        named = {"friendly_name": "App", "factor_type": "totp", **arguments}
        return self.entity.new_factors.create(**named)

    def verified_totp(self, **arguments: Any) -> NewFactorInstance:
        """A TOTP factor that can take challenges, as it was when it was made."""
        factor = self.totp(**arguments)
        assert self.prove(factor, self.code(factor)).status == "verified"
        return factor

    def code(self, factor: NewFactorInstance, steps: int = 0) -> str:
        """What the authenticator app shows, that many time steps from now."""
        return Authenticator.scan(factor.binding["uri"]).code(self.target.now(), steps)

    def wrong_code(self, factor: NewFactorInstance) -> str:
        """A code as long that no time step near by has."""
        app, at = Authenticator.scan(factor.binding["uri"]), self.target.now()
        near = {app.code(at, steps) for steps in range(-4, 5)}
        return next(code for code in (f"{digit}" * app.digits for digit in range(10)) if code not in near)

    def prove(self, factor: NewFactorInstance, payload: str) -> FactorInstance:
        return self.entity.factors(str(factor.sid)).update(auth_payload=payload)

    def answer(self, challenge: ChallengeInstance, payload: str) -> ChallengeInstance:
        return self.entity.challenges(str(challenge.sid)).update(auth_payload=payload)

    def challenge(self, factor_sid: object, **arguments: Any) -> ChallengeInstance:
        return self.entity.challenges.create(factor_sid=str(factor_sid), **arguments)

    # Push

    def access_token(self, **arguments: Any) -> str:
        named = {"identity": self.identity, "factor_type": "push", **arguments}
        return str(self.service.access_tokens.create(**named).token)

    def unverified_phone(self, **options: Any) -> VirtualPhone:
        """A phone that made a factor with an access token."""
        phone = VirtualPhone(self.target.origin, transport_of(self.target))
        phone.register(self.access_token(), service_sid=self.service_sid, identity=self.identity, **options)
        return phone

    def phone(self, **options: Any) -> VirtualPhone:
        """A phone with a verified factor."""
        phone = self.unverified_phone(**options)
        assert phone.verify()["status"] == "verified"
        return phone

    def ask(self, phone: VirtualPhone, **arguments: Any) -> str:
        """The SID of a new challenge for a phone."""
        named = {"details_message": "Sign in?", **arguments}
        return str(self.challenge(phone.factor_sid, **named).sid)


def transport_of(target: Target) -> Transport:
    """The way of a phone's requests to the target."""
    session = target.session()

    def send(
        method: str, url: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, Mapping[str, str], bytes]:
        request: dict[str, Any] = {"headers": dict(headers), "data": body, "timeout": TIMEOUT}
        answer: requests.Response = session.request(
            method, url, auth=as_nobody, allow_redirects=False, **request
        )
        return answer.status_code, answer.headers, answer.content

    return send


def push_form(**changes: str | None) -> dict[str, str]:
    """What makes a push factor, by Twilio's names, with a key of its own; what is None is left out."""
    form = {
        "FriendlyName": "Phone",
        "FactorType": "push",
        "Binding.Alg": "ES256",
        "Binding.PublicKey": public_key_of(make_key()),
        "Config.AppId": "com.example.app",
        "Config.NotificationPlatform": "none",
        "Config.SdkVersion": "1.0",
        **changes,
    }
    return {name: value for name, value in form.items() if value is not None}


def signed(phone: VirtualPhone, payload: Mapping[str, Any], header: Mapping[str, Any] | None = None) -> str:
    """An AuthPayload with the phone's own signature, whatever it says."""
    return sign_json(_private_key(phone), dict(header or {}), dict(payload))


def proof_of(phone: VirtualPhone, factor_sid: str | None) -> str:
    """The phone's own signature of the SID of a factor, whoever's that is."""
    return b64encode(sign(_private_key(phone), str(factor_sid).encode())).decode()


def token_of(phone: VirtualPhone, **claims: int) -> str:
    """The phone's own token, with times as given."""
    own = phone.to_dict()["registration"]
    header = {"cty": "twilio-pba;v=1", "kid": own["credential_sid"]}
    return sign_json(_private_key(phone), header, {"sub": own["account_sid"], **claims})


def _private_key(phone: VirtualPhone) -> str:
    return str(phone.to_dict()["registration"]["private_key"])
