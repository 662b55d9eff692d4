"""The lives of factors and challenges as tables: which event leads where, and what an answer finds in each state.

Source: twilio.com/docs/verify/api/factor, …/challenge, error pages 60322, 60323. A wrong TOTP code changes no state
(docs/verify/quickstarts/verify-totp-change-in-api-response-when-authpayload-is-incorrect).
"""

from datetime import datetime
from enum import Enum, StrEnum, auto

from verify_emulator.errors import CHALLENGE_EXPIRED, CHALLENGE_RESPONDED, ErrorKind


class FactorStatus(StrEnum):
    UNVERIFIED = "unverified"
    VERIFIED = "verified"


class ChallengeStatus(StrEnum):
    PENDING = "pending"
    EXPIRED = "expired"
    APPROVED = "approved"
    DENIED = "denied"


class Proof(Enum):
    """What an AuthPayload turns out to be."""

    RIGHT = auto()
    WRONG = auto()


class Answer(Enum):
    """What happens to a challenge."""

    RIGHT_CODE = auto()
    WRONG_CODE = auto()
    SIGNED_APPROVAL = auto()
    SIGNED_DENIAL = auto()
    TIME_OUT = auto()


FACTOR_LIFECYCLE: dict[FactorStatus, dict[Proof, FactorStatus]] = {
    FactorStatus.UNVERIFIED: {
        Proof.RIGHT: FactorStatus.VERIFIED,
        Proof.WRONG: FactorStatus.UNVERIFIED,
    },
    FactorStatus.VERIFIED: {  # there is no way back
        Proof.RIGHT: FactorStatus.VERIFIED,
        Proof.WRONG: FactorStatus.VERIFIED,
    },
}

CHALLENGE_LIFECYCLE: dict[ChallengeStatus, dict[Answer, ChallengeStatus]] = {
    ChallengeStatus.PENDING: {
        Answer.RIGHT_CODE: ChallengeStatus.APPROVED,
        Answer.WRONG_CODE: ChallengeStatus.PENDING,
        Answer.SIGNED_APPROVAL: ChallengeStatus.APPROVED,
        Answer.SIGNED_DENIAL: ChallengeStatus.DENIED,
        Answer.TIME_OUT: ChallengeStatus.EXPIRED,
    },
    ChallengeStatus.APPROVED: {},
    ChallengeStatus.DENIED: {},
    ChallengeStatus.EXPIRED: {},
}

REFUSALS: dict[ChallengeStatus, ErrorKind] = {
    ChallengeStatus.APPROVED: CHALLENGE_RESPONDED,
    ChallengeStatus.DENIED: CHALLENGE_RESPONDED,
    ChallengeStatus.EXPIRED: CHALLENGE_EXPIRED,
}
"""With what an answer is refused in each state; a pending challenge takes it."""


def challenge_status_at(stored: ChallengeStatus, expires_at: datetime, now: datetime) -> ChallengeStatus:
    """The status now: time alone turns a pending challenge into an expired one, and nothing is written for it."""
    if now >= expires_at:
        return CHALLENGE_LIFECYCLE[stored].get(Answer.TIME_OUT, stored)
    return stored
