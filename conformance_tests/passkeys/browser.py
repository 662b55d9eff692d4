"""A browser with an authenticator of its own: makes passkeys, signs with them, and lies where it is told to.

Written from W3C Web Authentication Level 2 and RFC 8949 (CBOR); the emulator has no part in it.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256

ORIGIN = "https://example.com"
AAGUID = "00112233-4455-6677-8899-aabbccddeeff"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
Json = dict[str, Any]


@dataclass
class Passkey:
    """A key pair that an authenticator has made for a relying party and one of its users."""

    party: str
    handle: bytes
    id: bytes
    key: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))
    count: int = 0

    @property
    def public_key(self) -> bytes:
        """As COSE has it: an elliptic curve key (2) for ES256 (-7) on P-256 (1)."""
        numbers = self.key.public_key().public_numbers()
        return cbor(
            {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        )


class Browser:
    """Answers to `options.publicKey`. Named arguments replace what it would truthfully say."""

    def __init__(self, *, counts: bool = True) -> None:
        self.passkeys: list[Passkey] = []
        self._counts = counts

    def create(self, options: Json, **lies: Any) -> Json:
        """What `navigator.credentials.create` gives, with a new passkey."""
        made = Passkey(options["rp"]["id"], unpack(options["user"]["id"]), id=lies.get("made", uuid4().bytes))
        self.passkeys.append(made)
        described = (
            bytes.fromhex(AAGUID.replace("-", ""))
            + len(made.id).to_bytes(2, "big")
            + made.id
            + made.public_key
        )
        data = authenticator_data(made, ATTESTED, lies) + described
        client = client_data("webauthn.create", options, lies)
        attestation = {"fmt": "none", "attStmt": {}, "authData": data}
        if lies.get("attests"):  # to itself, with its own key
            attestation |= {"fmt": "packed", "attStmt": {"alg": -7, "sig": signature(made, data, client)}}
        response = {
            "attestationObject": pack(cbor(attestation)),
            "clientDataJSON": pack(client),
            "transports": ["internal"],
        }
        return credential(made, response, lies)

    def get(self, options: Json, passkey: Passkey | None = None, **lies: Any) -> Json:
        """What `navigator.credentials.get` gives, by the newest passkey that is allowed unless told otherwise."""
        used = passkey or self._allowed(options)[-1]
        used.count += self._counts
        data = authenticator_data(used, 0, lies)
        client = client_data("webauthn.get", options, lies)
        response = {
            "authenticatorData": pack(data),
            "clientDataJSON": pack(client),
            "signature": pack(signature(lies.get("signer", used), data, client)),
            "userHandle": pack(lies.get("handle", used.handle)),
        }
        return credential(used, response, lies)

    def _allowed(self, options: Json) -> list[Passkey]:
        """Those of the relying party; if some are named, only these."""
        ids = [unpack(described["id"]) for described in options["allowCredentials"]]
        own = [passkey for passkey in self.passkeys if passkey.party == options["rpId"]]
        return [passkey for passkey in own if not ids or passkey.id in ids]


def authenticator_data(passkey: Passkey, flags: int, lies: Json) -> bytes:
    """Hash of the relying party's id, flags, count of signatures."""
    flags |= lies.get("flags", PRESENT | VERIFIED)
    party = sha256(lies.get("party", passkey.party).encode()).digest()
    return party + bytes([flags]) + int(lies.get("count", passkey.count)).to_bytes(4, "big")


def signature(signer: Passkey, data: bytes, client: bytes) -> bytes:
    return signer.key.sign(data + sha256(client).digest(), ECDSA(SHA256()))


def client_data(ceremony: str, options: Json, lies: Json) -> bytes:
    challenge = pack(lies["challenge"].encode()) if "challenge" in lies else options["challenge"]
    said = {
        "type": lies.get("ceremony", ceremony),
        "challenge": challenge,
        "origin": lies.get("origin", ORIGIN),
        "crossOrigin": False,
    }
    return json.dumps(said).encode()


def credential(passkey: Passkey, response: Json, lies: Json) -> Json:
    named = lies.get("id", passkey.id)
    return {
        "id": pack(named),
        "rawId": pack(named),
        "type": "public-key",
        "authenticatorAttachment": "platform",
        "response": response,
    }


def pack(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def unpack(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def cbor(value: object) -> bytes:
    """Numbers, bytes, texts and maps, as far as a passkey needs them."""
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, str):
        return _head(3, len(value.encode())) + value.encode()
    assert isinstance(value, dict)
    return _head(5, len(value)) + b"".join(cbor(name) + cbor(member) for name, member in value.items())


def _head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes([kind << 5 | number])
    if number < 256:
        return bytes([kind << 5 | 24, number])
    return bytes([kind << 5 | 25]) + number.to_bytes(2, "big")
