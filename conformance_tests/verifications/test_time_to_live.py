"""Ten minutes."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.verification import VerificationInstance

from conformance_tests.attempts import MakeService, another
from conformance_tests.refusals import not_found, refused
from conformance_tests.targets.target import Target

pytestmark = pytest.mark.needs("clock")


@pytest.mark.parametrize("seconds", [0, 300, 590])
def test_within_ten_minutes_the_code_is_good(
    service: ServiceContext, pending: VerificationInstance, to: str, target: Target, seconds: int
) -> None:
    """Source: twilio.com/docs/verify/api/rate-limits-and-timeouts (documented)."""
    code = target.read_code(to)
    target.advance(seconds)
    assert service.verifications(str(pending.sid)).fetch().status == "pending"
    assert service.verification_checks.create(to=to, code=code).status == "approved"


@pytest.mark.parametrize("seconds", [600, 601, 3600])
def test_after_ten_minutes_it_is_gone(
    service: ServiceContext, pending: VerificationInstance, to: str, target: Target, seconds: int
) -> None:
    """Source: twilio.com/docs/verify/api/rate-limits-and-timeouts; live, 2023-01 (documented)."""
    code = target.read_code(to)
    target.advance(seconds)
    path = f"/v2/Services/{pending.service_sid}"
    with refused(not_found(f"{path}/VerificationCheck")):
        service.verification_checks.create(to=to, code=code)
    with refused(not_found(f"{path}/Verifications/{pending.sid}")):
        service.verifications(str(pending.sid)).fetch()


def test_a_resend_does_not_extend_it(
    service: ServiceContext, pending: VerificationInstance, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/verification: sample event, 10 min after creation (inferred)."""
    target.advance(590)
    again = service.verifications.create(to=to, channel="sms")
    assert again.sid == pending.sid
    code = target.read_code(to)
    target.advance(10)
    with refused(not_found(f"/v2/Services/{pending.service_sid}/VerificationCheck")):
        service.verification_checks.create(to=to, code=code)


def test_a_wrong_check_does_not_extend_it(
    service: ServiceContext, pending: VerificationInstance, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/rate-limits-and-timeouts (inferred)."""
    code = target.read_code(to)
    target.advance(590)
    assert service.verification_checks.create(to=to, code=another(code)).status == "pending"
    target.advance(10)
    with refused(not_found(f"/v2/Services/{pending.service_sid}/VerificationCheck")):
        service.verification_checks.create(to=to, code=code)


def test_a_send_after_expiry_starts_afresh(make_service: MakeService, to: str, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/rate-limits-and-timeouts (documented)."""
    service = make_service(code_length=10)
    old = service.verifications.create(to=to, channel="sms")
    old_code = target.read_code(to)
    target.advance(600)
    fresh = service.verifications.create(to=to, channel="sms")
    assert fresh.sid != old.sid
    assert len(fresh.send_code_attempts) == 1
    assert service.verification_checks.create(to=to, code=old_code).status == "pending"
    assert service.verification_checks.create(to=to, code=target.read_code(to)).status == "approved"


@pytest.mark.needs("exact_clock")
def test_the_last_second_is_the_600th(
    service: ServiceContext, target: Target, frozen_clock: None, to: str
) -> None:
    """Source: twilio.com/docs/verify/api/rate-limits-and-timeouts: 10 minutes (inferred)."""
    started = service.verifications.create(to=to, channel="sms")
    target.advance(599)
    assert service.verifications(str(started.sid)).fetch().status == "pending"
    target.advance(1)
    with refused(not_found(f"/v2/Services/{started.service_sid}/Verifications/{started.sid}")):
        service.verifications(str(started.sid)).fetch()
