"""What the screen Phones reads: recipients, bubbles, the newest code. Source: our contract (the inbox)."""

from datetime import UTC, datetime
from typing import Any

import pytest
from harness.local import TO, Local

from verify_emulator.outbox.messages import Message, Outbox, Wanted
from verify_emulator.ui.labels import grouped, link, readable
from verify_emulator.ui.phones.handset import cut, read_messages, read_spotlight
from verify_emulator.ui.phones.recipients import PAGE, read_recipients

NOON = datetime(2026, 5, 5, 12, tzinfo=UTC)


def message(to: str, code: str = "424242", **more: Any) -> Message:
    fields: dict[str, Any] = {
        "account_sid": f"AC{'1' * 32}",
        "service_sid": f"VA{'1' * 32}",
        "verification_sid": f"VE{'1' * 32}",
        "attempt_sid": f"VL{'1' * 32}",
        "channel": "sms",
        "status": "delivered",
        "created_at": NOON,
        "compose": lambda: ("en", f"Your code is {code}."),
    }
    return Message(to=to, code=code, **(fields | more))


def outbox_of(*messages: Message) -> Outbox:
    outbox = Outbox(10_000)
    for each in messages:
        outbox.add(each)
    return outbox


def test_each_recipient_stands_once_and_the_newest_first() -> None:
    outbox = outbox_of(message("+1"), message("+2"), message("+1", "111111"))
    found = read_recipients(outbox, None)
    assert [(each.to, each.code) for each in found.newest] == [("+1", "111111"), ("+2", "424242")]
    assert not found.more


def test_pages_of_recipients_are_without_gaps_and_doubles() -> None:
    outbox = outbox_of(*(message(f"+{number}") for number in range(2 * PAGE + 5)), message("+3"))
    found, before = [], 0
    while True:
        page = read_recipients(outbox, None, before=before)
        found += [each.to for each in page.newest]
        before = page.last_cursor
        if not page.more:
            break
    assert sorted(found) == sorted({f"+{number}" for number in range(2 * PAGE + 5)})


def test_only_who_was_written_to_since_is_news() -> None:
    outbox = outbox_of(message("+1"), message("+2"), message("+3"))
    assert [each.to for each in read_recipients(outbox, None, after=2).newest] == ["+3"]
    assert read_recipients(outbox, None, after=3).newest == []


@pytest.mark.parametrize(
    ("needle", "found"),
    [
        ("5017", ["+15017122661"]),
        ("9999", ["ada@example.com"]),
        ("ADA", ["ada@example.com"]),
        ("email", ["ada@example.com"]),
        ("nobody", []),
    ],
)
def test_a_search_finds_by_recipient_code_and_channel(needle: str, found: list[str]) -> None:
    outbox = outbox_of(
        message(TO), message("ada@example.com", "999999", channel="email"), message("ada@example.com", "1")
    )
    assert [each.to for each in read_recipients(outbox, None, search=needle).newest] == found


def test_a_search_shows_the_newest_message_of_whom_it_finds() -> None:
    outbox = outbox_of(message(TO, "111111"), message(TO, "222222"))
    assert [each.code for each in read_recipients(outbox, None, search="1111").newest] == ["222222"]


@pytest.mark.parametrize(
    ("body", "code", "pieces"),
    [
        ("Code 42.", "42", [("Code ", False), ("42", True), (".", False)]),
        ("42", "42", [("42", True)]),
        ("42 and 42", "42", [("42", True), (" and ", False), ("42", True)]),
        ("4, 2", "42", [("4, 2", False)]),
        ("nothing", "", [("nothing", False)]),
    ],
)
def test_the_code_is_found_in_a_text(body: str, code: str, pieces: list[tuple[str, bool]]) -> None:
    assert cut(body, code) == pieces


def test_messages_come_in_pages_oldest_first(emulator: Local) -> None:
    for number in range(120):
        emulator.app.outbox.add(message(TO, f"{number}", account_sid=emulator.account))
    newest = read_messages(emulator.app, None, TO)
    assert [each.message.code for each in newest.bubbles] == [str(number) for number in range(70, 120)]
    assert newest.earlier
    first = read_messages(emulator.app, None, TO, before=21)
    assert [each.message.code for each in first.bubbles] == [str(number) for number in range(20)]
    assert not first.earlier


def test_the_newest_code_has_a_state_for_as_long_as_its_verification_is_known(emulator: Local) -> None:
    emulator.start()
    sent = emulator.app.outbox.read(Wanted(to=TO), 1)[0]
    found = read_spotlight(emulator.app, None, sent)
    assert (found.state, found.lifetime_seconds) == ("pending", 600)
    assert 590 < found.seconds_left <= 600
    emulator.app.store.reset()
    assert read_spotlight(emulator.app, None, sent).state is None


@pytest.mark.parametrize(
    ("recipient", "shown"),
    [
        ("+15017122661", "+1 501-712-2661"),
        ("+4915112345678", "+49 1511 2345678"),
        ("ada@example.com", "ada@example.com"),
        ("+", "+"),
        ("+abc", "+abc"),
    ],
)
def test_recipients_are_written_as_people_write_them(recipient: str, shown: str) -> None:
    assert readable(recipient) == shown


@pytest.mark.parametrize(
    ("code", "groups"),
    [
        ("424242", ["424", "242"]),
        ("12345678", ["1234", "5678"]),
        ("1234", ["1234"]),
        ("abcdef", ["abcdef"]),
        ("", [""]),
    ],
)
def test_codes_are_written_in_groups(code: str, groups: list[str]) -> None:
    assert grouped(code) == groups


def test_links_leave_out_what_has_no_value() -> None:
    assert link("/", account_sid=None, q="", before=0) == "/"
    assert link("/phones", to="+1 5&x=", q="a") == "/phones?to=%2B1+5%26x%3D&q=a"
