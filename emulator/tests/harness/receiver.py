"""A receiver of webhooks on a thread of this process: answers as told, badly if told so, and records what it got."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Condition, Event, Thread
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl

PATIENCE = 10
"""Seconds a test waits for what takes milliseconds."""

PIECE = b"x" * 16_384

Behaviour = Callable[["Connection"], Awaitable[None]]


@dataclass(frozen=True)
class Received:
    """One request. `headers` have their names in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def url(self) -> str:
        """What an application in the receiver takes for its own URL."""
        return f"http://{self.headers['host']}{self.target}"

    @property
    def form(self) -> list[tuple[str, str]]:
        return parse_qsl(self.body.decode(), keep_blank_values=True, strict_parsing=bool(self.body))

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Connection:
    """The receiver's end of one connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def until_the_sender_goes(self) -> None:
        while await self.reader.read(65_536):
            pass


def answer(status: int = 200, body: bytes = b"", *headers: bytes) -> Behaviour:
    """A proper answer."""

    async def behave(connection: Connection) -> None:
        head = [b"HTTP/1.1 %d Whatever" % status, *headers, b"content-length: %d" % len(body), b"", body]
        await connection.send(b"\r\n".join(head))

    return behave


def redirect(to: str, status: int = 302) -> Behaviour:
    return answer(status, b"", b"location: " + to.encode())


def raw(data: bytes) -> Behaviour:
    """These bytes, and then the end of the connection: garbage, half an answer, or nothing at all."""

    async def behave(connection: Connection) -> None:
        if data:
            await connection.send(data)

    return behave


close = raw(b"")
garbage = raw(b"\x16\x03\x01\x00\xff\xfe nonsense\r\n\r\n" * 3)
truncated = raw(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf")


async def answer_and_linger(connection: Connection) -> None:
    """A proper answer on a connection that the sender is to close."""
    await answer()(connection)
    await connection.until_the_sender_goes()


async def hang(connection: Connection) -> None:
    """No answer for as long as the sender is there."""
    await connection.until_the_sender_goes()


async def answer_without_end(connection: Connection) -> None:
    """A head, the beginning of a body, and no more."""
    await connection.send(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf")
    await connection.until_the_sender_goes()


def held(gate: Event) -> Behaviour:
    """A proper answer, once the gate is open."""

    async def behave(connection: Connection) -> None:
        await asyncio.to_thread(gate.wait, PATIENCE)
        await answer()(connection)

    return behave


def flood(head: bytes, piece: bytes = PIECE) -> Behaviour:
    """A beginning, and then the same again and again for as long as the sender is there."""

    async def behave(connection: Connection) -> None:
        await connection.send(head)
        while True:
            await connection.send(piece)

    return behave


endless_body = flood(b"HTTP/1.1 200 OK\r\n\r\n")
endless_chunks = flood(
    b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", b"4000\r\n" + PIECE + b"\r\n"
)
endless_headers = flood(b"HTTP/1.1 200 OK\r\n", b"x-header: " + b"y" * 1000 + b"\r\n")
endless_header = flood(b"HTTP/1.1 200 OK\r\nx-header: ")
endless_promises = flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100)


async def drip(connection: Connection) -> None:
    """An answer, byte by byte, that is never idle for long and never ends."""
    await connection.send(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        await connection.send(b".")
        await asyncio.sleep(0.005)


class Receiver:
    """Listens on entry, stops on exit. Requests are met with the behaviours given, the last one again and again."""

    def __init__(self, *behaviours: Behaviour, host: str = "127.0.0.1") -> None:
        self._behaviours = list(behaviours) or [answer()]
        self._host = host
        self._changed = Condition()
        self._thread = Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._meetings: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self.received: list[Received] = []
        self.open = 0  # connections
        self.port = 0

    @property
    def host(self) -> str:
        """Host and port as they stand in a URL."""
        return f"[{self._host}]:{self.port}" if ":" in self._host else f"{self._host}:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}/hook"

    def __enter__(self) -> Self:
        self._thread.start()
        self._await(lambda: self.port > 0)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    def wait(self, count: int = 1) -> list[Received]:
        """The requests so far, once there are that many. Blocks; in a coroutine, wait in a thread."""
        self._await(lambda: len(self.received) >= count)
        return list(self.received)

    def wait_until_alone(self) -> None:
        """Return once no connection is open any longer."""
        self._await(lambda: self.open == 0)

    def _await(self, condition: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(condition, PATIENCE)

    async def _serve(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._accept, self._host, 0)
        with self._changed:
            self.port = server.sockets[0].getsockname()[1]
            self._changed.notify_all()
        await self._end.wait()
        for _ in range(5):  # asyncio forgets to close what it is about to accept when the server is closed
            await asyncio.sleep(0)
        server.close()
        for meeting, writer in self._meetings.items():
            meeting.cancel()
            writer.transport.abort()
        await asyncio.gather(*self._meetings, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        meeting = self._loop.create_task(self._meet(reader, writer))
        self._meetings[meeting] = writer
        self._count(1)
        meeting.add_done_callback(self._part)

    def _part(self, meeting: asyncio.Task[None]) -> None:
        del self._meetings[meeting]
        self._count(-1)

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await self._talk(reader, writer)
            writer.close()
            await writer.wait_closed()
        writer.transport.abort()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        received = await self._read(reader)
        with self._changed:
            self.received.append(received)
            behave = self._behaviours[0] if len(self._behaviours) == 1 else self._behaviours.pop(0)
            self._changed.notify_all()
        await behave(Connection(reader, writer))

    def _count(self, change: int) -> None:
        with self._changed:
            self.open += change
            self._changed.notify_all()

    @staticmethod
    async def _read(reader: asyncio.StreamReader) -> Received:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        line, *lines = head.rstrip("\r\n").split("\r\n")
        method, target, _ = line.split(" ")
        headers = {name.lower(): value for name, _, value in (text.partition(": ") for text in lines)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        return Received(method, target, headers, body)
