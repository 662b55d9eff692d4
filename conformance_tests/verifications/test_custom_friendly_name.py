"""A name for one message."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.refusals import FEATURE_NOT_SUPPORTED, refused
from conformance_tests.targets.target import Target


@pytest.mark.needs("settings")
def test_a_custom_friendly_name_is_refused_without_the_feature(
    service: ServiceContext, idle_number: str, target: Target
) -> None:
    """Source: twilio.com/docs/api/errors/60204 (documented)."""
    with target.settings(custom_friendly_name=False), refused(FEATURE_NOT_SUPPORTED):
        service.verifications.create(to=idle_number, channel="sms", custom_friendly_name="Other Corp")


@pytest.mark.needs("settings", "outbox")
def test_a_custom_friendly_name_stands_in_the_message(
    service: ServiceContext, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/verification (documented)."""
    with target.settings(custom_friendly_name=True):
        service.verifications.create(to=to, channel="sms", custom_friendly_name="Other Corp")
    text = target.read_sms(to)
    assert "Other Corp" in text
    assert service.fetch().friendly_name not in text
