"""Verifications by email."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.attempts import MakeService
from conformance_tests.refusals import NO_MAILER, refused
from conformance_tests.targets.target import Target


@pytest.fixture
def mailing(make_service: MakeService, target: Target) -> ServiceContext:
    """A Service with a mailer."""
    return make_service({"MailerSid": target.mailer()})


def test_email_without_a_mailer_is_refused(service: ServiceContext) -> None:
    """Source: live observation 2026-03; twilio.com/docs/api/errors/60217 (observed)."""
    with refused(NO_MAILER):
        service.verifications.create(to="someone@example.com", channel="email")


@pytest.mark.needs("email")
def test_email_reaches_an_address(mailing: ServiceContext, email_address: str) -> None:
    """Source: twilio.com/docs/verify/email (documented)."""
    verification = mailing.verifications.create(to=email_address, channel="email")
    attempts = verification.send_code_attempts
    assert (verification.to, verification.channel) == (email_address, "email")
    assert [attempt["channel"] for attempt in attempts] == ["email"]


@pytest.mark.needs("email", "outbox")
def test_the_code_of_an_email_is_checked_by_address(
    mailing: ServiceContext, email_address: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/email (documented)."""
    mailing.verifications.create(to=email_address, channel="email")
    (message,) = target.outbox(email_address)
    assert message["code"] in message.text
    assert mailing.verification_checks.create(to=email_address, code=message["code"]).status == "approved"


@pytest.mark.needs("extensions")
def test_a_sender_address_counts_as_a_mailer(make_service: MakeService, email_address: str) -> None:
    """Source: twilio.com/docs/api/errors/60253 names Email.From, nothing says what it does (guess)."""
    service = make_service({"Email.From": "noreply@example.com"})
    assert service.verifications.create(to=email_address, channel="email").status == "pending"


@pytest.mark.needs("email")
def test_channel_configuration_of_an_email_is_taken(mailing: ServiceContext, email_address: str) -> None:
    """Source: twilio.com/docs/verify/email (documented)."""
    configuration = {
        "from": "noreply@example.com",
        "from_name": "Example",
        "template_id": "d-123",
        "substitutions": {"name": "Ada"},
    }
    started = mailing.verifications.create(
        to=email_address, channel="email", channel_configuration=configuration
    )
    assert started.status == "pending"
