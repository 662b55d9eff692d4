"""A server beyond the proxy, on a thread of this process: what it does with a connection is a function."""

import socket
import ssl
from collections.abc import Callable
from threading import Thread
from types import TracebackType
from typing import Self

PATIENCE = 10
Behaviour = Callable[[socket.socket], None]


class Peer:
    """Listens on entry; on exit all its connections must have ended."""

    def __init__(self, behaviour: Behaviour, context: ssl.SSLContext | None = None) -> None:
        self._behaviour, self._context = behaviour, context
        self._threads: list[Thread] = []
        self.faults: list[BaseException] = []

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=500)
        self.port = self._listener.getsockname()[1]
        self._accepting = Thread(target=self._accept, daemon=True)
        self._accepting.start()
        return self

    def _accept(self) -> None:
        while True:
            try:
                sock = self._listener.accept()[0]
            except OSError:
                return
            sock.settimeout(PATIENCE)
            thread = Thread(target=self._serve, args=(sock,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket) -> None:
        try:
            if self._context is not None:
                sock = self._context.wrap_socket(sock, server_side=True)
            with sock:
                self._behaviour(sock)
        except OSError as error:
            self.faults.append(error)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._accepting.join(PATIENCE)
        for thread in self._threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()


def read_all(sock: socket.socket) -> bytes:
    """Everything until the other side has said all it had."""
    pieces = []
    while piece := sock.recv(65536):
        pieces.append(piece)
    return b"".join(pieces)


def read_head(sock: socket.socket) -> bytes:
    """All up to the empty line, and nothing beyond."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        piece = sock.recv(1)
        if not piece:
            break
        head += piece
    return head


def echo(sock: socket.socket) -> None:
    """Give back what comes, while it comes, and end when it ends."""
    while piece := sock.recv(65536):
        sock.sendall(piece)


def answer_after_all(sock: socket.socket) -> None:
    """Say how much came, once all has come."""
    sock.sendall(b"%d" % len(read_all(sock)))
