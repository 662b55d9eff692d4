"""The server around the application. Source of all: our contract."""

import asyncio
import gc
import os
import signal
import socket
import sys
from collections.abc import Iterator

import pytest
from harness.served import Served

from verify_emulator import server
from verify_emulator.app import App
from verify_emulator.listening import Addresses
from verify_emulator.server import BindError, bind, run, run_loop, url_of
from verify_emulator.settings import Settings


def test_port_0_picks_a_free_port() -> None:
    with bind(Settings(port=0)) as first, bind(Settings(port=0)) as second:
        assert first.getsockname()[1] != second.getsockname()[1]
        assert url_of(first) == f"http://127.0.0.1:{first.getsockname()[1]}"


@pytest.mark.parametrize(
    ("host", "reachable"),
    [
        ("0.0.0.0", "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "127.0.0.1"),
        ("::1", "[::1]"),
        ("::", "[::1]"),
    ],
)
def test_the_url_is_one_that_can_be_reached_from_here(host: str, reachable: str) -> None:
    if ":" in host and not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    try:
        sock = bind(Settings(host=host, port=0))
    except BindError as error:
        pytest.skip(f"this machine does not have that address: {error}")
    with sock:
        assert url_of(sock) == f"http://{reachable}:{sock.getsockname()[1]}"


def test_a_port_in_use_is_told_with_its_option() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BindError, match=f"^--port {port}: 127.0.0.1:{port}: Address already in use$"):
            bind(Settings(port=port))


@pytest.mark.parametrize("host", ["host.invalid", "a..b", "::zz", "203.0.113.1", "x" * 300])
def test_a_host_that_is_not_ours_is_told_with_its_option(host: str) -> None:
    with pytest.raises(BindError, match=r"^--host "):
        bind(Settings(host=host, port=0))


@pytest.fixture
def _signals_as_before() -> Iterator[None]:
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("_signals_as_before")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_run(monkeypatch: pytest.MonkeyPatch, number: signal.Signals) -> None:
    monkeypatch.setattr(server, "spare_the_collector", lambda: None)
    seen: list[str] = []

    def greet(app: App, addresses: Addresses) -> None:
        seen.append(addresses.url)
        os.kill(os.getpid(), number)

    run(Settings(port=0), greet)
    assert seen[0].startswith("http://127.0.0.1:")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(seen[0].rpartition(":")[2])), 1)


def test_the_collector_is_spared(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[object] = []
    monkeypatch.setattr(gc, "freeze", lambda: called.append("frozen"))
    monkeypatch.setattr(gc, "set_threshold", lambda *numbers: called.append(numbers))
    server.spare_the_collector()
    assert called[0] == "frozen"
    assert len(called) == 2


def test_without_the_fast_event_loop_the_usual_one_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvloop", None)

    async def which() -> str:
        return type(asyncio.get_running_loop()).__module__

    assert run_loop(which()).startswith("asyncio")


def test_a_server_that_fails_to_start_ends() -> None:
    """What cannot be served does not wait for its end."""

    async def main() -> list[str]:
        ready: list[str] = []
        sock = bind(Settings(port=0))
        broken = server.Server(App(Settings(port=0)), sock)

        async def fail(sockets: object = None) -> None:
            raise RuntimeError("broken")

        broken.startup = fail  # type: ignore[method-assign]
        with pytest.raises(RuntimeError, match="broken"):
            await broken.serve_until(asyncio.Event().wait(), ready.append)
        sock.close()
        return ready

    assert asyncio.run(main()) == []


def test_the_server_says_nothing_of_itself(served: Served) -> None:
    headers = served.wire.get("/v2/Services").headers
    assert "server" not in headers
    assert len(headers["date"].split(",")) == 2


def test_a_connection_is_used_again(served: Served) -> None:
    from harness.wire import read_answer, request

    with served.wire.connect() as sock:
        for _ in range(3):
            sock.sendall(request("GET", "/v2/Services"))
            assert read_answer(sock).status == 200
