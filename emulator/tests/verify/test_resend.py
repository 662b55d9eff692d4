"""Asking for a code again."""

import pytest
from harness.local import SERVICE, TO, Local, wrong

MAX_SENDS = (429, 60203, "Max send attempts reached")


def test_a_resend_has_the_same_sid_and_code(emulator: Local) -> None:
    """twilio.com/docs/verify/api/rate-limits-and-timeouts; observed live 2024 and 2026-03."""
    emulator.post("/_emulator/clock", freeze="2026-01-02T03:04:05Z")
    first, code = emulator.start().json, emulator.code()
    emulator.post("/_emulator/clock", advance="62")
    answer = emulator.start(channel="call")
    second = answer.json
    assert answer.status == 201
    assert (second["sid"], emulator.code(), second["channel"]) == (first["sid"], code, "call")
    assert second["date_created"] == first["date_created"]
    assert second["date_updated"] == "2026-01-02T03:05:07Z"
    assert second["send_code_attempts"][0] == first["send_code_attempts"][0]
    assert [attempt["channel"] for attempt in second["send_code_attempts"]] == ["sms", "call"]
    assert second["send_code_attempts"][1]["time"] == "2026-01-02T03:05:07.000Z"


def test_a_resend_does_not_extend_the_life(emulator: Local) -> None:
    """A guess from the event page, whose expired_at counts from the creation."""
    sid = emulator.start().json["sid"]
    emulator.post("/_emulator/clock", advance="599")
    emulator.start()
    emulator.post("/_emulator/clock", advance="1")
    assert emulator.fetch(sid).status == 404


def test_the_sixth_send_is_refused_whatever_the_channel(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60203."""
    for channel in ("sms", "call", "whatsapp", "sms", "rcs"):
        assert emulator.start(channel=channel).status == 201
    refused = emulator.start(channel="call")
    assert refused.refusal == MAX_SENDS
    assert refused.hint.startswith(emulator.fetch(TO).json["sid"] + " was sent 5 times; ")
    assert len(emulator.fetch(TO).json["send_code_attempts"]) == len(emulator.messages()) == 5


def test_after_the_send_limit_the_code_is_still_good(emulator: Local) -> None:
    """Twilio's sample app verify-retry tells the user to enter the code already received."""
    for _ in range(6):
        emulator.start()
    assert emulator.check(emulator.code()).json["status"] == "approved"


@pytest.mark.parametrize("how", ["right", "canceled", "approved", "time"])
def test_the_send_limit_ends_with_the_verification(emulator: Local, how: str) -> None:
    """twilio.com/docs/api/errors/60203."""
    for _ in range(5):
        sid = emulator.start().json["sid"]
    if how == "right":
        emulator.check(emulator.code())
    elif how == "time":
        emulator.post("/_emulator/clock", advance="600")
    else:
        emulator.update(sid, how)
    answer = emulator.start()
    assert answer.status == 201
    assert answer.json["sid"] != sid
    assert len(answer.json["send_code_attempts"]) == 1


def test_a_refused_request_uses_up_no_send(emulator: Local) -> None:
    """A guess: no source says so."""
    emulator.start()
    for _ in range(10):
        assert emulator.start(Locale="xx").status == 400
    assert len(emulator.fetch(TO).json["send_code_attempts"]) == 1


def test_the_send_limit_is_counted_per_service_and_recipient(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60203 speaks of one recipient; per service is inferred."""
    other = emulator.service()
    for _ in range(6):
        emulator.start()
    assert emulator.start("+15017122662").status == 201
    assert emulator.start(service=other).status == 201


def test_while_no_checks_are_left_no_code_is_sent(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60202: a new one must wait for the end; the number of the error is a guess."""
    sid = emulator.start().json["sid"]
    for _ in range(5):
        emulator.check(wrong(emulator.code()))
    assert emulator.start().refusal == (429, 60202, "Max check attempts reached")
    emulator.post("/_emulator/clock", advance="600")
    assert emulator.start().json["sid"] != sid


def test_a_custom_code_on_a_resend_is_the_code_from_then_on(emulator: Local) -> None:
    """A guess: no source says so."""
    service = emulator.service(CustomCodeEnabled="true")
    first = emulator.start(service=service, CustomCode="1234").json["sid"]
    assert emulator.start(service=service, CustomCode="5678").json["sid"] == first
    assert emulator.check("1234", service=service).json["status"] == "pending"
    assert emulator.check("5678", service=service).json["status"] == "approved"


def test_a_resend_without_a_custom_code_keeps_the_code(emulator: Local) -> None:
    """twilio.com/docs/verify/api/rate-limits-and-timeouts."""
    service = emulator.service(CustomCodeEnabled="true")
    emulator.start(service=service, CustomCode="ab!?12")
    emulator.start(service=service)
    assert emulator.code() == "ab!?12"


def test_a_lifetime_of_its_own_holds_for_what_is_started_afterwards(emulator: Local) -> None:
    """Our extension Ttl."""
    service = emulator.service(Ttl=10)
    sid = emulator.start(service=service).json["sid"]
    emulator.post(f"/v2/Services/{service}", Ttl=1000)
    emulator.post("/_emulator/clock", advance="9")
    assert emulator.fetch(sid, service).status == 200
    emulator.post("/_emulator/clock", advance="1")
    assert emulator.fetch(sid, service).status == 404


def test_codes_are_as_long_as_the_service_says(emulator: Local) -> None:
    """twilio.com/docs/verify/api/service, CodeLength."""
    for length in (4, 10):
        emulator.post(f"/v2/Services/{SERVICE}", CodeLength=length)
        emulator.start(f"+1501712266{length % 10}")
        assert len(emulator.code(f"+1501712266{length % 10}")) == length
