"""Silent network authentication, which needs no code."""

from typing import Any

import pytest
from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.verification import VerificationInstance
from twilio.rest.verify.v2.service.verification_check import VerificationCheckInstance

from conformance_tests.attempts import MakeService
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import TIMEOUT

pytestmark = pytest.mark.needs("settings")

SUCCESS = "ErrorCode=0&ErrorDescription=Success"
FAILURE = "ErrorCode=-10"
MISMATCH, ERROR, PENDING = 60500, 60510, 60519
FAILURES = [60510, 60511, 60517, 60520, 60531, 60532, 60533, 60534, 60540]


@pytest.fixture
def silent(service: ServiceContext, to: str, target: Target) -> VerificationInstance:
    """A verification whose URL nobody has invoked yet."""
    return start(target, service, to)


def start(target: Target, service: ServiceContext, to: str, **more: Any) -> VerificationInstance:
    with target.settings(sna=True):
        return service.verifications.create(to=to, channel="sna", **more)


def invoke(target: Target, verification: VerificationInstance, method: str = "GET", found: int = 0) -> str:
    """What the handset reads. `found` is the error code that the carrier comes to."""
    rules = [{"to": verification.to, "code": found}] if found else []
    sna = verification.sna or {}
    with target.settings(sna_results=rules):
        answer = target.session().request(method, str(sna["url"]), timeout=TIMEOUT)
    assert answer.status_code == 200
    return answer.text


def check(service: ServiceContext, to: str, **more: Any) -> VerificationCheckInstance:
    return service.verification_checks.create(to=to, **more)


def attempt_of(verification: VerificationInstance) -> str:
    """The SID of the newest attempt."""
    return str(verification.send_code_attempts[-1]["attempt_sid"])


def token_in(text: str) -> str:
    assert text.startswith(SUCCESS)
    return text.partition("&SnaClientToken=")[2]


def test_a_start_answers_the_url_to_invoke_and_the_carrier(silent: VerificationInstance) -> None:
    """Source: the OpenAPI file of Verify; twilio.com/docs/verify/sna (documented)."""
    attempts = silent.send_code_attempts
    assert silent.channel == "sna"
    assert [attempt["channel"] for attempt in attempts] == ["sna"]
    assert list(silent.sna) == ["url"]
    assert str(silent.sna["url"]).startswith("http")
    carrier = silent.lookup["carrier"]
    assert carrier["type"] == "mobile"


def test_a_check_needs_no_code_and_tells_that_the_url_was_not_invoked(
    silent: VerificationInstance, service: ServiceContext, to: str
) -> None:
    """Source: twilio.com/docs/verify/api/verification-check; 60519 while pending (documented)."""
    checked = check(service, to)
    assert (checked.sid, checked.status, checked.valid) == (silent.sid, "pending", False)
    assert checked.sna_attempts_error_codes == [{"attempt_sid": attempt_of(silent), "code": PENDING}]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_handset_that_invoked_the_url_is_approved(
    silent: VerificationInstance, service: ServiceContext, to: str, target: Target, method: str
) -> None:
    """Source: twilio.com/docs/verify/api/verification, Invoke the SNA URL; the source of twilio-verify-sna-android
    for the text (observed).
    """
    assert invoke(target, silent, method).startswith(SUCCESS)
    checked = check(service, to)
    assert (checked.status, checked.valid, checked.sna_attempts_error_codes) == ("approved", True, [])


