"""The key pair of a phone: P-256, kept as text, signing bare bytes and JSON."""

import json
from base64 import b64decode, b64encode, urlsafe_b64encode
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey


def make_key() -> str:
    """A new private key: Base64 of DER (PKCS #8)."""
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = generate_private_key(SECP256R1())
    return b64encode(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())).decode()


def public_key_of(private_key: str) -> str:
    """Base64 of DER (SubjectPublicKeyInfo), as Binding.PublicKey is sent."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = _load(private_key).public_key()
    return b64encode(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


def sign(private_key: str, message: bytes) -> bytes:
    """The ECDSA signature with SHA-256, in DER."""
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
    from cryptography.hazmat.primitives.hashes import SHA256

    return _load(private_key).sign(message, ECDSA(SHA256()))


def is_key(private_key: str) -> bool:
    """Whether it is the text of one."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

    try:
        return isinstance(_load(private_key), EllipticCurvePrivateKey)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False


def _load(private_key: str) -> "EllipticCurvePrivateKey":
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    return cast("EllipticCurvePrivateKey", load_der_private_key(b64decode(private_key), None))


def sign_json(private_key: str, header: dict[str, Any], payload: dict[str, Any]) -> str:
    """A compact JWS, signed with ES256."""
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    parts = ({"typ": "JWT", "alg": "ES256", **header}, payload)
    signed = ".".join(_encode(json.dumps(part, separators=(",", ":")).encode()) for part in parts)
    r, s = decode_dss_signature(sign(private_key, signed.encode()))
    return f"{signed}.{_encode(r.to_bytes(32) + s.to_bytes(32))}"


def _encode(part: bytes) -> str:
    return urlsafe_b64encode(part).rstrip(b"=").decode()
