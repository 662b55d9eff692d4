"""The hash by which an Android app finds its SMS."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.attempts import MakeService
from conformance_tests.refusals import APP_HASH_SMS_ONLY, refused
from conformance_tests.targets.target import Target

APP_HASH = "He42w354ol9"


def test_an_sms_with_app_hash_ends_with_it(service: ServiceContext, to: str, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/verification: included at the end of an SMS (documented)."""
    service.verifications.create(to=to, channel="sms", app_hash=APP_HASH)
    assert target.read_sms(to).rstrip().endswith(APP_HASH)


@pytest.mark.parametrize("channel", ["call", "whatsapp"])
def test_an_app_hash_on_another_phone_channel_is_refused(
    service: ServiceContext, idle_number: str, channel: str
) -> None:
    """Source: twilio.com/docs/api/errors/60602 (documented)."""
    with refused(APP_HASH_SMS_ONLY):
        service.verifications.create(to=idle_number, channel=channel, app_hash=APP_HASH)


@pytest.mark.needs("email")
def test_an_app_hash_in_an_email_is_refused(make_service: MakeService, target: Target) -> None:
    """Source: twilio.com/docs/api/errors/60602 (documented)."""
    service = make_service({"MailerSid": target.mailer()})
    with refused(APP_HASH_SMS_ONLY):
        service.verifications.create(to="someone@example.com", channel="email", app_hash=APP_HASH)
