"""Scripted failures over real sockets, as the real SDK sees them. Source of all: our contract."""

import json
import socket
import ssl
import time
from typing import Any

import pytest
import requests
from harness.intercepting import Intercepting
from harness.local import ACCOUNT, SERVICE, TO, TOKEN
from harness.peer import read_head
from harness.served import Served
from harness.wire import request
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client


def client(served: Served, timeout: float = 30) -> Any:
    made = Client(ACCOUNT, TOKEN, http_client=TwilioHttpClient(timeout=timeout))
    made.verify.base_url = served.url
    return made.verify.v2.services(SERVICE)


def script(served: Served, **fields: Any) -> None:
    answer = served.wire.ask("POST", "/_emulator/faults", json.dumps(fields).encode())
    assert answer.status == 201, answer.body


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_dropped_connection_is_a_connection_error(
    served: Served, when: str, caplog: pytest.LogCaptureFixture
) -> None:
    script(served, drop=when, times=1)
    with pytest.raises(requests.exceptions.ConnectionError):
        client(served).verifications.create(to=TO, channel="sms")
    found = served.wire.get("/_emulator/messages").json["messages"]
    assert len(found) == (when == "after")
    assert client(served).verifications.create(to=TO, channel="sms").status == "pending"
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_the_same_connection_that_was_used_before_is_dropped(served: Served) -> None:
    service = client(served)
    assert service.fetch().sid == SERVICE
    script(served, drop=True, operation="FetchService", times=1)
    with pytest.raises(requests.exceptions.ConnectionError):
        service.fetch()
    assert service.fetch().sid == SERVICE


def test_a_slow_answer_runs_into_the_clients_timeout_and_yet_took_effect(served: Served) -> None:
    script(served, operation="CreateVerification", delay=30, times=1)
    with pytest.raises(requests.exceptions.ReadTimeout):
        client(served, timeout=0.2).verifications.create(to=TO, channel="sms")
    code = served.wire.get("/_emulator/code?to=%2B15017122661&wait=10").text
    assert client(served).verification_checks.create(to=TO, code=code).status == "approved"


def test_a_dripping_answer_is_whole_in_the_end(served: Served) -> None:
    script(served, operation="CreateVerification", bytes_per_second=5_000, times=1)
    began = time.monotonic()
    assert client(served).verifications.create(to=TO, channel="sms").to == TO
    assert time.monotonic() - began > 0.05


@pytest.mark.parametrize("way", ["tls", "tunnel"])
def test_a_connection_is_dropped_whichever_way_it_came(way: str) -> None:
    with Intercepting() as emulator:
        scripted = ask(
            emulator, way, request("POST", "/_emulator/faults", b"drop=true", [b"host: localhost"])
        )
        assert scripted.startswith(b"HTTP/1.1 201 ")
        assert ask(emulator, way, request("GET", "/v2/Services")) == b""


def ask(emulator: Intercepting, way: str, asked: bytes) -> bytes:
    """All that comes back over TLS, with a proxy in between or not; nothing if the connection is lost."""
    with socket.create_connection(emulator.tls if way == "tls" else emulator.proxy, 10) as sock:
        if way == "tunnel":
            sock.sendall(b"CONNECT verify.twilio.com:443 HTTP/1.1\r\n\r\n")
            assert read_head(sock).startswith(b"HTTP/1.1 200 ")
        with emulator.trusting().wrap_socket(sock, server_hostname="verify.twilio.com") as secure:
            secure.sendall(asked)
            try:
                return secure.recv(4096)
            except (ssl.SSLEOFError, ConnectionError):
                return b""


def test_an_error_is_the_sdks_exception(served: Served) -> None:
    script(served, error=20429, retry_after=3)
    with pytest.raises(TwilioRestException) as refused:
        client(served).verifications.create(to=TO, channel="sms")
    assert (refused.value.status, refused.value.code) == (429, 20429)


def test_a_server_that_stops_waits_for_no_slow_answer(caplog: pytest.LogCaptureFixture) -> None:
    with Served() as served:
        script(served, delay=120)
        answer: list[Any] = []
        from threading import Thread

        thread = Thread(target=lambda: answer.append(served.wire.start()))
        thread.start()
        assert served.wire.get("/_emulator/code?to=%2B15017122661&wait=10").text.isdigit()
    thread.join(10)
    assert answer[0].status == 201
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
