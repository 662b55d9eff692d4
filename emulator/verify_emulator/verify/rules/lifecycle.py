"""The life of a verification as two tables: which event leads where, and what each verb finds in each state.

Source: twilio.com/docs/verify/api/verification, …/verification-check, twilio.com/docs/api/errors/60202; live
observations of 2025-06 (429 after five wrong checks) and 2026-03 (approved gone, canceled and
max_attempts_reached fetchable). Guess: a canceled verification is 404 to checks and updates; while
one is max_attempts_reached, updates are 404 and creates 429/60202.
"""

from datetime import datetime
from enum import Enum, StrEnum, auto


class State(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    CANCELED = "canceled"
    MAX_ATTEMPTS_REACHED = "max_attempts_reached"
    EXPIRED = "expired"


class Event(StrEnum):  # like Verb a key of the tables, and other enumerations are hashed in Python
    SEND = auto()
    RIGHT_CODE = auto()
    WRONG_CODE = auto()
    LAST_WRONG_CODE = auto()
    APPROVE = auto()
    CANCEL = auto()
    TIME_OUT = auto()


class Verb(StrEnum):
    FETCH = auto()
    CHECK = auto()
    UPDATE = auto()
    CREATE = auto()


class Outcome(Enum):
    ANSWER = auto()  # it is there: go on
    NOT_FOUND = auto()  # 404/20404
    MAX_CHECKS = auto()  # 429/60202
    FRESH = auto()  # a new verification takes its place


LIFECYCLE: dict[State, dict[Event, State]] = {
    State.PENDING: {
        Event.SEND: State.PENDING,
        Event.RIGHT_CODE: State.APPROVED,
        Event.WRONG_CODE: State.PENDING,
        Event.LAST_WRONG_CODE: State.MAX_ATTEMPTS_REACHED,
        Event.APPROVE: State.APPROVED,
        Event.CANCEL: State.CANCELED,
        Event.TIME_OUT: State.EXPIRED,
    },
    State.MAX_ATTEMPTS_REACHED: {Event.TIME_OUT: State.EXPIRED},
    State.APPROVED: {},
    State.CANCELED: {},
    State.EXPIRED: {},
}

_GO, _GONE, _MAX, _NEW = Outcome.ANSWER, Outcome.NOT_FOUND, Outcome.MAX_CHECKS, Outcome.FRESH
_VERBS = (Verb.FETCH, Verb.CHECK, Verb.UPDATE, Verb.CREATE)

OUTCOMES: dict[tuple[State, Verb], Outcome] = {
    (state, verb): outcome
    for state, outcomes in {
        #                           fetch  check  update create
        State.PENDING:              (_GO,   _GO,   _GO,   _GO),
        State.APPROVED:             (_GONE, _GONE, _GONE, _NEW),
        State.CANCELED:             (_GO,   _GONE, _GONE, _NEW),
        State.MAX_ATTEMPTS_REACHED: (_GO,   _MAX,  _GONE, _MAX),
        State.EXPIRED:              (_GONE, _GONE, _GONE, _NEW),
    }.items()
    for verb, outcome in zip(_VERBS, outcomes, strict=True)
}


def state_at(stored: State, expires_at: datetime, now: datetime) -> State:
    """The state now: time alone turns an open verification into an expired one, and nothing is written for it."""
    if now >= expires_at:
        return LIFECYCLE[stored].get(Event.TIME_OUT, stored)
    return stored
