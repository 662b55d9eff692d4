"""Time that an answer takes although it is ready, until the emulator stops."""

import asyncio
from math import ceil

from starlette.types import Send

STEP = 0.1
"""Seconds between two pieces of a slow answer, if its pieces are not single bytes."""


class Pauses:
    """Ends all of them at once when the emulator stops, so that every request is answered."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()
        self._stopped = False

    async def wait(self, seconds: float) -> None:
        if self._stopped or seconds <= 0:
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await asyncio.wait_for(future, seconds)
        except TimeoutError:
            pass
        finally:
            self._waiting.discard(future)

    async def drip(self, body: bytes, bytes_per_second: float, send: Send) -> None:
        """Send a body in pieces, each in its time."""
        size = ceil(bytes_per_second * STEP)
        for start in range(0, len(body), size):
            piece = body[start : start + size]
            await self.wait(len(piece) / bytes_per_second)
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    def stop(self) -> None:
        self._stopped = True
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
