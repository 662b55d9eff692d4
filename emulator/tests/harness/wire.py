"""HTTP over bare sockets: exactly the bytes a test wants, right or wrong."""

import socket
from collections.abc import Sequence
from http.client import HTTPResponse
from threading import Barrier, Thread
from urllib.parse import quote, urlencode

from harness.answers import Answer
from harness.local import ACCOUNT, SERVICE, TO, TOKEN, basic

PATIENCE = 10
NO_ANSWER = Answer(0, {}, b"")


class Wire:
    """Opens a connection per request."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port

    def connect(self) -> socket.socket:
        return socket.create_connection((self.host, self.port), PATIENCE)

    def send(self, *pieces: bytes, finish: bool = False) -> Answer:
        """The answer to these bytes; NO_ANSWER if the server just closes. `finish` closes our half first."""
        with self.connect() as sock:
            try:
                for piece in pieces:
                    sock.sendall(piece)
                if finish:
                    sock.shutdown(socket.SHUT_WR)
            except (BrokenPipeError, ConnectionResetError):
                pass
            return read_answer(sock, "HEAD" if pieces[0].startswith(b"HEAD ") else "GET")

    def ask(self, method: str, target: str, body: bytes = b"", headers: Sequence[bytes] = ()) -> Answer:
        return self.send(request(method, target, body, headers))

    def get(self, target: str) -> Answer:
        return self.ask("GET", target)

    def post(self, target: str, **form: str) -> Answer:
        return self.ask("POST", target, urlencode(form).encode())

    def start(self, to: str = TO, channel: str = "sms") -> Answer:
        return self.post(f"/v2/Services/{SERVICE}/Verifications", To=to, Channel=channel)

    def check(self, code: str, to: str = TO) -> Answer:
        return self.post(f"/v2/Services/{SERVICE}/VerificationCheck", To=to, Code=code)

    def code(self, to: str = TO) -> str:
        return self.get(f"/_emulator/code?to={quote(to)}").text

    def together(self, requests: Sequence[bytes]) -> list[Answer]:
        """The answers to requests that all leave at the same moment, each on a connection of its own."""
        barrier = Barrier(len(requests))
        answers: list[Answer] = [NO_ANSWER] * len(requests)

        def client(index: int) -> None:
            with self.connect() as sock:
                barrier.wait(PATIENCE)
                sock.sendall(requests[index])
                answers[index] = read_answer(sock)

        threads = [Thread(target=client, args=(index,)) for index in range(len(requests))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        return answers


def request(method: str, target: str, body: bytes = b"", headers: Sequence[bytes] = ()) -> bytes:
    """A well-formed request with the well-known credentials, unless other headers say otherwise."""
    authorization = b": ".join(basic(ACCOUNT, TOKEN))
    lines = [
        f"{method} {target} HTTP/1.1".encode(),
        b"host: emulator.test",
        *(headers or (authorization, b"content-type: application/x-www-form-urlencoded")),
    ]
    return b"\r\n".join([*lines, b"content-length: %d" % len(body), b"", body])


def post(path: str, form: dict[str, str]) -> bytes:
    return request("POST", path, urlencode(form).encode())


def read_answer(sock: socket.socket, method: str = "GET") -> Answer:
    response = HTTPResponse(sock, method=method)
    try:
        response.begin()
        return Answer(
            response.status,
            {name.lower(): value for name, value in response.getheaders()},
            response.read(),
        )
    except ConnectionError:
        return NO_ANSWER
    finally:
        response.close()
