"""/_emulator/state: all that there is as one document, and back."""

from asyncio import get_running_loop, to_thread
from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from verify_emulator.control import points
from verify_emulator.control.bodies import account_in, read_body, refuse
from verify_emulator.control.parts import Parts

MAX_BODY = 256 * 1024 * 1024
"""Bytes: three times what 100,000 verifications take."""

T = TypeVar("T")
Swap = Callable[[], None]


class State(Protocol):
    """What an emulator has, as a document; `read` raises ValueError, and what it returns puts it in place."""

    @property
    def points(self) -> points.Points: ...

    def document(self, account_sid: str | None = None) -> Iterator[bytes]: ...

    def read(self, text: bytes | bytearray, account_sid: str | None = None) -> Swap: ...


class Document(Response):
    """Sent piece by piece. Whoever reads it slowly keeps nobody waiting."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__(media_type="application/json", headers={"Cache-Control": "no-store"})
        del self.headers["content-length"]
        self._pieces = pieces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        pieces = iter(()) if scope["method"] == "HEAD" else self._pieces
        while piece := await aside(lambda: next(pieces, b"")):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


async def aside(work: Callable[[], T]) -> T:
    """On a thread, so that calls go on meanwhile; here if there is no event loop that could wait for one."""
    try:
        get_running_loop()
    except RuntimeError:
        return work()
    return await to_thread(work)


def routes(parts: Parts) -> list[Route]:
    async def document(request: Request) -> Response:
        sid = account_in(request)
        if request.method != "PUT":
            return Document(parts.state.document(sid))
        text = await read_body(request, MAX_BODY)
        try:
            swap = await aside(lambda: parts.state.read(text, sid))
        except ValueError as error:
            raise refuse(str(error)) from None
        parts.restore(swap)
        return Response(status_code=204)

    return [Route("/state", document, methods=["GET", "PUT"]), *points.routes(parts)]
