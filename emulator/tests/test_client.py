"""The command line's own client. Source of all: our contract."""

import socket
import threading
import time

import pytest
from harness.served import Served

from verify_emulator import client


def test_a_proxy_is_never_used(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    assert client.is_ready(served.url, 0)


def test_waiting_for_a_code_ends_when_it_arrives(served: Served) -> None:
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(client.read_code(served.url, "+15017122661", 60)))
    began = time.monotonic()
    thread.start()
    while not served.app.outbox._waiting and time.monotonic() - began < 5:
        time.sleep(0.005)
    served.wire.start()
    thread.join(5)
    assert found == [served.wire.code()]
    assert time.monotonic() - began < 5


def test_what_is_not_there_is_told_in_the_emulators_words(served: Served) -> None:
    with pytest.raises(client.NotThere, match=r"^No message has arrived for \+1\.$"):
        client.read_code(served.url, "+1", 0)


def test_what_is_no_emulators_answer_is_told_by_its_status(served: Served) -> None:
    with pytest.raises(client.NotThere, match=r"^HTTP status 401$"):
        client.get(f"{served.url}/v2/Services")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1", "http://host.invalid", "nonsense", "http://[", "ftp://"]
)
def test_nobody_at_an_address_is_told_with_the_address(url: str) -> None:
    with pytest.raises(client.Unreachable) as unreachable:
        client.get(url)
    assert str(unreachable.value).startswith(f"{url}: ")


def test_ready_waits_until_an_emulator_is_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port = reserved.getsockname()[1]
    waiting: list[bool] = []
    thread = threading.Thread(target=lambda: waiting.append(client.is_ready(f"http://127.0.0.1:{port}", 10)))
    thread.start()
    time.sleep(0.1)
    with Served(port=port):
        thread.join(10)
    assert waiting == [True]


def test_ready_gives_up_when_the_time_is_over() -> None:
    assert client.is_ready("http://127.0.0.1:1", 0.06) is False


def test_a_server_that_is_no_emulator_is_not_ready() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        url = f"http://127.0.0.1:{other.getsockname()[1]}"

        def answer() -> None:
            connection, _ = other.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(
                    b"HTTP/1.1 404 Not Found\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello"
                )

        thread = threading.Thread(target=answer)
        thread.start()
        assert client.is_ready(url, 0) is False
        thread.join(5)
