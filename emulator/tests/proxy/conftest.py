"""An emulator with a proxy, and connections to it."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from harness.intercepting import PATIENCE, Intercepting
from harness.peer import read_head

Connect = Callable[[], socket.socket]
Tunnel = Callable[[str], socket.socket]


@pytest.fixture(autouse=True)
def _no_proxies_of_the_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def emulator() -> Iterator[Intercepting]:
    with Intercepting() as running:
        yield running


@pytest.fixture
def connect(emulator: Intercepting) -> Iterator[Connect]:
    """Opens connections to the proxy, which are closed at the end."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(socket.create_connection(emulator.proxy, PATIENCE))


@pytest.fixture
def tunnel(connect: Connect) -> Tunnel:
    """Opens tunnels through the proxy."""

    def open_tunnel(authority: str) -> socket.socket:
        sock = connect()
        sock.sendall(f"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n\r\n".encode())
        assert read_head(sock).startswith(b"HTTP/1.1 200 ")
        return sock

    return open_tunnel
