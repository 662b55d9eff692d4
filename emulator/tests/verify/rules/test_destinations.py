"""Recipients that an account does not reach."""

from typing import Any

import pytest
from harness.local import TO, Local

US = "+14155552671"
UNVERIFIED = (
    "The phone number is unverified. Trial accounts cannot send messages to unverified numbers; "
    "verify it at twilio.com/user/account/phone-numbers/verified"
)


def test_a_trial_account_reaches_verified_numbers_only(emulator: Local) -> None:
    """Raw body observed 2025-08: github.com/twilio/twilio-node/issues/1111."""
    emulator.allow(trial=True, verified_numbers=[TO])
    assert emulator.start(US).refusal == (403, 21608, UNVERIFIED)
    assert emulator.start(TO).status == 201
    assert emulator.start("a@example.com", "email").status == 201


@pytest.mark.parametrize("channel", ["sms", "call"])
def test_a_blocked_country_is_60605(emulator: Local, channel: str) -> None:
    """twilio.com/docs/verify/preventing-toll-fraud/verify-geo-permissions."""
    emulator.allow(blocked_countries=["GB", "US"])
    message = (
        "The destination phone number has been blocked by Verify Geo-Permissions. "
        f"US is blocked for {channel} channel for all services"
    )
    assert emulator.start(US, channel).refusal == (403, 60605, message)


@pytest.mark.parametrize(
    ("to", "channel", "form"),
    [
        ("+442079460000", "sms", {}),
        (US, "whatsapp", {}),
        (US, "sms", {"RiskCheck": "disable"}),
        ("a@example.com", "email", {}),
    ],
)
def test_other_countries_channels_and_risks_are_not_blocked(
    emulator: Local, to: str, channel: str, form: dict[str, Any]
) -> None:
    """twilio.com/docs/verify/preventing-toll-fraud/verify-geo-permissions; RiskCheck=disable is for SMS."""
    emulator.allow(blocked_countries=["US"])
    assert emulator.start(to, channel, **form).status == 201


@pytest.mark.parametrize(
    ("channel", "form"), [("sms", {"RiskCheck": "enable"}), ("call", {"RiskCheck": "disable"})]
)
def test_risk_checks_are_skipped_for_sms_only_and_only_when_told(
    emulator: Local, channel: str, form: dict[str, str]
) -> None:
    """twilio.com/docs/verify/api/programmable-rate-limits, RiskCheck."""
    emulator.allow(blocked_countries=["US"])
    assert emulator.start(US, channel, **form).refusal[1] == 60605


def test_a_blocked_prefix_is_60410(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60410: for SMS."""
    emulator.allow(blocked_prefixes=["+1415"])
    message = (
        "The destination phone number has been temporarily blocked by Twilio due to fraudulent activities. "
        f"{US} prefix is blocked for the SMS channel"
    )
    assert emulator.start(US).refusal == (403, 60410, message)
    assert emulator.start(US, "call").status == 201
    assert emulator.start(US, RiskCheck="disable").status == 201
    assert emulator.start(TO).status == 201


@pytest.mark.parametrize("to", ["+5351234567", "+989121234567", "+963944567890"])
def test_an_embargoed_country_is_60238(emulator: Local, to: str) -> None:
    """twilio.com/docs/api/errors/60238 names Cuba, Iran and Syria."""
    assert emulator.start(to).refusal == (403, 60238, "Verification Creation Attempt blocked by Twilio")


LANDLINE = "+442079460000"


def test_an_sms_to_a_landline_is_60205_where_that_is_skipped(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60205: needs LookupEnabled and SkipSmsToLandlines."""
    service = emulator.service(LookupEnabled="true", SkipSmsToLandlines="true")
    refusal = (403, 60205, "SMS is not supported by landline phone number")
    assert emulator.start(LANDLINE, service=service).refusal == refusal
    assert emulator.start(LANDLINE, "call", service=service).status == 201
    assert emulator.start("+447400123456", service=service).status == 201


@pytest.mark.parametrize("name", ["LookupEnabled", "SkipSmsToLandlines"])
def test_one_of_the_two_alone_does_not_skip(emulator: Local, name: str) -> None:
    """twilio.com/docs/api/errors/60205."""
    service = emulator.service({name: "true"})
    assert emulator.start(LANDLINE, service=service).status == 201
