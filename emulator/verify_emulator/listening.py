"""The sockets that an emulator listens on: plain HTTP, and beside it TLS and the proxy."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from errno import EADDRNOTAVAIL
from ipaddress import ip_address
from typing import TYPE_CHECKING

from verify_emulator.settings import Settings

if TYPE_CHECKING:
    from verify_emulator.proxy import Proxy
    from verify_emulator.tls import Authority

LOOPBACK = "127.0.0.1"
BACKLOG = 2048


class BindError(Exception):
    """The address cannot be listened on; the text names the option."""


def bind(settings: Settings) -> socket.socket:
    """A listening socket at the settings' host and port. Raises BindError."""
    return _listen(settings.host, settings.port, "--port")


def _listen(host: str, port: int, option: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With its protocol named asyncio, too, sends what is written at once; else an answer may wait for 40 ms.
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(BACKLOG)
    except socket.gaierror as error:
        sock.close()
        raise BindError(f"--host {host}: {error.strerror}") from None
    except OSError as error:
        sock.close()
        if error.errno == EADDRNOTAVAIL:
            raise BindError(f"--host {host}: {error.strerror}") from None
        raise BindError(f"{option} {port}: {host}:{port}: {error.strerror}") from None
    return sock


def address_of(sock: socket.socket) -> tuple[str, int]:
    """Where a client on this machine reaches a listening socket."""
    host, port = sock.getsockname()[:2]
    return {"0.0.0.0": LOOPBACK, "::": "::1"}.get(host, host), port


def url_of(sock: socket.socket, scheme: str = "http") -> str:
    """The same as a URL."""
    host, port = address_of(sock)
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"


@dataclass(frozen=True)
class Tls:
    """A socket that is served with TLS, and the certificate (PEM) of the CA that its own is signed by."""

    sock: socket.socket
    context: ssl.SSLContext
    authority: bytes


@dataclass(frozen=True)
class Addresses:
    """Where an emulator is reached; TLS and the proxy are there only when they are on."""

    url: str
    tls: str | None = None
    proxy: str | None = None


@dataclass(frozen=True)
class Listeners:
    """All that one emulator listens on."""

    http: socket.socket
    tls: Tls | None = None
    proxy: "Proxy | None" = None

    @property
    def addresses(self) -> Addresses:
        return Addresses(
            url_of(self.http),
            None if self.tls is None else url_of(self.tls.sock, "https"),
            None if self.proxy is None else url_of(self.proxy.sock),
        )


@contextmanager
def opened(settings: Settings) -> Iterator[Listeners]:
    """The sockets that the settings ask for; then the CA's certificate is in its file, until the end.

    Raises BindError.
    """
    with ExitStack() as stack:
        listeners = Listeners(stack.enter_context(closing(bind(settings))))
        if settings.tls or settings.proxy:
            listeners = _secured(settings, listeners, stack)
        elif settings.ca_file is not None:
            raise BindError("--ca-file: there is a CA only with --tls or --proxy")
        yield listeners


def _secured(settings: Settings, listeners: Listeners, stack: ExitStack) -> Listeners:
    """With TLS; and with a proxy, whose way to Twilio's hosts needs it."""
    from verify_emulator import tls

    authority = tls.Authority()
    place = (settings.host, settings.tls_port) if settings.tls else (LOOPBACK, 0)
    sock = stack.enter_context(closing(_listen(*place, "--tls-port")))
    try:
        context = authority.server_context(tls.names(settings))
    except tls.BadName as error:
        option = "--host" if str(error) == settings.host else "--tls-name"
        raise BindError(f"{option} {error}: neither a host's name nor an address") from None
    except OSError as error:  # Python takes keys from files only
        option = "--tls" if settings.tls else "--proxy"
        raise BindError(f"{option}: there must be a folder for temporary files: {error.strerror}") from None
    listeners = replace(listeners, tls=Tls(sock, context, authority.pem))
    if settings.proxy:
        listeners = replace(listeners, proxy=_proxy(settings, listeners, authority, stack))
    try:
        stack.enter_context(tls.published(authority.pem, settings.ca_file))
    except OSError as error:
        raise BindError(f"--ca-file {settings.ca_file}: {error.strerror}") from None
    return listeners


def _proxy(settings: Settings, listeners: Listeners, authority: "Authority", stack: ExitStack) -> "Proxy":
    from verify_emulator.proxy import Proxy, Routes

    assert listeners.tls is not None
    sock = stack.enter_context(closing(_listen(settings.host, settings.proxy_port, "--proxy-port")))
    routes = Routes(
        plain=address_of(listeners.http),
        tls=address_of(listeners.tls.sock),
        trust=authority.client_context,
        relays=relays(settings),
        own=address_of(sock),
    )
    return Proxy(sock, routes)


def relays(settings: Settings) -> bool:
    """Whether the proxy serves other hosts than Twilio's. One that others reach must not, unless told to."""
    if settings.proxy_others is not None:
        return settings.proxy_others == "relay"
    try:
        return ip_address(settings.host).is_loopback
    except ValueError:
        return settings.host == "localhost"
