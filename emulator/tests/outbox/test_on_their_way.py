"""Messages that take their time. Source of all: our contract."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from verify_emulator.outbox import messages
from verify_emulator.outbox.messages import Message, Outbox, Wanted
from verify_emulator.receipts import Receipt

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
LATE = Receipt("delivered", None, 30)
LOST = Receipt("undelivered", "30003", 30)


def message(
    code: str, receipt: Receipt | None = None, to: str = "+1", account: str = "A", at: datetime = NOON
) -> Message:
    return Message(
        account_sid=account,
        service_sid="S",
        verification_sid="V",
        attempt_sid="VL" + code,
        to=to,
        channel="sms",
        code=code,
        status="delivered" if receipt is None else "sent",
        on_its_way=receipt,
        created_at=at,
        compose=lambda: ("en", "text"),
    )


class Watched:
    """An outbox, its clock, and what it told of."""

    def __init__(self, *sent: Message, keep: int = 9) -> None:
        self.now = {"A": NOON, "B": NOON}
        self.told: list[Message] = []
        self.outbox = Outbox(keep, now=lambda account: self.now[account], changed=self.told.append)
        for one in sent:
            self.outbox.add(one)

    def codes(self, **wanted: Any) -> list[str]:
        return [one.code for one in self.outbox.read(Wanted(**wanted), 99)]

    def latest(self) -> str | None:
        found = self.outbox.latest(Wanted())
        return found and found.code


def test_what_is_on_its_way_is_there_but_has_not_arrived() -> None:
    watched = Watched(message("1"), message("2", LATE))
    assert watched.codes() == ["1", "2"]
    assert watched.latest() == "1"
    assert watched.outbox.has_some_on_their_way


@pytest.mark.parametrize("look", ["read", "latest", "newest_first", "settle"])
def test_when_its_time_has_come_whoever_looks_finds_it_arrived(look: str) -> None:
    watched = Watched(message("1"), message("2", LATE))
    watched.now["A"] += timedelta(seconds=29.9)
    assert watched.latest() == "1"
    assert watched.told == []
    watched.now["A"] += timedelta(seconds=0.1)
    if look == "settle":
        watched.outbox.settle()
    else:
        arguments = (Wanted(), 9) if look == "read" else (Wanted(),)
        getattr(watched.outbox, look)(*arguments)
    (arrived,) = watched.told
    assert (arrived.status, arrived.error_code, arrived.arrived) == ("delivered", None, True)
    assert arrived.arrived_at == NOON + timedelta(seconds=30)
    assert not watched.outbox.has_some_on_their_way


def test_it_takes_the_last_place_when_it_arrives_so_that_readers_come_upon_it() -> None:
    watched = Watched(message("1", LATE), message("2"))
    seen = watched.outbox.last
    watched.now["A"] += timedelta(minutes=1)
    assert watched.codes(after=seen) == ["1"]
    assert watched.codes() == watched.codes(to="+1") == ["2", "1"]
    assert watched.latest() == "1"


def test_those_that_come_together_come_in_the_order_of_their_sending() -> None:
    watched = Watched(message("1", LATE), message("2", Receipt("delivered", None, 5)), message("3"))
    watched.now["A"] += timedelta(minutes=1)
    assert watched.codes() == ["3", "1", "2"]


def test_one_that_fails_never_arrives_and_says_why() -> None:
    watched = Watched(message("1"), message("2", LOST))
    watched.now["A"] += timedelta(minutes=1)
    assert watched.latest() == "1"
    (lost,) = watched.told
    assert (lost.status, lost.error_code, lost.arrived) == ("undelivered", "30003", False)


def test_each_goes_by_its_accounts_clock() -> None:
    watched = Watched(message("1", LATE), message("2", LATE, account="B"))
    watched.now["B"] += timedelta(minutes=1)
    watched.outbox.settle()
    assert [one.code for one in watched.told] == ["2"]


def test_what_has_arrived_stays_so_when_the_clock_is_put_back() -> None:
    watched = Watched(message("1", LATE))
    watched.now["A"] += timedelta(minutes=1)
    assert watched.latest() == "1"
    watched.now["A"] -= timedelta(hours=1)
    assert watched.latest() == "1"


def test_one_that_is_dropped_or_forgotten_does_not_come_back() -> None:
    watched = Watched(message("1", LATE), message("2", LATE, account="B"), keep=2)
    watched.outbox.add(message("3"))
    watched.outbox.reset("B")
    assert not watched.outbox.has_some_on_their_way
    watched.now = {"A": NOON + timedelta(hours=1), "B": NOON + timedelta(hours=1)}
    assert watched.codes() == ["3"]
    watched.outbox.add(message("4", LATE))
    watched.outbox.reset()
    assert not watched.outbox.has_some_on_their_way
    assert watched.told == []


def waits(watched: Watched, then: Any, seconds: float = 60) -> Any:
    async def main() -> Message | None:
        waiting = asyncio.ensure_future(watched.outbox.wait(Wanted(to="+1"), seconds))
        await asyncio.sleep(0)
        then()
        return await waiting

    return asyncio.run(main())


def test_who_waits_gets_it_when_the_clock_is_moved() -> None:
    watched = Watched(message("1", LATE))

    def move() -> None:
        watched.now["A"] += timedelta(minutes=1)
        watched.outbox.settle()

    assert waits(watched, move).code == "1"


def test_who_waits_gets_it_when_its_time_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "TICK", 0.001)
    watched = Watched(message("1", LATE))

    def pass_by() -> None:
        watched.now["A"] += timedelta(minutes=1)

    assert waits(watched, pass_by).code == "1"


def test_who_waited_before_it_was_sent_gets_it_when_its_time_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "TICK", 0.001)
    watched = Watched()

    def send() -> None:
        watched.outbox.add(message("1", LATE))
        watched.now["A"] += timedelta(minutes=1)

    assert waits(watched, send).code == "1"


def test_who_waits_for_another_is_left_alone_and_in_the_end_gets_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(messages, "TICK", 0.001)
    watched = Watched(message("1", LATE), message("2", LATE, to="+2"))
    assert waits(watched, watched.outbox.settle, seconds=0.02) is None


def test_who_waits_for_one_on_its_way_is_sent_away_when_the_server_stops() -> None:
    watched = Watched(message("1", LATE))
    assert waits(watched, watched.outbox.stop_waiting) is None
