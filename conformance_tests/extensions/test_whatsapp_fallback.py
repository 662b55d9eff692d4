"""An undelivered WhatsApp message becomes an SMS, where the start allows it."""

from typing import Any

import pytest
from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.verification import VerificationInstance

from conformance_tests.attempts import SEND_LIMIT
from conformance_tests.refusals import MAX_SENDS, refused
from conformance_tests.targets.target import Target

pytestmark = pytest.mark.needs("extensions", "settings", "outbox")
BOTH = {"whatsapp": {"enabled": True}, "sms": {"enabled": True}}


def start(
    service: ServiceContext, to: str, configuration: dict[str, Any] | None = None
) -> VerificationInstance:
    rest = {} if configuration is None else {"channel_configuration": configuration}
    return service.verifications.create(to=to, channel="whatsapp", **rest)


def channels(verification: VerificationInstance) -> list[str]:
    attempts = verification.send_code_attempts
    return [attempt["channel"] for attempt in attempts]


@pytest.mark.parametrize("rule", ["everything", "whatsapp only"])
def test_an_undelivered_whatsapp_message_falls_back_to_sms(
    service: ServiceContext, to: str, target: Target, rule: str
) -> None:
    """Source: named by a published skill card, form chosen by the emulator (extension)."""
    undeliverable: list[object] = [{"to": to, "channel": "whatsapp"}]
    with target.settings(undeliverable=undeliverable if rule == "whatsapp only" else [to]):
        started = start(service, to, BOTH)
    assert (started.channel, started.status) == ("sms", "pending")
    assert channels(started) == ["whatsapp", "sms"]
    assert service.verifications(str(started.sid)).fetch().channel == "sms"


def test_the_sms_carries_the_same_code(service: ServiceContext, to: str, target: Target) -> None:
    """Source: named by a published skill card, form chosen by the emulator (extension)."""
    with target.settings(undeliverable=[{"to": to, "channel": "whatsapp"}]):
        start(service, to, BOTH)
    messages = target.outbox(to)
    assert len({message["code"] for message in messages}) == 1
    assert messages[-1]["channel"] == "sms"
    assert service.verification_checks.create(to=to, code=messages[-1]["code"]).status == "approved"


def test_a_delivered_whatsapp_message_stays_one(service: ServiceContext, to: str, target: Target) -> None:
    """Source: named by a published skill card, form chosen by the emulator (extension)."""
    assert channels(start(service, to, BOTH)) == ["whatsapp"]
    assert [message["channel"] for message in target.outbox(to)] == ["whatsapp"]


@pytest.mark.parametrize(
    "configuration",
    [
        None,
        {"whatsapp": {"enabled": True}},
        {"sms": {"enabled": True}},
        {"whatsapp": {"enabled": True}, "sms": {"enabled": False}},
        {"whatsapp": {"enabled": False}, "sms": {"enabled": True}},
    ],
)
def test_without_both_enabled_there_is_no_fallback(
    service: ServiceContext, to: str, target: Target, configuration: dict[str, Any] | None
) -> None:
    """Source: named by a published skill card, form chosen by the emulator (extension)."""
    with target.settings(undeliverable=[{"to": to, "channel": "whatsapp"}]):
        started = start(service, to, configuration)
    assert (started.channel, channels(started)) == ("whatsapp", ["whatsapp"])


def test_the_fallback_is_not_a_send_of_its_own(service: ServiceContext, to: str, target: Target) -> None:
    """Source: chosen by the emulator (extension)."""
    with target.settings(undeliverable=[{"to": to, "channel": "whatsapp"}]):
        for _ in range(SEND_LIMIT):
            started = start(service, to, BOTH)
        assert len(channels(started)) == 2 * SEND_LIMIT
        with refused(MAX_SENDS):
            start(service, to, BOTH)
