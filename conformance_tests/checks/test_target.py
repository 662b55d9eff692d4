"""Which verification a check is about."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.verification import VerificationInstance

from conformance_tests.attempts import MakeService
from conformance_tests.refusals import NO_TARGET, assert_refused, invalid, invalid_to, not_found, refused
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

UNKNOWN = "VE" + "f" * 32


@pytest.mark.parametrize(
    "form", [{}, {"Code": "123456"}, {"Code": "123456", "To": "", "VerificationSid": ""}]
)
def test_a_check_without_any_target_is_refused(http: Wire, service_sid: str, form: dict[str, str]) -> None:
    """Source: twilio.com/docs/api/errors/60221 (documented)."""
    assert_refused(http.post(f"/v2/Services/{service_sid}/VerificationCheck", form), NO_TARGET)


@pytest.mark.parametrize("value", ["123", "15017122661", "+1", "+9991234567890", "hello"])
def test_a_recipient_that_cannot_be_is_refused_and_echoed(service: ServiceContext, value: str) -> None:
    """Source: live observation 2026-03 (observed)."""
    with refused(invalid_to(value)):
        service.verification_checks.create(to=value, code="123456")


@pytest.mark.parametrize(
    "sid", ["VE1", "VE" + "f" * 31, "VE" + "f" * 33, "VE" + "g" * 32, "VA" + "f" * 32, "x"]
)
def test_a_malformed_verification_sid_is_refused(service: ServiceContext, sid: str) -> None:
    """Source: the pattern in the OpenAPI file of Verify (inferred)."""
    with refused(invalid("VerificationSid")):
        service.verification_checks.create(verification_sid=sid, code="123456")


def test_an_unknown_verification_sid_is_not_found(http: Wire, service_sid: str) -> None:
    """Source: twilio.com/docs/verify/api/verification-check (inferred)."""
    path = f"/v2/Services/{service_sid}/VerificationCheck"
    assert_refused(http.post(path, {"VerificationSid": UNKNOWN, "Code": "123456"}), not_found(path))


def test_a_number_that_was_never_sent_to_is_not_found(http: Wire, service_sid: str, idle_number: str) -> None:
    """Source: github.com/twilio/twilio-node/issues/1126; live bodies, 2025 (observed)."""
    path = f"/v2/Services/{service_sid}/VerificationCheck"
    assert_refused(http.post(path, {"To": idle_number, "Code": "123456"}), not_found(path))


def test_a_verification_of_another_service_is_not_found(
    make_service: MakeService, pending: VerificationInstance, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/verification-check (inferred)."""
    other, code = make_service(), target.read_code(to)
    path = f"/v2/Services/{other.fetch().sid}/VerificationCheck"
    with refused(not_found(path)):
        other.verification_checks.create(to=to, code=code)
    with refused(not_found(path)):
        other.verification_checks.create(verification_sid=str(pending.sid), code=code)


def test_recipient_and_sid_may_be_given_together(
    service: ServiceContext, pending: VerificationInstance, to: str, target: Target
) -> None:
    """Source: the examples in the OpenAPI file of Verify send both (documented)."""
    check = service.verification_checks.create(
        to=to, verification_sid=str(pending.sid), code=target.read_code(to)
    )
    assert (check.sid, check.status) == (pending.sid, "approved")


@pytest.mark.needs("numbers")
def test_of_recipient_and_sid_the_sid_decides(
    service: ServiceContext, pending: VerificationInstance, to: str, target: Target
) -> None:
    """Source: no source (guess)."""
    other = target.fresh_number()
    service.verifications.create(to=other, channel="sms")
    check = service.verification_checks.create(
        to=other, verification_sid=str(pending.sid), code=target.read_code(to)
    )
    assert (check.sid, check.to, check.status) == (pending.sid, to, "approved")
