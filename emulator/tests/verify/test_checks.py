"""Checking a code."""

import pytest
from harness.local import ACCOUNT, SERVICE, TO, Local, wrong

KEYS = [
    "sid",
    "service_sid",
    "account_sid",
    "to",
    "channel",
    "status",
    "valid",
    "amount",
    "payee",
    "sna_attempts_error_codes",
    "date_created",
    "date_updated",
]
MAX_CHECKS = (429, 60202, "Max check attempts reached")


@pytest.mark.parametrize("by", ["To", "VerificationSid"])
def test_the_right_code_is_approved(emulator: Local, by: str) -> None:
    """twilio.com/docs/verify/api/verification-check; 200 is observed, twilio-oai has 200 and 201."""
    emulator.post("/_emulator/clock", freeze="2026-01-02T03:04:05Z")
    sid = emulator.start().json["sid"]
    emulator.post("/_emulator/clock", advance="20")
    answer = emulator.check(emulator.code(), None, **{by: TO if by == "To" else sid})
    assert answer.status == 200
    assert list(answer.json) == KEYS
    assert answer.json == {
        "sid": sid,
        "service_sid": SERVICE,
        "account_sid": ACCOUNT,
        "to": TO,
        "channel": "sms",
        "status": "approved",
        "valid": True,
        "amount": None,
        "payee": None,
        "sna_attempts_error_codes": None,
        "date_created": "2026-01-02T03:04:05Z",
        "date_updated": "2026-01-02T03:04:25Z",
    }


def test_a_wrong_code_is_pending_and_no_error(emulator: Local) -> None:
    """twilio.com/docs/verify/api/verification-check; a live body of 2022 has the time of the check."""
    emulator.post("/_emulator/clock", freeze="2026-01-02T03:04:05Z")
    emulator.start(channel="call")
    emulator.post("/_emulator/clock", advance="18")
    answer = emulator.check(wrong(emulator.code()))
    assert answer.status == 200
    body = answer.json
    assert (body["status"], body["valid"], body["channel"]) == ("pending", False, "call")
    assert body["date_updated"] == "2026-01-02T03:04:23Z"
    assert emulator.fetch(TO).json["date_updated"] == "2026-01-02T03:04:23Z"


