"""Waiting for a message without asking again and again. Source of all: our contract."""

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any

from verify_emulator.outbox.messages import Message, Outbox, Wanted

LONG = 60
SHORT = 0.01


def message(to: str = "+1", status: str = "delivered", code: str = "1") -> Message:
    return Message(
        account_sid="A",
        service_sid="S",
        verification_sid="V",
        attempt_sid="VL1",
        to=to,
        channel="sms",
        code=code,
        status=status,
        created_at=datetime(2026, 1, 2, tzinfo=UTC),
        compose=lambda: ("en", "text"),
    )


def run(main: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(main)


def test_what_is_there_already_is_answered_at_once() -> None:
    outbox = Outbox(9)
    outbox.add(message())
    assert run(outbox.wait(Wanted(), LONG)).code == "1"


def test_without_a_time_to_wait_there_is_no_waiting() -> None:
    assert run(Outbox(9).wait(Wanted(), 0)) is None


def test_when_the_time_is_up_there_is_nothing() -> None:
    assert run(Outbox(9).wait(Wanted(), SHORT)) is None


def test_the_next_message_wakes_everybody_who_wants_it_and_nobody_else() -> None:
    outbox = Outbox(9)

    async def main() -> list[Message | None]:
        waiting = [
            asyncio.ensure_future(outbox.wait(wanted, seconds))
            for wanted, seconds in ((Wanted(to="+1"), LONG), (Wanted(), LONG), (Wanted(to="+2"), SHORT))
        ]
        await asyncio.sleep(0)
        outbox.add(message(status="undelivered", code="0"))
        outbox.add(message(code="1"))
        outbox.add(message(code="2"))
        return await asyncio.gather(*waiting)

    assert [found and found.code for found in run(main())] == ["1", "1", None]


def test_older_messages_than_the_cursor_do_not_count() -> None:
    outbox = Outbox(9)
    outbox.add(message(code="1"))

    async def main() -> Message | None:
        waiting = asyncio.ensure_future(outbox.wait(Wanted(after=1), LONG))
        await asyncio.sleep(0)
        outbox.add(message(code="2"))
        return await waiting

    assert run(main()).code == "2"


def test_who_waits_is_sent_away_when_the_server_stops() -> None:
    outbox = Outbox(9)

    async def main() -> list[Message | None]:
        waiting = [asyncio.ensure_future(outbox.wait(Wanted(to=to), LONG)) for to in ("+1", "+2")]
        await asyncio.sleep(0)
        outbox.add(message("+1"))
        outbox.stop_waiting()
        return await asyncio.gather(*waiting)

    found, nothing = run(main())
    assert (found.code, nothing) == ("1", None)


def test_who_stops_waiting_is_forgotten() -> None:
    outbox = Outbox(9)

    async def main() -> bool:
        waiting = asyncio.ensure_future(outbox.wait(Wanted(), LONG))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        outbox.add(message())
        outbox.stop_waiting()
        return waiting.cancelled()

    assert run(main())
