"""Others are relayed by the proxy that the emulator itself is to use. Source of all: our contract."""

import socket
from base64 import b64encode
from collections.abc import Callable

import pytest
from harness.intercepting import Intercepting
from harness.peer import Peer, echo, read_head
from harness.wire import read_answer, request

Connect = Callable[[], socket.socket]
Tunnel = Callable[[str], socket.socket]


class Upstream:
    """Notes what it is asked for, gives an answer, then echoes."""

    def __init__(self, answer: bytes = b"HTTP/1.1 200 OK\r\n\r\n") -> None:
        self.heads: list[str] = []
        self._answer = answer

    def __call__(self, sock: socket.socket) -> None:
        self.heads.append(read_head(sock).decode())
        sock.sendall(self._answer)
        echo(sock)


def test_a_tunnel_goes_through_a_tunnel_of_the_further_proxy(
    tunnel: Tunnel, monkeypatch: pytest.MonkeyPatch
) -> None:
    upstream = Upstream()
    with Peer(upstream) as peer:
        monkeypatch.setenv("HTTPS_PROXY", f"http://user:p%40ss@127.0.0.1:{peer.port}")
        sock = tunnel("far.test:8443")
        sock.sendall(b"hello")
        assert sock.recv(5) == b"hello"
        sock.close()
    credentials = b64encode(b"user:p@ss").decode()
    assert upstream.heads == [
        "CONNECT far.test:8443 HTTP/1.1\r\nHost: far.test:8443\r\n"
        f"Proxy-Authorization: Basic {credentials}\r\n\r\n"
    ]


def test_plain_http_is_asked_of_the_further_proxy_by_its_whole_url(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    upstream = Upstream(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
    with Peer(upstream) as peer:
        monkeypatch.setenv("http_proxy", f"127.0.0.1:{peer.port}")
        sock = connect()
        sock.sendall(b"GET http://far.test/x HTTP/1.1\r\nProxy-Authorization: Basic eA==\r\n\r\n")
        assert read_answer(sock).status == 204
        sock.close()
    assert upstream.heads == ["GET http://far.test/x HTTP/1.1\r\nHost: far.test\r\nConnection: close\r\n\r\n"]


def test_exceptions_from_the_proxy_are_called_directly(
    tunnel: Tunnel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    with Peer(echo) as peer:
        sock = tunnel(f"127.0.0.1:{peer.port}")
        sock.sendall(b"hello")
        assert sock.recv(5) == b"hello"
        sock.close()


def test_twilios_hosts_never_go_to_the_further_proxy(tunnel: Tunnel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    sock = tunnel("verify.twilio.com:80")
    sock.sendall(request("GET", "/v2/Services"))
    assert read_answer(sock).status == 200


def test_a_proxy_whose_environment_names_itself_does_not_go_in_circles(
    emulator: Intercepting, tunnel: Tunnel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where `eval "$(verify-emulator env --proxy …)"` came before the emulator's start."""
    monkeypatch.setenv("HTTPS_PROXY", f"http://localhost:{emulator.proxy[1]}")
    with Peer(echo) as peer:
        sock = tunnel(f"127.0.0.1:{peer.port}")
        sock.sendall(b"hello")
        assert sock.recv(5) == b"hello"
        sock.close()


BAD = {
    "http://127.0.0.1:{port}": "refused: HTTP/1.1 407 Proxy Authentication Required",
    "socks5://127.0.0.1:{port}": "a proxy that is none for HTTP",
    "http://127.0.0.1:99999": "a proxy that is none for HTTP",
    "http://127.0.0.1:1": "Connection refused",
}


@pytest.mark.parametrize(("url", "reason"), BAD.items())
def test_a_further_proxy_that_does_not_help_is_told_without_its_credentials(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, url: str, reason: str
) -> None:
    with Peer(Upstream(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")) as peer:
        monkeypatch.setenv("HTTPS_PROXY", url.format(port=peer.port).replace("://", "://user:secret@"))
        sock = connect()
        sock.sendall(b"CONNECT far.test:443 HTTP/1.1\r\n\r\n")
        answer = read_answer(sock)
        sock.close()
    assert answer.status == 502
    assert reason in answer.text
    assert "secret" not in answer.text


def test_a_further_proxy_that_hangs_up_is_told(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    with Peer(lambda sock: sock.close()) as peer:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{peer.port}")
        sock = connect()
        sock.sendall(b"CONNECT far.test:443 HTTP/1.1\r\n\r\n")
        assert read_answer(sock).status == 502
