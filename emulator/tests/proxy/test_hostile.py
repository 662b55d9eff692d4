"""What is no request for a proxy gets a plain answer, and the proxy goes on. Source of all: our contract."""

import logging
import socket
from collections.abc import Callable

import pytest
from harness.intercepting import Intercepting
from harness.peer import read_all
from harness.wire import read_answer, request

Connect = Callable[[], socket.socket]

HEADS = {
    "CONNECT verify.twilio.com HTTP/1.1": 400,
    "CONNECT :443 HTTP/1.1": 400,
    "CONNECT verify.twilio.com:0 HTTP/1.1": 400,
    "CONNECT verify.twilio.com:65536 HTTP/1.1": 400,
    "CONNECT verify.twilio.com:443443 HTTP/1.1": 400,
    "CONNECT verify.twilio.com:-1 HTTP/1.1": 400,
    "CONNECT verify.twilio.com:https HTTP/1.1": 400,
    "CONNECT verify.twilio.com:22 HTTP/1.1": 403,
    "CONNECT user@verify.twilio.com:443 HTTP/1.1": 400,
    "CONNECT http://verify.twilio.com:443 HTTP/1.1": 400,
    f"CONNECT {'x' * 254}:443 HTTP/1.1": 400,
    f"CONNECT {'x' * 15_000}:443 HTTP/1.1": 400,
    "CONNECT [::1:443 HTTP/1.1": 400,
    "CONNECT [zz]:443 HTTP/1.1": 400,
    "CONNECT ::1:443 HTTP/1.1": 400,
    "CONNECT verify\u00e9.twilio.com:443 HTTP/1.1": 400,
    "CONNECT  verify.twilio.com:443 HTTP/1.1": 400,
    "CONNECT verify.twilio.com:443": 400,
    "CONNECT verify.twilio.com:443 HTTP/2.0": 400,
    "connect verify.twilio.com:443 HTTP/1.1": 400,
    "GET / HTTP/1.1": 400,
    "GET /_emulator/health HTTP/1.1": 400,
    "GET ftp://verify.twilio.com/ HTTP/1.1": 400,
    "GET http:// HTTP/1.1": 400,
    "GET http://user:secret@verify.twilio.com/ HTTP/1.1": 400,
    "GET http://verify.twilio.com:99999/ HTTP/1.1": 400,
    "OPTIONS * HTTP/1.1": 400,
    "GET http://verify.twilio.com/ HTTP/1.1\r\nno field": 400,
    "GET http://verify.twilio.com/ HTTP/1.1\r\nA: b\r\n folded": 400,
    "GET http://verify.twilio.com/ HTTP/1.1\r\nA : b": 400,
    "GET http://verify.twilio.com/ HTTP/1.1\r\nA: b\0": 400,
    "GET http://verify.twilio.com/ HTTP/1.1\r\nA: b\nX: y": 400,
    "garbage": 400,
}


@pytest.mark.parametrize(("head", "status"), HEADS.items(), ids=lambda value: str(value)[:60])
def test_a_head_that_is_wrong_gets_one_line(
    connect: Connect, caplog: pytest.LogCaptureFixture, head: str, status: int
) -> None:
    caplog.set_level(logging.DEBUG)
    sock = connect()
    sock.sendall(head.encode("latin-1") + b"\r\n\r\n")
    answer = read_answer(sock)
    assert answer.status == status
    assert answer.text.startswith("verify-emulator: ")
    assert answer.text.count("\n") == 1
    assert "secret" not in answer.text + caplog.text
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_an_ipv6_literal_is_an_address(connect: Connect) -> None:
    sock = connect()
    sock.sendall(b"CONNECT [::1]:1 HTTP/1.1\r\n\r\n")
    answer = read_answer(sock)
    assert answer.status == 502
    assert answer.text.startswith("verify-emulator: ::1:1: ")


def test_a_name_that_no_resolver_takes_is_told(connect: Connect) -> None:
    sock = connect()
    sock.sendall(b"CONNECT a..b:443 HTTP/1.1\r\n\r\n")
    assert read_answer(sock).status == 502


def test_an_endless_head_is_ended(connect: Connect) -> None:
    sock = connect()
    sock.sendall(b"GET http://verify.twilio.com/ HTTP/1.1\r\n" + b"X-Long: y\r\n" * 5_000)
    assert read_answer(sock).status == 400


def test_tls_to_the_proxy_itself_is_told_at_once(connect: Connect) -> None:
    sock = connect()
    sock.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")
    answer = read_answer(sock)
    assert answer.status == 400
    assert "http://" in answer.text


def test_half_a_head_that_ends_is_told(connect: Connect) -> None:
    sock = connect()
    sock.sendall(b"CONNECT verify.twi")
    sock.shutdown(socket.SHUT_WR)
    assert read_answer(sock).status == 400


def test_a_head_that_does_not_come_is_not_waited_for(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("verify_emulator.proxy.proxy.HEAD_SECONDS", 0.0)
    assert b" 408 " in read_all(connect())


def test_a_client_that_says_nothing_and_goes_is_nobodys_concern(
    emulator: Intercepting, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    connect().close()
    sock = connect()
    sock.sendall(request("GET", "http://verify.twilio.com/v2/Services"))
    assert read_answer(sock).status == 200
    emulator.stop()
    assert caplog.records == []
