"""The Messages list, by which an account holder reads what one of its numbers received."""

from datetime import datetime

from twilio.rest import Client
from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.verification import VerificationInstance

from conformance_tests.targets.target import Target


def test_the_list_has_the_sms_as_received(
    client: Client, pending: VerificationInstance, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/messaging/api/message-resource (documented)."""
    code = target.read_code(to)
    message = client.messages.list(to=to, limit=1)[0]
    assert code in message.body
    assert (message.to, message.direction, message.status) == (to, "inbound", "received")
    assert message.sid.startswith("SM")
    assert isinstance(message.date_sent, datetime)
    assert message.date_sent >= pending.date_created


def test_the_list_begins_with_the_newest(
    client: Client, service: ServiceContext, pending: VerificationInstance, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/messaging/api/message-resource: sorted by date sent, newest first (documented)."""
    target.read_code(to)
    service.verifications(str(pending.sid)).update(status="canceled")
    service.verifications.create(to=to, channel="sms")
    newest = target.read_code(to)
    assert newest in client.messages.list(to=to, limit=1)[0].body
