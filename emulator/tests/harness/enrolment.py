"""A person with factors: what an application asks of the emulator for her, and what her authenticator app shows."""

import hmac
from base64 import b32decode, b32encode
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from harness.answers import Answer
from harness.handset import Handset, as_device
from harness.local import ACCOUNT, SERVICE, Local

BEGIN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
IDENTITY = "person-0001"
CLOCK = "/_emulator/clock"
Record = dict[str, Any]


def freeze(emulator: Local, at: datetime = BEGIN) -> None:
    """Stop the time, so that a test knows it to the second."""
    assert emulator.post(CLOCK, freeze=at.isoformat()).status == 200


def advance(emulator: Local, seconds: float) -> None:
    assert emulator.post(CLOCK, advance=str(seconds)).status == 200


def now_of(emulator: Local) -> float:
    return emulator.app.accounts.get(ACCOUNT).clock.now().timestamp()


def oath(
    secret: str, at: float, *, alg: str = "sha1", digits: int = 6, period: int = 30, steps: int = 0
) -> str:
    """The code of RFC 6238, `steps` time steps off. Written down from the RFC; nothing here is the emulator's."""
    key = b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, (int(at) // period + steps).to_bytes(8, "big"), alg)
    begin = digest[-1] & 0x0F
    number = int.from_bytes(digest[begin : begin + 4]) & 0x7FFF_FFFF
    return f"{number % 10**digits:0{digits}d}"


def settings_of(uri: str) -> Record:
    """What an authenticator app reads from a QR code, as the arguments of `oath`."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(uri).query).items()}
    return {
        "secret": query["secret"],
        "alg": query["algorithm"].lower(),
        "digits": int(query["digits"]),
        "period": int(query["period"]),
    }


class Person:
    """One entity of a service. Factors are made with the account's credentials."""

    def __init__(self, emulator: Local, identity: str = IDENTITY, service: str = SERVICE) -> None:
        self.emulator = emulator
        self.identity = identity
        self.service = f"/v2/Services/{service}"
        self.path = f"{self.service}/Entities/{identity}"
        self._secrets = 0

    def post(self, path: str = "", form: Mapping[str, Any] | None = None, **more: Any) -> Answer:
        """Parameters by Twilio's names; a list goes out as repeated keys."""
        body = urlencode({**(form or {}), **more}, doseq=True).encode()
        return self.emulator.send("POST", self.path + path, body)

    def get(self, path: str = "", **query: Any) -> Answer:
        return self.emulator.get(self.path + path + ("?" + urlencode(query) if query else ""))

    def delete(self, path: str = "") -> Answer:
        return self.emulator.send("DELETE", self.path + path)

    # TOTP

    def add_totp(self, **form: Any) -> Answer:
        return self.post("/Factors", {"FriendlyName": "App", "FactorType": "totp", **form})

    def totp(self, **form: Any) -> Record:
        """A TOTP factor, unverified; its secret is the same in every run, so that no two codes are alike by chance."""
        self._secrets += 1
        secret = b32encode(sha256(b"%d" % self._secrets).digest()[:20]).decode()
        return made(self.add_totp(**{"Binding.Secret": secret, **form}))

    def code(self, factor: Record, steps: int = 0) -> str:
        """What the authenticator app shows, that many time steps from now."""
        return oath(**settings_of(factor["binding"]["uri"]), at=now_of(self.emulator), steps=steps)

    def wrong(self, factor: Record) -> str:
        """A code of the same length that no step near by has."""
        near = {self.code(factor, steps) for steps in range(-3, 4)}
        return next(code for code in (f"{digit}" * len(min(near)) for digit in range(10)) if code not in near)

    def verified_totp(self, **form: Any) -> Record:
        """A TOTP factor that takes challenges; with its binding."""
        factor = self.totp(**form)
        assert self.prove(factor, self.code(factor)).json["status"] == "verified"
        return factor

    def prove(self, factor: Record, auth_payload: str, **form: Any) -> Answer:
        return self.post(f"/Factors/{factor['sid']}", {"AuthPayload": auth_payload, **form})

    # Push

    @staticmethod
    def push_form(handset: Handset, **form: Any) -> Record:
        usual = {
            "FriendlyName": "Phone",
            "FactorType": "push",
            "Binding.Alg": "ES256",
            "Binding.PublicKey": handset.public_key,
            "Config.AppId": "com.example.app",
            "Config.NotificationPlatform": "fcm",
            "Config.NotificationToken": "t" * 32,
            "Config.SdkVersion": "1.0",
            **form,
        }
        return {name: value for name, value in usual.items() if value is not None}

    def add_push(self, handset: Handset, **form: Any) -> Answer:
        return self.post("/Factors", self.push_form(handset, **form))

    def push(self, handset: Handset | None = None, **form: Any) -> Record:
        """A push factor, unverified."""
        return made(self.add_push(handset or Handset(), **form))

    def verified_push(self, handset: Handset | None = None, **form: Any) -> Record:
        handset = handset or Handset()
        factor = self.push(handset, **form)
        assert self.prove(factor, handset.proof(factor["sid"])).json["status"] == "verified"
        return factor

    def access_token(self, **form: Any) -> Record:
        usual = {"Identity": self.identity, "FactorType": "push", **form}
        return made(self.emulator.post(f"{self.service}/AccessTokens", usual))

    def by_device(self, password: str, method: str, path: str, **form: Any) -> Answer:
        """A request that a device makes, below the entity."""
        return self.emulator.send(method, self.path + path, urlencode(form).encode(), as_device(password))

    # Challenges

    def challenge(self, factor: Record, **form: Any) -> Answer:
        usual = {} if factor["factor_type"] == "totp" else {"Details.Message": "Sign in?"}
        return self.post("/Challenges", {"FactorSid": factor["sid"], **usual, **form})

    def challenged(self, factor: Record, **form: Any) -> Record:
        return made(self.challenge(factor, **form))

    def answer(self, challenge: Record, auth_payload: str, **form: Any) -> Answer:
        return self.post(f"/Challenges/{challenge['sid']}", {"AuthPayload": auth_payload, **form})

    def respond(
        self, handset: Handset, challenge: Record, status: Any = "approved", **changes: Any
    ) -> Answer:
        """A push challenge, fetched and answered as the SDKs do it, some of the signed fields changed."""
        asked = self.get(f"/Challenges/{challenge['sid']}")
        fields = asked.headers["twilio-verify-signature-fields"]
        return self.answer(challenge, handset.response(asked.json, fields, status, **changes))

    def status(self, challenge: Record) -> str:
        return str(self.get(f"/Challenges/{challenge['sid']}").json["status"])


def made(answer: Answer) -> Record:
    assert answer.status == 201, answer.body
    record: Record = answer.json
    return record


def sids(page: Answer) -> Iterator[str]:
    """The SIDs on a page of a list."""
    body = page.json
    return (record["sid"] for record in body[body["meta"]["key"]])
