"""What somebody has scripted for the messages and codes of verifications. Source: our contract, where none is given."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from harness.attempts import ATTEMPTS, listed, send
from harness.enrolment import advance, freeze
from harness.local import SERVICE, TO, Local, wrong

from verify_emulator.events import MessageChanged

FALLBACK = json.dumps({"whatsapp": {"enabled": True}, "sms": {"enabled": True}})


def script(emulator: Local, **fields: Any) -> None:
    answer = emulator.send("POST", "/_emulator/faults", json.dumps(fields).encode())
    assert answer.status == 201, answer.body


def shown(emulator: Local, sid: str) -> tuple[str, str, str | None, str]:
    """Word and value of an attempt's delivery, its error and when it was last changed."""
    attempt = emulator.get(f"{ATTEMPTS}/{sid}").json
    data = attempt["channel_data"]
    (word,) = data.keys() & {"message_status", "call_status"}
    return word, data[word], data["error_code"], attempt["date_updated"][11:19]


@pytest.mark.parametrize(
    ("delivery", "channel", "word", "status", "error"),
    [
        ({"status": "undelivered"}, "sms", "message_status", "undelivered", "30008"),
        ({"status": "undelivered", "error_code": "30003"}, "sms", "message_status", "undelivered", "30003"),
        ({"status": "failed", "error_code": "30007"}, "rcs", "message_status", "failed", "30007"),
        ({"status": "failed"}, "call", "call_status", "failed", "30008"),
        ({"status": "undelivered"}, "call", "call_status", "no-answer", "30008"),
        ({"status": "never"}, "sms", "message_status", "sent", None),
        ({"status": "never"}, "call", "call_status", "in-progress", None),
        ({"status": "delivered"}, "sms", "message_status", "delivered", None),
    ],
)
def test_a_message_fares_as_it_is_scripted(
    emulator: Local, delivery: dict[str, Any], channel: str, word: str, status: str, error: str | None
) -> None:
    """Source: twilio-oai has the words."""
    freeze(emulator)
    script(emulator, delivery=delivery)
    sid = send(emulator, channel=channel)
    assert shown(emulator, sid) == (word, status, error, "03:04:05")
    advance(emulator, 600)
    assert shown(emulator, sid)[1:3] == (status, error)
    (message,) = emulator.messages()
    assert (message["status"], message["error_code"]) == (delivery["status"].replace("never", "sent"), error)
    assert emulator.get("/_emulator/code?to=%2B15017122661").status == (200 if status == "delivered" else 404)


@pytest.mark.parametrize(
    ("channel", "before", "delivery", "after"),
    [
        ("sms", "sent", {}, "delivered"),
        ("call", "in-progress", {}, "completed"),
        ("sms", "sent", {"status": "undelivered"}, "undelivered"),
        ("call", "in-progress", {"status": "failed"}, "failed"),
    ],
)
def test_it_may_take_its_time_on_the_emulators_clock(
    emulator: Local, channel: str, before: str, delivery: dict[str, Any], after: str
) -> None:
    freeze(emulator)
    script(emulator, delivery={**delivery, "delay": 30})
    sid = send(emulator, channel=channel)
    changed: list[MessageChanged] = []
    emulator.app.events.subscribe(MessageChanged, changed.append)
    advance(emulator, 29)
    assert shown(emulator, sid)[1:] == (before, None, "03:04:05")
    assert emulator.messages()[0]["status"] == "sent"
    assert changed == []
    advance(emulator, 1)
    assert shown(emulator, sid)[1:] == (after, "30008" if delivery else None, "03:04:35")
    assert len(changed) == 1
    assert emulator.messages()[0]["status"] == (delivery.get("status") or "delivered")


def test_what_happened_last_to_an_attempt_is_when_it_was_updated(emulator: Local) -> None:
    freeze(emulator)
    script(emulator, delivery={"delay": 30})
    sid = send(emulator)
    code = emulator.messages()[0]["code"]
    advance(emulator, 10)
    emulator.check(code)
    assert shown(emulator, sid)[3] == "03:04:15"
    advance(emulator, 20)
    assert shown(emulator, sid)[3] == "03:04:35"


def test_a_late_message_is_read_when_it_has_come(emulator: Local) -> None:
    script(emulator, delivery={"delay": 30}, to=TO)
    emulator.start()
    path = "/_emulator/code?to=%2B15017122661"
    listing = f"/2010-04-01/Accounts/{emulator.account}/Messages.json?To=%2B15017122661"
    assert emulator.get(path).status == 404
    assert emulator.get(listing).json["messages"] == []
    advance(emulator, 31)
    assert emulator.check(emulator.code()).json["status"] == "approved"
    (received,) = emulator.get(listing).json["messages"]
    assert (received["status"], received["error_code"]) == ("received", None)


