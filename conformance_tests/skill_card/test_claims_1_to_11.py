"""Claims 1 to 11 of the published skill card twilio-verify-send-otp, each tested where it holds.

Numbers are the card's own order. Where Twilio contradicts the card the test says what Twilio does, and the claim
itself is tested in the dialect `skill`, or as an extension.
"""

import pytest
from twilio.rest.verify.v2.service import ServiceContext, ServiceList

from conformance_tests.attempts import guess_wrongly, send
from conformance_tests.refusals import (
    MAX_CHECKS,
    MAX_SENDS,
    NO_MAILER,
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
