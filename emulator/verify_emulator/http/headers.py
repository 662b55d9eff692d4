"""The headers of Twilio's answers. Source: api.twilio.com, observed 2023-11; twilio-oai for the CORS names.

Guess: verify.twilio.com sends the same ones, and answers OPTIONS with 204.
"""

from collections.abc import Mapping
from itertools import count

from verify_emulator.ids import Ids

RawHeaders = list[tuple[bytes, bytes]]


class Spelled(bytes):
    """A header name that keeps Twilio's capitals: uvicorn would write it small.

    No program should mind, but the SDKs' `…_with_http_info` methods hand headers out in a plain dictionary.
    """

    lower = bytes.__bytes__  # a copy as it is, without a call of Python's for each header


COMMON: RawHeaders = [
    (Spelled(b"Content-Type"), b"application/json"),
    (Spelled(b"Twilio-Concurrent-Requests"), b"1"),
    (Spelled(b"X-Home-Region"), b"us1"),
    (Spelled(b"X-API-Domain"), b"verify.twilio.com"),
    (Spelled(b"X-Powered-By"), b"AT-5000"),
    (Spelled(b"X-Shenanigans"), b"none"),
    (Spelled(b"Access-Control-Allow-Origin"), b"*"),
    (Spelled(b"Access-Control-Allow-Credentials"), b"true"),
    (Spelled(b"Access-Control-Expose-Headers"), b"ETag"),
    (Spelled(b"Access-Control-Allow-Methods"), b"GET, POST, DELETE, OPTIONS"),
    (
        Spelled(b"Access-Control-Allow-Headers"),
        b"Accept, Authorization, Content-Type, If-Match, If-Modified-Since, If-None-Match, "
        b"If-Unmodified-Since, Idempotency-Key",
    ),
]

OVER_TLS: RawHeaders = [(Spelled(b"Strict-Transport-Security"), b"max-age=31536000")]


def with_type(content_type: bytes) -> RawHeaders:
    """The common headers of an answer that is not JSON."""
    (name, _), *rest = COMMON
    return [(name, content_type), *rest]


class RequestIds:
    """`RQ` and 32 hex digits: drawn once, then counted, so that no call waits for randomness."""

    def __init__(self) -> None:
        self._prefix = Ids().sid("RQ")[:18]
        self._count = count(1)

    def next(self) -> str:
        return f"{self._prefix}{next(self._count):016x}"


def safe(text: str) -> bytes:
    """Text as a header value: printable ASCII only, so that nothing a client sent can start another header."""
    if not (text.isascii() and text.isprintable()):
        text = "".join(character if " " <= character <= "~" else "?" for character in text)
    return text.encode()


def raw(headers: Mapping[str, str]) -> RawHeaders:
    return [(Spelled(name.encode()), safe(value)) for name, value in headers.items()]
