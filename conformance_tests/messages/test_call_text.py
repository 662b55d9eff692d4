"""What a call says."""

import re

import pytest

from conformance_tests.attempts import MakeService
from conformance_tests.targets.target import Target

pytestmark = pytest.mark.needs("outbox")


def test_a_call_spells_the_digits(make_service: MakeService, to: str, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/service: the code is delivered in a phone call (inferred)."""
    make_service(code_length=8).verifications.create(to=to, channel="call")
    (message,) = target.outbox(to)
    assert message["code"] not in message.text
    assert re.search(r"\D+".join(message["code"]), message.text)


@pytest.mark.parametrize("asked", [True, False])
def test_a_call_asks_for_a_key_where_the_service_wants_one(
    make_service: MakeService, to: str, target: Target, asked: bool
) -> None:
    """Source: twilio.com/docs/verify/api/service: press a number before the code (documented)."""
    make_service(dtmf_input_required=asked).verifications.create(to=to, channel="call")
    assert ("press" in target.outbox(to)[-1].text.lower()) is asked
