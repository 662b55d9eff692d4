"""/_emulator/events. Source of all: our contract."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from harness.event_stream import EventStream
from harness.local import ACCOUNT, SERVICE, TO, Local
from harness.served import Served

import verify_emulator
from verify_emulator.control import events
from verify_emulator.events import Events, FaultsChanged

OTHER = "AC" + "1" * 32
START = f"/v2/Services/{SERVICE}/Verifications"


@pytest.fixture
def streams(served: Served) -> Callable[..., EventStream]:
    return lambda query="": EventStream(served.host, served.port, query)


def test_a_stream_begins_with_who_is_there(streams: Any) -> None:
    with streams() as stream:
        assert stream.answer.headers["content-type"].startswith("text/event-stream")
        assert stream.answer.headers["cache-control"] == "no-store"
        name, data = stream.hello
        assert (name, data["version"]) == ("hello", verify_emulator.__version__)


def test_a_message_is_told_as_the_list_shows_it(served: Served, streams: Any) -> None:
    with streams() as stream:
        served.wire.post(START, To=TO, Channel="sms")
        name, data = stream.next()
    assert name == "message"
    assert [data] == served.wire.get("/_emulator/messages").json["messages"]


def test_an_end_that_was_brought_about_by_hand_is_told(served: Served, streams: Any) -> None:
    sid = served.wire.post(START, To=TO, Channel="sms").json["sid"]
    with streams() as stream:
        served.wire.post(f"/_emulator/verifications/{ACCOUNT}/{SERVICE}/{sid}", status="approved")
        name, data = stream.next()
    assert name == "verification"
    assert data == {"account_sid": ACCOUNT, "service_sid": SERVICE, "sid": sid, "to": TO}


def test_a_link_that_was_opened_is_told(served: Served, streams: Any) -> None:
    served.wire.ask("PATCH", f"/_emulator/accounts/{ACCOUNT}/settings", b"sna=true")
    made = served.wire.post(START, To=TO, Channel="sna").json
    with streams() as stream:
        for _ in range(2):  # the second time nothing comes of it
            served.wire.get(urlsplit(made["sna"]["url"]).path)
        served.wire.post("/_emulator/reset")
        name, data = stream.next()
        assert name == "verification"
        assert data == {"account_sid": ACCOUNT, "service_sid": SERVICE, "sid": made["sid"], "to": TO}
        assert stream.next()[0] == "reset"


def test_a_request_is_told_briefly(served: Served, streams: Any) -> None:
    with streams() as stream:
        served.wire.check("123456")
        name, data = stream.next()
    (listed,) = served.wire.get("/_emulator/requests").json["requests"]
    assert name == "request"
    assert data == {
        "cursor": 1,
        "at": listed["at"],
        "account_sid": ACCOUNT,
        "method": "POST",
        "path": f"/v2/Services/{SERVICE}/VerificationCheck",
        "to": TO,
        "status": 404,
        "code": 20404,
        "operation": "CreateVerificationCheck",
    }


def test_readers_of_one_account_hear_of_no_other(served: Served, streams: Any) -> None:
    with streams(f"?account_sid={OTHER}") as stream:
        served.wire.post(START, To=TO, Channel="sms")
        served.wire.post(f"/_emulator/clock?account_sid={ACCOUNT}", advance="60")
        served.wire.post(f"/_emulator/clock?account_sid={OTHER}", advance="60")
        name, data = stream.next()
    assert (name, data["account_sid"]) == ("clock", OTHER)
    assert data["offset_seconds"] == pytest.approx(60, abs=1)


def test_all_readers_hear_of_what_is_everybodys(served: Served, streams: Any) -> None:
    with streams(f"?account_sid={OTHER}") as one, streams() as two:
        served.wire.post("/_emulator/clock", freeze="2026-01-02T03:04:05Z")
        for stream in (one, two):
            assert stream.next() == (
                "clock",
                {
                    "account_sid": None,
                    "now": "2026-01-02T03:04:05.000Z",
                    "offset_seconds": pytest.approx(0, abs=10**10),
                    "frozen": True,
                },
            )


def test_a_journal_that_is_emptied_is_told(served: Served, streams: Any) -> None:
    with streams() as stream:
        served.wire.ask("DELETE", f"/_emulator/requests?account_sid={ACCOUNT}")
        assert stream.next() == ("cleared", {"account_sid": ACCOUNT})
        served.wire.ask("DELETE", "/_emulator/requests")
        assert stream.next() == ("cleared", {"account_sid": None})


def test_settings_and_resets_are_told(served: Served, streams: Any) -> None:
    with streams() as stream:
        served.wire.ask("PATCH", f"/_emulator/accounts/{ACCOUNT}/settings", b"trial=true")
        assert stream.next() == ("settings", {"account_sid": ACCOUNT})
        served.wire.post(f"/_emulator/reset?account_sid={ACCOUNT}")
        assert stream.next() == ("reset", {"account_sid": ACCOUNT})
        served.wire.post("/_emulator/reset")
        assert stream.next() == ("reset", {"account_sid": None})


def test_nobody_is_subscribed_once_the_readers_are_gone(served: Served, streams: Any) -> None:
    listening = served.app.events._subscribers
    before = {kind: len(those) for kind, those in listening.items()}
    with streams():
        assert {kind: len(those) for kind, those in listening.items()} != before
    for _ in range(1_000):  # until the server has noticed
        served.wire.get("/_emulator/health")
        if {kind: len(those) for kind, those in listening.items() if those} == before:
            return
    pytest.fail("a reader that is gone is still subscribed")


def test_a_stream_ends_when_the_server_stops() -> None:
    with Served() as served, EventStream(served.host, served.port) as stream:
        served._loop.call_soon_threadsafe(served._end.set)
        with pytest.raises(EOFError):
            stream.next()


def test_there_is_a_bound_to_the_number_of_readers(
    served: Served, streams: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "MOST_STREAMS", 1)
    with streams() as first, streams() as second:
        assert (first.answer.status, second.answer.status) == (200, 503)


def test_a_reader_that_is_too_slow_is_told_that_it_lost_some(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MOST_WAITING", 3)
    emulator = Local()

    async def read() -> list[str]:
        streams = events.Streams(emulator.app)
        stream = streams._stream(None)
        names = [await anext(stream)]
        for _ in range(4):
            emulator.app.events.publish(FaultsChanged())
        streams.stop()
        return names + [text async for text in stream]

    texts = emulator.run(read())
    emulator.close()
    told = [text.split("event: ")[1].split("\n")[0] for text in texts]
    assert told == ["hello", "lost", "faults"]


def test_an_account_that_is_none_is_refused(emulator: Local) -> None:
    assert emulator.get("/_emulator/events?account_sid=me").status == 400


def test_whoever_only_looks_gets_no_stream(emulator: Local) -> None:
    assert emulator.send("HEAD", "/_emulator/events").status == 200


def test_publishing_goes_on_if_a_reader_leaves_meanwhile() -> None:
    published: list[object] = []
    bus = Events()
    leave = bus.subscribe(FaultsChanged, lambda event: leave())
    bus.subscribe(FaultsChanged, published.append)
    bus.publish(FaultsChanged())
    assert published == [FaultsChanged()]


def test_a_late_message_is_told_again_when_its_time_has_come(
    served: Served, streams: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "TICK", 0.01)
    served.wire.ask("POST", "/_emulator/faults", b"delivery.delay=0.1")
    with streams() as stream:
        served.wire.post(START, To=TO, Channel="sms")
        told = []
        while len(told) < 2:
            name, data = stream.next()
            if name == "message":
                told.append(data)
    assert told[-1]["status"] == "delivered"
    assert told[0]["id"] == told[1]["id"]
