"""Verifications that approve a payment."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.attempts import MakeService
from conformance_tests.refusals import PSD2_CALL, PSD2_PARAMETERS, PSD2_SNA, Refusal, invalid, refused
from conformance_tests.targets.target import Target

pytestmark = pytest.mark.needs("psd2")
PAYMENT = {"amount": "39.99 EUR", "payee": "Acme Inc"}


@pytest.fixture
def paying(make_service: MakeService) -> ServiceContext:
    """A Service for PSD2."""
    return make_service(psd2_enabled=True)


def test_a_payment_is_shown_in_the_verification(paying: ServiceContext, to: str) -> None:
    """Source: twilio.com/docs/verify/verifying-transactions-psd2 (documented)."""
    verification = paying.verifications.create(to=to, channel="sms", **PAYMENT)
    assert (verification.amount, verification.payee) == ("39.99 EUR", "Acme Inc")
    fetched = paying.verifications(str(verification.sid)).fetch()
    assert (fetched.amount, fetched.payee) == ("39.99 EUR", "Acme Inc")


@pytest.mark.parametrize(
    "form", [{}, {"amount": "1 EUR"}, {"payee": "Acme"}, {"amount": "", "payee": "Acme"}]
)
def test_a_start_without_amount_and_payee_is_refused(
    paying: ServiceContext, idle_number: str, form: dict[str, str]
) -> None:
    """Source: twilio.com/docs/api/errors/60206 (documented)."""
    with refused(PSD2_PARAMETERS):
        paying.verifications.create(to=idle_number, channel="sms", **form)


@pytest.mark.parametrize("form", [{}, {"amount": "39.99 EUR"}, {"payee": "Acme Inc"}])
def test_a_check_without_amount_and_payee_is_refused(
    paying: ServiceContext, to: str, target: Target, form: dict[str, str]
) -> None:
    """Source: twilio.com/docs/api/errors/60206 (documented)."""
    paying.verifications.create(to=to, channel="sms", **PAYMENT)
    with refused(PSD2_PARAMETERS):
        paying.verification_checks.create(to=to, code=target.read_code(to), **form)


def test_the_right_code_for_the_same_payment_is_approved(
    paying: ServiceContext, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/verifying-transactions-psd2 (documented)."""
    paying.verifications.create(to=to, channel="sms", **PAYMENT)
    check = paying.verification_checks.create(to=to, code=target.read_code(to), **PAYMENT)
    assert (check.status, check.valid) == ("approved", True)
    assert (check.amount, check.payee) == ("39.99 EUR", "Acme Inc")


@pytest.mark.parametrize("change", [{"amount": "3999 EUR"}, {"payee": "Evil Inc"}])
def test_the_right_code_for_another_payment_is_wrong(
    paying: ServiceContext, to: str, target: Target, change: dict[str, str]
) -> None:
    """Source: whether it is refused or just not approved is not published (guess)."""
    paying.verifications.create(to=to, channel="sms", **PAYMENT)
    check = paying.verification_checks.create(to=to, code=target.read_code(to), **{**PAYMENT, **change})
    assert (check.status, check.valid) == ("pending", False)


@pytest.mark.parametrize(
    ("channel", "refusal"),
    [("call", PSD2_CALL), ("whatsapp", invalid("Channel")), ("rcs", invalid("Channel"))],
)
def test_a_payment_goes_by_sms_or_email_only(
    paying: ServiceContext, idle_number: str, channel: str, refusal: Refusal
) -> None:
    """Source: twilio.com/docs/api/errors/60214; nothing is said of whatsapp and rcs (guess)."""
    with refused(refusal):
        paying.verifications.create(to=idle_number, channel=channel, **PAYMENT)


@pytest.mark.needs("email")
def test_a_payment_goes_by_email(make_service: MakeService, email_address: str, target: Target) -> None:
    """Source: twilio.com/docs/verify/verifying-transactions-psd2 (documented)."""
    paying = make_service({"Psd2Enabled": "true", "MailerSid": target.mailer()})
    started = paying.verifications.create(to=email_address, channel="email", **PAYMENT)
    assert (started.amount, started.payee) == ("39.99 EUR", "Acme Inc")


@pytest.mark.needs("settings")
def test_a_payment_does_not_go_with_sna(paying: ServiceContext, target: Target, idle_number: str) -> None:
    """Source: twilio.com/docs/api/errors/60329; no HTTP status is published (guess)."""
    with target.settings(sna=True), refused(PSD2_SNA):
        paying.verifications.create(to=idle_number, channel="sna", **PAYMENT)


def test_a_plain_service_ignores_amount_and_payee(service: ServiceContext, to: str) -> None:
    """Source: twilio.com/docs/verify/api/verification: they need Psd2Enabled (inferred)."""
    verification = service.verifications.create(to=to, channel="sms", **PAYMENT)
    assert (verification.amount, verification.payee) == (None, None)


@pytest.mark.needs("outbox")
def test_the_message_names_amount_and_payee(paying: ServiceContext, to: str, target: Target) -> None:
    """Source: twilio.com/docs/verify/verifying-transactions-psd2: the payer sees both (documented)."""
    paying.verifications.create(to=to, channel="sms", **PAYMENT)
    assert "39.99 EUR" in target.read_sms(to)
    assert "Acme Inc" in target.read_sms(to)
