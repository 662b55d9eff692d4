"""A phone with a key pair of its own that signs whatever a test wants, right or wrong."""

import json
from base64 import b64encode, urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from harness.local import ACCOUNT, FORM, basic

ES256 = ec.ECDSA(SHA256())
LIFE = 600
"""Seconds that a device's token holds. Source: twilio-verify-android and -ios."""


class Handset:
    """Handsets of the same number have the same key."""

    def __init__(self, number: int = 1) -> None:
        self._key = ec.derive_private_key(10**9 + number, ec.SECP256R1())

    @property
    def public_key(self) -> str:
        """As `Binding.PublicKey` carries it."""
        key = self._key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return b64encode(key).decode()

    def proof(self, factor_sid: str) -> str:
        """The AuthPayload that verifies a factor."""
        return b64encode(self._key.sign(factor_sid.encode(), ES256)).decode()

    def jws(self, header: Any, payload: Any) -> str:
        signed = f"{encode(header)}.{encode(payload)}"
        r, s = decode_dss_signature(self._key.sign(signed.encode(), ES256))
        return f"{signed}.{base64url(r.to_bytes(32) + s.to_bytes(32))}"

    def token(self, factor: dict[str, Any], now: float, *, header: Any = None, **claims: Any) -> str:
        """The device's own token, as the SDKs make it; a claim that is None is left out."""
        usual = {
            "typ": "JWT",
            "alg": "ES256",
            "cty": "twilio-pba;v=1",
            "kid": factor["config"]["credential_sid"],
        }
        payload = {"sub": ACCOUNT, "nbf": int(now), "exp": int(now) + LIFE, **claims}
        kept = {name: value for name, value in payload.items() if value is not None}
        return self.jws({**usual, **(header or {})}, kept)

    def response(
        self, challenge: dict[str, Any], fields: str, status: Any = "approved", **changes: Any
    ) -> str:
        """The AuthPayload that answers a challenge, with some of the signed fields changed."""
        payload = {name: challenge[name] for name in fields.split(",")} | {"status": status} | changes
        return self.jws({"typ": "JWT", "alg": "ES256"}, payload)


def as_device(password: str) -> list[tuple[bytes, bytes]]:
    """The headers of a request by a device."""
    return [(b"host", b"emulator.test"), FORM, basic("token", password)]


def encode(value: Any) -> str:
    return base64url(json.dumps(value).encode())


def base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
