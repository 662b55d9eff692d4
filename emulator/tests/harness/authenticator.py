"""A software authenticator and the browser in front of it: makes passkeys, signs with them, and can lie in every part.

Written from W3C Web Authentication Level 2, with nothing of what the emulator verifies with.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256

ORIGIN = "https://example.com"
AAGUID = bytes.fromhex("00112233445566778899aabbccddeeff")
USER_PRESENT, USER_VERIFIED, ATTESTED = 0x01, 0x04, 0x40
KEY_TYPE, ALGORITHM, CURVE, X, Y = 1, 3, -1, -2, -3
EC2, ES256, P256 = 2, -7, 1

Json = dict[str, Any]


@dataclass
class Lies:
    """What an answer says instead of the truth. None leaves the truth."""

    origin: str | None = None
    challenge: str | None = None  # text that was never asked to be signed
    ceremony: str | None = None  # the type of the client data
    relying_party: str | None = None
    present: bool = True
    verified: bool = True
    count: int | None = None
    key: EllipticCurvePrivateKey | None = None  # signs in place of the passkey's own
    key_members: dict[int, Any] | None = None  # of the public key (COSE), put in place of its own
    format: str = "none"
    attested: bool = True  # whether a registration carries the new credential
    attested_id: bytes | None = None  # the id of a new credential
    credential_id: bytes | None = None  # the id outside of what the authenticator attests or signs
    raw_id_as_hex: bool = False
    user_handle: str | None = None


@dataclass
class Credential:
    """A passkey as its authenticator keeps it."""

    id: bytes
    key: EllipticCurvePrivateKey
    relying_party: str
    user_handle: bytes
    count: int = 0


@dataclass
class Authenticator:
    """Keeps passkeys. With `counts` off it reports no signatures, as synchronised passkeys do."""

    origin: str = ORIGIN
    attachment: str = "platform"
    counts: bool = True
    credentials: list[Credential] = field(default_factory=list)

    def register(self, options: Json, **lies: Any) -> Json:
        """The answer to `options.publicKey` of a registration."""
        lie = Lies(**lies)
        key = generate_private_key(SECP256R1())
        credential_id = sha256(
            len(self.credentials).to_bytes(4, "big") + unpack(options["challenge"])
        ).digest()
        made = Credential(
            lie.attested_id or credential_id, key, options["rp"]["id"], unpack(options["user"]["id"])
        )
        self.credentials.append(made)
        described = AAGUID + len(made.id).to_bytes(2, "big") + made.id + cbor2.dumps(_public(key, lie))
        data = _data(made, lie, ATTESTED if lie.attested else 0) + (described if lie.attested else b"")
        attestation = cbor2.dumps({"fmt": lie.format, "attStmt": {}, "authData": data})
        response = {
            "clientDataJSON": pack(self._client_data("webauthn.create", options, lie)),
            "attestationObject": pack(attestation),
            "transports": ["internal"],
        }
        return self._credential(made, lie, response)

    def sign(self, options: Json, credential: Credential | None = None, **lies: Any) -> Json:
        """The answer to `options.publicKey` of a challenge, by the newest passkey unless told otherwise."""
        lie = Lies(**lies)
        used = credential or self._allowed(options)[-1]
        used.count += self.counts
        data = _data(used, lie, 0)
        client_data = self._client_data("webauthn.get", options, lie)
        signed = (lie.key or used.key).sign(data + sha256(client_data).digest(), ECDSA(SHA256()))
        response = {
            "authenticatorData": pack(data),
            "clientDataJSON": pack(client_data),
            "signature": pack(signed),
            "userHandle": pack(used.user_handle if lie.user_handle is None else lie.user_handle.encode()),
        }
        return self._credential(used, lie, response)

    def _allowed(self, options: Json) -> list[Credential]:
        allowed = [unpack(described["id"]) for described in options["allowCredentials"]]
        return [
            credential
            for credential in self.credentials
            if credential.relying_party == options["rpId"] and (not allowed or credential.id in allowed)
        ]

    def _client_data(self, ceremony: str, options: Json, lie: Lies) -> bytes:
        challenge = options["challenge"] if lie.challenge is None else pack(lie.challenge.encode())
        data = {
            "type": lie.ceremony or ceremony,
            "challenge": challenge,
            "origin": lie.origin or self.origin,
            "crossOrigin": False,
        }
        return json.dumps(data, separators=(",", ":")).encode()

    def _credential(self, used: Credential, lie: Lies, response: Json) -> Json:
        named = lie.credential_id or used.id
        return {
            "id": pack(named),
            "rawId": named.hex() if lie.raw_id_as_hex else pack(named),
            "type": "public-key",
            "authenticatorAttachment": self.attachment,
            "response": response,
        }


def _data(credential: Credential, lie: Lies, flags: int) -> bytes:
    """Authenticator data: hash of the relying party's id, flags, count of signatures."""
    flags |= (USER_PRESENT if lie.present else 0) | (USER_VERIFIED if lie.verified else 0)
    count = credential.count if lie.count is None else lie.count
    party = lie.relying_party or credential.relying_party
    return sha256(party.encode()).digest() + bytes([flags]) + count.to_bytes(4, "big")


def _public(key: EllipticCurvePrivateKey, lie: Lies) -> dict[int, Any]:
    """The public key as COSE has it."""
    numbers = key.public_key().public_numbers()
    x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
    truth: dict[int, Any] = {KEY_TYPE: EC2, ALGORITHM: ES256, CURVE: P256, X: x, Y: y}
    return truth | (lie.key_members or {})


def pack(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def unpack(text: str) -> bytes:
    return urlsafe_b64decode(text + "==")
