"""Starting a verification."""

import json
import re

import pytest
from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.verification import VerificationInstance

from conformance_tests.attempts import MakeService
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
    "date_created",
    "date_updated",
    "lookup",
    "amount",
    "payee",
    "send_code_attempts",
    "sna",
    "url",
]


def test_a_start_is_answered_with_201(http: Wire, service_sid: str, to: str) -> None:
    """Source: twilio.com/docs/verify/api/verification (documented)."""
    answer = http.post(f"/v2/Services/{service_sid}/Verifications", {"To": to, "Channel": "sms"})
    assert answer.status_code == 201


def test_a_verification_has_these_members_in_this_order(http: Wire, service_sid: str, to: str) -> None:
    """Source: the OpenAPI file of Verify (documented)."""
    answer = http.post(f"/v2/Services/{service_sid}/Verifications", {"To": to, "Channel": "sms"})
    assert list(json.loads(answer.text)) == MEMBERS
    assert list(answer.json()["send_code_attempts"][0]) == ["attempt_sid", "channel", "time"]


def test_a_new_verification_waits_for_its_code(
    pending: VerificationInstance, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/verification (documented)."""
    assert re.fullmatch(r"VE[0-9a-f]{32}", str(pending.sid))
    assert (pending.to, pending.channel, pending.status, pending.valid) == (to, "sms", "pending", False)
    assert pending.account_sid == target.credentials.account_sid
    assert pending.date_created == pending.date_updated
    assert (pending.amount, pending.payee, pending.sna) == (None, None, None)


def test_a_verification_knows_its_service_and_its_url(
    http: Wire, pending: VerificationInstance, service: ServiceContext
) -> None:
    """Source: twilio.com/docs/verify/api/verification (documented)."""
    assert pending.service_sid == service.fetch().sid
    assert pending.url == f"{http.origin}/v2/Services/{pending.service_sid}/Verifications/{pending.sid}"


def test_a_send_is_listed_with_its_attempt_sid_and_lower_case_channel(pending: VerificationInstance) -> None:
    """Source: live bodies of 2021, 2022 and 2024; the documentation's examples are in capitals (observed)."""
    attempts = pending.send_code_attempts
    assert [attempt["channel"] for attempt in attempts] == ["sms"]
    assert re.fullmatch(r"VL[0-9a-f]{32}", attempts[0]["attempt_sid"])


def test_without_lookup_the_carrier_is_null(pending: VerificationInstance) -> None:
    """Source: live bodies of 2022 and 2024; the documentation shows an empty object (observed)."""
    assert pending.lookup == {"carrier": None}


@pytest.mark.needs("numbers")
def test_two_recipients_have_two_verifications(service: ServiceContext, to: str, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/verification (documented)."""
    other = target.fresh_number()
    first = service.verifications.create(to=to, channel="sms")
    second = service.verifications.create(to=other, channel="sms")
    assert first.sid != second.sid
    assert (target.read_code(to), target.read_code(other)) != ("", "")


@pytest.mark.needs("outbox")
def test_two_services_verify_the_same_recipient_apart(
    make_service: MakeService, to: str, target: Target
) -> None:
    """Source: a verification is found by Service and recipient (inferred)."""
    one, two = make_service(), make_service()
    first = one.verifications.create(to=to, channel="sms")
    second = two.verifications.create(to=to, channel="sms")
    codes = [message["code"] for message in target.outbox(to)]
    assert first.sid != second.sid
    assert two.verification_checks.create(to=to, code=codes[1]).status == "approved"
    assert one.verification_checks.create(to=to, code=codes[0]).status == "approved"
