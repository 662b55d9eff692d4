"""Approving and canceling by hand."""

import pytest
from harness.local import SERVICE, TO, Local


@pytest.mark.parametrize(("status", "valid"), [("approved", True), ("canceled", False)])
@pytest.mark.parametrize("by", ["sid", "to"])
def test_an_update_shows_the_new_status(emulator: Local, status: str, valid: bool, by: str) -> None:
    """twilio.com/docs/verify/api/verification: the samples update by SID and by phone number."""
    emulator.post("/_emulator/clock", freeze="2026-01-02T03:04:05Z")
    sid = emulator.start().json["sid"]
    emulator.post("/_emulator/clock", advance="10")
    answer = emulator.update(sid if by == "sid" else TO, status)
    assert answer.status == 200
    assert answer.json["sid"] == sid
    assert (answer.json["status"], answer.json["valid"]) == (status, valid)
    assert answer.json["date_updated"] == "2026-01-02T03:04:15Z"


def test_an_update_after_the_send_limit_passes(emulator: Local) -> None:
    """twilio.com/docs/verify/api/verification: the verification is still pending."""
    for _ in range(6):
        emulator.start()
    assert emulator.update(TO, "approved").status == 200


@pytest.mark.parametrize("form", [{}, {"Status": ""}])
def test_a_missing_status_is_20001(emulator: Local, form: dict[str, str]) -> None:
    """twilio.com/docs/api/errors/20001."""
    emulator.start()
    answer = emulator.post(f"/v2/Services/{SERVICE}/Verifications/{TO}", form)
    assert answer.refusal == (400, 20001, "Missing required parameter Status in the post body")


@pytest.mark.parametrize("status", ["pending", "Approved", "expired", "deleted", "approved "])
def test_any_other_status_is_60200(emulator: Local, status: str) -> None:
    """twilio-oai: the enum has approved and canceled."""
    emulator.start()
    assert emulator.update(TO, status).refusal == (400, 60200, "Invalid parameter: Status")


def test_a_canceled_verification_stays_until_it_is_30_days_old(emulator: Local) -> None:
    """twilio.com/docs/verify/api/verification keeps personal data up to 30 days; that it stays so long is a guess."""
    sid = emulator.start().json["sid"]
    emulator.update(sid, "canceled")
    emulator.post("/_emulator/clock", advance=str(29 * 86_400))
    for number in range(3):
        emulator.start(f"+1501712266{number + 2}")
    assert emulator.fetch(sid).json["status"] == "canceled"
    emulator.post("/_emulator/clock", advance=str(2 * 86_400))
    for number in range(3):
        emulator.start(f"+1501712266{number + 5}")
    assert emulator.fetch(sid).status == 404
