"""What the other channels deliver."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.targets.target import Target

pytestmark = pytest.mark.needs("outbox")


@pytest.mark.parametrize("channel", ["whatsapp", "rcs"])
def test_the_message_carries_the_code(service: ServiceContext, to: str, target: Target, channel: str) -> None:
    """Source: twilio.com/docs/verify/whatsapp (documented)."""
    service.verifications.create(to=to, channel=channel)
    (message,) = target.outbox(to)
    assert message["code"] in message.text
    assert len(message["code"]) == 6
