"""Silent Network Auth: no code is sent; the handset opens a URL instead."""

import pytest
from harness.local import SERVICE, TO, Local

SUCCESS = "ErrorCode=0&ErrorDescription=Success&Carrier=Emulated"
FAILURE = "ErrorCode=-10&ErrorDescription=Failure"


@pytest.fixture(autouse=True)
def _set_up_with_carriers(emulator: Local) -> None:
    emulator.allow(sna=True)


def start(emulator: Local) -> tuple[str, str]:
    """SID and URL path of a verification."""
    body = emulator.start(channel="sna").json
    return body["sid"], body["sna"]["url"].removeprefix("http://emulator.test")


def test_a_verification_names_the_url_and_the_carrier(emulator: Local) -> None:
    """twilio-oai, example of channel sna: lookup is filled in whatever the service says."""
    body = emulator.start(channel="sna").json
    (attempt,) = body["send_code_attempts"]
    assert (body["channel"], attempt["channel"]) == ("sna", "sna")
    assert body["lookup"]["carrier"]["type"] == "mobile"
    assert body["sna"]["url"].endswith(attempt["attempt_sid"])
    assert emulator.messages() == []


def test_a_check_before_the_url_was_opened_is_pending(emulator: Local) -> None:
    """twilio.com/docs/verify/sna: 60519 means that the URL was not opened."""
    sid, _ = start(emulator)
    body = emulator.check(None).json
    assert (body["status"], body["valid"], body["channel"]) == ("pending", False, "sna")
    (result,) = body["sna_attempts_error_codes"]
    assert result == {
        "attempt_sid": emulator.fetch(sid).json["send_code_attempts"][0]["attempt_sid"],
        "code": 60519,
    }


def test_a_check_after_the_url_was_opened_is_approved(emulator: Local) -> None:
    """twilio.com/docs/verify/sna."""
    sid, url = start(emulator)
    assert emulator.get(url).text == SUCCESS
    body = emulator.check(None).json
    assert (body["status"], body["valid"], body["sna_attempts_error_codes"]) == ("approved", True, [])
    assert emulator.fetch(sid).status == 404


def test_a_check_without_a_code_is_not_counted(emulator: Local) -> None:
    """A guess: there is nothing to try out."""
    _, url = start(emulator)
    for _ in range(7):
        assert emulator.check(None).json["status"] == "pending"
    emulator.get(url)
    assert emulator.check(None).json["status"] == "approved"


def test_a_url_works_once(emulator: Local) -> None:
    """twilio.com/docs/verify/sna."""
    _, url = start(emulator)
    assert [emulator.get(url).text for _ in range(2)] == [SUCCESS, FAILURE]


def test_a_url_works_for_ten_minutes(emulator: Local) -> None:
    """twilio.com/docs/verify/sna."""
    service = emulator.service(Ttl=10_000)
    body = emulator.start(channel="sna", service=service).json
    emulator.post("/_emulator/clock", advance="600")
    assert emulator.get(body["sna"]["url"].removeprefix("http://emulator.test")).text == FAILURE
    assert emulator.check(None, service=service).json["status"] == "pending"


def test_a_url_of_an_ended_verification_fails(emulator: Local) -> None:
    """twilio.com/docs/verify/sna."""
    sid, url = start(emulator)
    emulator.update(sid, "canceled")
    assert emulator.get(url).text == FAILURE


def test_a_url_of_another_attempt_fails(emulator: Local) -> None:
    """twilio.com/docs/verify/sna."""
    _, url = start(emulator)
    assert emulator.get(url[:-32] + "0" * 32).text == FAILURE
    assert emulator.check(None).json["status"] == "pending"


@pytest.mark.parametrize("account", ["AC123", "VA" + "0" * 32])
def test_a_url_of_no_account_is_404(emulator: Local, account: str) -> None:
    """Our contract."""
    assert emulator.get(f"/_emulator/sna/{account}/{SERVICE}/VE1/VL1").status == 404


def test_a_url_of_nothing_fails(emulator: Local) -> None:
    """twilio.com/docs/verify/sna."""
    assert emulator.get(f"/_emulator/sna/AC{'0' * 32}/{SERVICE}/VE1/VL1").text == FAILURE


def test_any_of_several_opened_urls_counts(emulator: Local) -> None:
    """twilio.com/docs/verify/sna: results are listed oldest first."""
    _, first = start(emulator)
    _, second = start(emulator)
    assert first != second
    codes = emulator.check(None).json["sna_attempts_error_codes"]
    assert [code["attempt_sid"] for code in codes] == [first[-34:], second[-34:]]
    emulator.get(second)
    body = emulator.check(None).json
    assert body["status"] == "approved"
    assert [code["attempt_sid"] for code in body["sna_attempts_error_codes"]] == [first[-34:]]


def test_after_a_switch_to_sms_a_code_is_needed(emulator: Local) -> None:
    """twilio.com/docs/verify/api/verification-check: what counts is the latest channel."""
    start(emulator)
    body = emulator.start().json
    assert (body["channel"], body["sna"]) == ("sms", None)
    assert emulator.check(None).refusal == (400, 60200, "Invalid parameter: Code")
    body = emulator.check(emulator.code()).json
    assert (body["status"], body["sna_attempts_error_codes"]) == ("approved", None)


def test_without_carriers_it_is_refused(emulator: Local) -> None:
    """Observed live 2026-03; the HTTP status is a guess."""
    emulator.allow(sna=False)
    refused = emulator.start(channel="sna")
    assert (refused.status, refused.json["code"]) == (401, 60001)
    assert refused.json["message"] == "Downstream Authentication Failed"


def test_a_code_that_nobody_knows_is_wrong(emulator: Local) -> None:
    """Our contract: a code was made, but not sent; guessing counts as for any other channel."""
    start(emulator)
    statuses = [emulator.check("0000").status for _ in range(6)]
    assert statuses == [200] * 5 + [429]
    assert emulator.start(TO).status == 429
