"""Where the proxy takes a request: to the emulator, to the host it names, or to a further proxy."""

import asyncio
import os
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from socket import gaierror

from verify_emulator.hosts import is_twilio
from verify_emulator.proxy.requests import Refusal, Request
from verify_emulator.proxy.tunnel import PIECE, Stream
from verify_emulator.proxy.upstream import Upstream, upstream_for

CONNECT_SECONDS = 15.0
LONGEST_HEAD = 16 * 1024
"""Bytes."""

Address = tuple[str, int]


@dataclass(frozen=True)
class Routes:
    """The ways to go. `relays` says whether other hosts than Twilio's are served; `own` is the proxy's address."""

    plain: Address
    tls: Address
    trust: Callable[[], ssl.SSLContext]
    relays: bool
    own: Address

    async def open(self, request: Request) -> tuple[Stream, bytes]:
        """A connection to where the request goes, and what to send there first. Raises Refusal."""
        if is_twilio(request.host):
            return await self._to_emulator(request)
        if not self.relays:
            raise Refusal(
                403, f"{request.host} is not one of Twilio's hosts for Verify, and others are refused."
            )
        upstream = upstream_for(request.scheme, request.host, self.own)
        if upstream is not None:
            return await _by_way_of(upstream, request)
        if request.scheme == "tunnel":
            return await _connect((request.host, request.port)), b""
        context = ssl.create_default_context() if request.scheme == "https" else None
        return await _connect((request.host, request.port), context, request.host), request.to_origin()

    async def _to_emulator(self, request: Request) -> tuple[Stream, bytes]:
        if request.port == 443 and request.scheme == "tunnel":
            return await _connect(self.tls), b""
        if request.port == 443 and request.scheme == "https":
            return await _connect(self.tls, self.trust(), request.host), request.to_origin()
        if request.port == 80 and request.scheme != "https":
            return await _connect(self.plain), b"" if request.scheme == "tunnel" else request.to_origin()
        raise Refusal(403, f"{request.host} has HTTPS at port 443 and HTTP at port 80, and nothing else.")


async def _connect(address: Address, context: ssl.SSLContext | None = None, name: str = "") -> Stream:
    host, port = address
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            reader, writer = await asyncio.open_connection(
                host, port, ssl=context, server_hostname=name if context else None, limit=PIECE
            )
    except TimeoutError:
        raise Refusal(504, f"{host}:{port} does not answer.") from None
    except (OSError, UnicodeError) as error:
        raise Refusal(502, f"{host}:{port}: {_reason(error)}") from None
    return Stream(reader, writer)


def _reason(error: OSError | UnicodeError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    if isinstance(error, OSError) and error.errno and not isinstance(error, gaierror | ssl.SSLError):
        return os.strerror(error.errno)
    return "it cannot be reached"


async def _by_way_of(upstream: Upstream, request: Request) -> tuple[Stream, bytes]:
    far = await _connect((upstream.host, upstream.port), upstream.context, upstream.host)
    if request.scheme != "tunnel":
        return far, request.to_proxy(upstream.credentials)
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            await _ask_for_tunnel(far, upstream, request)
    except BaseException as error:
        far.abort()
        if isinstance(error, OSError | EOFError | asyncio.LimitOverrunError):  # TimeoutError is an OSError
            raise Refusal(502, f"The proxy {upstream.host}:{upstream.port} gave no answer.") from None
        raise
    return far, b""


async def _ask_for_tunnel(far: Stream, upstream: Upstream, request: Request) -> None:
    lines = [f"CONNECT {request.authority} HTTP/1.1", f"Host: {request.authority}"]
    if upstream.credentials:
        lines.append(f"Proxy-Authorization: {upstream.credentials}")
    far.writer.write("\r\n".join([*lines, "", ""]).encode("latin-1"))
    await far.writer.drain()
    answer = await far.reader.readuntil(b"\r\n\r\n")
    if not answer.partition(b" ")[2].startswith(b"2"):
        status = answer.partition(b"\r\n")[0].decode("latin-1")
        raise Refusal(502, f"The proxy {upstream.host}:{upstream.port} refused: {status}")
