"""`--dialect skill` answers with the numbers and names of the twilio-verify-send-otp skill card."""

from collections.abc import Callable

import pytest
from harness.local import TO, Local, wrong


@pytest.fixture
def skill(make_emulator: Callable[..., Local]) -> Local:
    return make_emulator(dialect="skill")


def test_the_check_limit_is_60203(skill: Local) -> None:
    """The skill card; Twilio has it the other way round (twilio.com/docs/api/errors/60202)."""
    skill.start()
    for _ in range(5):
        skill.check(wrong(skill.code()))
    assert skill.check(skill.code()).refusal == (429, 60203, "Max check attempts reached")
    assert skill.start().refusal == (429, 60203, "Max check attempts reached")


def test_the_send_limit_is_60202(skill: Local) -> None:
    """The skill card; Twilio has it the other way round (twilio.com/docs/api/errors/60203)."""
    for _ in range(5):
        skill.start()
    assert skill.start().refusal == (429, 60202, "Max send attempts reached")


@pytest.mark.parametrize("below", ["", "/Verifications", "/VerificationCheck"])
def test_an_unknown_service_is_60212(skill: Local, below: str) -> None:
    """The skill card; on Twilio it is 404/20404."""
    answer = skill.post(f"/v2/Services/VA{'1' * 32}{below}", To=TO, Channel="sms")
    assert answer.refusal == (404, 60212, "Service not found")


def test_an_unknown_verification_is_still_20404(skill: Local) -> None:
    """The skill card does not differ here."""
    assert skill.fetch("VE" + "1" * 32).refusal[:2] == (404, 20404)


def test_a_geo_permission_is_60410(skill: Local) -> None:
    """The skill card; the text is a guess. On Twilio it is 60605."""
    skill.allow(blocked_countries=["US"])
    assert skill.start("+14155552671").refusal == (403, 60410, "Geo-permission not enabled")


def test_voice_is_an_alias_of_call(skill: Local, emulator: Local) -> None:
    """The skill card; Twilio knows call only."""
    assert skill.start(channel="voice").json["channel"] == "call"
    assert emulator.start(channel="voice").refusal == (400, 60200, "Invalid parameter: Channel")
