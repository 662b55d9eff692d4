"""What the recipient of an SMS reads."""

import re

import pytest
from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.verification import VerificationInstance

from conformance_tests.attempts import MakeService
from conformance_tests.targets.target import Target

WARNING = re.compile(r"Don[\u2019']t share this code with anyone; our employees will never ask for the code")


def test_the_sms_names_the_service_and_carries_the_code(
    service: ServiceContext, pending: VerificationInstance, to: str, target: Target
) -> None:
    """Source: "Your AppName verification code is: 1234" (twilio.com/docs/verify/api/service) (documented)."""
    name = service.fetch().friendly_name
    assert f"Your {name} verification code is: {target.read_code(to)}" in target.read_sms(to)


@pytest.mark.parametrize("asked", [True, False])
def test_the_sms_warns_where_the_service_asks_for_it(
    make_service: MakeService, to: str, target: Target, asked: bool
) -> None:
    """Source: the sample body (twilio.com/docs/verify/api/service) (documented)."""
    service = make_service(do_not_share_warning_enabled=asked)
    service.verifications.create(to=to, channel="sms")
    assert bool(WARNING.search(target.read_sms(to))) is asked


@pytest.mark.needs("outbox")
@pytest.mark.parametrize("channel", ["call", "whatsapp"])
def test_only_an_sms_warns(make_service: MakeService, to: str, target: Target, channel: str) -> None:
    """Source: twilio.com/docs/verify/api/service: applies only to SMS (documented)."""
    service = make_service(do_not_share_warning_enabled=True)
    service.verifications.create(to=to, channel=channel)
    assert not WARNING.search(target.outbox(to)[-1].text)


def test_the_code_is_the_only_number_of_its_length(
    service: ServiceContext, pending: VerificationInstance, to: str, target: Target
) -> None:
    """Source: the sample body in twilio.com/docs/verify/api/service has one number (inferred)."""
    assert re.findall(r"\d{4,}", target.read_sms(to)) == [target.read_code(to)]
