"""Checking a wrong code."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.verification import VerificationInstance

from conformance_tests.attempts import CHECK_LIMIT, another, guess_wrongly, send
from conformance_tests.refusals import MAX_CHECKS, assert_refused, refused
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire


def test_five_wrong_codes_are_answered_with_pending(
    service: ServiceContext, pending: VerificationInstance, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/verification-check; live observation 2026-03 (documented)."""
    code = target.read_code(to)
    for _ in range(CHECK_LIMIT):
        check = service.verification_checks.create(to=to, code=another(code))
        assert (check.sid, check.status, check.valid) == (pending.sid, "pending", False)


@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize("by", ["to", "verification_sid"])
def test_the_sixth_check_is_refused_right_or_wrong(
    service: ServiceContext, pending: VerificationInstance, to: str, target: Target, right: bool, by: str
) -> None:
    """Source: twilio.com/docs/api/errors/60202; live bodies, 2021, 2025-06 and 2026-03 (documented)."""
    code = target.read_code(to)
    guess_wrongly(service, to, code)
    key = {"to": to, "verification_sid": str(pending.sid)}[by]
    with refused(MAX_CHECKS):
        service.verification_checks.create(code=code if right else another(code), **{by: key})


def test_later_checks_are_refused_alike(
    service: ServiceContext, pending: VerificationInstance, to: str, target: Target
) -> None:
    """Source: live observation 2026-03; the documentation says 404 (observed)."""
    code = target.read_code(to)
    guess_wrongly(service, to, code)
    for _ in range(3):
        with refused(MAX_CHECKS):
            service.verification_checks.create(to=to, code=code)


def test_the_refusal_is_told_without_retry_after(
    http: Wire, service: ServiceContext, pending: VerificationInstance, to: str, target: Target
) -> None:
    """Source: the OpenAPI file of Verify declares Retry-After with 20429 only (guess)."""
    code = target.read_code(to)
    guess_wrongly(service, to, code)
    answer = http.post(f"/v2/Services/{pending.service_sid}/VerificationCheck", {"To": to, "Code": code})
    assert_refused(answer, MAX_CHECKS)
    assert "Retry-After" not in answer.headers


def test_the_status_is_max_attempts_reached_after_the_fifth(
    service: ServiceContext, pending: VerificationInstance, to: str, target: Target
) -> None:
    """Source: status seen live, 2026-03; whether before the sixth check is not known (guess)."""
    code = target.read_code(to)
    guess_wrongly(service, to, code, times=CHECK_LIMIT - 1)
    assert service.verifications(str(pending.sid)).fetch().status == "pending"
    guess_wrongly(service, to, code, times=1)
    fetched = service.verifications(str(pending.sid)).fetch()
    assert (fetched.status, fetched.valid) == ("max_attempts_reached", False)


def test_a_resend_gives_no_more_checks(
    service: ServiceContext, pending: VerificationInstance, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/api/errors/60202: five checks per verification (documented)."""
    code = target.read_code(to)
    guess_wrongly(service, to, code, times=4)
    send(service, to)
    guess_wrongly(service, to, code, times=1)
    with refused(MAX_CHECKS):
        service.verification_checks.create(to=to, code=code)


def test_checks_by_recipient_and_by_sid_count_together(
    service: ServiceContext, pending: VerificationInstance, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/api/errors/60202: five checks per verification (documented)."""
    code = target.read_code(to)
    guess_wrongly(service, to, code, times=3)
    for _ in range(2):
        service.verification_checks.create(verification_sid=str(pending.sid), code=another(code))
    with refused(MAX_CHECKS):
        service.verification_checks.create(to=to, code=code)


@pytest.mark.parametrize("length", [4, 5, 7, 10])
def test_a_well_formed_code_of_another_length_is_wrong_and_counts(
    service: ServiceContext, pending: VerificationInstance, to: str, target: Target, length: int
) -> None:
    """Source: twilio.com/docs/api/errors/60200 refuses only what is outside 4 to 10 (guess)."""
    code = target.read_code(to)
    for _ in range(CHECK_LIMIT):
        assert service.verification_checks.create(to=to, code=(code * 2)[:length]).status == "pending"
    with refused(MAX_CHECKS):
        service.verification_checks.create(to=to, code=code)


def test_a_fresh_verification_has_five_checks_again(service: ServiceContext, to: str, target: Target) -> None:
    """Source: twilio.com/docs/api/errors/60202: per verification (documented)."""
    send(service, to)
    guess_wrongly(service, to, target.read_code(to), times=4)
    service.verifications(to).update(status="canceled")
    send(service, to)
    guess_wrongly(service, to, target.read_code(to), times=4)
    assert service.verification_checks.create(to=to, code=target.read_code(to)).status == "approved"