def test_a_whatsapp_message_that_is_to_fail_falls_back_to_sms(emulator: Local) -> None:
    script(emulator, channel="whatsapp", delivery={"status": "failed", "error_code": "63024"})
    sent = emulator.start(channel="whatsapp", ChannelConfiguration=FALLBACK).json
    assert [attempt["channel"] for attempt in sent["send_code_attempts"]] == ["whatsapp", "sms"]
    assert [message["status"] for message in emulator.messages()] == ["failed", "delivered"]


def test_the_sms_in_its_place_may_be_scripted_as_well(emulator: Local) -> None:
    emulator.allow(undeliverable=[{"to": "*", "channel": "whatsapp"}])
    script(emulator, channel="sms", delivery={"status": "undelivered", "error_code": "30003"})
    sent = emulator.start(channel="whatsapp", ChannelConfiguration=FALLBACK)
    assert [(one["channel"], one["error_code"]) for one in emulator.messages()] == [
        ("whatsapp", "30008"),
        ("sms", "30003"),
    ]
    assert sent.hint.startswith("Scripted failure FA")


def test_one_of_which_nothing_is_heard_has_no_fallback(emulator: Local) -> None:
    script(emulator, channel="whatsapp", delivery={"status": "never"})
    sent = emulator.start(channel="whatsapp", ChannelConfiguration=FALLBACK).json
    assert [attempt["channel"] for attempt in sent["send_code_attempts"]] == ["whatsapp"]


def test_a_channel_that_was_chosen_for_one_is_that_of_the_message(emulator: Local) -> None:
    emulator.allow(auto_channel=True)
    script(emulator, channel="sms", delivery={"status": "undelivered"}, times=1)
    script(emulator, channel="auto", delivery={"status": "failed"}, times=1)
    emulator.start(channel="auto")
    emulator.start(channel="auto")
    assert sorted(message["status"] for message in emulator.messages()) == ["failed", "undelivered"]


def test_a_refused_start_uses_up_no_fate(emulator: Local) -> None:
    script(emulator, delivery={"status": "undelivered"}, times=1)
    assert emulator.start(TO, "pigeon").status == 400
    emulator.start()
    emulator.start()
    assert [message["status"] for message in emulator.messages()] == ["undelivered", "delivered"]


def test_what_is_scripted_goes_before_the_setting(emulator: Local) -> None:
    emulator.allow(undeliverable=["*"])
    script(emulator, delivery={"status": "delivered"}, times=1)
    emulator.start()
    emulator.start()
    assert [message["status"] for message in emulator.messages()] == ["delivered", "undelivered"]


def test_attempts_of_the_same_fate_share_it(emulator: Local) -> None:
    """What an attempt takes in memory does not grow."""
    from verify_emulator.verify.attempt import Attempt

    script(emulator, delivery={"status": "undelivered"}, to="+1*")
    for to in (TO, "+15017122662", "+447400123456", "+447400123457"):
        emulator.start(to)
    with emulator.app.store.transaction(emulator.account) as session:
        receipts = [id(attempt.receipt) for attempt in session.read(Attempt)]
    assert len(set(receipts)) == 2


Check = Callable[[Local, str], Any]


def by_to(emulator: Local, code: str) -> Any:
    return emulator.check(code)


def by_sid(emulator: Local, code: str) -> Any:
    sid = emulator.fetch(TO).json["sid"]
    return emulator.post(f"/v2/Services/{SERVICE}/VerificationCheck", VerificationSid=sid, Code=code)


@pytest.mark.parametrize("check", [by_to, by_sid])
def test_any_well_formed_code_may_be_right(emulator: Local, check: Check) -> None:
    script(emulator, approves=True, to=TO)
    emulator.start()
    code = wrong(emulator.code())
    malformed = emulator.check("12")
    assert malformed.refusal == (400, 60200, "Invalid parameter: Code")
    approved = check(emulator, code)
    assert (approved.json["status"], approved.json["valid"]) == ("approved", True)
    assert emulator.check(code).status == 404


def test_a_right_code_uses_up_no_approval(emulator: Local) -> None:
    script(emulator, approves=True, times=1)
    for to in (TO, "+15017122662"):
        emulator.start(to)
    assert emulator.check(emulator.code()).hint == ""
    assert emulator.check(wrong(emulator.code("+15017122662")), "+15017122662").json["valid"]


def test_an_approval_does_not_lift_the_limit_of_checks(emulator: Local) -> None:
    emulator.start()
    for _ in range(5):
        emulator.check(wrong(emulator.code()))
    script(emulator, approves=True)
    assert emulator.check("123456").refusal == (429, 60202, "Max check attempts reached")


def test_a_verification_is_found_by_either_of_its_names(emulator: Local) -> None:
    sid = emulator.start().json["sid"]
    script(emulator, to=TO, channel="sms", error=20503)
    for key in (sid, TO):
        assert emulator.fetch(key).status == 503
    assert emulator.check("123456").status == 503
    assert emulator.fetch("+15017122662").status == 404
    assert len(listed(emulator)) == 1
