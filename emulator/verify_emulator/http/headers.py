"""The headers of Twilio's answers. Source: api.twilio.com, observed 2023-11; twilio-oai for the CORS names.

Guess: verify.twilio.com sends the same ones, and answers OPTIONS with 204.
"""

from collections.abc import Mapping
from itertools import count

from verify_emulator.ids import Ids

RawHeaders = list[tuple[bytes, bytes]]

COMMON: RawHeaders = [
    (b"content-type", b"application/json"),
    (b"twilio-concurrent-requests", b"1"),
    (b"x-home-region", b"us1"),
    (b"x-api-domain", b"verify.twilio.com"),
    (b"x-powered-by", b"AT-5000"),
    (b"x-shenanigans", b"none"),
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-credentials", b"true"),
    (b"access-control-expose-headers", b"ETag"),
    (b"access-control-allow-methods", b"GET, POST, DELETE, OPTIONS"),
    (
        b"access-control-allow-headers",
        b"Accept, Authorization, Content-Type, If-Match, If-Modified-Since, If-None-Match, "
        b"If-Unmodified-Since, Idempotency-Key",
    ),
]

OVER_TLS: RawHeaders = [(b"strict-transport-security", b"max-age=31536000")]


class RequestIds:
    """`RQ` and 32 hex digits: drawn once, then counted, so that no call waits for randomness."""

    def __init__(self) -> None:
        self._prefix = Ids().sid("RQ")[:18]
        self._count = count(1)

    def next(self) -> bytes:
        return f"{self._prefix}{next(self._count):016x}".encode()


def safe(text: str) -> bytes:
    """Text as a header value: printable ASCII only, so that nothing a client sent can start another header."""
    return "".join(character if " " <= character <= "~" else "?" for character in text).encode()


def raw(headers: Mapping[str, str]) -> RawHeaders:
    return [(name.lower().encode(), safe(value)) for name, value in headers.items()]
