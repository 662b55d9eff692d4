"""Webhooks: where an application hears of its factors and challenges. Source: twilio.com/docs/verify/api/webhooks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from verify_emulator.account_settings import HttpUrl
from verify_emulator.clock import timestamp
from verify_emulator.outbox.posts import Post
from verify_emulator.resources.call import Call
from verify_emulator.resources.collection import Collection, creates, deletes, fetches, lists, updates
from verify_emulator.resources.resource import Resource
from verify_emulator.verify.rules.details import EntityPageParams, EntityParams, as_text
from verify_emulator.verify.services import SERVICES

EventType = Literal[
    "*", "factor.created", "factor.verified", "factor.deleted", "challenge.approved", "challenge.denied"
]
EventTypes = Annotated[tuple[EventType, ...], Field(min_length=1)]


@dataclass(slots=True, kw_only=True)
class Webhook(Resource):
    PREFIX: ClassVar[str] = "YW"
    PARENT: ClassVar[str] = "service_sid"

    sid: str
    account_sid: str
    service_sid: str
    friendly_name: str
    event_types: tuple[str, ...]
    webhook_method: str = "POST"
    webhook_url: str
    status: str
    version: str
    date_created: datetime
    date_updated: datetime


class UpdateWebhook(EntityParams):
    """Source: twilio-oai. Guess: a webhook made without a Version is v2, as the Console makes it."""

    friendly_name: str = ""
    event_types: EventTypes = ("*",)
    webhook_url: HttpUrl = ""
    status: Literal["enabled", "disabled"] = "enabled"
    version: Literal["v1", "v2"] = "v2"


class CreateWebhook(UpdateWebhook):
    friendly_name: str
    event_types: EventTypes
    webhook_url: HttpUrl


def notify(call: Call, event: str, factor: Any, challenge: Any = None) -> None:
    """Post an event to every enabled webhook of the service that wants it, once the call has succeeded."""
    for webhook in call.store.read(Webhook, factor.service_sid):
        if webhook.status == "enabled" and ("*" in webhook.event_types or event in webhook.event_types):
            fields = _fields(call, event, factor, challenge, webhook.version)
            call.events.append(
                Post(
                    account_sid=call.account_sid,
                    service_sid=factor.service_sid,
                    webhook_sid=webhook.sid,
                    event=event,
                    url=webhook.webhook_url,
                    fields=tuple(fields),
                    as_json=call.account.webhook_format == "json",
                    created_at=call.now,
                )
            )


def _fields(call: Call, event: str, factor: Any, challenge: Any, version: str) -> Iterator[tuple[str, str]]:
    """Source: docs/verify/api/webhooks gives the first seven.

    Guess: the further parameters of a webhook, of which v2 has more than v1.
    """
    yield "uuid", call.ids.uuid()
    yield "type", event
    yield "account_sid", call.account_sid
    yield "service_sid", factor.service_sid
    yield "entity_identity", factor.identity
    yield "factor_sid", factor.sid
    yield "factor_type", factor.factor_type
    if challenge is not None:
        yield "challenge_sid", challenge.sid
    if version == "v1":
        return
    yield "factor_friendly_name", factor.friendly_name
    if challenge is not None:
        yield "challenge_details", as_text(challenge.details)
        yield "challenge_hidden_details", as_text(challenge.hidden_details)
        yield "challenge_metadata", as_text(challenge.metadata)
    yield "date_created", timestamp(call.now)


WEBHOOKS = Collection(
    name="webhooks",
    model=Webhook,
    parent=SERVICES,
    path="/v2/Services/{service_sid}/Webhooks",
    operations=(
        creates(CreateWebhook),
        lists(EntityPageParams),
        fetches(),
        updates(UpdateWebhook),
        deletes(),
    ),
)
