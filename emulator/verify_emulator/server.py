"""Runs an emulator as an HTTP server.

>>> from verify_emulator.server import run
>>> from verify_emulator.settings import Settings
>>> run(Settings(port=0))  # until SIGTERM or Ctrl-C
"""

import asyncio
import gc
import signal
import socket
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any

import uvicorn

from verify_emulator.app import App
from verify_emulator.listening import Addresses, Listeners, Tls, opened
from verify_emulator.listening import BindError as BindError
from verify_emulator.listening import bind as bind
from verify_emulator.listening import url_of as url_of
from verify_emulator.protocol import Protocol
from verify_emulator.settings import Settings

if TYPE_CHECKING:
    from verify_emulator.proxy import Proxy

STOP_SECONDS = 5
"""How long requests in flight may take to be answered once the server is told to stop."""

UPLOAD_SECONDS = 1
"""How long clients may then take for the rest of their requests."""

READING_SECONDS = STOP_SECONDS - 1
"""How long they may then take to read their answers."""

KEEP_ALIVE_SECONDS = 75
"""Longer than the pools of the SDKs keep an idle connection, so that none is used just as it closes."""

HANDSHAKE_SECONDS = 10
"""How long a client may take for the handshake of TLS."""

FAREWELL_SECONDS = 1
"""How long one may take to answer that TLS is over. Idle clients never do, and the end waits for them."""


class Server(uvicorn.Server):
    """One emulator behind a socket, on the event loop it is served from; beside it may be TLS and a proxy."""

    def __init__(
        self, app: App, sock: socket.socket, tls: Tls | None = None, proxy: "Proxy | None" = None
    ) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=Protocol,
                ws="none",
                lifespan="off",
                access_log=False,
                log_config=None,
                server_header=False,
                date_header=False,  # ours follows the emulator's clock
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
                proxy_headers=False,
                timeout_graceful_shutdown=STOP_SECONDS,
            )
        )
        self._app = app
        self._socket = sock
        self._tls = tls
        self._proxy = proxy
        app.authority = None if tls is None else tls.authority

    @property
    def url(self) -> str:
        return url_of(self._socket)

    async def serve_until(
        self, end: Awaitable[Any], on_ready: Callable[[str], None] = lambda url: None
    ) -> None:
        """Serve until `end` is over, then answer what is in flight and stop."""
        serving = asyncio.ensure_future(self.serve(sockets=[self._socket]))
        ending = asyncio.ensure_future(end)
        while not self.started and not serving.done():
            await asyncio.sleep(0)
        if self.started:
            on_ready(self.url)
        await asyncio.wait({serving, ending}, return_when=asyncio.FIRST_COMPLETED)
        self.should_exit = True
        ending.cancel()
        await serving

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Whoever sees that plain HTTP has started sees that all has."""
        secure = None if self._tls is None else await self._serve_tls(self._tls)
        if self._proxy is not None:
            await self._proxy.start()
        await super().startup(sockets)
        self._app.start()
        if secure is not None:
            self.servers.append(secure)

    async def _serve_tls(self, tls: Tls) -> asyncio.Server:
        def make_protocol() -> asyncio.Protocol:
            made: asyncio.Protocol = self.config.http_protocol_class(  # type: ignore[call-arg]
                config=self.config, server_state=self.server_state, app_state=self.lifespan.state
            )
            return made

        return await asyncio.get_running_loop().create_server(
            make_protocol,
            sock=tls.sock,
            ssl=tls.context,
            ssl_handshake_timeout=HANDSHAKE_SECONDS,
            ssl_shutdown_timeout=FAREWELL_SECONDS,
        )

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._app.stop_waiting()
        if self._proxy is not None:
            self._proxy.refuse_more()
        hurrying = asyncio.ensure_future(self._hurry())
        await super().shutdown(sockets)
        hurrying.cancel()
        if self._proxy is not None:  # only now, because requests in flight may have come by it
            await self._proxy.stop()
        await self._app.stop()

    async def _hurry(self) -> None:
        """Break off with clients that would hold up the end."""
        await asyncio.sleep(UPLOAD_SECONDS)
        for connection in self._connections():
            if connection.waits_for_body:
                connection.abort()
        await asyncio.sleep(READING_SECONDS - UPLOAD_SECONDS)
        for connection in self._connections():
            connection.abort()

    def _connections(self) -> list[Protocol]:
        return [each for each in self.server_state.connections if isinstance(each, Protocol)]

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Signals are the business of whoever calls `serve_until`."""
        yield


async def stopped_by_signal() -> None:
    """Returns at the first SIGTERM or SIGINT."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stop(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(stopped.set)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    await stopped.wait()


def run(settings: Settings, on_ready: Callable[[App, Addresses], None] = lambda app, addresses: None) -> None:
    """Serve until SIGTERM or Ctrl-C. Raises BindError if an address is taken."""
    with opened(settings) as listeners:
        app = App(settings)
        server = serving(app, listeners)
        run_loop(server.serve_until(stopped_by_signal(), lambda url: on_ready(app, listeners.addresses)))


def serving(app: App, listeners: Listeners) -> Server:
    """A server on all of them."""
    return Server(app, listeners.http, listeners.tls, listeners.proxy)


def run_loop(main: Any) -> Any:
    """Run a coroutine on the fastest event loop there is."""
    spare_the_collector()
    try:
        import uvloop
    except ImportError:
        return asyncio.run(main)
    return uvloop.run(main)


def spare_the_collector() -> None:
    """What is there at the start stays; and records live long, so looking for garbage often finds none."""
    gc.freeze()
    gc.set_threshold(10_000, 20, 100)
    gc.enable()
