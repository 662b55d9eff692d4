"""The messages kept for reading. Source of all: our contract."""

from datetime import UTC, datetime

import pytest

from verify_emulator.outbox.messages import Message, Outbox, Wanted

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def message(
    code: str, to: str = "+1", channel: str = "sms", account: str = "A", status: str = "delivered"
) -> Message:
    return Message(
        account_sid=account,
        service_sid="S",
        verification_sid="V",
        attempt_sid="VL" + code,
        to=to,
        channel=channel,
        code=code,
        status=status,
        created_at=NOW,
        compose=lambda: ("en", f"Your code is {code}"),
    )


def filled(*messages: Message, keep: int = 100) -> Outbox:
    outbox = Outbox(keep)
    for one in messages:
        outbox.add(one)
    return outbox


def codes(outbox: Outbox, wanted: Wanted | None = None, limit: int = 100) -> list[str]:
    return [one.code for one in outbox.read(wanted or Wanted(), limit)]


def test_a_message_has_a_sid_and_composes_its_text_when_read() -> None:
    one = message("12")
    assert (one.sid, one.locale, one.body, one.arrived) == ("SM12", "en", "Your code is 12", True)
    assert "compose" not in repr(one)


def test_messages_are_read_oldest_first_and_up_to_a_limit() -> None:
    outbox = filled(message("1"), message("2"), message("3"))
    assert codes(outbox) == ["1", "2", "3"]
    assert codes(outbox, limit=2) == ["1", "2"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(to="+2"), ["2"]),
        (Wanted(to="+9"), []),
        (Wanted(channel="call"), ["3"]),
        (Wanted(account_sid="B"), ["4"]),
        (Wanted(service_sid="S"), ["1", "2", "3", "4"]),
        (Wanted(service_sid="T"), []),
        (Wanted(after=2), ["3", "4"]),
        (Wanted(to="+1", channel="sms", account_sid="A", after=0), ["1"]),
    ],
)
def test_messages_are_found_by_what_is_wanted(wanted: Wanted, expected: list[str]) -> None:
    outbox = filled(message("1"), message("2", "+2"), message("3", channel="call"), message("4", account="B"))
    assert codes(outbox, wanted) == expected


def test_the_latest_is_the_newest_that_arrived() -> None:
    outbox = filled(message("1"), message("2"), message("3", status="undelivered"))
    latest = outbox.latest(Wanted(to="+1"))
    assert latest is not None
    assert latest.code == "2"
    assert outbox.latest(Wanted(to="+2")) is None


def test_beyond_the_bound_the_oldest_go() -> None:
    outbox = filled(*(message(str(number), f"+{number % 3}") for number in range(10)), keep=4)
    assert codes(outbox) == ["6", "7", "8", "9"]
    assert codes(outbox, Wanted(to="+0")) == ["6", "9"]
    assert codes(outbox, Wanted(to="+2")) == ["8"]


def test_a_recipient_whose_last_message_goes_is_forgotten() -> None:
    outbox = filled(message("1", "+1"), message("2", "+2"), message("3", "+2"), keep=2)
    assert codes(outbox, Wanted(to="+1")) == []
    outbox.add(message("4", "+1"))
    assert codes(outbox, Wanted(to="+1")) == ["4"]


def test_a_reset_of_one_account_keeps_the_others_in_order() -> None:
    outbox = filled(message("1"), message("2", account="B"), message("3"), message("4", account="B"))
    outbox.reset("A")
    assert codes(outbox) == codes(outbox, Wanted(to="+1")) == ["2", "4"]


def test_cursors_go_on_after_a_reset() -> None:
    outbox = filled(message("1"), message("2"))
    outbox.reset()
    outbox.add(message("3"))
    assert [one.cursor for one in outbox.read(Wanted(after=2), 10)] == [3]
    assert codes(outbox) == ["3"]


def test_what_came_before_the_cursor_is_not_looked_at() -> None:
    """Our contract: the cost of a call does not grow with what is stored."""
    outbox = Outbox(keep=100)
    for number in range(50):
        outbox.add(message(str(number), to="+1" if number % 2 else "+2"))
    looked_at = []

    class Watched(Wanted):
        def matches(self, message: Message) -> bool:
            looked_at.append(message.cursor)
            return super().matches(message)

    assert [it.cursor for it in outbox.read(Watched(after=47), limit=10)] == [48, 49, 50]
    assert [it.cursor for it in outbox.read(Watched(to="+1", after=47), limit=10)] == [48, 50]
    assert looked_at == [48, 49, 50, 48, 50]
    assert outbox.last == 50
