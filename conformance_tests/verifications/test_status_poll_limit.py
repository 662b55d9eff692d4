"""How often the status of a verification may be asked for."""

import pytest
from twilio.rest.verify.v2.service.verification import VerificationInstance

from conformance_tests.attempts import MakeService
from conformance_tests.refusals import TOO_MANY_REQUESTS, assert_refused
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire


def poll(http: Wire, path: str, times: int) -> None:
    for number in range(times):
        assert http.get(path).status_code == 200, number


def path_of(verification: VerificationInstance) -> str:
    return f"/v2/Services/{verification.service_sid}/Verifications/{verification.sid}"


def test_the_61st_status_request_of_a_minute_is_refused(http: Wire, pending: VerificationInstance) -> None:
    """Source: twilio.com/docs/verify/api/rate-limits-and-timeouts and errors/20429 (documented)."""
    poll(http, path_of(pending), 60)
    assert_refused(http.get(path_of(pending)), TOO_MANY_REQUESTS)


def test_the_refusal_tells_when_to_come_back(http: Wire, pending: VerificationInstance) -> None:
    """Source: the OpenAPI file of Verify declares Retry-After with 20429; its value is chosen (guess)."""
    poll(http, path_of(pending), 60)
    assert 1 <= int(http.get(path_of(pending)).headers["Retry-After"]) <= 60


@pytest.mark.needs("clock")
def test_a_minute_later_it_is_answered_again(
    http: Wire, pending: VerificationInstance, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/rate-limits-and-timeouts (documented)."""
    poll(http, path_of(pending), 60)
    target.advance(60)
    poll(http, path_of(pending), 2)


@pytest.mark.needs("clock")
def test_the_181st_status_request_of_an_hour_is_refused(
    http: Wire, pending: VerificationInstance, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/rate-limits-and-timeouts (documented)."""
    for _ in range(3):
        poll(http, path_of(pending), 60)
        target.advance(61)
    assert_refused(http.get(path_of(pending)), TOO_MANY_REQUESTS)


@pytest.mark.needs("extensions", "time_travel")
def test_the_251st_status_request_of_a_day_is_refused(
    http: Wire, make_service: MakeService, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/rate-limits-and-timeouts (documented)."""
    started = make_service({"Ttl": "86400"}).verifications.create(to=to, channel="sms")
    for _ in range(5):
        poll(http, path_of(started), 50)
        target.advance(3601)
    assert_refused(http.get(path_of(started)), TOO_MANY_REQUESTS)


@pytest.mark.needs("numbers")
def test_another_verification_has_its_own_count(
    http: Wire, make_service: MakeService, pending: VerificationInstance, target: Target
) -> None:
    """Source: the scope of the limit is not published (guess)."""
    poll(http, path_of(pending), 60)
    other = make_service().verifications.create(to=target.fresh_number(), channel="sms")
    poll(http, path_of(other), 1)


def test_checks_are_not_status_requests(http: Wire, pending: VerificationInstance, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/rate-limits-and-timeouts (documented)."""
    code = target.read_code(str(pending.to))
    poll(http, path_of(pending), 60)
    form = {"To": str(pending.to), "Code": code}
    answer = http.post(f"/v2/Services/{pending.service_sid}/VerificationCheck", form)
    assert (answer.status_code, answer.json()["status"]) == (200, "approved")


def test_an_update_is_no_status_request(http: Wire, pending: VerificationInstance) -> None:
    """Source: twilio.com/docs/verify/api/rate-limits-and-timeouts (inferred)."""
    poll(http, path_of(pending), 60)
    assert http.post(path_of(pending), {"Status": "canceled"}).status_code == 200


@pytest.mark.needs("settings")
def test_the_limit_can_be_lifted(http: Wire, pending: VerificationInstance, target: Target) -> None:
    """Source: a switch of the emulator (extension)."""
    with target.settings(rate_limits=False):
        poll(http, path_of(pending), 70)