def test_another_number_is_told_by_the_check_alone(
    silent: VerificationInstance, service: ServiceContext, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/best-practices-for-verify-sna-error-handling: ErrorCode=0 does not say that the
    number matched; 60500 (documented).
    """
    assert invoke(target, silent, found=MISMATCH).startswith(SUCCESS)
    checked = check(service, to)
    assert (checked.status, checked.valid) == ("pending", False)
    assert checked.sna_attempts_error_codes == [{"attempt_sid": attempt_of(silent), "code": MISMATCH}]


@pytest.mark.parametrize("code", FAILURES)
def test_a_failure_is_told_by_the_url_and_explained_by_the_check(
    silent: VerificationInstance, service: ServiceContext, to: str, target: Target, code: int
) -> None:
    """Source: twilio.com/docs/verify/best-practices-for-verify-sna-error-handling; the pages of the codes
    60510 to 60540 (documented).
    """
    assert invoke(target, silent, found=code).startswith(FAILURE)
    checked = check(service, to)
    assert (checked.status, checked.valid) == ("pending", False)
    assert checked.sna_attempts_error_codes == [{"attempt_sid": attempt_of(silent), "code": code}]


def test_a_url_works_once(
    silent: VerificationInstance, service: ServiceContext, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/sna-testing-guide; how it fails the second time is a guess (documented)."""
    assert invoke(target, silent).startswith(SUCCESS)
    assert invoke(target, silent).startswith(FAILURE)
    assert check(service, to).status == "approved"


@pytest.mark.needs("exact_clock", "extensions")
def test_a_url_works_for_ten_minutes(
    make_service: MakeService, to: str, target: Target, frozen_clock: None
) -> None:
    """Source: twilio.com/docs/verify/sna-testing-guide; the verification lasts longer (documented)."""
    service = make_service({"Ttl": "3600"})
    first = start(target, service, to)
    target.advance(300)
    second = start(target, service, to)
    target.advance(300)
    assert invoke(target, first).startswith(FAILURE)
    target.advance(299)
    assert invoke(target, second).startswith(SUCCESS)
    assert check(service, to).status == "approved"


def test_another_start_gives_another_url_for_the_same_verification(
    silent: VerificationInstance, service: ServiceContext, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/sna-testing-guide; …/api/verification-check: oldest first (documented)."""
    invoke(target, silent, found=60531)
    second = start(target, service, to)
    assert (second.sid, len(second.send_code_attempts)) == (silent.sid, 2)
    assert second.sna != silent.sna
    invoke(target, second, found=MISMATCH)
    third = start(target, service, to)
    codes = [
        {"attempt_sid": attempt_of(silent), "code": 60531},
        {"attempt_sid": attempt_of(second), "code": MISMATCH},
    ]
    pending = {"attempt_sid": attempt_of(third), "code": PENDING}
    assert check(service, to).sna_attempts_error_codes == [*codes, pending]
    assert invoke(target, third).startswith(SUCCESS)
    checked = check(service, to)
    assert (checked.status, checked.sna_attempts_error_codes) == ("approved", codes)


def test_a_url_ends_with_its_verification(
    silent: VerificationInstance, service: ServiceContext, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/sna; how it fails is a guess (inferred)."""
    service.verifications(str(silent.sid)).update(status="canceled")
    assert invoke(target, silent).startswith(FAILURE)


def test_falling_back_to_sms_keeps_the_verification(
    silent: VerificationInstance, service: ServiceContext, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/sna: fall back to another channel (documented)."""
    again = service.verifications.create(to=to, channel="sms")
    assert (again.sid, again.channel, again.sna) == (silent.sid, "sms", None)
    checked = check(service, to, code=target.read_code(to))
    assert (checked.status, checked.sna_attempts_error_codes) == ("approved", None)


def test_whoever_asks_for_a_client_token_has_to_bring_it(
    service: ServiceContext, to: str, target: Target
) -> None:
    """Source: the OpenAPI file of Verify, EnableSnaClientToken and SnaClientToken; that 60510 tells its lack, and
    where the token stands, is a guess (guess).
    """
    started = start(target, service, to, enable_sna_client_token=True)
    token = token_in(invoke(target, started))
    assert token
    for brought in ({}, {"sna_client_token": "another"}):
        checked = check(service, to, **brought)
        assert (checked.status, checked.valid) == ("pending", False)
        assert checked.sna_attempts_error_codes == [{"attempt_sid": attempt_of(started), "code": ERROR}]
    checked = check(service, to, sna_client_token=token)
    assert (checked.status, checked.sna_attempts_error_codes) == ("approved", [])


def test_whoever_asks_for_no_client_token_gets_none(
    silent: VerificationInstance, service: ServiceContext, to: str, target: Target
) -> None:
    """Source: the OpenAPI file of Verify, EnableSnaClientToken; that a needless one does no harm is a guess (guess)."""
    assert token_in(invoke(target, silent)) == ""
    assert check(service, to, sna_client_token="needless").status == "approved"
