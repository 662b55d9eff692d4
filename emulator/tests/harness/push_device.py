"""A phone with a push factor: a key of its own, and what Twilio's Android and iOS SDKs sign with it."""

import json
from base64 import b64encode, urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ES256 = ec.ECDSA(SHA256())


class PushDevice:
    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())

    @property
    def public_key(self) -> str:
        """As `Binding.PublicKey` carries it."""
        key = self._key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return b64encode(key).decode()

    def proof(self, factor_sid: str) -> str:
        """The AuthPayload that verifies its factor."""
        return b64encode(self._key.sign(factor_sid.encode(), ES256)).decode()

    def response(self, challenge: dict[str, Any], fields: str, status: str = "approved") -> str:
        """The AuthPayload that answers a challenge; `fields` are those that Twilio asked to be signed."""
        payload = {name: challenge[name] for name in fields.split(",")} | {"status": status}
        signed = b".".join(
            _encode(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, payload)
        )
        r, s = decode_dss_signature(self._key.sign(signed, ES256))
        return b".".join((signed, _encode(r.to_bytes(32) + s.to_bytes(32)))).decode()


def _encode(data: bytes) -> bytes:
    return urlsafe_b64encode(data).rstrip(b"=")
