"""Asking for a verification."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.verification import VerificationInstance

from conformance_tests.attempts import MakeService
from conformance_tests.refusals import assert_refused, not_found, refused
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire


def test_a_fetch_answers_what_the_start_did(http: Wire, service_sid: str, to: str) -> None:
    """Source: twilio.com/docs/verify/api/verification (documented)."""
    path = f"/v2/Services/{service_sid}/Verifications"
    started = http.post(path, {"To": to, "Channel": "sms"})
    fetched = http.get(f"{path}/{started.json()['sid']}")
    assert (fetched.status_code, fetched.text) == (200, started.text)


def test_a_pending_verification_is_found_by_its_recipient(
    service: ServiceContext, pending: VerificationInstance, to: str
) -> None:
    """Source: github.com/twilio-labs/function-templates, verify-dashboard fetches by phone (documented)."""
    assert service.verifications(to).fetch().sid == pending.sid


@pytest.mark.needs("email")
def test_a_pending_verification_is_found_by_email_address(
    make_service: MakeService, target: Target, email_address: str
) -> None:
    """Source: github.com/twilio-labs/function-templates, verify-dashboard fetches by email (documented)."""
    service = make_service({"MailerSid": target.mailer()})
    started = service.verifications.create(to=email_address, channel="email")
    assert service.verifications(email_address).fetch().sid == started.sid


def test_a_verification_is_not_found_in_another_service(
    make_service: MakeService, pending: VerificationInstance, to: str
) -> None:
    """Source: twilio.com/docs/verify/api/verification (documented)."""
    other = make_service()
    path = f"/v2/Services/{other.fetch().sid}/Verifications"
    with refused(not_found(f"{path}/{pending.sid}")):
        other.verifications(str(pending.sid)).fetch()
    with refused(not_found(f"{path}/{to}")):
        other.verifications(to).fetch()


def test_reading_changes_nothing(http: Wire, pending: VerificationInstance) -> None:
    """Source: twilio.com/docs/verify/api/verification (documented)."""
    path = f"/v2/Services/{pending.service_sid}/Verifications/{pending.sid}"
    assert len({http.get(path).text for _ in range(3)}) == 1


def test_a_number_without_pending_verification_is_not_found(
    http: Wire, service_sid: str, idle_number: str
) -> None:
    """Source: github.com/twilio-labs/function-templates, conference-verify depends on it (inferred)."""
    path = f"/v2/Services/{service_sid}/Verifications/{idle_number}"
    assert_refused(http.get(path), not_found(path))
