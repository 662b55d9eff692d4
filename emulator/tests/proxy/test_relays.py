"""Plain HTTP of other hosts, by whole URLs. Source of all: RFC 9112 section 3.2.2, RFC 9110 section 7.6."""

import socket
import ssl
from collections.abc import Callable

import pytest
from harness.intercepting import Intercepting
from harness.peer import Peer, read_all, read_head
from harness.wire import read_answer

from verify_emulator import tls
from verify_emulator.listening import relays
from verify_emulator.settings import Settings

Connect = Callable[[], socket.socket]


class Site:
    """Answers each request with its own head."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    def __call__(self, sock: socket.socket) -> None:
        head = read_head(sock)
        length = next(
            (int(line[15:]) for line in head.split(b"\r\n") if line.startswith(b"Content-Length:")), 0
        )
        body = b""
        while len(body) < length:
            body += sock.recv(65536)
        self.bodies.append(body)
        sock.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(head) + head)


def test_the_server_sees_the_request_as_if_there_were_no_proxy(connect: Connect) -> None:
    site = Site()
    with Peer(site) as peer:
        sock = connect()
        sock.sendall(
            f"POST http://127.0.0.1:{peer.port}/a%20b?c=d HTTP/1.1\r\n"
            "Host: forged.test\r\n"
            "Proxy-Authorization: Basic c2VjcmV0\r\n"
            "Proxy-Connection: keep-alive\r\n"
            "Connection: keep-alive, X-Hop\r\n"
            "X-Hop: 1\r\n"
            "X-End: 2\r\n"
            "Content-Length: 5\r\n\r\nhello".encode()
        )
        answer = read_answer(sock)
    assert answer.text == (
        "POST /a%20b?c=d HTTP/1.1\r\n"
        f"Host: 127.0.0.1:{peer.port}\r\n"
        "X-End: 2\r\n"
        "Content-Length: 5\r\n"
        "Connection: close\r\n\r\n"
    )
    assert site.bodies == [b"hello"]


@pytest.mark.parametrize(
    ("url", "target"), [("", "/"), ("?a=b", "/?a=b"), ("/", "/"), ("/%2e%2e/x", "/%2e%2e/x")]
)
def test_the_path_is_left_as_it_is(connect: Connect, url: str, target: str) -> None:
    with Peer(Site()) as peer:
        sock = connect()
        sock.sendall(f"GET http://127.0.0.1:{peer.port}{url} HTTP/1.1\r\n\r\n".encode())
        assert read_answer(sock).text.startswith(f"GET {target} HTTP/1.1\r\n")


def test_a_whole_url_may_be_https_and_the_far_certificate_is_verified(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = tls.Authority()
    with Peer(Site(), authority.server_context(("localhost",))) as peer:
        asked = f"GET https://localhost:{peer.port}/ HTTP/1.1\r\n\r\n".encode()
        first = connect()
        first.sendall(asked)
        assert read_answer(first).status == 502
        trusting = authority.client_context()
        monkeypatch.setattr("ssl.create_default_context", lambda: trusting)
        second = connect()
        second.sendall(asked)
        assert read_answer(second).status == 200
    assert isinstance(peer.faults[0], ssl.SSLError)


def test_a_server_that_is_not_there_is_told(connect: Connect) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    for asked in (f"GET http://127.0.0.1:{port}/ HTTP/1.1", f"CONNECT 127.0.0.1:{port} HTTP/1.1"):
        sock = connect()
        sock.sendall(f"{asked}\r\n\r\n".encode())
        answer = read_answer(sock)
        assert answer.status == 502
        assert answer.text == f"verify-emulator: 127.0.0.1:{port}: Connection refused\n"


def test_a_server_that_does_not_answer_is_told(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verify_emulator.proxy.routes.CONNECT_SECONDS", 0.0)
    sock = connect()
    sock.sendall(b"CONNECT 127.0.0.1:9 HTTP/1.1\r\n\r\n")
    assert read_answer(sock).status == 504


REFUSED = [
    "CONNECT 127.0.0.1:{} HTTP/1.1",
    "GET http://127.0.0.1:{}/ HTTP/1.1",
    "GET https://127.0.0.1:{}/ HTTP/1.1",
]


@pytest.mark.parametrize("asked", REFUSED)
def test_others_are_refused_when_told_to_and_never_called(asked: str) -> None:
    site = Site()
    with (
        Peer(site) as peer,
        Intercepting(proxy_others="refuse") as emulator,
        socket.create_connection(emulator.proxy) as sock,
    ):
        sock.sendall(f"{asked.format(peer.port)}\r\n\r\n".encode())
        answer = read_answer(sock)
        assert read_all(sock) == b""
    assert answer.status == 403
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.startswith("verify-emulator: 127.0.0.1 ")
    assert answer.text.count("\n") == 1
    assert site.bodies == []


@pytest.mark.parametrize(
    ("host", "others", "relayed"),
    [
        ("127.0.0.1", None, True),
        ("localhost", None, True),
        ("::1", None, True),
        ("0.0.0.0", None, False),
        ("::", None, False),
        ("192.0.2.1", None, False),
        ("emulator.lan", None, False),
        ("0.0.0.0", "relay", True),
        ("127.0.0.1", "refuse", False),
    ],
)
def test_only_a_proxy_on_loopback_relays_unless_told_to(host: str, others: str | None, relayed: bool) -> None:
    assert relays(Settings(host=host, proxy_others=others)) is relayed  # type: ignore[arg-type]
