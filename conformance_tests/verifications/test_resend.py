"""Sending again while a verification waits."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.verification import VerificationInstance

from conformance_tests.attempts import MakeService
from conformance_tests.targets.target import Target


def channels(verification: VerificationInstance) -> list[str]:
    attempts = verification.send_code_attempts
    return [attempt["channel"] for attempt in attempts]


def test_a_resend_is_the_same_verification_with_one_more_attempt(
    service: ServiceContext, pending: VerificationInstance, to: str
) -> None:
    """Source: live log, 2024-05: three sends, one SID (observed)."""
    again = service.verifications.create(to=to, channel="sms")
    assert (again.sid, again.status) == (pending.sid, "pending")
    assert channels(again) == ["sms", "sms"]
    assert again.send_code_attempts[0] == pending.send_code_attempts[0]
    assert again.send_code_attempts[0]["attempt_sid"] != again.send_code_attempts[1]["attempt_sid"]


def test_a_resend_carries_the_same_code(
    service: ServiceContext, pending: VerificationInstance, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/rate-limits-and-timeouts (documented)."""
    first = target.read_code(to)
    service.verifications.create(to=to, channel="sms")
    assert target.read_code(to) == first


@pytest.mark.needs("clock")
def test_a_resend_moves_date_updated_and_not_date_created(
    service: ServiceContext, pending: VerificationInstance, to: str, target: Target
) -> None:
    """Source: live log, 2024-05: created 07:12:28, updated 07:19:59 with the third send (observed)."""
    target.advance(60)
    again = service.verifications.create(to=to, channel="sms")
    assert again.date_created == pending.date_created
    assert 60 <= (again.date_updated - pending.date_created).total_seconds() < 90


@pytest.mark.needs("call", "whatsapp")
def test_another_channel_is_the_same_verification(
    service: ServiceContext, pending: VerificationInstance, to: str
) -> None:
    """Source: live observation 2026-03: sms, call, whatsapp under one SID (observed)."""
    call = service.verifications.create(to=to, channel="call")
    whatsapp = service.verifications.create(to=to, channel="whatsapp")
    assert call.sid == whatsapp.sid == pending.sid
    assert (call.channel, whatsapp.channel) == ("call", "whatsapp")
    assert channels(whatsapp) == ["sms", "call", "whatsapp"]
    assert service.verifications(str(pending.sid)).fetch().channel == "whatsapp"


@pytest.mark.needs("outbox")
@pytest.mark.parametrize("channel", ["call", "whatsapp", "rcs"])
def test_another_channel_carries_the_same_code(
    service: ServiceContext, pending: VerificationInstance, to: str, target: Target, channel: str
) -> None:
    """Source: live observation 2026-03 (observed)."""
    service.verifications.create(to=to, channel=channel)
    sms, other = target.outbox(to)
    assert (other["channel"], other["code"]) == (channel, sms["code"])


@pytest.mark.parametrize("ending", ["approved", "canceled"])
def test_after_it_ended_a_new_send_starts_a_new_verification_with_a_new_code(
    service: ServiceContext, pending: VerificationInstance, to: str, target: Target, ending: str
) -> None:
    """Source: twilio.com/docs/verify/api/verification: cancel it to get another code (documented)."""
    target.read_code(to)
    service.verifications(str(pending.sid)).update(status=ending)
    fresh = service.verifications.create(to=to, channel="sms")
    assert fresh.sid != pending.sid
    assert channels(fresh) == ["sms"]
    assert service.verification_checks.create(to=to, code=target.read_code(to)).status == "approved"


def test_codes_of_new_verifications_differ(make_service: MakeService, to: str, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/rate-limits-and-timeouts (documented)."""
    service, codes = make_service(code_length=10), set()
    for _ in range(2):
        service.verifications.create(to=to, channel="sms")
        codes.add(target.read_code(to))
        service.verifications(to).update(status="canceled")
    assert len(codes) == 2
