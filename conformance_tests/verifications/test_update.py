"""Approving and canceling by hand."""

import json

import pytest
from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.verification import VerificationInstance

from conformance_tests.refusals import assert_refused, invalid, missing
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire


@pytest.mark.parametrize(("status", "valid"), [("approved", True), ("canceled", False)])
@pytest.mark.parametrize("by", ["sid", "to"])
def test_an_update_answers_the_new_status(
    service: ServiceContext, pending: VerificationInstance, by: str, status: str, valid: bool
) -> None:
    """Source: twilio.com/docs/verify/api/verification; Twilio's api-snippets (documented)."""
    updated = service.verifications(str(getattr(pending, by))).update(status=status)
    assert (updated.sid, updated.status, updated.valid) == (pending.sid, status, valid)


def test_an_update_is_answered_with_200_and_the_members_of_a_verification(
    http: Wire, pending: VerificationInstance
) -> None:
    """Source: the OpenAPI file of Verify (documented)."""
    path = f"/v2/Services/{pending.service_sid}/Verifications/{pending.sid}"
    fetched = http.get(path)
    updated = http.post(path, {"Status": "canceled"})
    assert updated.status_code == 200
    assert list(json.loads(updated.text)) == list(json.loads(fetched.text))


@pytest.mark.parametrize("form", [{}, {"Status": ""}, {"status": "canceled"}])
def test_an_update_needs_a_status(http: Wire, pending: VerificationInstance, form: dict[str, str]) -> None:
    """Source: the wording was seen for other parameters, 2025-02 (inferred)."""
    path = f"/v2/Services/{pending.service_sid}/Verifications/{pending.sid}"
    assert_refused(http.post(path, form), missing("Status"))


@pytest.mark.parametrize(
    "status", ["pending", "expired", "max_attempts_reached", "Approved", "CANCELED", "x"]
)
def test_no_other_status_can_be_set(http: Wire, pending: VerificationInstance, status: str) -> None:
    """Source: twilio.com/docs/verify/api/verification (inferred)."""
    path = f"/v2/Services/{pending.service_sid}/Verifications/{pending.sid}"
    assert_refused(http.post(path, {"Status": status}), invalid("Status"))
    assert http.get(path).json()["status"] == "pending"


@pytest.mark.needs("clock")
def test_an_update_moves_date_updated(
    service: ServiceContext, pending: VerificationInstance, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/verification (documented)."""
    target.advance(60)
    updated = service.verifications(str(pending.sid)).update(status="canceled")
    assert updated.date_created == pending.date_created
    assert 60 <= (updated.date_updated - pending.date_created).total_seconds() < 90
