"""An account of its own with one of everything in it, each made when it is first asked for."""

import json
from functools import cached_property
from urllib.parse import quote

import pyotp

from harness.authenticator import ORIGIN, Authenticator
from harness.caller import Caller, Record, Send, made, sid
from harness.local import TO
from harness.push_device import PushDevice

LISTED = "+15005550006"
IDENTITY = "user-0001"
RELYING_PARTY = "example.com"
NOBODY = "http://127.0.0.1:9/hook"
"""A webhook's address where nothing listens."""
HOOK = {"FriendlyName": "Hook", "EventTypes": ["factor.deleted"], "WebhookUrl": NOBODY}
PASSKEY = {
    "friendly_name": "Laptop",
    "identity": IDENTITY,
    "config": {
        "relying_party": {"id": RELYING_PARTY, "name": "Example", "origins": [ORIGIN]},
        "authenticator_attachment": "platform",
        "discoverable_credentials": "preferred",
        "user_verification": "preferred",
    },
}


class Tenant(Caller):
    """Has a phone and an authenticator; paths are those of its own service and entity."""

    def __init__(self, send: Send, name: str) -> None:
        super().__init__(send, name)
        self.device = PushDevice()
        self.authenticator = Authenticator()

    # Services and verifications

    @cached_property
    def service(self) -> str:
        """The path of a service that is set up for everything but PSD2."""
        form = {
            "FriendlyName": "Contract",
            "CustomCodeEnabled": "true",
            "MailerSid": sid("MD"),
            "Passkeys.RelyingParty.Id": RELYING_PARTY,
            "Passkeys.RelyingParty.Name": "Example",
            "Passkeys.RelyingParty.Origins": ORIGIN,
            "Passkeys.AuthenticatorAttachment": "platform",
            "Passkeys.DiscoverableCredentials": "preferred",
            "Passkeys.UserVerification": "preferred",
        }
        return f"/v2/Services/{made(self.post('/v2/Services', form))['sid']}"

    @property
    def service_sid(self) -> str:
        return self.service.rpartition("/")[2]

    @cached_property
    def payments_sid(self) -> str:
        """A service for PSD2."""
        return str(made(self.post("/v2/Services", FriendlyName="Payments", Psd2Enabled="true"))["sid"])

    @cached_property
    def payment(self) -> Record:
        form = {"To": TO, "Channel": "sms", "Amount": "€39.99", "Payee": "Acme"}
        return made(self.post(f"/v2/Services/{self.payments_sid}/Verifications", form))

    @cached_property
    def verification(self) -> Record:
        return made(self.post(f"{self.service}/Verifications", To=TO, Channel="sms"))

    @property
    def code(self) -> str:
        return self.get("/_emulator/code", account_sid=self.account).text

    @cached_property
    def sna_verification(self) -> Record:
        self.allow(sna=True)
        return made(self.post(f"{self.service}/Verifications", To=TO, Channel="sna"))

    @property
    def attempt_sid(self) -> str:
        """Of the verification; its price is known."""
        self.allow(attempt_price={"value": "0.0075", "currency": "usd"})
        return str(self.verification["send_code_attempts"][0]["attempt_sid"])

    # What is configured

    @cached_property
    def rate_limit(self) -> Record:
        return made(
            self.post(f"{self.service}/RateLimits", UniqueName="end_user_ip", Description="Per client")
        )

    @property
    def buckets(self) -> str:
        return f"{self.service}/RateLimits/{self.rate_limit['sid']}/Buckets"

    @cached_property
    def bucket(self) -> Record:
        return made(self.post(self.buckets, Max=5, Interval=60))

    @cached_property
    def messaging_configuration(self) -> Record:
        form = {"Country": "CA", "MessagingServiceSid": sid("MG")}
        return made(self.post(f"{self.service}/MessagingConfigurations", form))

    @cached_property
    def webhook(self) -> Record:
        return made(self.post(f"{self.service}/Webhooks", HOOK))

    @cached_property
    def access_token(self) -> Record:
        form = {"Identity": IDENTITY, "FactorType": "push", "FactorFriendlyName": "Phone", "Ttl": 300}
        return made(self.post(f"{self.service}/AccessTokens", form))

    @cached_property
    def listed(self) -> Record:
        return made(self.post("/v2/SafeList/Numbers", PhoneNumber=LISTED))

    # Factors and challenges

    @cached_property
    def entity(self) -> Record:
        return made(self.post(f"{self.service}/Entities", Identity=IDENTITY))

    @property
    def of_entity(self) -> str:
        return f"{self.service}/Entities/{quote(self.entity['identity'])}"

    @cached_property
    def totp_factor(self) -> Record:
        return made(self.post(f"{self.of_entity}/Factors", FriendlyName="App", FactorType="totp"))

    @cached_property
    def verified_totp_factor(self) -> Record:
        verified = made(
            self.post(f"{self.of_entity}/Factors/{self.totp_factor['sid']}", AuthPayload=self.totp_code)
        )
        assert verified["status"] == "verified"
        return verified

    @property
    def totp_code(self) -> str:
        return pyotp.TOTP(self.totp_factor["binding"]["secret"]).now()

    @property
    def push_form(self) -> Record:
        return {
            "FriendlyName": "Phone",
            "FactorType": "push",
            "Binding.Alg": "ES256",
            "Binding.PublicKey": self.device.public_key,
            "Config.AppId": "com.example.app",
            "Config.NotificationPlatform": "fcm",
            "Config.NotificationToken": "t" * 32,
            "Config.SdkVersion": "1.0",
            "Metadata": '{"os": "Android"}',
        }

    @cached_property
    def push_factor(self) -> Record:
        return made(self.post(f"{self.of_entity}/Factors", self.push_form))

    @cached_property
    def verified_factor(self) -> Record:
        """The push factor, which then can take challenges."""
        factor = self.push_factor["sid"]
        path, proof = f"{self.of_entity}/Factors/{factor}", self.device.proof(factor)
        verified = made(self.post(path, AuthPayload=proof))
        assert verified["status"] == "verified"
        return verified

    @property
    def challenge_form(self) -> Record:
        return {
            "FactorSid": self.verified_factor["sid"],
            "Details.Message": "Sign in?",
            "Details.Fields": [json.dumps({"label": "Where", "value": "Here"})],
            "HiddenDetails": json.dumps({"ip": "192.0.2.1"}),
        }

    @cached_property
    def challenge(self) -> Record:
        return made(self.post(f"{self.of_entity}/Challenges", self.challenge_form))

    @property
    def challenge_path(self) -> str:
        return f"{self.of_entity}/Challenges/{self.challenge['sid']}"

    def approval(self) -> str:
        """The AuthPayload that approves the challenge."""
        asked = self.get(self.challenge_path)
        return self.device.response(asked.json, asked.headers["twilio-verify-signature-fields"])

    # Passkeys

    @property
    def passkeys(self) -> str:
        return f"{self.service}/Passkeys"

    @cached_property
    def new_passkey(self) -> Record:
        """A passkey factor that is not verified yet."""
        return made(self.post_json(f"{self.passkeys}/Factors", PASSKEY))

    @property
    def registration(self) -> Record:
        """What the browser answers to the options of the new passkey."""
        return self.authenticator.register(self.new_passkey["options"]["publicKey"])

    @cached_property
    def passkey(self) -> Record:
        verified = made(self.post_json(f"{self.passkeys}/VerifyFactor", self.registration))
        assert verified["status"] == "verified"
        return verified

    @cached_property
    def passkey_challenge(self) -> Record:
        return made(self.post_json(f"{self.passkeys}/Challenges", {"factor_sid": self.passkey["sid"]}))

    @property
    def assertion(self) -> Record:
        """What the browser answers to the options of the passkey challenge."""
        return self.authenticator.sign(self.passkey_challenge["options"]["publicKey"])
