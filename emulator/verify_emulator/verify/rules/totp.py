"""Time-based one-time passwords (RFC 6238): secrets, the URI that an authenticator app reads, codes and their steps."""

import hmac
from base64 import b32decode, b32encode
from datetime import datetime
from urllib.parse import quote


def encode_secret(random: bytes) -> str:
    """Base32 without padding. Source: twilio-oai, example of a TOTP factor's binding."""
    return b32encode(random).decode().rstrip("=")


def clean_secret(text: str) -> str:
    """A secret as it is kept: upper case, without spaces and padding. Raises ValueError for what is none.

    Guess: a Binding.Secret may be written in lower case, with spaces and with padding; a single byte is enough.
    """
    secret = text.encode("ascii").upper().replace(b" ", b"").rstrip(b"=").decode()
    if not _bytes_of(secret):
        raise ValueError("empty")
    return secret


def _bytes_of(secret: str) -> bytes:
    return b32decode(secret + "=" * (-len(secret) % 8))


def provisioning_uri(
    *, issuer: str, account_name: str, secret: str, alg: str, digits: int, period: int
) -> str:
    """What the QR code for an authenticator app says. Source: twilio-oai, example of a TOTP factor's binding."""
    issuer, account_name = _quoted(issuer), _quoted(account_name)
    return (
        f"otpauth://totp/{issuer}:{account_name}?secret={secret}&issuer={issuer}"
        f"&algorithm={alg.upper()}&digits={digits}&period={period}"
    )


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="replace")


def matching_step(
    secret: str, code: str, now: datetime, *, alg: str, digits: int, period: int, skew: int
) -> int | None:
    """The time step whose code this is, up to `skew` steps off; the nearest one, an earlier one before a later one.

    Source: twilio.com/docs/verify/api/factor, config.skew. `secret` is one that `clean_secret` has returned.
    """
    current = _step_at(now, period)
    given = code.encode(errors="replace")
    for step in sorted(range(current - skew, current + skew + 1), key=lambda step: abs(step - current)):
        if step >= 0 and hmac.compare_digest(_code_of(secret, step, alg, digits).encode(), given):
            return step
    return None


def code_at(secret: str, now: datetime, *, alg: str, digits: int, period: int) -> str:
    """What an authenticator app shows. `secret` is one that `clean_secret` has returned."""
    return _code_of(secret, _step_at(now, period), alg, digits)


def _step_at(now: datetime, period: int) -> int:
    return int(now.timestamp()) // period


def _code_of(secret: str, step: int, alg: str, digits: int) -> str:
    """HOTP (RFC 4226, section 5.3). By hand: the libraries refuse secrets and codes as short as Twilio takes them."""
    digest = hmac.digest(_bytes_of(secret), step.to_bytes(8), alg)
    offset = digest[-1] & 0xF
    number = int.from_bytes(digest[offset : offset + 4]) & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}d}"
