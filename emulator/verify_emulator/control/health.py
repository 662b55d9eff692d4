"""/_emulator/health: the first thing that anybody asks, so it does without the web framework of the rest."""

from time import monotonic
from typing import Any

from pydantic_core import to_json
from starlette.types import Receive, Scope, Send

from verify_emulator import __version__
from verify_emulator.clock import Clock, timestamp
from verify_emulator.control import PREFIX

OPERATIONS = 57
"""Of Verify v2, all of them implemented. A constant, because counting them would load them."""

PATH = f"{PREFIX}/health"


class Health:
    """Says that the emulator is there, since when, and how much of Verify it has."""

    def __init__(self, clock: Clock, started: float) -> None:
        """`started` is a reading of `time.monotonic`."""
        self._clock = clock
        self._started = started

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        allowed = scope["method"] in ("GET", "HEAD")
        body = to_json(self._fields() if allowed else {"error": "Method Not Allowed"})
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
        if not allowed:
            headers.append((b"allow", b"GET, HEAD"))
        await send({"type": "http.response.start", "status": 200 if allowed else 405, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _fields(self) -> dict[str, Any]:
        return {
            "status": "ok",
            "version": __version__,
            "now": timestamp(self._clock.now()),
            "uptime_seconds": round(monotonic() - self._started, 3),
            "operations": {"implemented": OPERATIONS, "total": OPERATIONS},
        }
