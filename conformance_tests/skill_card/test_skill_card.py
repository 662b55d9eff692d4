"""The claims of the published skill card twilio-verify-send-otp, each tested where it holds.

Numbers are the card's own order. Where Twilio contradicts the card the test says what Twilio does, and the
claim itself is tested in the dialect `skill`, or as an extension.
"""

import json
from typing import Any

import pytest
from twilio.rest.verify.v2.service import ServiceContext, ServiceList
from twilio.rest.verify.v2.service.verification import VerificationInstance

from conformance_tests.attempts import MakeService, another, guess_wrongly, send
from conformance_tests.refusals import (
    MAX_CHECKS,
    MAX_SENDS,
    NO_MAILER,
    TRIAL_RECIPIENT,
    Refusal,
    assert_refused,
    fraud_blocked,
    geo_blocked,
    invalid,
    invalid_to,
    missing,
    not_found,
    refused,
)
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

BRITISH = "+447400123456"


@pytest.fixture
def skill(target: Target) -> Target:
    return target.speaking_skill()


@pytest.fixture
def skilled(skill: Target) -> ServiceContext:
    services = skill.client().verify.v2.services
    return services(services.create(friendly_name=skill.fresh_name()).sid)


@pytest.mark.needs("extensions")
def test_claim_1_a_service_takes_ttl_and_do_force_check_once(services: ServiceList, http: Wire) -> None:
    """Source: the card; unknown to the SDK, so plain HTTP only (extension)."""
    with pytest.raises(TypeError, match="ttl"):
        services.create(friendly_name="Card", ttl=600)
    created = http.post(
        "/v2/Services", {"FriendlyName": "Card", "Ttl": "300", "DoForceCheckOnce": "true"}
    ).json()
    assert (created["ttl"], created["do_force_check_once"]) == (300, True)


def test_claim_2_voice_is_no_channel_on_twilio(service: ServiceContext, idle_number: str) -> None:
    """Source: twilio.com/docs/verify/api/verification: the channel is call (documented)."""
    with refused(invalid("Channel")):
        service.verifications.create(to=idle_number, channel="voice")


@pytest.mark.needs("skill_dialect")
def test_claim_2_voice_is_a_channel_of_the_card(skill: Target, skilled: ServiceContext) -> None:
    """Source: the card (extension)."""
    assert skilled.verifications.create(to=skill.fresh_number(), channel="voice").channel == "call"


def test_claim_3_60200_is_an_invalid_parameter_and_a_missing_one_is_20001(
    http: Wire, service: ServiceContext, service_sid: str
) -> None:
    """Source: twilio.com/docs/api/errors/60200; live body of 20001, 2025-02 (documented)."""
    with refused(invalid_to("123")):
        service.verifications.create(to="123", channel="sms")
    path = f"/v2/Services/{service_sid}/Verifications"
    assert_refused(http.post(path, {"To": "+15017122661"}), missing("Channel"))


def test_claim_4_60202_is_the_check_limit_on_twilio(service: ServiceContext, to: str, target: Target) -> None:
    """Source: twilio.com/docs/api/errors/60202; the card swaps the two (documented)."""
    send(service, to)
    guess_wrongly(service, to, target.read_code(to))
    with refused(MAX_CHECKS):
        service.verification_checks.create(to=to, code="123456")
    assert Refusal(429, 60202, "Max check attempts reached") == MAX_CHECKS


@pytest.mark.needs("skill_dialect")
def test_claim_4_60202_is_the_send_limit_of_the_card(skill: Target, skilled: ServiceContext) -> None:
    """Source: the card (extension)."""
    to = skill.fresh_number()
    send(skilled, to, times=5)
    with refused(Refusal(429, 60202, "Max send attempts reached")):
        send(skilled, to)


