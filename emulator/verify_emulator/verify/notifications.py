"""Notifications: a push challenge brought to the device's notice once more.

Source: twilio.com/docs/verify/api/challenge-notification. The first notification goes out with the challenge itself.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import Field

from verify_emulator.errors import (
    INVALID_REQUEST,
    NO_PUSH_PLATFORM,
    NOT_FOUND,
    NOTIFICATION_LIMIT,
    TwilioError,
)
from verify_emulator.resources.call import Call
from verify_emulator.resources.collection import Collection, creates
from verify_emulator.resources.params import Whole
from verify_emulator.resources.resource import Resource
from verify_emulator.verify.challenge import Challenge, check_open
from verify_emulator.verify.challenges import CHALLENGES
from verify_emulator.verify.entities import contend_on_entity
from verify_emulator.verify.factor import Factor
from verify_emulator.verify.near_misses import explain_challenged
from verify_emulator.verify.rules.details import EntityParams

MOST = 3
"""Per challenge. Source: twilio.com/docs/api/errors/60309. Guess: the notification that goes out with a
challenge does not count."""


@dataclass(slots=True, kw_only=True)
class Notification(Resource):
    """A notification is answered, not stored: nothing can be asked about it later."""

    PREFIX: ClassVar[str] = "NT"

    sid: str
    account_sid: str
    service_sid: str
    entity_sid: str
    identity: str
    challenge_sid: str
    date_created: datetime
    priority: str = "high"
    ttl: int


class CreateNotification(EntityParams):
    ttl: Annotated[Whole, Field(ge=0, le=300)] = 300


def create(call: Call, params: CreateNotification) -> Notification:
    """Source: twilio.com/docs/api/errors/60307, /60309. Guess: a challenge that has ended is refused as an answer to
    it would be (60322, 60323), and one of a factor without push with 60306."""
    challenge = call.parent
    assert isinstance(challenge, Challenge)
    check_open(challenge, call.now)
    _check_platform(call, challenge)
    if challenge.notifications >= MOST:
        raise TwilioError(
            NOTIFICATION_LIMIT, hint=f"{challenge.sid} had {MOST} notifications, and more are not sent."
        )
    call.store.put(challenge.changed(notifications=challenge.notifications + 1))
    return Notification(
        sid=call.ids.sid(Notification.PREFIX),
        account_sid=call.account_sid,
        service_sid=challenge.service_sid,
        entity_sid=challenge.entity_sid,
        identity=challenge.identity,
        challenge_sid=challenge.sid,
        date_created=call.now,
        ttl=params.ttl,
    )


def _check_platform(call: Call, challenge: Challenge) -> None:
    factor = call.store.get(Factor, challenge.factor_sid, challenge.entity_sid)
    if factor is None:
        raise TwilioError(NOT_FOUND, hint=explain_challenged(call, challenge.factor_sid))
    if factor.factor_type != "push":
        raise TwilioError(
            INVALID_REQUEST,
            hint=f"Only push factors have notifications; {factor.sid} is of type {factor.factor_type}.",
        )
    if factor.config["notification_platform"] == "none":
        raise TwilioError(
            NO_PUSH_PLATFORM,
            hint=f"{factor.sid} was made with Config.NotificationPlatform none, so its app asks by itself.",
        )


NOTIFICATIONS = Collection(
    name="notifications",
    model=Notification,
    parent=CHALLENGES,
    path="/v2/Services/{service_sid}/Entities/{identity}/Challenges/{challenge_sid}/Notifications",
    operations=(creates(CreateNotification, by=create, contends=contend_on_entity),),
)
