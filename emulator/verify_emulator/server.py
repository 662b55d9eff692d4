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
from errno import EADDRNOTAVAIL
from types import FrameType
from typing import Any

import uvicorn

from verify_emulator.app import App
from verify_emulator.settings import Settings

STOP_SECONDS = 5
"""How long requests in flight may take to be answered once the server is told to stop."""

KEEP_ALIVE_SECONDS = 75
"""Longer than the pools of the SDKs keep an idle connection, so that none is used just as it closes."""


class BindError(Exception):
    """The address cannot be listened on; the text names the option."""


def bind(settings: Settings) -> socket.socket:
    """A listening socket at the settings' host and port. Raises BindError."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # With its protocol named asyncio, too, sends what is written at once; else an answer may wait for 40 ms.
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((settings.host, settings.port))
        sock.listen(2048)
    except socket.gaierror as error:
        sock.close()
        raise BindError(f"--host {settings.host}: {error.strerror}") from None
    except OSError as error:
        sock.close()
        if error.errno == EADDRNOTAVAIL:
            raise BindError(f"--host {settings.host}: {error.strerror}") from None
        address = f"{settings.host}:{settings.port}"
        raise BindError(f"--port {settings.port}: {address}: {error.strerror}") from None
    return sock


def url_of(sock: socket.socket) -> str:
    """Where a client on this machine reaches the server."""
    host, port = sock.getsockname()[:2]
    reachable = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{reachable}:{port}"


class Server(uvicorn.Server):
    """One emulator behind one socket, on the event loop it is served from."""

    def __init__(self, app: App, sock: socket.socket) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http="httptools",
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

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._app.stop_waiting()
        await super().shutdown(sockets)
        await self._app.stop()

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


def run(settings: Settings, on_ready: Callable[[App, str], None] = lambda app, url: None) -> None:
    """Serve until SIGTERM or Ctrl-C. Raises BindError if the address is taken."""
    sock = bind(settings)
    app = App(settings)
    server = Server(app, sock)
    run_loop(server.serve_until(stopped_by_signal(), lambda url: on_ready(app, url)))


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
