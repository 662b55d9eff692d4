"""What is no code at all."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.verification import VerificationInstance

from conformance_tests.attempts import MakeService
from conformance_tests.refusals import assert_refused, invalid, refused
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

NO_CODES = [
    "1",
    "123",
    "12345678901",
    "1" * 100,
    "12a456",
    "abcdef",
    "12 456",
    "123456 ",
    "+12345",
    "12.456",
    "١٢٣٤٥٦",
]


@pytest.mark.parametrize("code", NO_CODES)
def test_what_is_not_four_to_ten_digits_is_refused(
    service: ServiceContext, pending: VerificationInstance, to: str, code: str
) -> None:
    """Source: twilio.com/docs/api/errors/60200; production logs, GaloyMoney/blink pull 2339 (observed)."""
    with refused(invalid("Code")):
        service.verification_checks.create(to=to, code=code)


@pytest.mark.parametrize("form", [{}, {"Code": ""}])
def test_a_check_without_code_is_refused(
    http: Wire, pending: VerificationInstance, to: str, form: dict[str, str]
) -> None:
    """Source: Code is optional for channel sna, twilio.com/docs/verify/api/verification-check (guess)."""
    answer = http.post(f"/v2/Services/{pending.service_sid}/VerificationCheck", {"To": to, **form})
    assert_refused(answer, invalid("Code"))


@pytest.mark.parametrize("code", ["123", "abcdef", "12345678901"])
def test_a_malformed_code_is_not_counted_as_a_check(
    service: ServiceContext, pending: VerificationInstance, to: str, target: Target, code: str
) -> None:
    """Source: refused by validation; whether it counts is not published (guess)."""
    for _ in range(6):
        with refused(invalid("Code")):
            service.verification_checks.create(to=to, code=code)
    assert service.verification_checks.create(to=to, code=target.read_code(to)).status == "approved"


@pytest.mark.needs("custom_codes")
@pytest.mark.parametrize(
    ("code", "taken"), [("abcd", True), ("ab cd", True), ("abc", False), ("a" * 11, False)]
)
def test_a_service_with_custom_codes_takes_any_characters(
    make_service: MakeService, to: str, code: str, taken: bool
) -> None:
    """Source: twilio.com/docs/verify/api/verification-check says 4 to 10 characters (guess)."""
    service = make_service(custom_code_enabled=True)
    service.verifications.create(to=to, channel="sms", custom_code="wxyz")
    if taken:
        assert service.verification_checks.create(to=to, code=code).status == "pending"
        return
    with refused(invalid("Code")):
        service.verification_checks.create(to=to, code=code)
