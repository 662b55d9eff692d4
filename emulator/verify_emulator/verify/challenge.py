"""A challenge as it is kept and answered. Source: twilio.com/docs/verify/api/challenge."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar

from verify_emulator.errors import TwilioError
from verify_emulator.resources.call import Call
from verify_emulator.resources.resource import HIDDEN, Resource
from verify_emulator.verify.factor import Factor
from verify_emulator.verify.rules.factor_states import (
    CHALLENGE_LIFECYCLE,
    REFUSALS,
    Answer,
    ChallengeStatus,
    challenge_status_at,
)
from verify_emulator.verify.rules.moments import ago
from verify_emulator.verify.webhooks import notify

REMEMBERED = timedelta(days=30)
"""Guess: a challenge can be read for thirty days after its end."""
EVENTS = {
    ChallengeStatus.APPROVED: "challenge.approved",
    ChallengeStatus.DENIED: "challenge.denied",
}


@dataclass(slots=True, kw_only=True)
class Challenge(Resource):
    PREFIX: ClassVar[str] = "YC"
    PARENT: ClassVar[str] = "entity_sid"
    UNIQUE: ClassVar[tuple[str, ...]] = ("sid",)
    FORGET: ClassVar[str] = "forget_at"
    KEEP: ClassVar[int] = 10_000

    sid: str
    account_sid: str
    service_sid: str
    entity_sid: str
    identity: str
    factor_sid: str
    date_created: datetime
    date_updated: datetime
    date_responded: datetime | None = None
    expiration_date: datetime | None
    status: ChallengeStatus = ChallengeStatus.PENDING
    responded_reason: str = "none"
    details: dict[str, Any] | None = None
    hidden_details: dict[str, str] | None = None
    metadata: dict[str, str] | None = None
    factor_type: str
    expires_at: Annotated[datetime, HIDDEN]
    forget_at: Annotated[datetime, HIDDEN]
    wrong_proofs: Annotated[int, HIDDEN] = 0
    notifications: Annotated[int, HIDDEN] = 0
    options: Annotated[dict[str, Any] | None, HIDDEN] = None  # passkeys

    def at(self, now: datetime) -> "Challenge":
        """As it is to be seen now."""
        status = challenge_status_at(self.status, self.expires_at, now)
        return self if status is self.status else self.changed(status=status)


def check_open(challenge: Challenge, now: datetime) -> None:
    """Source: twilio.com/docs/api/errors/60322, /60323."""
    seen = challenge.at(now)
    if seen.status in REFUSALS:
        since = seen.date_responded or seen.expires_at
        raise TwilioError(
            REFUSALS[seen.status],
            hint=f"{seen.sid} is {seen.status} since {since:%H:%M:%S} UTC ({ago(since, now)}, by the "
            "account's clock).",
        )


def settle(call: Call, challenge: Challenge, factor: Factor, answer: Answer, **changes: Any) -> Challenge:
    """Bring an answer to bear on a challenge that is still open."""
    status = CHALLENGE_LIFECYCLE[challenge.status][answer]
    if status is not challenge.status:
        changes["date_responded"] = call.now
    settled = challenge.changed(
        status=status,
        date_updated=call.now,
        wrong_proofs=challenge.wrong_proofs + (answer is Answer.WRONG_CODE),
        **changes,
    )
    call.store.put(settled)
    if status in EVENTS:
        notify(call, EVENTS[status], factor, settled)
    return settled
