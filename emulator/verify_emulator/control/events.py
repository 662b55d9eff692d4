"""/_emulator/events: everything as it happens, as server-sent events. Nothing is watched while nobody is connected."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from verify_emulator import __version__
from verify_emulator.clock import timestamp
from verify_emulator.control import clock as clocks
from verify_emulator.control import messages, requests, webhooks
from verify_emulator.control.bodies import account_in, refuse
from verify_emulator.control.parts import Parts
from verify_emulator.events import (
    ClockMoved,
    FaultsChanged,
    JournalCleared,
    LinkOpened,
    MessageChanged,
    Reset,
    SettingsChanged,
    VerificationSteered,
)
from verify_emulator.journal import Entry
from verify_emulator.outbox.delivery import Delivery
from verify_emulator.outbox.messages import TICK, Message

MOST_STREAMS = 64
MOST_WAITING = 1_000
"""Events that one reader may be behind; beyond that it is told that it lost some, and reads everything again."""
HEARTBEAT_SECONDS = 15
RETRY_MILLISECONDS = 1_000

Shown = tuple[str, str | None, Callable[[], Mapping[str, Any]]]
"""An event's name, the account it is about (None: all), and what makes its data when it is sent."""


class Streams:
    """The readers of one emulator."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._open: set[asyncio.Queue[Shown | None]] = set()

    def routes(self) -> list[Route]:
        return [Route("/events", self._answer)]

    def stop(self) -> None:
        """End all streams, because the server stops."""
        for queue in self._open:
            _put(queue, None)

    async def _answer(self, request: Request) -> Response:
        account_sid = account_in(request)
        if request.method == "HEAD":
            return Response(media_type="text/event-stream")
        if len(self._open) >= MOST_STREAMS:
            raise refuse(f"There are {MOST_STREAMS} readers already.", 503)
        return StreamingResponse(
            self._stream(account_sid),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    async def _stream(self, account_sid: str | None) -> AsyncIterator[str]:
        queue: asyncio.Queue[Shown | None] = asyncio.Queue(MOST_WAITING)
        ends = [self._parts.events.subscribe(kind, _listener(queue, show)) for kind, show in self._shows()]
        self._open.add(queue)
        try:
            now = timestamp(self._parts.clock.now())
            yield f"retry: {RETRY_MILLISECONDS}\n" + _written("hello", {"version": __version__, "now": now})
            while True:
                try:
                    event = await self._next(queue)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if event is None:
                    return
                name, owner, make = event
                if account_sid is None or owner in (None, account_sid):
                    yield _written(name, make())
        finally:
            self._open.discard(queue)
            for end in ends:
                end()

    async def _next(self, queue: "asyncio.Queue[Shown | None]") -> Shown | None:
        """Raises TimeoutError when it was quiet for a while. Meanwhile messages that are on their way arrive."""
        loop, outbox = asyncio.get_running_loop(), self._parts.outbox
        end = loop.time() + HEARTBEAT_SECONDS
        while True:
            left = end - loop.time()
            try:
                return await asyncio.wait_for(
                    queue.get(), min(left, TICK) if outbox.has_some_on_their_way else left
                )
            except TimeoutError:
                outbox.settle()
                if loop.time() >= end:
                    raise

    def _shows(self) -> list[tuple[type, Callable[[Any], Shown]]]:
        """What is told of each kind of event that is published inside."""
        return [
            (Message, _show_message),
            (MessageChanged, lambda event: _show_message(event.message)),
            (Entry, lambda event: ("request", event.account_sid, lambda: requests.show_briefly(event))),
            (JournalCleared, lambda event: ("cleared", event.account_sid, lambda: _about(event))),
            (VerificationSteered, _show_verification),
            (LinkOpened, _show_verification),
            (Delivery, lambda event: ("delivery", event.post.account_sid, lambda: webhooks.show(event))),
            (ClockMoved, self._show_clock),
            (SettingsChanged, lambda event: ("settings", event.account_sid, lambda: _about(event))),
            (FaultsChanged, lambda event: ("faults", None, dict)),
            (Reset, lambda event: ("reset", event.account_sid, lambda: _about(event))),
        ]

    def _show_clock(self, event: ClockMoved) -> Shown:
        sid = event.account_sid
        chosen = self._parts.clock if sid is None else self._parts.accounts.get(sid).clock
        return "clock", sid, lambda: {**_about(event), **clocks.show(chosen)}


def _about(event: Any) -> dict[str, Any]:
    return {"account_sid": event.account_sid}


def _show_verification(event: VerificationSteered | LinkOpened) -> Shown:
    """Which one; who wants more asks /_emulator/verifications."""
    told = {name: getattr(event.verification, name) for name in ("account_sid", "service_sid", "sid", "to")}
    return "verification", event.verification.account_sid, lambda: told


def _show_message(message: Message) -> Shown:
    return "message", message.account_sid, lambda: messages.show(message)


def _listener(queue: asyncio.Queue[Shown | None], show: Callable[[Any], Shown]) -> Callable[[object], None]:
    return lambda event: _put(queue, show(event))


def _put(queue: asyncio.Queue[Shown | None], event: Shown | None) -> None:
    """What a slow reader has not read by now is dropped as a whole, and it is told so."""
    if queue.full():
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait(("lost", None, dict))
    queue.put_nowait(event)


def _written(name: str, data: Mapping[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"
