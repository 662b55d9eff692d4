"""Checking the right code."""

import json

import pytest
from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.verification import VerificationInstance

from conformance_tests.attempts import MakeService, another
from conformance_tests.refusals import not_found, refused
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

MEMBERS = [
    "sid",
    "service_sid",
    "account_sid",
    "to",
    "channel",
    "status",
    "valid",
    "amount",
    "payee",
    "sna_attempts_error_codes",
    "date_created",
    "date_updated",
]


@pytest.mark.parametrize("by", ["to", "verification_sid"])
def test_the_right_code_is_approved(
    service: ServiceContext, pending: VerificationInstance, to: str, target: Target, by: str
) -> None:
    """Source: twilio.com/docs/verify/api/verification-check (documented)."""
    key = {"to": to, "verification_sid": str(pending.sid)}[by]
    check = service.verification_checks.create(code=target.read_code(to), **{by: key})
    assert (check.sid, check.status, check.valid) == (pending.sid, "approved", True)
    assert (check.to, check.channel, check.service_sid) == (to, "sms", pending.service_sid)
    assert check.account_sid == target.credentials.account_sid
    assert check.date_created == pending.date_created


@pytest.mark.parametrize("right", [True, False])
def test_a_check_is_answered_with_200(
    http: Wire, pending: VerificationInstance, target: Target, right: bool
) -> None:
    """Source: github.com/twilio/twilio-oai#117; the OpenAPI file lists 200 and 201 (observed)."""
    code = target.read_code(str(pending.to))
    form = {"To": str(pending.to), "Code": code if right else another(code)}
    assert http.post(f"/v2/Services/{pending.service_sid}/VerificationCheck", form).status_code == 200


@pytest.mark.parametrize("right", [True, False])
def test_a_check_has_these_members_in_this_order(
    http: Wire, pending: VerificationInstance, target: Target, right: bool
) -> None:
    """Source: the OpenAPI file of Verify: no url, no lookup, no send_code_attempts (documented)."""
    code = target.read_code(str(pending.to))
    form = {"To": str(pending.to), "Code": code if right else another(code)}
    body = json.loads(http.post(f"/v2/Services/{pending.service_sid}/VerificationCheck", form).text)
    assert list(body) == MEMBERS
    assert (body["amount"], body["payee"], body["sna_attempts_error_codes"]) == (None, None, None)


def test_an_approved_verification_is_gone(
    service: ServiceContext, pending: VerificationInstance, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/verification-check: it deletes it; live 2026-03 (documented)."""
    code = target.read_code(to)
    service.verification_checks.create(to=to, code=code)
    path = f"/v2/Services/{pending.service_sid}"
    with refused(not_found(f"{path}/VerificationCheck")):
        service.verification_checks.create(to=to, code=code)
    with refused(not_found(f"{path}/Verifications/{pending.sid}")):
        service.verifications(str(pending.sid)).fetch()


@pytest.mark.parametrize("wrong", range(5))
def test_the_right_code_passes_after_up_to_four_wrong_ones(
    service: ServiceContext, pending: VerificationInstance, to: str, target: Target, wrong: int
) -> None:
    """Source: twilio.com/docs/api/errors/60202: more than five checks (inferred)."""
    code = target.read_code(to)
    for _ in range(wrong):
        service.verification_checks.create(to=to, code=another(code))
    assert service.verification_checks.create(to=to, code=code).status == "approved"


@pytest.mark.parametrize("length", range(4, 11))
def test_the_code_is_as_long_as_the_service_asks(
    make_service: MakeService, to: str, target: Target, length: int
) -> None:
    """Source: twilio.com/docs/verify/api/service (documented)."""
    service = make_service(code_length=length)
    service.verifications.create(to=to, channel="sms")
    code = target.read_code(to)
    assert (len(code), code.isdecimal()) == (length, True)
    assert service.verification_checks.create(to=to, code=code).status == "approved"


@pytest.mark.parametrize("change", [{"code_length": 4}, {"code_length": 10}])
def test_a_pending_code_keeps_its_length_when_the_service_changes(
    service: ServiceContext, pending: VerificationInstance, to: str, target: Target, change: dict[str, int]
) -> None:
    """Source: twilio.com/docs/verify/api/service: the length of the code to generate (inferred)."""
    code = target.read_code(to)
    service.update(**change)
    assert service.verification_checks.create(to=to, code=code).status == "approved"


@pytest.mark.parametrize("status", ["approved", "canceled"])
def test_the_code_of_an_ended_verification_does_not_open_the_next_one(
    make_service: MakeService, to: str, target: Target, status: str
) -> None:
    """Source: twilio.com/docs/verify/api/verification (documented)."""
    service = make_service(code_length=10)
    service.verifications.create(to=to, channel="sms")
    old = target.read_code(to)
    service.verifications(to).update(status=status)
    service.verifications.create(to=to, channel="sms")
    assert service.verification_checks.create(to=to, code=old).status == "pending"


@pytest.mark.needs("clock")
def test_date_updated_is_the_time_of_the_check(
    service: ServiceContext, pending: VerificationInstance, to: str, target: Target
) -> None:
    """Source: live body, 2022-04: created 06:01:10, updated 06:01:28, still pending (observed)."""
    code = target.read_code(to)
    target.advance(60)
    for guess in (another(code), code):
        check = service.verification_checks.create(to=to, code=guess)
        assert check.date_created == pending.date_created
        assert 60 <= (check.date_updated - pending.date_created).total_seconds() < 90
