"""Twilio's hosts are the emulator, however a client asks for them. Source of all: our contract."""

import socket
import ssl
from collections.abc import Callable

import pytest
from harness.intercepting import Intercepting
from harness.peer import read_head
from harness.wire import read_answer, request

Connect = Callable[[], socket.socket]
Tunnel = Callable[[str], socket.socket]

HOSTS = ["verify.twilio.com", "VERIFY.twilio.com", "verify.dublin.ie1.twilio.com", "api.twilio.com"]


def asking(host: str, target: str = "/v2/Services") -> bytes:
    return request("GET", target).replace(b"emulator.test", host.encode())


@pytest.mark.parametrize("host", HOSTS)
def test_a_tunnel_to_a_host_of_twilios_ends_here(emulator: Intercepting, tunnel: Tunnel, host: str) -> None:
    secure = emulator.trusting().wrap_socket(tunnel(f"{host}:443"), server_hostname=host)
    with secure:
        secure.sendall(asking(host))
        answer = read_answer(secure)
    assert answer.status == 200
    assert answer.json["meta"]["url"].startswith(f"https://{host}/")


def test_a_region_that_is_not_known_ends_here_as_well_and_never_at_twilio(
    emulator: Intercepting, tunnel: Tunnel
) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match=r"verify\.jp9\.twilio\.com"):
        emulator.trusting().wrap_socket(
            tunnel("verify.jp9.twilio.com:443"), server_hostname="verify.jp9.twilio.com"
        )


def test_a_tunnel_may_be_for_plain_http(tunnel: Tunnel) -> None:
    """As undici's ProxyAgent asks for."""
    sock = tunnel("verify.twilio.com:80")
    sock.sendall(asking("verify.twilio.com"))
    assert read_answer(sock).status == 200


def test_what_follows_the_head_at_once_is_not_lost(connect: Connect) -> None:
    sock = connect()
    sock.sendall(b"CONNECT verify.twilio.com:80 HTTP/1.1\r\n\r\n" + asking("verify.twilio.com"))
    assert read_head(sock).startswith(b"HTTP/1.1 200 ")
    assert read_answer(sock).status == 200


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_whole_url_of_twilios_is_answered_here(connect: Connect, scheme: str) -> None:
    """axios asks its proxy for https URLs in this way."""
    sock = connect()
    sock.sendall(asking("verify.twilio.com", f"{scheme}://verify.twilio.com/v2/Services"))
    answer = read_answer(sock)
    assert answer.status == 200
    assert answer.headers["connection"] == "close"
    assert answer.json["meta"]["url"].startswith(f"{scheme}://verify.twilio.com/v2/Services?")
    assert sock.recv(1) == b""


@pytest.mark.parametrize("port", [22, 80, 8443])
def test_another_port_of_twilios_is_refused(connect: Connect, port: int) -> None:
    sock = connect()
    sock.sendall(asking("verify.twilio.com", f"https://verify.twilio.com:{port}/"))
    answer = read_answer(sock)
    assert answer.status == 403
    assert answer.text.count("\n") == 1
    assert "verify.twilio.com" in answer.text


def test_a_proxy_that_refuses_others_still_serves_twilios() -> None:
    with Intercepting(proxy_others="refuse") as emulator, socket.create_connection(emulator.proxy) as sock:
        sock.sendall(asking("verify.twilio.com", "http://verify.twilio.com/v2/Services"))
        assert read_answer(sock).status == 200


def test_a_request_in_flight_is_answered_before_the_proxy_stops(
    emulator: Intercepting, tunnel: Tunnel
) -> None:
    with emulator.trusting().wrap_socket(
        tunnel("verify.twilio.com:443"), server_hostname="verify.twilio.com"
    ) as secure:
        secure.sendall(asking("verify.twilio.com", "/_emulator/code?to=nobody&wait=60"))
        while not emulator.app.outbox._waiting:
            emulator.wire.get("/_emulator/health")
        emulator.stop()
        assert read_answer(secure).status == 404
