"""Channels that an account or Service cannot use."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.attempts import MakeService
from conformance_tests.refusals import (
    CARRIER_AUTHENTICATION,
    NO_CHANNEL_LEFT,
    channel_disabled,
    invalid,
    refused,
)
from conformance_tests.targets.target import Target


@pytest.mark.needs("settings")
@pytest.mark.parametrize("channel", ["sms", "call", "whatsapp"])
def test_a_channel_that_is_switched_off_is_refused_in_capitals(
    service: ServiceContext, target: Target, idle_number: str, channel: str
) -> None:
    """Source: github.com/supabase/supabase/issues/34385; twilio.com/docs/api/errors/60223 (observed)."""
    with target.settings(disabled_channels=[channel]), refused(channel_disabled(channel)):
        service.verifications.create(to=idle_number, channel=channel)


@pytest.mark.needs("settings", "email")
def test_email_that_is_switched_off_is_refused_even_with_a_mailer(
    make_service: MakeService, target: Target
) -> None:
    """Source: twilio.com/docs/api/errors/60223 (observed)."""
    service = make_service({"MailerSid": target.mailer()})
    with target.settings(disabled_channels=["email"]), refused(channel_disabled("email")):
        service.verifications.create(to="someone@example.com", channel="email")


@pytest.mark.needs("settings")
def test_switching_one_channel_off_leaves_the_others(
    service: ServiceContext, target: Target, to: str
) -> None:
    """Source: twilio.com/docs/api/errors/60223 (documented)."""
    with target.settings(disabled_channels=["sms"]):
        assert service.verifications.create(to=to, channel="call").status == "pending"


@pytest.mark.needs("settings")
def test_whatsapp_without_a_sender_is_refused(
    service: ServiceContext, target: Target, idle_number: str
) -> None:
    """Source: "Delivery channel disabled: WHATSAPP" in published logs (observed)."""
    with target.settings(whatsapp_sender=False), refused(channel_disabled("whatsapp")):
        service.verifications.create(to=idle_number, channel="whatsapp")


@pytest.mark.needs("settings")
def test_sna_without_carrier_set_up_is_refused(
    service: ServiceContext, target: Target, idle_number: str
) -> None:
    """Source: message seen live, 2026-03; the HTTP status is that of the v1 catalogue (guess)."""
    with target.settings(sna=False), refused(CARRIER_AUTHENTICATION):
        service.verifications.create(to=idle_number, channel="sna")


@pytest.mark.needs("settings")
def test_auto_is_no_channel_for_accounts_outside_its_pilot(
    service: ServiceContext, target: Target, idle_number: str
) -> None:
    """Source: live observation 2026-03 (observed)."""
    with target.settings(auto_channel=False), refused(invalid("Channel")):
        service.verifications.create(to=idle_number, channel="auto")


@pytest.mark.needs("settings")
def test_auto_becomes_sms_where_silent_authentication_is_not_possible(
    service: ServiceContext, target: Target, to: str
) -> None:
    """Source: twilio.com/docs/verify/automatic-channel-selection; how it chooses is not published (guess)."""
    with target.settings(auto_channel=True, sna=False):
        assert service.verifications.create(to=to, channel="auto").channel == "sms"


@pytest.mark.needs("settings")
def test_auto_becomes_sna_where_silent_authentication_is_possible(
    service: ServiceContext, target: Target, to: str
) -> None:
    """Source: the OpenAPI file of Verify has an example that answers `sna` (documented)."""
    with target.settings(auto_channel=True, sna=True):
        assert service.verifications.create(to=to, channel="auto").channel == "sna"


@pytest.mark.needs("settings")
def test_auto_without_any_usable_channel_is_refused(
    service: ServiceContext, target: Target, idle_number: str
) -> None:
    """Source: twilio.com/docs/api/errors/60550; no HTTP status is published (guess)."""
    with target.settings(auto_channel=True, sna=False, disabled_channels=["sms"]), refused(NO_CHANNEL_LEFT):
        service.verifications.create(to=idle_number, channel="auto")
