"""The application behind a virtual phone, with an emulator in this process or over HTTP."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from harness.local import SERVICE, Local
from verify_emulator.virtual_phone import Transport, VirtualPhone

BASE = "http://emulator.test"
IDENTITY = "ff48-3d1f"
Reply = tuple[int, Mapping[str, str], bytes]


def transport_to(emulator: Local) -> Transport:
    """Requests of a phone to an emulator in this process."""

    def send(method: str, url: str, headers: Mapping[str, str], body: bytes) -> Reply:
        _, host, path, query, _ = urlsplit(url)
        raw = [(name.lower().encode(), value.encode()) for name, value in {"host": host, **headers}.items()]
        answer = emulator.send(method, f"{path}?{query}", body, raw)
        return answer.status, answer.headers, answer.body

    return send


class Backend:
    """The application's side: it has the account's credentials, and no phone."""

    def __init__(self, emulator: Any, identity: str = IDENTITY) -> None:
        self._emulator = emulator
        self._identity = identity
        self.path = f"/v2/Services/{SERVICE}/Entities/{identity}"

    def post(self, path: str, form: Mapping[str, Any]) -> dict[str, Any]:
        """Of a `Local` and of a `Wire` alike."""
        answer = self._emulator.post(path, **form)
        assert answer.status in (200, 201), answer.body
        body: dict[str, Any] = answer.json
        return body

    def get(self, path: str) -> Any:
        return self._emulator.get(self.path + path)

    def access_token(self) -> str:
        form = {"Identity": self._identity, "FactorType": "push"}
        return str(self.post(f"/v2/Services/{SERVICE}/AccessTokens", form)["token"])

    def register(self, phone: VirtualPhone, **options: Any) -> dict[str, Any]:
        return phone.register(self.access_token(), service_sid=SERVICE, identity=self._identity, **options)

    def enrol(self, transport: Transport) -> VirtualPhone:
        """A new phone with a verified factor."""
        phone = VirtualPhone(BASE, transport)
        self.register(phone)
        assert phone.verify()["status"] == "verified"
        return phone

    def challenge(self, phone: VirtualPhone, **more: str) -> str:
        """The SID of a new challenge for a phone."""
        form = {"FactorSid": phone.factor_sid, "Details.Message": "Sign in?", **more}
        return str(self.post(f"{self.path}/Challenges", form)["sid"])

    def fetch(self, challenge_sid: str) -> dict[str, Any]:
        body: dict[str, Any] = self.get(f"/Challenges/{challenge_sid}").json
        return body
