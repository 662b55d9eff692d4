"""A verification as it is kept, and what its lifecycle lets one do with it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, ClassVar

from verify_emulator.errors import MAX_CHECKS, NOT_FOUND, TwilioError
from verify_emulator.records import maker
from verify_emulator.resources.call import Call
from verify_emulator.resources.resource import HIDDEN, Resource
from verify_emulator.verify.attempt import convert
from verify_emulator.verify.rules.lifecycle import LIFECYCLE, OUTCOMES, Event, Outcome, State, Verb, state_at
from verify_emulator.verify.rules.moments import ago
from verify_emulator.verify.rules.phones import Carrier
from verify_emulator.verify.rules.windows import Window
from verify_emulator.verify.send_code_attempts import SendCodeAttempt, SnaUrl
from verify_emulator.verify.verification_events import report

REMEMBERED = timedelta(hours=1)
"""How long after its end a verification is kept to explain a 404."""
CANCELED_REMEMBERED = timedelta(days=30)
"""Source: docs/verify/api/verification keeps personal data up to 30 days.

Guess: a canceled verification stays fetchable that long.
"""


ENDS = {
    State.APPROVED: "was approved",
    State.CANCELED: "was canceled",
    State.MAX_ATTEMPTS_REACHED: "took its last wrong code",
    State.EXPIRED: "expired",
}


@dataclass(slots=True, kw_only=True)
class Verification(Resource):
    PREFIX: ClassVar[str] = "VE"
    PARENT: ClassVar[str] = "service_sid"
    INDEXES: ClassVar[tuple[str, ...]] = ("to",)
    FORGET: ClassVar[str] = "forget_at"

    sid: str
    service_sid: str
    account_sid: str
    to: str
    channel: str
    status: State
    valid: bool = False
    date_created: datetime
    date_updated: datetime
    lookup: dict[str, Carrier | None]
    amount: str | None = None
    payee: str | None = None
    send_code_attempts: tuple[SendCodeAttempt, ...]
    sna: SnaUrl | None = None
    code: Annotated[str, HIDDEN]
    sends: Annotated[int, HIDDEN] = 1
    max_checks: Annotated[int, HIDDEN]
    expires_at: Annotated[datetime, HIDDEN]
    forget_at: Annotated[datetime, HIDDEN]
    wrong_checks: Annotated[tuple[datetime, ...], HIDDEN] = ()
    windows: Annotated[tuple[Window, ...], HIDDEN] = ()

    def state(self, now: datetime) -> State:
        return state_at(self.status, self.expires_at, now)


new_verification = maker(Verification)


def permit(verification: Verification, verb: Verb, now: datetime) -> Outcome:
    """Hold a verb against the lifecycle. Raises what its table says, with the reason as a hint."""
    state = verification.state(now)
    outcome = OUTCOMES[state, verb]
    if outcome is Outcome.NOT_FOUND:
        raise TwilioError(NOT_FOUND, hint=explain_end(verification, now))
    if outcome is Outcome.MAX_CHECKS:
        raise TwilioError(
            MAX_CHECKS,
            hint=f"{verification.sid} took {len(verification.wrong_checks)} wrong codes; "
            f"it lasts until {verification.expires_at:%H:%M:%S} UTC on the account's clock, and until "
            "then no other "
            f"is started for {verification.to} on this service.",
        )
    return outcome


def explain_end(verification: Verification, now: datetime) -> str:
    """Why Twilio knows nothing of a verification any more."""
    return f"{tell_end(verification, now)}; Twilio answers 404 for such a verification."


def tell_end(verification: Verification, now: datetime) -> str:
    """What ended a verification, and when."""
    state = verification.state(now)
    ended = verification.expires_at if state is State.EXPIRED else verification.date_updated
    return f"{verification.sid} {ENDS[state]} {ago(ended, now)}"


def end(call: Call, verification: Verification, event: Event) -> Verification:
    """Bring an open verification to its end; the rest of its life is being remembered."""
    state = LIFECYCLE[verification.status][event]
    ended = verification.changed(
        status=state,
        valid=state is State.APPROVED,
        date_updated=call.now,
        forget_at=call.now + CANCELED_REMEMBERED if state is State.CANCELED else verification.forget_at,
    )
    call.store.put(ended)
    if ended.valid:
        convert(call, [attempt.attempt_sid for attempt in ended.send_code_attempts])
    report(call, ended)
    return ended
