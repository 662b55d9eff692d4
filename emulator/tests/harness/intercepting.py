"""An emulator with TLS and a proxy beside it, on a thread of this process."""

import asyncio
import ssl
from collections.abc import Callable, Coroutine
from contextlib import ExitStack
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import uvloop

from harness.wire import Wire
from verify_emulator.app import App
from verify_emulator.listening import opened
from verify_emulator.server import serving
from verify_emulator.settings import Settings

Runner = Callable[[Coroutine[Any, Any, None]], None]

PATIENCE = 10
"""Seconds a test waits for what takes milliseconds."""


class Intercepting:
    """Starts on entry, stops on exit. `wire` speaks plain HTTP to it."""

    def __init__(self, run: Runner = uvloop.run, **options: Any) -> None:
        self.settings = Settings(
            **{"port": 0, "tls": True, "tls_port": 0, "proxy": True, "proxy_port": 0, **options}
        )
        self.app = App(self.settings)
        self._stack = ExitStack()
        self._ready = Event()
        self._thread = Thread(target=lambda: run(self._serve()), daemon=True)

    async def _serve(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        server = serving(self.app, self._listeners)
        await server.serve_until(self._end.wait(), lambda url: self._ready.set())

    def __enter__(self) -> Self:
        self._listeners = self._stack.enter_context(opened(self.settings))
        self.addresses = self._listeners.addresses
        plain, tls, proxy = (
            urlsplit(url or "") for url in (self.addresses.url, self.addresses.tls, self.addresses.proxy)
        )
        self.wire = Wire(plain.hostname or "", plain.port or 0)
        self.tls = (tls.hostname or "", tls.port or 0)
        self.proxy = (proxy.hostname or "", proxy.port or 0)
        self._thread.start()
        assert self._ready.wait(PATIENCE)
        return self

    @property
    def authority(self) -> str:
        assert self.app.authority is not None
        return self.app.authority.decode()

    def trusting(self) -> ssl.SSLContext:
        """What trusts this emulator's CA only, checks names, and is as strict as Python 3.13 is by itself."""
        context = ssl.create_default_context(cadata=self.authority)
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        return context

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread.is_alive():
            self.stop()
        self._stack.close()
