"""HTTP/1.1 as uvicorn speaks it, with bounded heads; who offers another protocol keeps its body, and a connection can
be hung up on.
"""

import asyncio
import re

from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

HANG_UP = "verify_emulator.hang_up"
"""In the state of ASGI's scope: what closes the connection without an answer."""

LONGEST_HEAD = 64 * 1024
"""Bytes, with the request line. The parser would take hundreds of megabytes, while everybody else waits."""

FAREWELL_SECONDS = 2
"""How long one who is refused may go on sending: what is closed with unread input loses its last words."""

_TOO_LONG = f"The head of a request has at most {LONGEST_HEAD} bytes here.".encode()
_REFUSAL = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: text/plain; charset=utf-8\r\n"
    b"content-length: %d\r\nconnection: close\r\n\r\n%s" % (len(_TOO_LONG), _TOO_LONG)
)
_REFUSED = -1

_OFFER = re.compile(
    rb"\A([A-Z]+ [^\r\n]+ HTTP/1\.1\r\n(?:[^\r\n]+\r\n)*?)Upgrade:[^\r\n]*\r\n", re.IGNORECASE
)


# Called for every request, of which `super()` would be a notable part.
_data_received = HttpToolsProtocol.data_received
_on_body = HttpToolsProtocol.on_body
_start_asgi_task = HttpToolsProtocol._start_asgi_task


class Protocol(HttpToolsProtocol):
    """The parser takes what follows such a head for the other protocol, although a server may ignore the offer.

    Java's own HTTP client offers HTTP/2 with every first request to a plain address; so does `curl --http2`.
    Source: RFC 9110, 7.8.
    """

    _at_work: RequestResponseCycle | None = None
    _room = LONGEST_HEAD  # for the rest of a head, or _REFUSED
    _counted: object = None  # the request whose head that is, or whose trailers
    _trailing = False  # where the last chunk of a body may have begun: trailers are bounded as a head is

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, HANG_UP: transport.abort}  # each request's scope gets a copy

    def data_received(self, data: bytes) -> None:
        if b"pgrade:" in data:
            data = _OFFER.sub(rb"\1", data)
        if len(data) > self._room:
            self._take_in_pieces(data)
            return
        _data_received(self, data)
        cycle = self.cycle
        if cycle is None or cycle.scope is not self.scope or self._trailing:  # the head is not complete
            self._count(len(data))

    def on_chunk_header(self) -> None:
        self._trailing = True

    def on_body(self, body: bytes) -> None:
        self._trailing, self._counted = False, None
        _on_body(self, body)

    def _take_in_pieces(self, data: bytes) -> None:
        """What is more than the head may still have, if it is that of a head at all."""
        while data and self._room != _REFUSED and not self.transport.is_closing():
            if self.cycle is not None and self.cycle.scope is self.scope and not self._trailing:
                self._room = LONGEST_HEAD
            piece, data = data[: self._room], data[self._room :]
            self.data_received(piece)

    def _count(self, size: int) -> None:
        """So many bytes have come, and the head, or the trailers, are not complete."""
        cycle = self.cycle
        begun = cycle is None or cycle.scope is not self.scope
        self._trailing = self._trailing and not begun
        concerned: object = self.scope if begun else cycle
        if self._counted is not concerned:
            self._counted, self._room = concerned, LONGEST_HEAD
            if cycle is not None and (cycle.more_body or not cycle.response_complete):
                return  # some may belong to what came before
        self._room -= size
        if self._room <= 0:
            self._refuse()

    def _refuse(self) -> None:
        self._room = _REFUSED
        if self.cycle is not None and not self.cycle.response_complete:
            self.abort()  # another answer goes out just now
            return
        self.transport.write(_REFUSAL)
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.loop.call_later(FAREWELL_SECONDS, self.transport.close)

    @property
    def waits_for_body(self) -> bool:
        """Whether its client has yet to send the rest of a request."""
        cycle = self.cycle
        return cycle is not None and cycle.more_body and not cycle.response_complete

    def abort(self) -> None:
        """End it at once; what is answered just now must not write to it any more."""
        if self._at_work is not None:
            self._at_work.disconnected = True
        self.transport.abort()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._at_work = cycle  # where requests come in one go, `cycle` of the base class is the last of them
        _start_asgi_task(self, cycle, app)
