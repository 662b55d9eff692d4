"""Silent network authentication, which needs no code."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.verification import VerificationInstance

from conformance_tests.targets.target import Target

pytestmark = pytest.mark.needs("settings")


@pytest.fixture
def silent(service: ServiceContext, to: str, target: Target) -> VerificationInstance:
    """A verification whose URL nobody has invoked yet."""
    with target.settings(sna=True):
        return service.verifications.create(to=to, channel="sna")


def test_a_start_answers_the_url_to_invoke_and_the_carrier(silent: VerificationInstance) -> None:
    """Source: the OpenAPI file of Verify; twilio.com/docs/verify/sna (documented)."""
    attempts = silent.send_code_attempts
    assert silent.channel == "sna"
    assert [attempt["channel"] for attempt in attempts] == ["sna"]
    assert list(silent.sna) == ["url"]
    assert str(silent.sna["url"]).startswith("http")
    carrier = silent.lookup["carrier"]
    assert carrier["type"] == "mobile"


def test_a_check_needs_no_code_and_tells_that_the_url_was_not_invoked(
    silent: VerificationInstance, service: ServiceContext, to: str
) -> None:
    """Source: twilio.com/docs/verify/api/verification-check; 60519 while pending (documented)."""
    check = service.verification_checks.create(to=to)
    assert (check.sid, check.status, check.valid) == (silent.sid, "pending", False)
    attempts = silent.send_code_attempts
    expected = [{"attempt_sid": attempts[0]["attempt_sid"], "code": 60519}]
    assert check.sna_attempts_error_codes == expected


def test_falling_back_to_sms_keeps_the_verification(
    silent: VerificationInstance, service: ServiceContext, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/sna: fall back to another channel (documented)."""
    again = service.verifications.create(to=to, channel="sms")
    assert (again.sid, again.channel, again.sna) == (silent.sid, "sms", None)
    assert service.verification_checks.create(to=to, code=target.read_code(to)).status == "approved"
