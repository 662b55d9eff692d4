"""Takes the proxy's connections, one task each."""

import asyncio
import logging
import socket
from http import HTTPStatus

from verify_emulator.proxy.requests import Refusal, Request, parse
from verify_emulator.proxy.routes import LONGEST_HEAD, Routes
from verify_emulator.proxy.tunnel import PIECE, Stream, join

MOST_CONNECTIONS = 250
"""Each takes three files of ours when it leads to the emulator, and many systems allow a process 1024."""

HEAD_SECONDS = 30.0
FAREWELL_SECONDS = 2.0
"""How long a client that is refused may go on sending, so that it can read why."""

_LOG = logging.getLogger(__name__)


class Proxy:
    """The proxy at one socket, on the event loop that starts it."""

    def __init__(self, sock: socket.socket, routes: Routes) -> None:
        self.sock = sock
        self._routes = routes
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._accept, sock=self.sock, limit=LONGEST_HEAD)

    def refuse_more(self) -> None:
        """Take no further connections."""
        if self._server is not None:
            self._server.close()

    async def stop(self) -> None:
        """Break off what still goes on."""
        self.refuse_more()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._serve(Stream(reader, writer)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, near: Stream) -> None:
        far: Stream | None = None
        try:
            request = await self._read(near)
            far, first = await self._routes.open(request)
            _LOG.debug("%s %s", request.method, request.authority)
            far.writer.write(first)
            if request.scheme == "tunnel":
                near.writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await join(near, far)
        except Refusal as refusal:
            await _refuse(near, refusal)
        except BaseException as error:
            for side in (near, far):
                if side is not None:
                    side.abort()
            if not isinstance(error, OSError | EOFError):  # a peer that has gone away is nothing to report
                raise

    async def _read(self, near: Stream) -> Request:
        if len(self._tasks) > MOST_CONNECTIONS:
            raise Refusal(503, "There are too many connections.")
        try:
            async with asyncio.timeout(HEAD_SECONDS):
                return parse(await _head(near.reader))
        except asyncio.LimitOverrunError:
            raise Refusal(400, f"The head of a request has at most {LONGEST_HEAD} bytes.") from None
        except TimeoutError:
            raise Refusal(408, "The head of the request did not come.") from None


async def _head(reader: asyncio.StreamReader) -> bytes:
    """All up to the empty line. One who speaks TLS to the proxy itself is told so at once."""
    first = await reader.readexactly(1)
    if not first.isalpha():
        raise Refusal(400, "This is a proxy that speaks HTTP, not TLS: its URL begins with http://")
    try:
        return first + await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        raise Refusal(400, "The head of the request has no end.") from None


async def _refuse(near: Stream, refusal: Refusal) -> None:
    """Say why, and let it be read: what is closed with unread input loses its last words."""
    body = f"verify-emulator: {refusal}\n".encode()
    status = f"{refusal.status} {HTTPStatus(refusal.status).phrase}"
    near.writer.write(
        f"HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
        + body
    )
    try:
        near.writer.write_eof()
        async with asyncio.timeout(FAREWELL_SECONDS):
            while await near.reader.read(PIECE):
                pass
    except OSError:
        near.abort()
    else:
        near.writer.close()
