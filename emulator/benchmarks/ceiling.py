"""The load generator's own limit: a server that does next to nothing, answering whatever arrives unread."""

import asyncio
import sys
from typing import Any

import uvloop

from benchmarks.answer import BODY, HEADERS, STATUS

HEAD = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())
ANSWER = f"HTTP/1.1 {STATUS} Created\r\n{HEAD}\r\n".encode() + BODY


class Parrot(asyncio.Protocol):
    """Says the same thing to everything it hears."""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._transport.write(ANSWER)


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Parrot, "127.0.0.1", int(sys.argv[1]))
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main())
