"""Fetching and deleting a Service."""

from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.verification import VerificationInstance

from conformance_tests.attempts import MakeService
from conformance_tests.refusals import assert_refused, not_found, refused
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire


def test_a_fetch_answers_what_the_create_did(http: Wire, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/service (documented)."""
    created = http.post("/v2/Services", {"FriendlyName": target.fresh_name(), "CodeLength": "4"})
    fetched = http.get(f"/v2/Services/{created.json()['sid']}")
    assert (fetched.status_code, fetched.text) == (200, created.text)


def test_a_delete_is_answered_with_204_and_no_body(http: Wire, service_sid: str) -> None:
    """Source: the OpenAPI file of Verify (documented)."""
    answer = http.delete(f"/v2/Services/{service_sid}")
    assert (answer.status_code, answer.content) == (204, b"")


def test_a_deleted_service_is_gone(http: Wire, service: ServiceContext, service_sid: str) -> None:
    """Source: twilio.com/docs/verify/api/service (documented)."""
    path = f"/v2/Services/{service_sid}"
    assert service.delete() is True
    assert_refused(http.get(path), not_found(path))
    assert_refused(http.post(path, {"CodeLength": "4"}), not_found(path))
    assert_refused(http.delete(path), not_found(path))


def test_the_verifications_of_a_deleted_service_are_gone(
    http: Wire, service: ServiceContext, pending: VerificationInstance
) -> None:
    """Source: a Service is what its verifications are addressed by (inferred)."""
    service.delete()
    path = f"/v2/Services/{pending.service_sid}"
    for rest in (f"/Verifications/{pending.sid}", f"/Verifications/{pending.to}"):
        assert_refused(http.get(path + rest), not_found(path + rest))
    with refused(not_found(f"{path}/VerificationCheck")):
        service.verification_checks.create(to=str(pending.to), code="123456")
    with refused(not_found(f"{path}/Verifications")):
        service.verifications.create(to=str(pending.to), channel="sms")


def test_deleting_one_service_leaves_the_others(make_service: MakeService) -> None:
    """Source: twilio.com/docs/verify/api/service (documented)."""
    kept, gone = make_service(), make_service()
    gone.delete()
    assert kept.fetch().sid
