"""Verify Events on their way from an API call to a sink, over sockets. Source where none is named: our contract."""

import json
import re
import time
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from harness.answers import Answer
from harness.local import ACCOUNT, SERVICE, TO, TOKEN, wrong
from harness.receiver import Received, Receiver, answer, hang
from harness.served import Served
from twilio.request_validator import RequestValidator

PREFIX = "com.twilio.accountsecurity.verify.verification."
SERVICE_PATH = f"/v2/Services/{SERVICE}"
ENVELOPE = ["specversion", "type", "source", "id", "dataschema", "datacontenttype", "time", "data"]
DATA = [
    "account_sid",
    "service_sid",
    "verification_sid",
    "friendly_name",
    "custom_code_enabled",
    "custom_friendly_name",
    "created_at",
    "verified_at",
    "to",
    "verification_status",
    "country",
    "code_length",
    "send_code_attempts",
    "check_attempts",
    "expired_at",
]


@pytest.fixture
def sink() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


def subscribe(served: Served, url: str) -> None:
    allow(served, event_sink=url)
    enable(served, "true")


def allow(served: Served, **settings: Any) -> None:
    path = f"/_emulator/accounts/{ACCOUNT}/settings"
    kind = [b"content-type: application/json"]
    assert served.wire.ask("PATCH", path, json.dumps(settings).encode(), kind).status == 200


def enable(served: Served, enabled: str) -> None:
    assert served.wire.post(SERVICE_PATH, VerifyEventSubscriptionEnabled=enabled).status == 200


def advance(served: Served, seconds: str) -> None:
    assert served.wire.post("/_emulator/clock", advance=seconds).status == 200


def update(served: Served, status: str) -> Answer:
    return served.wire.post(f"{SERVICE_PATH}/Verifications/{TO}", Status=status)


def deliveries(served: Served, query: str = "") -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = served.wire.get(f"/_emulator/webhooks/deliveries?{query}").json[
        "deliveries"
    ]
    return listed


class Story:
    """Calls, one after the other, and the one delivery that each brings about, awaited."""

    def __init__(self, served: Served) -> None:
        self._served = served
        self._cursor = 0
        self.told: list[str] = []

    def goes_on(self) -> None:
        query = f"wait=10&after={self._cursor}"
        page = self._served.wire.get(f"/_emulator/webhooks/deliveries?{query}").json
        (delivery,) = page["deliveries"]
        assert (delivery["state"], delivery["error"]) == ("delivered", None)
        assert (delivery["account_sid"], delivery["webhook_sid"]) == (ACCOUNT, "")
        self._cursor = page["cursor"]
        self.told.append(delivery["event"].removeprefix(PREFIX))


def event_of(received: Received) -> dict[str, Any]:
    """The one CloudEvent of a request, with all of its members."""
    assert (received.method, received.target.partition("?")[0]) == ("POST", "/hook")
    assert received.headers["content-type"] == "application/json"
    (event,) = received.json
    assert list(event) == ENVELOPE
    assert list(event["data"]) == DATA
    return dict(event)


def test_a_sink_hears_of_what_is_done(served: Served, sink: Receiver) -> None:
    """docs/verify/verification-stream; docs/events/webhook-quickstart: an array of one event."""
    subscribe(served, sink.url)
    story, wire = Story(served), served.wire
    sid = wire.start().json["sid"]
    story.goes_on()
    wire.check(wire.code())
    story.goes_on()
    wire.start()
    story.goes_on()
    update(served, "canceled")
    story.goes_on()
    wire.start()
    story.goes_on()
    for _ in range(5):
        wire.check(wrong(wire.code()))
    story.goes_on()
    assert story.told == ["pending", "approved", "pending", "canceled", "pending", "max-attempts-reached"]
    events = [event_of(received) for received in sink.received]
    assert [event["type"] for event in events] == [PREFIX + name for name in story.told]
    statuses = [event["data"]["verification_status"] for event in events]
    assert statuses == [name.upper().replace("-", "_") for name in story.told]
    assert events[0]["data"]["verification_sid"] == events[1]["data"]["verification_sid"] == sid
    assert all(re.fullmatch("[0-9a-f]{64}", event["id"]) for event in events)
    assert len({event["id"] for event in events}) == 6


