"""Codes that the caller chooses."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.attempts import MakeService
from conformance_tests.refusals import CUSTOM_CODE_NOT_ALLOWED, invalid, refused
from conformance_tests.targets.target import Target

needs_custom_codes = pytest.mark.needs("custom_codes")


@pytest.fixture
def choosing(make_service: MakeService) -> ServiceContext:
    """A Service that takes custom codes."""
    return make_service(custom_code_enabled=True)


@pytest.mark.parametrize("code", ["424242", "123"])
def test_a_custom_code_is_refused_unless_the_service_takes_them(
    service: ServiceContext, idle_number: str, code: str
) -> None:
    """Source: github.com/twilio/twilio-go/issues/210, Twilio staff, 2025-07 (observed)."""
    with refused(CUSTOM_CODE_NOT_ALLOWED):
        service.verifications.create(to=idle_number, channel="sms", custom_code=code)


@needs_custom_codes
@pytest.mark.parametrize("code", ["1234", "12345", "123456789", "1234567890"])
def test_a_custom_code_of_four_to_ten_characters_is_the_code(
    choosing: ServiceContext, to: str, code: str
) -> None:
    """Source: twilio.com/docs/verify/api/verification (documented)."""
    choosing.verifications.create(to=to, channel="sms", custom_code=code)
    assert choosing.verification_checks.create(to=to, code=code).status == "approved"


@needs_custom_codes
@pytest.mark.parametrize("code", ["1", "123", "12345678901", "1" * 40])
def test_a_custom_code_of_another_length_is_refused(
    choosing: ServiceContext, idle_number: str, code: str
) -> None:
    """Source: twilio.com/docs/verify/api/verification; the message is inferred (inferred)."""
    with refused(invalid("CustomCode")):
        choosing.verifications.create(to=idle_number, channel="sms", custom_code=code)


@needs_custom_codes
def test_a_custom_code_may_have_letters(choosing: ServiceContext, to: str) -> None:
    """Source: twilio.com/docs/verify/api/verification says characters, not digits (documented)."""
    choosing.verifications.create(to=to, channel="sms", custom_code="AB12cd")
    assert choosing.verification_checks.create(to=to, code="AB12ce").status == "pending"
    assert choosing.verification_checks.create(to=to, code="AB12cd").status == "approved"


@needs_custom_codes
@pytest.mark.needs("outbox")
def test_the_message_carries_the_custom_code(choosing: ServiceContext, to: str, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/customization-options (documented)."""
    choosing.verifications.create(to=to, channel="sms", custom_code="77441")
    assert "77441" in target.read_sms(to)


@needs_custom_codes
def test_a_service_that_takes_custom_codes_still_makes_its_own(
    choosing: ServiceContext, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/service: the switch allows them (documented)."""
    choosing.verifications.create(to=to, channel="sms")
    code = target.read_code(to)
    assert len(code) == 6
    assert choosing.verification_checks.create(to=to, code=code).status == "approved"


@needs_custom_codes
def test_a_resend_with_another_custom_code_changes_the_code(choosing: ServiceContext, to: str) -> None:
    """Source: no source (guess)."""
    first = choosing.verifications.create(to=to, channel="sms", custom_code="11111")
    second = choosing.verifications.create(to=to, channel="sms", custom_code="22222")
    assert second.sid == first.sid
    assert choosing.verification_checks.create(to=to, code="11111").status == "pending"
    assert choosing.verification_checks.create(to=to, code="22222").status == "approved"