def test_claim_5_60203_is_the_send_limit_on_twilio(service: ServiceContext, to: str) -> None:
    """Source: twilio.com/docs/api/errors/60203; the card swaps the two (documented)."""
    send(service, to, times=5)
    with refused(MAX_SENDS):
        send(service, to)
    assert Refusal(429, 60203, "Max send attempts reached") == MAX_SENDS


@pytest.mark.needs("skill_dialect")
def test_claim_5_60203_is_the_check_limit_of_the_card(skill: Target, skilled: ServiceContext) -> None:
    """Source: the card (extension)."""
    to = skill.fresh_number()
    send(skilled, to)
    guess_wrongly(skilled, to, skill.read_code(to))
    with refused(Refusal(429, 60203, "Max check attempts reached")):
        skilled.verification_checks.create(to=to, code="123456")


def test_claim_6_an_unknown_service_is_20404_on_twilio(services: ServiceList) -> None:
    """Source: github.com/twilio/twilio-node/issues/1111; 60212 is about concurrency (observed)."""
    sid = "VA" + "f" * 32
    with refused(not_found(f"/v2/Services/{sid}/Verifications")):
        services(sid).verifications.create(to="+15017122661", channel="sms")


@pytest.mark.needs("skill_dialect")
def test_claim_6_an_unknown_service_is_60212_on_the_card(skill: Target) -> None:
    """Source: the card (extension)."""
    with refused(Refusal(404, 60212, "Service not found")):
        skill.client().verify.v2.services("VA" + "f" * 32).fetch()


def test_claim_7_60217_is_email_without_a_mailer(service: ServiceContext) -> None:
    """Source: live observation 2026-03 (observed)."""
    with refused(NO_MAILER):
        service.verifications.create(to="someone@example.com", channel="email")
    assert (NO_MAILER.status, NO_MAILER.code) == (400, 60217)


@pytest.mark.needs("settings")
def test_claim_8_a_blocked_country_is_60605_and_60410_is_fraud_on_twilio(
    service: ServiceContext, target: Target
) -> None:
    """Source: twilio.com/docs/api/errors/60605 and 60410 (documented)."""
    with target.settings(blocked_countries=["GB"]), refused(geo_blocked("GB")):
        service.verifications.create(to=BRITISH, channel="sms")
    with target.settings(blocked_prefixes=["+44"]), refused(fraud_blocked(BRITISH)):
        service.verifications.create(to=BRITISH, channel="sms")


@pytest.mark.needs("skill_dialect")
def test_claim_8_a_blocked_country_is_60410_on_the_card(skill: Target, skilled: ServiceContext) -> None:
    """Source: the card; the message is chosen (extension)."""
    with skill.settings(blocked_countries=["GB"]), refused(Refusal(403, 60410, "Geo-permission not enabled")):
        skilled.verifications.create(to=BRITISH, channel="sms")


@pytest.mark.needs("settings")
def test_claim_9_auto_is_an_invalid_channel_without_access_to_it(
    service: ServiceContext, target: Target, idle_number: str
) -> None:
    """Source: live observation 2026-03; the gate is the pilot, not Fraud Guard (observed)."""
    with target.settings(auto_channel=False), refused(invalid("Channel")):
        service.verifications.create(to=idle_number, channel="auto")


@pytest.mark.needs("clock")
def test_claim_10_five_sends_to_a_number_in_ten_minutes(
    service: ServiceContext, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/api/errors/60203 (documented)."""
    send(service, to, times=5)
    with refused(MAX_SENDS):
        send(service, to)
    target.advance(600)
    assert send(service, to).status == "pending"


def test_claim_11_the_sixth_check_is_refused(service: ServiceContext, to: str, target: Target) -> None:
    """Source: twilio.com/docs/api/errors/60202; the card has the count right and the code wrong (documented)."""
    send(service, to)
    code = target.read_code(to)
    guess_wrongly(service, to, code, times=5)
    with refused(MAX_CHECKS):
        service.verification_checks.create(to=to, code=code)


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
