"""The far end of a virtual phone: hears every byte, checks signatures by hand, and answers as it is told."""

import json
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any
from urllib.parse import parse_qsl

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from verify_emulator import __version__
from verify_emulator.virtual_phone import VirtualPhone

BASE = "http://twilio.test"
ACCOUNT, SERVICE, IDENTITY = "AC" + "a" * 32, "VA" + "b" * 32, "ff48-3d1f"
FACTOR, CREDENTIAL, CHALLENGE = "YF" + "c" * 32, "CR" + "d" * 32, "YC" + "e" * 32
ENTITY_URL = f"{BASE}/v2/Services/{SERVICE}/Entities/{IDENTITY}"
FORM = "application/x-www-form-urlencoded"
NOW = 1_800_000_000
AGENT = f"VirtualPhone/{__version__}"

FACTOR_BODY: dict[str, Any] = {
    "sid": FACTOR,
    "account_sid": ACCOUNT,
    "friendly_name": "Virtual phone",
    "date_created": "2026-01-02T03:04:05Z",
    "status": "unverified",
    "config": {"credential_sid": CREDENTIAL},
}
CHALLENGE_BODY: dict[str, Any] = {
    "sid": CHALLENGE,
    "factor_sid": FACTOR,
    "date_created": "2026-01-02T03:04:05Z",
    "date_updated": "2026-01-02T03:04:05Z",
    "date_responded": None,
    "expiration_date": "2026-01-02T03:09:05Z",
    "status": "pending",
    "details": {"message": "Sign in?", "fields": [{"label": "Ort", "value": "Köln"}]},
    "hidden_details": {"ip": "127.0.0.1"},
    "url": "not signed",
}
FIELDS = "sid,factor_sid,status,details,hidden_details,date_responded"

Reply = tuple[int, dict[str, str], bytes]


@dataclass
class Sent:
    """One request, as the transport got it."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> list[tuple[str, str]]:
        return parse_qsl(self.body.decode("ascii"), keep_blank_values=True, strict_parsing=True)

    @property
    def credentials(self) -> list[str]:
        scheme, _, credentials = self.headers["Authorization"].partition(" ")
        assert scheme == "Basic"
        return b64decode(credentials, validate=True).decode().split(":")


class Line:
    """A transport that answers as it is told, and keeps what was sent."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.sent: list[Sent] = []

    def will(self, *replies: Reply) -> None:
        self.replies.extend(replies)

    def __call__(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Reply:
        self.sent.append(Sent(method, url, dict(headers), body))
        return self.replies.pop(0)

    @property
    def public_key(self) -> ec.EllipticCurvePublicKey:
        """The key that the phone has registered."""
        der = b64decode(dict(self.sent[0].form)["Binding.PublicKey"], validate=True)
        key = load_der_public_key(der)
        assert isinstance(key, ec.EllipticCurvePublicKey)
        assert isinstance(key.curve, ec.SECP256R1)
        return key

    def read_jws(self, text: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Header and payload of a compact JWS that the registered key has signed; else InvalidSignature."""
        assert "=" not in text
        header, payload, signature = (urlsafe_b64decode(part + "==") for part in text.split("."))
        assert len(signature) == 64
        r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
        signed = text.rpartition(".")[0].encode()
        self.public_key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(SHA256()))
        return json.loads(header), json.loads(payload)

    def read_token(self, index: int) -> tuple[dict[str, Any], dict[str, Any]]:
        """The device token of a request."""
        user, token = self.sent[index].credentials
        assert user == "token"
        return self.read_jws(token)


def says(body: Any, status: int = 200, **headers: str) -> Reply:
    return (
        status,
        {name.replace("_", "-"): value for name, value in headers.items()},
        json.dumps(body).encode(),
    )


def shows(fields: str = FIELDS, **changes: Any) -> Reply:
    """A fetched challenge."""
    return says({**CHALLENGE_BODY, **changes}, twilio_verify_signature_fields=fields)


def refuses(status: int, code: int, message: str, **headers: str) -> Reply:
    more_info = f"https://www.twilio.com/docs/errors/{code}"
    return says(
        {"code": code, "message": message, "more_info": more_info, "status": status}, status, **headers
    )


def dated(ahead: float) -> Reply:
    """The 401 of a server whose clock is so many seconds ahead."""
    return refuses(401, 20003, "Authenticate", Date=formatdate(NOW + ahead, usegmt=True))


def lists(*sids: str, following: str | None = None) -> Reply:
    challenges = [{**CHALLENGE_BODY, "sid": sid} for sid in sids]
    return says({"challenges": challenges, "meta": {"next_page_url": following}})


def register(phone: VirtualPhone, line: Line, **options: Any) -> dict[str, Any]:
    line.will(says(FACTOR_BODY, 201))
    return phone.register("an.access.token", service_sid=SERVICE, identity=IDENTITY, **options)


def without(body: dict[str, Any], path: str) -> dict[str, Any]:
    outer, _, inner = path.partition(".")
    if inner:
        return {**body, outer: {name: value for name, value in body[outer].items() if name != inner}}
    return {name: value for name, value in body.items() if name != outer}
