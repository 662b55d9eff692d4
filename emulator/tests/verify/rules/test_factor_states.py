"""The tables of factors and challenges, and time."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from verify_emulator.verify.rules.factor_states import (
    CHALLENGE_LIFECYCLE,
    FACTOR_LIFECYCLE,
    REFUSALS,
    Answer,
    ChallengeStatus,
    FactorStatus,
    Proof,
    challenge_status_at,
)

END = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_only_a_right_proof_moves_a_factor_and_nothing_moves_it_back() -> None:
    """docs/verify/api/factor; the notice of 2021-10-27 on wrong codes."""
    for status, proof in product(FactorStatus, Proof):
        verified = status is FactorStatus.VERIFIED or proof is Proof.RIGHT
        expected = FactorStatus.VERIFIED if verified else FactorStatus.UNVERIFIED
        assert FACTOR_LIFECYCLE[status][proof] is expected


def test_a_pending_challenge_knows_every_answer() -> None:
    """docs/verify/api/challenge."""
    assert CHALLENGE_LIFECYCLE[ChallengeStatus.PENDING] == {
        Answer.RIGHT_CODE: ChallengeStatus.APPROVED,
        Answer.WRONG_CODE: ChallengeStatus.PENDING,
        Answer.SIGNED_APPROVAL: ChallengeStatus.APPROVED,
        Answer.SIGNED_DENIAL: ChallengeStatus.DENIED,
        Answer.TIME_OUT: ChallengeStatus.EXPIRED,
    }


@pytest.mark.parametrize(
    ("status", "code"),
    [(ChallengeStatus.APPROVED, 60322), (ChallengeStatus.DENIED, 60322), (ChallengeStatus.EXPIRED, 60323)],
)
def test_every_other_state_is_an_end_and_refuses_answers(status: ChallengeStatus, code: int) -> None:
    """twilio.com/docs/api/errors/60322, /60323."""
    assert CHALLENGE_LIFECYCLE[status] == {}
    assert REFUSALS[status].code == code


def test_each_state_either_takes_answers_or_refuses_them() -> None:
    """Our contract: no state is forgotten in either table."""
    assert set(CHALLENGE_LIFECYCLE) == set(ChallengeStatus)
    assert {status for status, moves in CHALLENGE_LIFECYCLE.items() if not moves} == set(REFUSALS)
    assert set(FACTOR_LIFECYCLE) == set(FactorStatus)


@pytest.mark.parametrize("stored", ChallengeStatus)
@pytest.mark.parametrize("late", [-1, 0, 1])
def test_time_ends_only_what_is_pending(stored: ChallengeStatus, late: int) -> None:
    """docs/verify/api/challenge, ExpirationDate; the instant itself is already too late (a guess)."""
    now = END + timedelta(microseconds=late)
    over = stored is ChallengeStatus.PENDING and late >= 0
    assert challenge_status_at(stored, END, now) is (ChallengeStatus.EXPIRED if over else stored)
