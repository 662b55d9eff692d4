"""The values of Channel."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.refusals import invalid, refused
from conformance_tests.targets.target import Target

REFUSED = [
    "SMS",
    "Sms",
    "CALL",
    "WhatsApp",
    "Email",
    "voice",
    "silent",
    "push",
    "totp",
    "telegram",
    "sms ",
    "0",
]


@pytest.mark.parametrize("channel", REFUSED)
def test_a_channel_that_does_not_exist_is_refused(
    service: ServiceContext, idle_number: str, channel: str
) -> None:
    """Source: twilio.com/docs/api/errors/60200; github.com/apereo/cas#6748, 2025-04 (observed)."""
    with refused(invalid("Channel")):
        service.verifications.create(to=idle_number, channel=channel)


@pytest.mark.parametrize(
    "channel",
    ["sms", *(pytest.param(name, marks=pytest.mark.needs(name)) for name in ("call", "whatsapp", "rcs"))],
)
def test_a_channel_to_phones_is_taken_and_told(service: ServiceContext, to: str, channel: str) -> None:
    """Source: twilio.com/docs/verify/api/verification; a request value rcs is not documented (documented)."""
    verification = service.verifications.create(to=to, channel=channel)
    attempts = verification.send_code_attempts
    assert verification.channel == channel
    assert [attempt["channel"] for attempt in attempts] == [channel]


@pytest.mark.needs("outbox")
@pytest.mark.parametrize("channel", ["sms", "call", "whatsapp", "rcs"])
def test_the_code_goes_out_on_the_channel_asked_for(
    service: ServiceContext, to: str, channel: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/verification (documented)."""
    verification = service.verifications.create(to=to, channel=channel)
    (message,) = target.outbox(to)
    assert (message["channel"], message["verification_sid"]) == (channel, verification.sid)
    assert service.verification_checks.create(to=to, code=message["code"]).status == "approved"
