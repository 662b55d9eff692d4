"""/_emulator/health: the first thing that anybody asks, so it does without the web framework of the rest."""

from collections.abc import Awaitable, Callable, MutableMapping
from time import monotonic
from typing import Any

from pydantic_core import to_json

from verify_emulator import __version__
from verify_emulator.clock import Clock
from verify_emulator.verify.catalogue import COLLECTIONS, PLANNED

PATH = "/_emulator/health"

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Health:
    """Says that the emulator is there, since when, and how much of Verify it has."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._started = monotonic()

    async def __call__(self, scope: Scope, receive: object, send: Send) -> None:
        status, fields = (
            (200, self._fields())
            if scope["method"] in ("GET", "HEAD")
            else (405, {"error": "Method Not Allowed"})
        )
        body = to_json(fields)
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
        if status != 200:
            headers.append((b"allow", b"GET, HEAD"))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _fields(self) -> dict[str, Any]:
        implemented = sum(len(collection.operations) for collection in COLLECTIONS)
        return {
            "status": "ok",
            "version": __version__,
            "now": self._clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "uptime_seconds": round(monotonic() - self._started, 3),
            "operations": {"implemented": implemented, "total": implemented + len(PLANNED)},
        }
