"""An emulator behind a real socket, on a thread of this process."""

import asyncio
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self

from harness.wire import Wire
from verify_emulator.app import App
from verify_emulator.server import Server, bind
from verify_emulator.settings import Settings

PATIENCE = 10
"""Seconds a test waits for what takes milliseconds."""


class Served:
    """Starts on entry, stops on exit. `wire` speaks to it."""

    def __init__(self, **options: Any) -> None:
        settings = Settings(**{"port": 0, **options})
        self.app = App(settings)
        self.sock = bind(settings)
        self.host, self.port = self.sock.getsockname()[:2]
        self.wire = Wire(self.host, self.port)
        self._ready = Event()
        self._thread = Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    async def _serve(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        await Server(self.app, self.sock).serve_until(self._end.wait(), lambda url: self._ready.set())

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(PATIENCE)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()
