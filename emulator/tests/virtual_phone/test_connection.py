"""Requests and answers as such. Source of all: our contract."""

import socket
import subprocess
import sys
from threading import Thread

import pytest
from harness.phone_line import Line, Reply

from verify_emulator.virtual_phone import PhoneError, VirtualPhone
from verify_emulator.virtual_phone.connection import is_local, send_over_http


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        ((502, {}, b"<h1>Bad gateway\xff</h1>"), "502: <h1>Bad gateway\ufffd</h1>"),
        ((500, {}, b""), "500"),
        ((500, {}, b'{"message":7,"code":"x"}'), '500: {"message":7,"code":"x"}'),
        ((304, {}, b"{}"), "304: {}"),
        ((200, {}, b"[]"), "200: []"),
        ((200, {}, b"{"), "200: {"),
        ((200, {}, b"[" * 100_000), "200: " + "[" * 200),
    ],
    ids=lambda value: str(value)[:20],
)
def test_answers_that_are_not_twilios_are_told_as_they_are(
    phone: VirtualPhone, line: Line, reply: Reply, text: str
) -> None:
    """Our contract."""
    line.will(reply)
    with pytest.raises(PhoneError) as raised:
        phone.verify()
    assert str(raised.value) == text
    assert (raised.value.status, raised.value.code) == (reply[0], None)


def test_over_http_the_standard_library_adds_no_media_type() -> None:
    """Our contract: what the phone says it says itself."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        heard: list[bytes] = []
        thread = Thread(target=lambda: heard.append(_hear(server)))
        thread.start()
        port = server.getsockname()[1]
        answer = send_over_http("DELETE", f"http://127.0.0.1:{port}/x?y=1", {"Authorization": "Basic x"}, b"")
        thread.join(10)
    first, *rest = heard[0].decode().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in rest if line)}
    assert first == "DELETE /x?y=1 HTTP/1.1"
    assert headers.pop("user-agent").startswith("Python-urllib/")
    assert headers == {
        "accept-encoding": "identity",
        "host": f"127.0.0.1:{port}",
        "authorization": "Basic x",
        "connection": "close",
    }
    assert answer == (204, {"Date": "now"}, b"")


def _hear(server: socket.socket) -> bytes:
    """The head of one request, which is answered."""
    connection, _ = server.accept()
    with connection:
        head = connection.recv(10_000)
        connection.sendall(b"HTTP/1.1 204 No Content\r\nDate: now\r\n\r\n")
    return head


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:8739", True),
        ("http://127.8.0.1", True),
        ("http://localhost:1", True),
        ("http://[::1]:8739/v2", True),
        ("https://verify.twilio.com", False),
        ("http://10.0.0.1", False),
        ("http://localhost.example.com", False),
        ("nonsense", False),
    ],
)
def test_only_this_machine_is_local(url: str, local: bool) -> None:
    """Our contract."""
    assert is_local(url) is local


def test_importing_a_phone_costs_no_cryptography_and_none_of_the_servers_rules() -> None:
    """Our contract."""
    code = (
        "import sys, verify_emulator.virtual_phone\n"
        "print([name for name in sys.modules if name.startswith(('cryptography', 'verify_emulator.verify'))])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"
