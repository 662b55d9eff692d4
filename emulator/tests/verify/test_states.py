"""Every status of a verification against every verb."""

import pytest
from harness.answers import Answer
from harness.local import SERVICE, TO, Local, wrong

CHECK_PATH = f"/v2/Services/{SERVICE}/VerificationCheck"


def make(emulator: Local, status: str) -> tuple[str, str]:
    """SID and code of a verification in that status."""
    sid, code = str(emulator.start().json["sid"]), emulator.code()
    if status == "approved":
        emulator.check(code)
    elif status == "approved by hand":
        emulator.update(sid, "approved")
    elif status == "canceled":
        emulator.update(sid, "canceled")
    elif status.startswith("max_attempts_reached"):
        for _ in range(5):
            emulator.check(wrong(code))
    if status.endswith("expired"):
        emulator.post("/_emulator/clock", advance="600")
    return sid, code


ANSWERS: dict[str, tuple[tuple[int, int, int], tuple[int, int, int], int]] = {
    #                              by SID: fetch check update | by To: fetch check update | create
    "pending": ((200, 200, 200), (200, 200, 200), 201),
    "approved": ((404, 404, 404), (404, 404, 404), 201),
    "approved by hand": ((404, 404, 404), (404, 404, 404), 201),
    "canceled": ((200, 404, 404), (404, 404, 404), 201),
    "max_attempts_reached": ((200, 429, 404), (404, 429, 404), 429),
    "expired": ((404, 404, 404), (404, 404, 404), 201),
    "max_attempts_reached, then expired": ((404, 404, 404), (404, 404, 404), 201),
}
"""twilio.com/docs/verify/api/verification, …/verification-check, error page 60202; live 2025-06 and 2026-03."""


@pytest.mark.parametrize("status", ANSWERS)
@pytest.mark.parametrize("verb", ["fetch", "check", "update"])
@pytest.mark.parametrize("by", ["sid", "to"])
def test_the_answer_is_that_of_the_table(emulator: Local, status: str, verb: str, by: str) -> None:
    """The table above."""
    sid, code = make(emulator, status)
    key = sid if by == "sid" else TO
    answer = act(emulator, verb, key, code)
    by_sid, by_to, _ = ANSWERS[status]
    expected = (by_sid if by == "sid" else by_to)[["fetch", "check", "update"].index(verb)]
    assert answer.status == expected
    path = CHECK_PATH if verb == "check" else f"/v2/Services/{SERVICE}/Verifications/{key}"
    if expected == 404:
        assert answer.refusal == (404, 20404, f"The requested resource {path} was not found")
        assert answer.hint
    elif expected == 429:
        assert answer.refusal == (429, 60202, "Max check attempts reached")
        assert answer.hint.startswith(f"{sid} took 5 wrong codes; it lasts until ")


def act(emulator: Local, verb: str, key: str, code: str) -> Answer:
    if verb == "fetch":
        return emulator.fetch(key)
    if verb == "update":
        return emulator.update(key, "canceled")
    return emulator.check(code, None, **{"To" if key == TO else "VerificationSid": key})


@pytest.mark.parametrize("status", ANSWERS)
def test_a_create_is_answered_as_the_table_says(emulator: Local, status: str) -> None:
    """The table above; after its end a verification makes room for a fresh one."""
    sid, _ = make(emulator, status)
    answer = emulator.start()
    assert answer.status == ANSWERS[status][2]
    if answer.status == 201:
        assert (answer.json["sid"] == sid) is (status == "pending")
        assert len(answer.json["send_code_attempts"]) == (2 if status == "pending" else 1)


@pytest.mark.parametrize("status", ["pending", "canceled", "max_attempts_reached"])
def test_a_fetch_shows_the_status(emulator: Local, status: str) -> None:
    """twilio.com/docs/verify/api/verification; live 2026-03."""
    sid, _ = make(emulator, status)
    body = emulator.fetch(sid).json
    assert (body["status"], body["valid"]) == (status, False)


def test_the_hint_of_a_404_says_what_became_of_the_verification(emulator: Local) -> None:
    """Our contract: an unexpected answer explains itself."""
    emulator.post("/_emulator/clock", freeze="true")
    sid, code = make(emulator, "approved")
    emulator.post("/_emulator/clock", advance="12")
    gone = f"{sid} was approved 12 s ago; Twilio answers 404 for such a verification."
    assert emulator.fetch(sid).hint == gone
    assert emulator.fetch(TO).hint == f"By To only a pending one is found; {sid} was approved 12 s ago."
    emulator.post("/_emulator/clock", advance="700")
    emulator.start()
    emulator.post("/_emulator/clock", advance="605")
    assert "expired 5 s ago" in emulator.check(code).hint
    assert emulator.fetch("VE" + "1" * 32).hint.startswith(
        f"Service {SERVICE} has no verification VE{'1' * 32}. "
    )


@pytest.mark.parametrize(("second", "status"), [(599, 200), (600, 404)])
def test_a_life_ends_after_600_seconds(emulator: Local, second: int, status: int) -> None:
    """twilio.com/docs/verify/api/rate-limits-and-timeouts: ten minutes."""
    emulator.post("/_emulator/clock", freeze="true")
    sid, code = make(emulator, "pending")
    emulator.post("/_emulator/clock", advance=str(second))
    assert emulator.fetch(sid).status == status
    assert emulator.check(code).status == status


def test_reading_never_changes_the_status(emulator: Local) -> None:
    """Our contract: expiry is computed; going back in time brings a verification back."""
    emulator.post("/_emulator/clock", freeze="true")
    sid, _ = make(emulator, "expired")
    assert emulator.fetch(sid).status == 404
    emulator.post("/_emulator/clock", advance="-1")
    assert emulator.fetch(sid).json["status"] == "pending"