def test_the_right_code_passes_on_the_fifth_check(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60202: more than five."""
    emulator.start()
    for _ in range(4):
        assert emulator.check(wrong(emulator.code())).json["status"] == "pending"
    assert emulator.check(emulator.code()).json["status"] == "approved"


@pytest.mark.parametrize("right", [True, False])
def test_the_sixth_check_is_refused_right_or_wrong(emulator: Local, right: bool) -> None:
    """twilio.com/docs/api/errors/60202; live 2025-06 and 2026-03: the fifth itself still answers pending."""
    emulator.start()
    code = emulator.code()
    for _ in range(5):
        assert emulator.check(wrong(code)).json["status"] == "pending"
    for _ in range(3):
        assert emulator.check(code if right else wrong(code)).refusal == MAX_CHECKS
    emulator.post("/_emulator/clock", advance="600")
    assert emulator.check(code).status == 404


def test_a_single_check_may_be_forced(emulator: Local) -> None:
    """Our extension DoForceCheckOnce."""
    service = emulator.service(DoForceCheckOnce="true")
    emulator.start(service=service)
    assert emulator.check(wrong(emulator.code()), service=service).json["status"] == "pending"
    assert emulator.check(emulator.code(), service=service).refusal == MAX_CHECKS


def test_the_sid_goes_before_the_number(emulator: Local) -> None:
    """A guess: the samples of twilio-oai send both."""
    sid = emulator.start().json["sid"]
    emulator.start("+15017122662")
    answer = emulator.check(emulator.code(), "+15017122662", VerificationSid=sid)
    assert (answer.json["sid"], answer.json["status"]) == (sid, "approved")


def test_a_verification_of_another_service_is_not_found(emulator: Local) -> None:
    """twilio.com/docs/verify/api/verification-check."""
    sid = emulator.start().json["sid"]
    other = emulator.service()
    assert emulator.check("123456", None, service=other, VerificationSid=sid).status == 404
    assert emulator.check("123456", service=other).status == 404


@pytest.mark.parametrize(
    "form", [{"Code": "123456"}, {}, {"Code": "123456", "To": "", "VerificationSid": ""}]
)
def test_without_a_target_it_is_60221(emulator: Local, form: dict[str, str]) -> None:
    """twilio.com/docs/api/errors/60221."""
    answer = emulator.post(f"/v2/Services/{SERVICE}/VerificationCheck", form)
    assert answer.refusal == (400, 60221, "No target verification specified")


@pytest.mark.parametrize("sid", ["VE123", "VA" + "0" * 32, TO])
def test_a_malformed_sid_is_60200(emulator: Local, sid: str) -> None:
    """twilio-oai: ^VE[0-9a-fA-F]{32}$."""
    answer = emulator.check("123456", None, VerificationSid=sid)
    assert answer.refusal == (400, 60200, "Invalid parameter: VerificationSid")


def test_an_unknown_sid_is_404(emulator: Local) -> None:
    """twilio.com/docs/verify/api/verification-check."""
    answer = emulator.check("123456", None, VerificationSid="VE" + "1" * 32)
    path = f"/v2/Services/{SERVICE}/VerificationCheck"
    assert answer.refusal == (404, 20404, f"The requested resource {path} was not found")
    assert answer.hint == f"Service {SERVICE} has no verification VE{'1' * 32}."


@pytest.mark.parametrize("to", ["15017122661", "+1501", "+999999999999999", "a@b@c", "x"])
def test_an_impossible_recipient_is_60200(emulator: Local, to: str) -> None:
    """Observed live 2026-03, with the value in the message."""
    assert emulator.check("123456", to).refusal == (400, 60200, f"Invalid parameter `To`: {to}")


@pytest.mark.parametrize("to", ["+15017122669", "nobody@example.com"])
def test_a_recipient_that_was_sent_nothing_is_404(emulator: Local, to: str) -> None:
    """Observed 2025: github.com/twilio/twilio-node/issues/743 and others."""
    assert emulator.check("123456", to).refusal[:2] == (404, 20404)


@pytest.mark.parametrize("code", ["123", "12345678901", "12345a", " 12345", "\uff11\uff12\uff13\uff14"])
def test_a_malformed_code_is_refused_and_not_counted(emulator: Local, code: str) -> None:
    """twilio.com/docs/api/errors/60200; that it is not counted is a guess."""
    emulator.start()
    for _ in range(7):
        assert emulator.check(code).refusal == (400, 60200, "Invalid parameter: Code")
    assert emulator.check(emulator.code()).json["status"] == "approved"


def test_a_missing_code_is_refused(emulator: Local) -> None:
    """twilio.com/docs/verify/api/verification-check: optional for sna only."""
    emulator.start()
    assert emulator.check(None).refusal == (400, 60200, "Invalid parameter: Code")


@pytest.mark.parametrize("code", ["1234", "1234567890"])
def test_a_code_of_another_length_is_wrong_and_counted(emulator: Local, code: str) -> None:
    """A guess: 4 to 10 digits are well-formed, whatever the service's CodeLength."""
    emulator.start()
    for _ in range(5):
        assert emulator.check(code).json["status"] == "pending"
    assert emulator.check(code).refusal == MAX_CHECKS


@pytest.mark.parametrize(("code", "status"), [("ab-!ü", 200), ("abc", 400), ("abcdefghijk", 400)])
def test_a_service_with_custom_codes_takes_any_characters(emulator: Local, code: str, status: int) -> None:
    """twilio.com/docs/api/errors/60200 says digits, the parameter's text characters: a guess."""
    service = emulator.service(CustomCodeEnabled="true")
    emulator.start(service=service)
    assert emulator.check(code, service=service).status == status


def test_an_email_address_is_checked_like_a_number(emulator: Local) -> None:
    """twilio.com/docs/verify/email."""
    emulator.start("a@example.com", "email")
    assert emulator.check(emulator.code("a@example.com"), "a@example.com").json["status"] == "approved"


def test_checks_of_a_verification_on_two_channels_count_together(emulator: Local) -> None:
    """Observed live 2026-03: one SID, whatever the channel."""
    for channel in ("sms", "call", "sms", "call", "sms"):
        emulator.start(channel=channel)
        emulator.check(wrong(emulator.code()))
    assert emulator.check(emulator.code()).refusal == MAX_CHECKS
