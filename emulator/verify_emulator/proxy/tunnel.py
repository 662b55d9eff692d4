"""Bytes in both directions between two connections, until both sides have said all they had."""

import asyncio
from dataclasses import dataclass, field

PIECE = 64 * 1024
"""Bytes read at once. What the other side does not take holds this side up."""

QUIET_SECONDS = 60.0
"""How long a side may be silent once the other one has said all it had."""


@dataclass
class Stream:
    """One connection: what comes in, what goes out."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    moved: int = field(default=0, init=False)

    def abort(self) -> None:
        self.writer.transport.abort()


async def join(near: Stream, far: Stream) -> None:
    """Let both sides talk. If one breaks off, the other is broken off as well."""
    pumps = {asyncio.create_task(_pump(near, far)), asyncio.create_task(_pump(far, near))}
    try:
        if await _ended_well(pumps, near, far):
            for side in (near, far):
                side.writer.close()
            return
    finally:
        for pump in pumps:
            pump.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)
    near.abort()
    far.abort()


async def _ended_well(pumps: set[asyncio.Task[None]], near: Stream, far: Stream) -> bool:
    done, pending = await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
    while pending and not _broken(done):
        moved = near.moved + far.moved
        done, pending = await asyncio.wait(pending, timeout=QUIET_SECONDS)
        if not done and near.moved + far.moved == moved:
            return False
    return not _broken(done)


def _broken(pumps: set[asyncio.Task[None]]) -> bool:
    return any(pump.exception() is not None for pump in pumps)


async def _pump(source: Stream, sink: Stream) -> None:
    while piece := await source.reader.read(PIECE):
        source.moved += len(piece)
        sink.writer.write(piece)
        await sink.writer.drain()
    if sink.writer.can_write_eof():  # TLS cannot be closed on one side only
        sink.writer.write_eof()
