"""Claims 12 to 23 of the published skill card twilio-verify-send-otp, each tested where it holds.

Numbers are the card's own order. Where Twilio contradicts the card the test says what Twilio does, and the claim
itself is tested in the dialect `skill`, or as an extension.
"""

import json
from typing import Any

import pytest
from twilio.rest.verify.v2.service import ServiceContext, ServiceList
from twilio.rest.verify.v2.service.verification import VerificationInstance

from conformance_tests.attempts import MakeService, another, send
from conformance_tests.refusals import (
    TRIAL_RECIPIENT,
    invalid,
    not_found,
    refused,
)
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire


def test_claim_12_the_limit_of_60_a_minute_is_for_status_requests(
    http: Wire, pending: VerificationInstance
) -> None:
    """Source: twilio.com/docs/verify/api/rate-limits-and-timeouts (documented)."""
    path = f"/v2/Services/{pending.service_sid}/Verifications/{pending.sid}"
    told = [http.get(path).status_code for _ in range(61)]
    assert told == [200] * 60 + [429]


def test_claim_13_an_approved_verification_is_deleted(
    service: ServiceContext, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/verification-check (documented)."""
    started = send(service, to)
    service.verification_checks.create(to=to, code=target.read_code(to))
    with refused(not_found(f"/v2/Services/{started.service_sid}/Verifications/{started.sid}")):
        service.verifications(str(started.sid)).fetch()


def test_claim_14_a_canceled_verification_can_be_fetched(
    service: ServiceContext, pending: VerificationInstance
) -> None:
    """Source: live observation 2026-03 (observed)."""
    service.verifications(str(pending.sid)).update(status="canceled")
    assert service.verifications(str(pending.sid)).fetch().status == "canceled"


def test_claim_15_a_wrong_code_is_pending_and_no_error(
    service: ServiceContext, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/verification-check (documented)."""
    send(service, to)
    check = service.verification_checks.create(to=to, code=another(target.read_code(to)))
    assert (check.status, check.valid) == ("pending", False)


def test_claim_16_the_code_is_in_no_answer(
    make_service: MakeService, http: Wire, to: str, target: Target
) -> None:
    """Source: live observation 2026-03 (observed)."""
    started = make_service(code_length=10).verifications.create(to=to, channel="sms")
    path = f"/v2/Services/{started.service_sid}"
    answers = [http.get(f"{path}/Verifications/{started.sid}"), http.get(path)]
    answers.append(http.post(f"{path}/Verifications", {"To": to, "Channel": "sms"}))
    assert all(answer.ok and target.read_code(to) not in answer.text for answer in answers)


@pytest.mark.needs("call", "outbox")
def test_claim_17_another_channel_keeps_sid_and_code(
    service: ServiceContext, to: str, target: Target
) -> None:
    """Source: live observation 2026-03 (observed)."""
    sms, call = (service.verifications.create(to=to, channel=channel) for channel in ("sms", "call"))
    assert sms.sid == call.sid
    assert len({message["code"] for message in target.outbox(to)}) == 1


@pytest.mark.needs("clock")
def test_claim_18_a_verification_lives_ten_minutes(service: ServiceContext, to: str, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/rate-limits-and-timeouts (documented)."""
    started = send(service, to)
    target.advance(590)
    assert service.verifications(str(started.sid)).fetch().status == "pending"
    target.advance(10)
    with refused(not_found(f"/v2/Services/{started.service_sid}/Verifications/{started.sid}")):
        service.verifications(str(started.sid)).fetch()


def test_claim_19_a_friendly_name_with_five_digits_is_60200(services: ServiceList) -> None:
    """Source: live observation 2026-03 (observed)."""
    assert services.create(friendly_name="Acme 1234").sid
    with refused(invalid("FriendlyName")):
        services.create(friendly_name="Acme 12345")


@pytest.mark.needs("extensions", "settings")
def test_claim_20_whatsapp_falls_back_to_sms(service: ServiceContext, to: str, target: Target) -> None:
    """Source: the card; not in Twilio's documentation (extension)."""
    both: dict[str, Any] = {"whatsapp": {"enabled": True}, "sms": {"enabled": True}}
    with target.settings(undeliverable=[{"to": to, "channel": "whatsapp"}]):
        started = service.verifications.create(to=to, channel="whatsapp", channel_configuration=both)
    assert started.channel == "sms"


@pytest.mark.needs("settings")
def test_claim_21_a_trial_account_reaches_verified_numbers_only(
    service: ServiceContext, target: Target, idle_number: str
) -> None:
    """Source: github.com/twilio/twilio-node/issues/1111, live body, 2025-08 (observed)."""
    with target.settings(trial=True), refused(TRIAL_RECIPIENT):
        service.verifications.create(to=idle_number, channel="sms")


@pytest.mark.needs("psd2")
def test_claim_22_psd2_does_not_go_by_whatsapp(make_service: MakeService, idle_number: str) -> None:
    """Source: plausible, documented for call and sna only (guess)."""
    paying = make_service(psd2_enabled=True)
    with refused(invalid("Channel")):
        paying.verifications.create(to=idle_number, channel="whatsapp", amount="1 EUR", payee="Acme")


def test_claim_23_nothing_in_a_service_or_verification_names_a_callback(
    http: Wire, pending: VerificationInstance
) -> None:
    """Source: twilio.com/docs/verify/api/webhooks are for factors and challenges only (documented)."""
    path = f"/v2/Services/{pending.service_sid}"
    for answer in (http.get(path), http.get(f"{path}/Verifications/{pending.sid}")):
        body = json.loads(answer.text)
        assert not [name for name in body if "callback" in name or "webhook" in name]
