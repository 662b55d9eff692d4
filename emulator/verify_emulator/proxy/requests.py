"""What a client of the proxy asks for: a tunnel (CONNECT), or a whole URL. Source: RFC 9110, RFC 9112."""

import re
from dataclasses import dataclass
from typing import Literal

Scheme = Literal["tunnel", "http", "https"]

_REQUEST_LINE = re.compile(rb"([A-Z]{1,32}) (\S+) HTTP/1\.[01]")
_AUTHORITY = (
    r"(?:\[(?P<literal>[0-9A-Fa-f:.]{2,45})\]|(?P<name>[A-Za-z0-9._-]{1,253}))(?::(?P<port>[0-9]{1,5}))?"
)
_TUNNEL = re.compile(_AUTHORITY)
_URL = re.compile(rf"(?P<scheme>https?)://{_AUTHORITY}(?P<rest>[/?].*)?", re.IGNORECASE)
_FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[^\r\n\0]*")

_OF_THIS_HOP = {
    b"connection",
    b"proxy-connection",
    b"proxy-authorization",
    b"keep-alive",
    b"upgrade",
    b"host",
}
DEFAULT_PORTS = {"http": 80, "https": 443}


class Refusal(Exception):
    """What the proxy does not do, with the HTTP status for it."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True)
class Request:
    """The head of a request to the proxy."""

    method: str
    scheme: Scheme
    host: str
    port: int
    path: str
    fields: tuple[bytes, ...]

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS.get(self.scheme) else f"{host}:{self.port}"

    def to_origin(self) -> bytes:
        """The head for the server itself."""
        return self._head(self.path)

    def to_proxy(self, credentials: str = "") -> bytes:
        """The head for a further proxy."""
        return self._head(f"{self.scheme}://{self.authority}{self.path}", credentials)

    def _head(self, target: str, credentials: str = "") -> bytes:
        """One request a connection, because the next one may be for another host."""
        lines = [
            f"{self.method} {target} HTTP/1.1".encode("latin-1"),
            b"Host: " + self.authority.encode(),
            *self.fields,
            b"Connection: close",
            *([b"Proxy-Authorization: " + credentials.encode("latin-1")] if credentials else []),
        ]
        return b"\r\n".join(lines) + b"\r\n\r\n"


def parse(head: bytes) -> Request:
    """The request whose head that is, with the empty line at its end. Raises Refusal."""
    first, *fields = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    found = _REQUEST_LINE.fullmatch(first)
    if found is None or not all(map(_FIELD.fullmatch, fields)):
        raise Refusal(400, "This is not an HTTP request.")
    method, target = found[1].decode(), found[2].decode("latin-1")
    if method == "CONNECT":
        return _tunnel(target)
    return _of_url(method, target, fields)


def _tunnel(target: str) -> Request:
    found = _TUNNEL.fullmatch(target)
    if found is None or found["port"] is None:
        raise Refusal(400, "CONNECT needs a host and a port.")
    return Request("CONNECT", "tunnel", found["literal"] or found["name"], _port(found["port"]), "", ())


def _of_url(method: str, target: str, fields: list[bytes]) -> Request:
    found = _URL.fullmatch(target)
    if found is None:
        raise Refusal(400, "This is a proxy: it wants CONNECT, or a whole URL.")
    scheme: Scheme = "https" if found["scheme"].lower() == "https" else "http"
    rest = found["rest"] or "/"
    return Request(
        method,
        scheme,
        found["literal"] or found["name"],
        _port(found["port"]) if found["port"] else DEFAULT_PORTS[scheme],
        rest if rest.startswith("/") else "/" + rest,
        _for_others(fields),
    )


def _port(digits: str) -> int:
    port = int(digits)
    if not 0 < port < 65_536:
        raise Refusal(400, "There is no such port.")
    return port


def _for_others(fields: list[bytes]) -> tuple[bytes, ...]:
    """Without those that are for this hop only."""
    named = [(field.partition(b":")[0].strip().lower(), field) for field in fields]
    dropped = set(_OF_THIS_HOP)
    for name, field in named:
        if name == b"connection":
            dropped |= {option.strip().lower() for option in field.partition(b":")[2].split(b",")}
    return tuple(field for name, field in named if name not in dropped)
