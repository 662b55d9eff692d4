"""What the Safe List does to verifications."""

from typing import Any

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.refusals import TRIAL_RECIPIENT, Refusal, fraud_blocked, geo_blocked, refused
from conformance_tests.safe_list.listing import SafeList
from conformance_tests.targets.target import Target

pytestmark = pytest.mark.needs("settings")

BLOCKED = "+263771234567"
NEIGHBOUR = "+263771234568"
GATES = [
    ({"blocked_countries": ["ZW"]}, geo_blocked("ZW")),
    ({"blocked_prefixes": ["+263"]}, fraud_blocked(BLOCKED)),
]


@pytest.mark.parametrize(("gate", "refusal"), GATES)
def test_a_listed_number_is_reached_by_sms_until_it_is_taken_off(
    service: ServiceContext, target: Target, own_safe_list: SafeList, gate: dict[str, Any], refusal: Refusal
) -> None:
    """Source: twilio.com/docs/verify/api/safe-list: neither Fraud Guard nor geo permissions stop it (documented)."""
    with target.settings(**gate):
        with refused(refusal):
            service.verifications.create(to=BLOCKED, channel="sms")
        own_safe_list.add(BLOCKED).raise_for_status()
        assert service.verifications.create(to=BLOCKED, channel="sms").status == "pending"
        own_safe_list.remove(BLOCKED)
        with refused(refusal):
            service.verifications.create(to=BLOCKED, channel="sms")


def test_the_neighbours_of_a_listed_number_are_refused(
    service: ServiceContext, target: Target, own_safe_list: SafeList
) -> None:
    """Source: twilio.com/docs/verify/api/safe-list (documented)."""
    own_safe_list.add(BLOCKED).raise_for_status()
    with target.settings(blocked_prefixes=["+263"]), refused(fraud_blocked(NEIGHBOUR)):
        service.verifications.create(to=NEIGHBOUR, channel="sms")


def test_a_listed_number_is_not_reached_by_call(
    service: ServiceContext, target: Target, own_safe_list: SafeList
) -> None:
    """Source: twilio.com/docs/verify/api/safe-list: for SMS (documented)."""
    own_safe_list.add(BLOCKED).raise_for_status()
    with target.settings(blocked_countries=["ZW"]), refused(geo_blocked("ZW", "call")):
        service.verifications.create(to=BLOCKED, channel="call")


def test_a_trial_account_does_not_reach_a_listed_number(
    service: ServiceContext, target: Target, own_safe_list: SafeList
) -> None:
    """Source: twilio.com/docs/verify/api/safe-list speaks of fraud and geo permissions only (inferred)."""
    own_safe_list.add(BLOCKED).raise_for_status()
    with target.settings(trial=True, verified_numbers=[]), refused(TRIAL_RECIPIENT):
        service.verifications.create(to=BLOCKED, channel="sms")


def test_the_safe_list_is_of_the_whole_account(target: Target, service: ServiceContext) -> None:
    """Source: twilio.com/docs/verify/api/safe-list: an account's list (documented)."""
    strangers = target.client(target.fresh_account()).verify.v2.safelist
    strangers.create(phone_number=BLOCKED)
    with target.settings(blocked_prefixes=["+263"]), refused(fraud_blocked(BLOCKED)):
        service.verifications.create(to=BLOCKED, channel="sms")
