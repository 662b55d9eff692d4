"""The few calls that the benchmark makes itself: one to prove all is well, to store many, to start afresh."""

import http.client
import json
import socket
from base64 import b64encode
from dataclasses import dataclass

from benchmarks.servers import Server, ServerFailed

SERVICE = "/v2/Services/VA" + "0" * 32
CREATE = f"{SERVICE}/Verifications"
CHECK = f"{SERVICE}/VerificationCheck"
CREDENTIALS = b"AC" + b"0" * 32 + b":" + b"0" * 32
HEADERS = {
    "Authorization": f"Basic {b64encode(CREDENTIALS).decode()}",
    "Content-Type": "application/x-www-form-urlencoded",
}
FIRST_STORED = 1_000_000
BATCH = 100


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def __str__(self) -> str:
        headers = "".join(f"{name}: {value}\r\n" for name, value in self.headers)
        return f"{self.status}, {len(headers)} bytes of headers, {len(self.body)} of body"


def post(server: Server, path: str, form: str = "") -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        connection.request("POST", path, form, HEADERS)
        response = connection.getresponse()
        return Answer(response.status, response.getheaders(), response.read())
    finally:
        connection.close()


def create(server: Server) -> Answer:
    return post(server, CREATE, "To=%2B15019999999&Channel=sms")


def prove(server: Server) -> None:
    """See an emulator send a code and approve it, once, before any of that is timed."""
    created, checked = create(server), post(server, CHECK, "To=%2B15019999999&Code=424242")
    if (created.status, checked.status) != (201, 200) or not json.loads(checked.body)["valid"]:
        raise ServerFailed(
            f"{server.name} answered {created.body!r} to a create, {checked.body!r} to its check"
        )


def reset(server: Server) -> None:
    """Let an emulator forget everything."""
    answer = post(server, "/_emulator/reset")
    if answer.status != 204:
        raise ServerFailed(f"{server.name} answered {answer} to a reset")


def store(server: Server, count: int) -> None:
    """Create that many pending verifications, batches of requests on one connection."""
    with server.connect() as connection:
        for start in range(0, count, BATCH):
            size = min(BATCH, count - start)
            first = FIRST_STORED + start
            connection.sendall(b"".join(create_request(first + offset) for offset in range(size)))
            _receive(connection, size, server.name)


def create_request(recipient: int) -> bytes:
    """A whole create request for the US number +1501 and seven digits."""
    form = f"To=%2B1501{recipient:07d}&Channel=sms"
    headers = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())
    head = f"POST {CREATE} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}Content-Length: {len(form)}\r\n\r\n"
    return (head + form).encode()


def _receive(connection: socket.socket, count: int, name: str) -> None:
    """Read that many answers, all of them 201."""
    received = b""
    while received.count(b"HTTP/1.1 ") < count or not received.endswith(b"}"):
        piece = connection.recv(1 << 20)
        if not piece:
            raise ServerFailed(f"{name} closed the connection while verifications were stored")
        received += piece
    if received.count(b"HTTP/1.1 201 ") != count:
        raise ServerFailed(f"{name} refused to store a verification")
