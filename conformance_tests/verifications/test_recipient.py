"""Who can be sent a code."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.attempts import MakeService
from conformance_tests.refusals import invalid_to, refused
from conformance_tests.targets.target import Target

NO_NUMBERS = [
    "123",
    "+1",
    "+",
    "+12",
    "15017122661",
    "5017122661",
    "+1501712266",
    "+150171226611",
    "+1 501 712 2661",
    "+1-501-712-2661",
    "(501) 712-2661",
    "+15017122661x",
    "++15017122661",
    "+0015017122661",
    "+abcdefghijk",
    "+9991234567890",
    "tel:+15017122661",
    "hello",
    "+1234567890123456",
]
NO_ADDRESSES = [
    "someone",
    "someone@",
    "@example.com",
    "some one@example.com",
    "a@b@example.com",
    "+15017122661",
]


@pytest.mark.parametrize("value", NO_NUMBERS)
def test_what_is_no_number_in_e164_is_refused_and_echoed(service: ServiceContext, value: str) -> None:
    """Source: live bodies, 2021 to 2026; github.com/supabase/auth-py/issues/543 (observed)."""
    with refused(invalid_to(value)):
        service.verifications.create(to=value, channel="sms")


@pytest.mark.parametrize("channel", ["sms", "call", "whatsapp"])
def test_an_email_address_is_no_recipient_of_a_phone_channel(service: ServiceContext, channel: str) -> None:
    """Source: twilio.com/docs/verify/api/verification: phone numbers must be in E.164 (documented)."""
    with refused(invalid_to("someone@example.com")):
        service.verifications.create(to="someone@example.com", channel=channel)


@pytest.mark.needs("email")
@pytest.mark.parametrize("value", NO_ADDRESSES)
def test_what_is_no_email_address_is_refused_on_channel_email(
    make_service: MakeService, target: Target, value: str
) -> None:
    """Source: the message of the same parameter for phone numbers (guess)."""
    service = make_service({"MailerSid": target.mailer()})
    with refused(invalid_to(value)):
        service.verifications.create(to=value, channel="email")


@pytest.mark.needs("numbers")
@pytest.mark.parametrize(
    "number",
    ["+447400123456", "+33612345678", "+4915112345678", "+819012345678", "+61412345678", "+5511987654321"],
)
def test_numbers_of_every_country_are_taken(service: ServiceContext, number: str) -> None:
    """Source: twilio.com/docs/verify/api/verification: any phone number in E.164 (documented)."""
    assert service.verifications.create(to=number, channel="sms").to == number