def test_a_sink_hears_of_what_runs_out(served: Served, sink: Receiver) -> None:
    """docs/verify/verification-stream: ten minutes after creation, on the clock of the control plane."""
    subscribe(served, sink.url)
    story = Story(served)
    sid = served.wire.start().json["sid"]
    story.goes_on()
    advance(served, "590s")
    assert len(deliveries(served)) == 1
    advance(served, "10s")
    story.goes_on()
    pending, expired = (event_of(received) for received in sink.received)
    assert story.told == ["pending", "expired"]
    assert expired["type"] == PREFIX + "expired"
    assert (expired["data"]["verification_sid"], expired["data"]["verification_status"]) == (sid, "EXPIRED")
    assert expired["data"]["expired_at"] == pending["data"]["expired_at"] <= expired["time"]
    assert expired["id"] != pending["id"]


def test_an_event_is_signed(served: Served, sink: Receiver) -> None:
    """The RequestValidator of twilio-python, with the hash of the body in the query."""
    subscribe(served, sink.url + "?a=1")
    served.wire.start()
    (received,) = sink.wait()
    validator, signature = RequestValidator(TOKEN), received.headers["x-twilio-signature"]
    assert validator.validate(received.url, received.body.decode(), signature)
    assert not validator.validate(received.url, received.body.decode() + " ", signature)


def test_userinfo_in_the_url_becomes_basic_authentication(served: Served, sink: Receiver) -> None:
    """docs/events/webhook-quickstart."""
    subscribe(served, sink.url.replace("//", "//jane:s%40cret@"))
    served.wire.start()
    (received,) = sink.wait()
    assert received.headers["authorization"] == "Basic " + b64encode(b"jane:s@cret").decode()
    assert "jane" not in received.target + received.headers["host"]
    assert event_of(received)["type"] == PREFIX + "pending"


@pytest.mark.parametrize("lacking", ["the subscription", "the sink"])
def test_nothing_is_posted_without_a_subscription_and_a_sink(
    served: Served, sink: Receiver, lacking: str
) -> None:
    """twilio-oai, VerifyEventSubscriptionEnabled. A last event, which is posted, would come after any other."""
    subscribe(served, sink.url)
    if lacking == "the sink":
        allow(served, event_sink=None)
    else:
        enable(served, "false")
    wire = served.wire
    wire.start()
    wire.check(wire.code())
    wire.start()
    advance(served, "11m")
    assert deliveries(served) == []
    subscribe(served, sink.url)
    wire.start()
    (received,) = sink.wait()
    assert event_of(received)["data"]["send_code_attempts"]["count"] == 1
    assert len(deliveries(served, "wait=10")) == 1


def test_a_sink_that_hangs_delays_no_call(served: Served) -> None:
    """docs/events/webhook-quickstart: a sink has five seconds. The call has been answered long before."""
    with Receiver(hang) as slow:
        subscribe(served, slow.url)
        began = time.monotonic()
        assert served.wire.start().status == 201
        assert slow.wait(1)
        assert served.wire.check(served.wire.code()).json["status"] == "approved"
        assert slow.wait(2)
        assert time.monotonic() - began < 4
        assert [delivery["state"] for delivery in deliveries(served)] == ["queued", "queued"]
        assert slow.open == 2


def test_a_sink_that_is_not_there_fails_no_call(served: Served) -> None:
    subscribe(served, "http://127.0.0.1:1/hook")
    assert served.wire.start().status == 201
    assert served.wire.check(served.wire.code()).json["status"] == "approved"


def test_an_event_that_was_refused_can_be_posted_again(served: Served) -> None:
    """docs/events/event-delivery-and-duplication: 4xx loses the event, and its id tells the repetition."""
    with Receiver(answer(400), answer()) as sink:
        subscribe(served, sink.url)
        served.wire.start()
        (failed,) = deliveries(served, "wait=10")
        assert (failed["state"], len(failed["attempts"])) == ("failed", 1)
        replayed = served.wire.post(f"/_emulator/webhooks/deliveries/{failed['id']}/replay")
        assert replayed.status == 201
        (delivery,) = deliveries(served, "wait=10&state=delivered")
        assert delivery["replay_of"] == failed["id"]
        first, second = sink.received
    assert first.body == second.body
    assert event_of(first)["id"] == event_of(second)["id"]
