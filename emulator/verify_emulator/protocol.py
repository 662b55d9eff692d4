"""HTTP/1.1 as uvicorn speaks it; who offers another protocol keeps its body, and a connection can be hung up on."""

import asyncio
import re

from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

HANG_UP = "verify_emulator.hang_up"
"""In the state of ASGI's scope: what closes the connection without an answer."""

_OFFER = re.compile(
    rb"\A([A-Z]+ [^\r\n]+ HTTP/1\.1\r\n(?:[^\r\n]+\r\n)*?)Upgrade:[^\r\n]*\r\n", re.IGNORECASE
)


class Protocol(HttpToolsProtocol):
    """The parser takes what follows such a head for the other protocol, although a server may ignore the offer.

    Java's own HTTP client offers HTTP/2 with every first request to a plain address; so does `curl --http2`.
    Source: RFC 9110, 7.8.
    """

    _at_work: RequestResponseCycle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, HANG_UP: transport.abort}  # each request's scope gets a copy

    def data_received(self, data: bytes) -> None:
        super().data_received(_OFFER.sub(rb"\1", data) if b"pgrade:" in data else data)

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
        super()._start_asgi_task(cycle, app)
