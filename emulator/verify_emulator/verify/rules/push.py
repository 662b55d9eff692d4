"""What a push device proves itself with: P-256 keys, ECDSA signatures, JWS and the claims of its token."""

import re
from base64 import urlsafe_b64decode
from binascii import a2b_base64
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

_COMPACT = re.compile(r"([\w-]+)\.([\w-]+)\.([\w-]*)", re.ASCII)
_HALF = 32  # bytes of r, and of s


def is_p256_key(public_key: str) -> bool:
    """Whether this is standard Base64 of a DER SubjectPublicKeyInfo on P-256.

    Source: twilio.com/docs/verify/api/factor, Binding.PublicKey; twilio-verify-android and -ios send this form.
    """
    return _read_key(public_key) is not None


def _read_key(public_key: str) -> "EllipticCurvePublicKey | None":
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        key = load_der_public_key(a2b_base64(public_key, strict_mode=True))
    except (ValueError, UnsupportedAlgorithm):
        return None
    return key if isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1) else None


def signs(public_key: str, text: str, signature: str) -> bool:
    """Whether this is the key's signature of an ASCII text: Base64 of DER, ECDSA with SHA-256.

    Source: twilio-verify-android and -ios, verifying a factor.
    """
    try:
        return _verifies(public_key, text.encode("ascii"), a2b_base64(signature, strict_mode=True))
    except ValueError:
        return False


def _verifies(public_key: str, message: bytes, signature: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
    from cryptography.hazmat.primitives.hashes import SHA256

    key = _read_key(public_key)
    if key is None:
        return False
    try:
        key.verify(signature, message, ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Jws:
    """A compact JSON Web Signature (RFC 7515), taken apart; not yet checked. `signed` is what the signature is of."""

    header: dict[str, Any]
    payload: dict[str, Any]
    signed: bytes
    signature: bytes


def read_jws(text: str) -> Jws:
    """Take a compact JWS apart. Raises ValueError for anything else: three parts, the first two JSON objects."""
    parts = _COMPACT.fullmatch(text)
    if parts is None:
        raise ValueError("not three parts in base64url")
    header, payload, signature = parts.groups()
    return Jws(
        _read_object(header), _read_object(payload), f"{header}.{payload}".encode(), _read_part(signature)
    )


def _read_object(part: str) -> dict[str, Any]:
    value = from_json(_read_part(part), allow_inf_nan=False)
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")
    return value


def _read_part(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def signs_jws(public_key: str, jws: Jws) -> bool:
    """Whether the key has signed it with ES256, its signature being r and s side by side (RFC 7518, section 3.4)."""
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    if jws.header.get("alg") != "ES256" or len(jws.signature) != 2 * _HALF:
        return False
    r, s = (int.from_bytes(half) for half in (jws.signature[:_HALF], jws.signature[_HALF:]))
    return _verifies(public_key, jws.signed, encode_dss_signature(r, s))


def is_current(payload: dict[str, Any], now: datetime, leeway_seconds: float) -> bool:
    """Whether a device token's `nbf` and `exp` are there and embrace the present, give or take the leeway.

    Source: twilio-verify-android and -ios send both, ten minutes apart.
    """
    begin: Any = payload.get("nbf")
    end: Any = payload.get("exp")
    if not (_is_time(begin) and _is_time(end)):
        return False
    at = now.timestamp()
    # The leeway is added to our time: added to theirs, an integer could be too large for a float.
    return bool(begin <= at + leeway_seconds and at - leeway_seconds < end)


def _is_time(value: Any) -> bool:
    return type(value) is int or (type(value) is float and isfinite(value))
