"""Recipients that an account may not reach."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.refusals import EMBARGOED, TRIAL_RECIPIENT, fraud_blocked, geo_blocked, refused
from conformance_tests.targets.target import Target

pytestmark = pytest.mark.needs("settings")
BRITISH = "+447400123456"
BLOCKED = "+263771234567"


def test_a_trial_account_reaches_verified_numbers_only(
    service: ServiceContext, target: Target, to: str
) -> None:
    """Source: github.com/twilio/twilio-node/issues/1111, live body, 2025-08 (observed)."""
    with target.settings(trial=True, verified_numbers=[to]):
        with refused(TRIAL_RECIPIENT):
            service.verifications.create(to=target.fresh_number(), channel="sms")
        assert service.verifications.create(to=to, channel="sms").status == "pending"


def test_a_country_that_is_switched_off_is_refused(service: ServiceContext, target: Target) -> None:
    """Source: twilio.com/docs/verify/verify-countries-and-regions-deliverability (documented)."""
    with target.settings(blocked_countries=["GB"]), refused(geo_blocked("GB")):
        service.verifications.create(to=BRITISH, channel="sms")


def test_calls_to_a_country_that_is_switched_off_are_refused(service: ServiceContext, target: Target) -> None:
    """Source: twilio.com/docs/verify/preventing-toll-fraud/verify-geo-permissions (documented)."""
    with target.settings(blocked_countries=["GB"]), refused(geo_blocked("GB", "call")):
        service.verifications.create(to=BRITISH, channel="call")


def test_other_countries_are_still_reached(service: ServiceContext, target: Target, to: str) -> None:
    """Source: twilio.com/docs/verify/preventing-toll-fraud/verify-geo-permissions (documented)."""
    with target.settings(blocked_countries=["GB"]):
        assert service.verifications.create(to=to, channel="sms").status == "pending"


def test_a_prefix_blocked_for_fraud_is_refused_by_sms(service: ServiceContext, target: Target) -> None:
    """Source: twilio.com/docs/api/errors/60410; published texts (observed)."""
    with target.settings(blocked_prefixes=["+263"]), refused(fraud_blocked(BLOCKED)):
        service.verifications.create(to=BLOCKED, channel="sms")


def test_a_prefix_blocked_for_fraud_is_reached_by_call(service: ServiceContext, target: Target) -> None:
    """Source: twilio.com/docs/verify/preventing-toll-fraud/sms-fraud-guard: for SMS (documented)."""
    with target.settings(blocked_prefixes=["+263"]):
        assert service.verifications.create(to=BLOCKED, channel="call").status == "pending"


@pytest.mark.parametrize("channel", ["whatsapp", "rcs"])
def test_a_country_that_is_switched_off_is_reached_by_other_channels(
    service: ServiceContext, target: Target, channel: str
) -> None:
    """Source: twilio.com/docs/verify/preventing-toll-fraud/verify-geo-permissions: SMS, voice (documented)."""
    with target.settings(blocked_countries=["GB"]):
        assert service.verifications.create(to=BRITISH, channel=channel).status == "pending"


def test_risk_check_disable_does_not_help_a_call(service: ServiceContext, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/verification: for SMS only (documented)."""
    with target.settings(blocked_countries=["GB"]), refused(geo_blocked("GB", "call")):
        service.verifications.create(to=BRITISH, channel="call", risk_check="disable")


@pytest.mark.parametrize("gate", [{"blocked_countries": ["ZW"]}, {"blocked_prefixes": ["+263"]}])
def test_risk_check_disable_passes_both_for_one_sms(
    service: ServiceContext, target: Target, gate: dict[str, list[str]]
) -> None:
    """Source: twilio.com/docs/verify/api/verification (documented)."""
    with target.settings(**gate):
        started = service.verifications.create(to=BLOCKED, channel="sms", risk_check="disable")
    assert started.status == "pending"


@pytest.mark.parametrize("number", ["+5351234567", "+989121234567", "+963944567890"])
def test_cuba_iran_and_syria_are_never_reached(service: ServiceContext, number: str) -> None:
    """Source: twilio.com/docs/api/errors/60238; no HTTP status is published (guess)."""
    with refused(EMBARGOED):
        service.verifications.create(to=number, channel="sms")
