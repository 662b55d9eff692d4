"""Reads /_emulator/events over a real socket, as a browser's EventSource does."""

import json
from http.client import HTTPConnection
from types import TracebackType
from typing import Any, Self

PATIENCE = 10
"""Seconds a test waits for what takes milliseconds."""


class EventStream:
    """Begins with `hello`, which is read on entry."""

    def __init__(self, host: str, port: int, query: str = "") -> None:
        self._connection = HTTPConnection(host, port, timeout=PATIENCE)
        self._target = f"/_emulator/events{query}"

    def __enter__(self) -> Self:
        self._connection.request("GET", self._target)
        self.answer = self._connection.getresponse()
        if self.answer.status == 200:
            self.hello = self.next()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.answer.close()
        self._connection.close()

    def next(self) -> tuple[str, dict[str, Any]]:
        """The next event: its name and its data."""
        fields: dict[str, str] = {}
        while True:
            line = self.answer.readline().decode()
            if not line:
                raise EOFError
            if line == "\n" and "data" in fields:
                return fields["event"], json.loads(fields["data"])
            name, _, value = line.rstrip("\n").partition(": ")
            fields[name] = value
