"""An application with passkeys: asks the emulator, has a browser's authenticator answer, and sends the answer."""

import json
from typing import Any

from harness.answers import Answer
from harness.authenticator import Authenticator, Json
from harness.local import SERVICE, Local, basic

JSON = b"application/json"
IDENTITY = "ff483d1ff591898a9942916050d2ca3f"
PARTY = {"id": "example.com", "name": "Example", "origins": ["https://example.com"]}
CRITERIA = {
    "authenticator_attachment": "platform",
    "discoverable_credentials": "preferred",
    "user_verification": "preferred",
}
CONFIG = {"relying_party": PARTY, **CRITERIA}
SETTINGS = {
    "Passkeys.RelyingParty.Id": "example.com",
    "Passkeys.RelyingParty.Name": "Example",
    "Passkeys.RelyingParty.Origins": "https://example.com",
    "Passkeys.AuthenticatorAttachment": "platform",
    "Passkeys.DiscoverableCredentials": "preferred",
    "Passkeys.UserVerification": "preferred",
}


class Passkeys:
    """Speaks to one service of an emulator."""

    def __init__(
        self, emulator: Local, service: str = SERVICE, authenticator: Authenticator | None = None
    ) -> None:
        self.emulator = emulator
        self.service = service
        self.authenticator = authenticator or Authenticator()

    @property
    def path(self) -> str:
        return f"/v2/Services/{self.service}/Passkeys"

    def post(self, place: str, body: Any, content_type: bytes = JSON) -> Answer:
        """A body that is no bytes is sent as JSON."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = [
            (b"host", b"emulator.test"),
            (b"content-type", content_type),
            basic(self.emulator.account, self.emulator.token),
        ]
        return self.emulator.send("POST", f"{self.path}/{place}", content, headers)

    def ask_for(self, identity: str = IDENTITY, **more: Any) -> Answer:
        """A new factor, with a config unless told otherwise."""
        return self.post(
            "Factors", {"friendly_name": "Phone", "identity": identity, "config": CONFIG, **more}
        )

    def make(self, factor: Json, /, **lies: Any) -> Json:
        """What the browser answers to a new factor's options."""
        return self.authenticator.register(factor["options"]["publicKey"], **lies)

    def verify(self, credential: Json) -> Answer:
        return self.post("VerifyFactor", credential)

    def register(self, identity: str = IDENTITY, **more: Any) -> Json:
        """A verified factor."""
        verified = self.verify(self.make(self.ask_for(identity, **more).json))
        assert verified.status == 200, verified.body
        factor: Json = verified.json
        return factor

    def challenge(self, **who: Any) -> Answer:
        return self.post("Challenges", who)

    def sign(self, challenge: Json, /, **lies: Any) -> Json:
        """What the browser answers to a challenge's options."""
        return self.authenticator.sign(challenge["options"]["publicKey"], **lies)

    def approve(self, credential: Json) -> Answer:
        return self.post("ApproveChallenge", credential)

    def of_entity(self, place: str, identity: str = IDENTITY) -> str:
        """A path below an entity, such as `Factors/YF…`."""
        return f"/v2/Services/{self.service}/Entities/{identity}/{place}"

    def metadata(self, factor_sid: str, identity: str = IDENTITY) -> Any:
        return self.emulator.get(self.of_entity(f"Factors/{factor_sid}", identity)).json["metadata"]
