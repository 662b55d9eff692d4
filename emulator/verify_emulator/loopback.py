"""Requests to an App in memory: what an HTTP client would have put on the wire, as ASGI messages."""

import json
import re
from base64 import b64encode
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, unquote_plus, urlencode, urlsplit

from starlette.types import ASGIApp

from verify_emulator.faults.faults import Faults

Fields = Mapping[str, Any] | None

DEFAULT_HOST = "verify.twilio.com"


class ConnectionLost(ConnectionError):
    """The emulator has hung up without an answer, because a scripted failure says so."""


class Sent(NamedTuple):
    """A request as it goes on the wire."""

    method: str
    url: str
    headers: Sequence[tuple[bytes, bytes]]
    body: bytes


class Reply(NamedTuple):
    """An answer as it came off the wire."""

    status: int
    headers: Sequence[tuple[bytes, bytes]]
    body: bytes


def encode(
    method: str,
    url: str,
    *,
    params: Fields = None,
    data: Any = None,
    as_json: Any = None,
    headers: Mapping[str, str] | None = None,
    auth: tuple[str, str] | None = None,
) -> Sent:
    """The bytes that requests and aiohttp make of the same arguments."""
    if params:
        url += ("&" if "?" in url else "?") + encode_form(params)
    raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in (headers or {}).items()]
    if not any(name == b"host" for name, _ in raw):
        raw.append((b"host", (urlsplit(url).netloc or DEFAULT_HOST).encode()))
    if auth is not None:
        raw.append((b"authorization", b"Basic " + b64encode(f"{auth[0]}:{auth[1]}".encode())))
    if as_json is not None:
        body = json.dumps(as_json).encode()
    else:
        body = encode_form(data).encode() if isinstance(data, Mapping) else _as_bytes(data)
    return Sent(method, url, raw, body)


def encode_form(fields: Mapping[str, Any]) -> str:
    """Lists are repeated keys, None is left out; of a mapping in the place of a value only its keys go out."""
    pairs: list[tuple[str, Any]] = []
    for name, value in fields.items():
        if isinstance(value, str | bytes) or not hasattr(value, "__iter__"):
            value = (value,)
        pairs.extend((name, item) for item in value if item is not None)
    return urlencode(pairs)


def _as_bytes(data: Any) -> bytes:
    if data is None:
        return b""
    return data if isinstance(data, bytes) else str(data).encode()


def scope_of(sent: Sent) -> MutableMapping[str, Any]:
    parts = urlsplit(sent.url)
    path = quote_path(parts.path)
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": sent.method,
        "scheme": parts.scheme or "https",
        "path": unquote(path) if "%" in path else path,
        "raw_path": path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "headers": sent.headers,
        "server": (parts.hostname or DEFAULT_HOST, parts.port or 443),
        "client": ("127.0.0.1", 0),
    }


def quote_path(path: str) -> str:
    """What a URL may not hold is escaped; what is escaped already stays so."""
    if path.isascii() and path.isprintable() and " " not in path:
        return path
    return quote(path, safe="%/:=&?~#+!$,;'@()*[]")


async def exchange(app: ASGIApp, sent: Sent, parts: list[bytes] | None = None) -> Reply:
    """Send a request to an App and collect its answer. Raises ConnectionLost if there is none.

    Whoever wants to see that something comes gives the list that the body is collected in.
    """
    start: list[Any] = []
    parts = [] if parts is None else parts

    async def receive() -> Any:
        return {"type": "http.request", "body": sent.body, "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            start.append(message)
        else:
            parts.append(message.get("body", b""))

    await app(scope_of(sent), receive, send)
    if not start:
        raise ConnectionLost("The connection was closed without an answer.")
    return Reply(start[0]["status"], start[0]["headers"], b"".join(parts))


_TO = re.compile(rb"(?:^|&)To=([^&]*)")


def takes_time(faults: Faults, sent: Sent) -> bool:
    """Whether a magic recipient makes an answer slow, so that it needs an event loop."""
    found = _TO.search(sent.body)
    return found is not None and faults.are_slow_for(unquote_plus(found[1].decode("utf-8", "replace")))
