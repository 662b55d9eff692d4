"""How long from starting the process until it answers."""

import time

from benchmarks.calls import create_request
from benchmarks.servers import BARE, EMULATOR, Server, ServerFailed

HEALTH = b"GET /_emulator/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
FIRST = {
    "health": (EMULATOR, HEALTH, b"HTTP/1.1 200 "),
    "verify": (EMULATOR, create_request(0), b"HTTP/1.1 201 "),
    "bare": (BARE, create_request(0), b"HTTP/1.1 201 "),
}


def time_starts(count: int, processor: int | None) -> dict[str, list[float]]:
    """Seconds to each kind of first answer, in turn; a start before that leaves compiled files behind."""
    for kind in FIRST:
        time_start(kind, processor)
    times: dict[str, list[float]] = {kind: [] for kind in FIRST}
    for _ in range(count):
        for kind in FIRST:
            times[kind].append(time_start(kind, processor))
    return times


def time_start(kind: str, processor: int | None) -> float:
    """Seconds from starting a process to the answer of the first request it ever got."""
    name, request, expected = FIRST[kind]
    server = Server(name, processor)
    try:
        with server.connect() as connection:
            connection.sendall(request)
            answer = connection.recv(len(expected))
            took = time.perf_counter() - server.started
    finally:
        server.stop()
    if answer != expected:
        raise ServerFailed(f"{name} began its first answer with {answer!r}")
    return took
