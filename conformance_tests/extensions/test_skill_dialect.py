"""The dialect that answers as the skill card says."""

from collections.abc import Callable

import pytest
import requests
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.attempts import SEND_LIMIT, guess_wrongly, send
from conformance_tests.refusals import Refusal, assert_refused, refused
from conformance_tests.targets.target import Target

pytestmark = pytest.mark.needs("skill_dialect")


@pytest.fixture(scope="module")
def skill(target: Target) -> Target:
    return target.speaking_skill()


@pytest.fixture
def skilled(skill: Target) -> ServiceContext:
    """A Service of a server that speaks the dialect."""
    services = skill.client().verify.v2.services
    return services(services.create(friendly_name=skill.fresh_name()).sid)


def test_the_check_limit_is_told_with_60203(skill: Target, skilled: ServiceContext) -> None:
    """Source: the skill card twilio-verify-send-otp (extension)."""
    to = skill.fresh_number()
    send(skilled, to)
    code = skill.read_code(to)
    guess_wrongly(skilled, to, code)
    limit = Refusal(429, 60203, "Max check attempts reached")
    with refused(limit):
        skilled.verification_checks.create(to=to, code=code)
    with refused(limit):
        send(skilled, to)


def test_the_send_limit_is_told_with_60202(skill: Target, skilled: ServiceContext) -> None:
    """Source: the skill card twilio-verify-send-otp (extension)."""
    to = skill.fresh_number()
    send(skilled, to, times=SEND_LIMIT)
    with refused(Refusal(429, 60202, "Max send attempts reached")):
        send(skilled, to)


CALLS: dict[str, Callable[[Target, str], requests.Response]] = {
    "fetch": lambda skill, path: skill.http().get(path),
    "start": lambda skill, path: skill.http().post(
        f"{path}/Verifications", {"To": "+15017122661", "Channel": "sms"}
    ),
    "check": lambda skill, path: skill.http().post(
        f"{path}/VerificationCheck", {"To": "+15017122661", "Code": "1234"}
    ),
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("sid", ["VA" + "f" * 32, "00"])
def test_an_unknown_service_is_told_with_60212(skill: Target, call: str, sid: str) -> None:
    """Source: the skill card twilio-verify-send-otp (extension)."""
    answer = CALLS[call](skill, f"/v2/Services/{sid}")
    assert_refused(answer, Refusal(404, 60212, "Service not found"))


def test_an_unknown_verification_is_told_as_live(skill: Target, skilled: ServiceContext) -> None:
    """Source: only the Service is named in the skill card (extension)."""
    path = f"/v2/Services/{skilled.fetch().sid}/Verifications/+15017122999"
    answer = skill.http().get(path)
    assert_refused(answer, Refusal(404, 20404, f"The requested resource {path} was not found"))


def test_a_blocked_country_is_told_with_60410(skill: Target, skilled: ServiceContext) -> None:
    """Source: the skill card twilio-verify-send-otp; its message is chosen (extension)."""
    with skill.settings(blocked_countries=["GB"]), refused(Refusal(403, 60410, "Geo-permission not enabled")):
        skilled.verifications.create(to="+447400123456", channel="sms")


def test_voice_is_another_word_for_call(skill: Target, skilled: ServiceContext) -> None:
    """Source: the skill card twilio-verify-send-otp (extension)."""
    to = skill.fresh_number()
    started = skilled.verifications.create(to=to, channel="voice")
    assert started.channel == "call"
    assert [attempt["channel"] for attempt in started.send_code_attempts] == ["call"]
    assert [message["channel"] for message in skill.outbox(to)] == ["call"]


def test_the_rest_is_as_live(skill: Target, skilled: ServiceContext) -> None:
    """Source: the skill card differs from Twilio in these points only (extension)."""
    to = skill.fresh_number()
    send(skilled, to)
    assert skilled.verification_checks.create(to=to, code=skill.read_code(to)).status == "approved"
    with refused(Refusal(400, 60200, "Invalid parameter: Channel")):
        skilled.verifications.create(to=to, channel="SMS")
    with refused(Refusal(400, 60200, "Invalid parameter `To`: 123")):
        skilled.verifications.create(to="123", channel="sms")
