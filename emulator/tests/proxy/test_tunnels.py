"""What a tunnel carries, and how it ends. Source of all: our contract, RFC 9110 section 9.3.6."""

import asyncio
import os
import socket
import ssl
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Event, Thread

import pytest
import uvloop
from harness.intercepting import Intercepting
from harness.peer import PATIENCE, Peer, answer_after_all, echo, read_all, read_head

from verify_emulator import tls
from verify_emulator.proxy import tunnel as tunnels

Connect = Callable[[], socket.socket]
Tunnel = Callable[[str], socket.socket]


@pytest.fixture(params=[uvloop.run, asyncio.run], ids=["uvloop", "asyncio"])
def emulator(request: pytest.FixtureRequest) -> Iterator[Intercepting]:
    """On either event loop: their transports are different programs."""
    with Intercepting(request.param) as running:
        yield running


def test_bytes_come_through_as_they_were_sent(tunnel: Tunnel) -> None:
    sent = os.urandom(3_000_000)
    with Peer(echo) as peer:
        sock = tunnel(f"127.0.0.1:{peer.port}")

        def send() -> None:
            sock.sendall(sent)
            sock.shutdown(socket.SHUT_WR)

        sending = Thread(target=send)
        sending.start()
        assert read_all(sock) == sent
        sending.join(PATIENCE)
    assert peer.faults == []


def test_tls_to_other_servers_is_not_looked_into(tunnel: Tunnel) -> None:
    """The far server's own certificate arrives, not one of ours."""
    authority = tls.Authority()
    with (
        Peer(echo, authority.server_context(("localhost",))) as peer,
        authority.client_context().wrap_socket(
            tunnel(f"localhost:{peer.port}"), server_hostname="localhost"
        ) as secure,
    ):
        secure.sendall(b"hello")
        assert secure.recv(5) == b"hello"


def test_a_client_may_end_its_half_and_still_be_answered(tunnel: Tunnel) -> None:
    with Peer(answer_after_all) as peer:
        sock = tunnel(f"127.0.0.1:{peer.port}")
        sock.sendall(b"x" * 100_000)
        sock.shutdown(socket.SHUT_WR)
        assert read_all(sock) == b"100000"


def test_a_server_may_end_its_half_and_still_listen(tunnel: Tunnel) -> None:
    heard: list[bytes] = []

    def end_first(sock: socket.socket) -> None:
        sock.sendall(b"bye")
        sock.shutdown(socket.SHUT_WR)
        heard.append(read_all(sock))

    with Peer(end_first) as peer:
        sock = tunnel(f"127.0.0.1:{peer.port}")
        assert read_all(sock) == b"bye"
        sock.sendall(b"and good night")
        sock.shutdown(socket.SHUT_WR)
    assert heard == [b"and good night"]


def reset(sock: socket.socket) -> None:
    """Close it as a process that is killed with unread input does."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


def test_a_client_that_breaks_off_ends_the_connection_beyond(tunnel: Tunnel) -> None:
    ended = Event()

    def wait_for_the_end(sock: socket.socket) -> None:
        try:
            read_all(sock)
        finally:
            ended.set()

    with Peer(wait_for_the_end) as peer:
        sock = tunnel(f"127.0.0.1:{peer.port}")
        sock.sendall(b"hello")
        reset(sock)
        assert ended.wait(PATIENCE)


def test_a_server_that_breaks_off_ends_the_clients_connection(tunnel: Tunnel) -> None:
    def break_off(sock: socket.socket) -> None:
        sock.recv(5)
        reset(sock)

    with Peer(break_off) as peer:
        sock = tunnel(f"127.0.0.1:{peer.port}")
        sock.sendall(b"hello")
        try:
            rest = read_all(sock)
        except ConnectionResetError:
            rest = b""
        assert rest == b""


def test_a_side_that_stays_silent_after_the_other_has_ended_is_not_waited_for(
    tunnel: Tunnel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tunnels, "QUIET_SECONDS", 0.05)
    over = Event()

    def say_nothing(sock: socket.socket) -> None:
        assert sock.recv(1) == b""
        over.wait(PATIENCE)

    with Peer(say_nothing) as peer:
        sock = tunnel(f"127.0.0.1:{peer.port}")
        sock.shutdown(socket.SHUT_WR)
        with suppress(ConnectionResetError):
            assert sock.recv(1) == b""
        over.set()


def test_what_is_not_taken_is_not_fetched(tunnel: Tunnel) -> None:
    """A client that does not read holds the server up; nothing is piled up between them."""
    held_up = Event()
    piece, most = b"x" * 65536, 64 * 1024 * 1024
    sent = 0

    def pour(sock: socket.socket) -> None:
        nonlocal sent
        sock.settimeout(1)
        try:
            while sent < most:
                sent += sock.send(piece)
        except TimeoutError:
            held_up.set()

    with Peer(pour) as peer:
        sock = tunnel(f"127.0.0.1:{peer.port}")
        assert held_up.wait(PATIENCE)
        assert len(read_all(sock)) == sent
    assert sent < most


def test_many_tunnels_are_open_at_once(tunnel: Tunnel) -> None:
    with Peer(echo) as peer:
        socks = [tunnel(f"127.0.0.1:{peer.port}") for _ in range(150)]
        for number, sock in enumerate(socks):
            sock.sendall(b"%03d" % number)
        assert [sock.recv(3) for sock in reversed(socks)] == [b"%03d" % n for n in reversed(range(150))]
        for sock in socks:
            sock.close()


def test_more_than_the_most_connections_are_refused(
    connect: Connect, tunnel: Tunnel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("verify_emulator.proxy.proxy.MOST_CONNECTIONS", 2)
    with Peer(echo) as peer:
        first, second = (tunnel(f"127.0.0.1:{peer.port}") for _ in range(2))
        third = connect()
        assert read_head(third).startswith(b"HTTP/1.1 503 ")
        first.sendall(b"a")
        second.sendall(b"b")
        assert (first.recv(1), second.recv(1)) == (b"a", b"b")
        first.close()
        second.close()


def test_the_end_of_the_emulator_ends_open_tunnels(emulator: Intercepting, tunnel: Tunnel) -> None:
    with Peer(echo) as peer:
        relayed = tunnel(f"127.0.0.1:{peer.port}")
        relayed.sendall(b"a")
        assert relayed.recv(1) == b"a"
        ours = emulator.trusting().wrap_socket(
            tunnel("verify.twilio.com:443"), server_hostname="verify.twilio.com"
        )
        emulator.stop()
        for sock in (relayed, ours):
            with suppress(ConnectionResetError, ssl.SSLError):
                assert sock.recv(1) == b""
        ours.close()
