"""/_emulator/messages, /messages/latest and /code. Source of all: our contract."""

import asyncio
import time

import pytest
from harness.local import ACCOUNT, SERVICE, TO, Local

OTHER = "+15017122662"


def codes(emulator: Local, query: str = "") -> list[str]:
    return [message["code"] for message in emulator.get(f"/_emulator/messages?{query}").json["messages"]]


def test_there_are_no_messages_at_first(emulator: Local) -> None:
    assert emulator.get("/_emulator/messages").json == {"messages": [], "cursor": 0}
    assert emulator.get("/_emulator/messages?after=7").json == {"messages": [], "cursor": 7}


def test_a_cursor_leads_to_what_came_since(emulator: Local) -> None:
    emulator.start()
    emulator.start(OTHER)
    first = emulator.get("/_emulator/messages?limit=1").json
    assert [message["to"] for message in first["messages"]] == [TO]
    second = emulator.get(f"/_emulator/messages?after={first['cursor']}").json
    assert [message["to"] for message in second["messages"]] == [OTHER]
    assert emulator.get(f"/_emulator/messages?after={second['cursor']}").json["messages"] == []


def test_messages_can_be_asked_for_by_what_they_are(emulator: Local) -> None:
    service = emulator.service()
    emulator.start()
    emulator.start(channel="call")
    emulator.start(OTHER, service=service)
    assert len(codes(emulator, "to=%2B15017122661")) == 2
    assert len(codes(emulator, "channel=call")) == 1
    assert len(codes(emulator, f"service_sid={service}")) == 1
    assert len(codes(emulator, f"account_sid={ACCOUNT}&service_sid={SERVICE}")) == 2
    assert codes(emulator, f"account_sid=AC{'1' * 32}") == []


def test_a_plus_that_was_not_escaped_is_forgiven(emulator: Local) -> None:
    emulator.start()
    assert emulator.get(f"/_emulator/code?to={TO}").text == emulator.code()
    emulator.start("ada+1@example.com", "email")
    assert codes(emulator, "to=ada+1@example.com") == codes(emulator, "to=ada%2B1@example.com") != []


def test_the_latest_message_is_the_newest(emulator: Local) -> None:
    emulator.start()
    emulator.start(OTHER)
    latest = emulator.get("/_emulator/messages/latest").json
    assert latest == emulator.messages(OTHER)[-1]
    assert emulator.get("/_emulator/messages/latest?to=%2B15017122661").json == emulator.messages()[-1]


def test_the_newest_code_is_plain_text(emulator: Local) -> None:
    emulator.start()
    answer = emulator.get("/_emulator/code?to=%2B15017122661")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == emulator.messages()[0]["code"]


@pytest.mark.parametrize(("query", "whom"), [("?to=%2B1", "+1"), ("", "anybody")])
def test_where_nothing_has_arrived_there_is_404(emulator: Local, query: str, whom: str) -> None:
    for path in ("code", "messages/latest"):
        answer = emulator.get(f"/_emulator/{path}{query}")
        assert (answer.status, answer.json) == (404, {"error": f"No message has arrived for {whom}."})


def test_an_unknown_parameter_is_refused(emulator: Local) -> None:
    answer = emulator.get("/_emulator/messages?phone=1")
    assert answer.status == 400
    assert answer.json["error"].startswith("phone: ")


@pytest.mark.parametrize("path", ["code", "messages/latest", "messages"])
def test_waiting_ends_as_soon_as_a_message_arrives(emulator: Local, path: str) -> None:
    """Without polling: the answer comes at once, though there would be a minute to wait."""

    async def wait_and_send() -> tuple[int, float]:
        began = time.monotonic()
        waiting = asyncio.ensure_future(emulator.ask("GET", f"/_emulator/{path}?to=%2B15017122661&wait=60"))
        while not emulator.app.outbox._waiting:
            await asyncio.sleep(0)
        body = b"To=%2B15017122661&Channel=sms"
        await emulator.ask("POST", f"/v2/Services/{SERVICE}/Verifications", body)
        return (await waiting).status, time.monotonic() - began

    status, seconds = emulator.run(wait_and_send())
    assert status == 200
    assert seconds < 5


def test_waiting_in_vain_ends_with_404(emulator: Local) -> None:
    assert emulator.get("/_emulator/code?to=nobody&wait=0.01").status == 404


def test_a_list_that_is_waited_for_in_vain_is_empty(emulator: Local) -> None:
    assert emulator.get("/_emulator/messages?to=nobody&wait=0.01").json == {"messages": [], "cursor": 0}


def test_an_old_message_does_not_end_a_wait_for_a_later_one(emulator: Local) -> None:
    emulator.start()
    cursor = emulator.get("/_emulator/messages").json["cursor"]
    assert emulator.get(f"/_emulator/code?to=%2B15017122661&after={cursor}&wait=0.01").status == 404
