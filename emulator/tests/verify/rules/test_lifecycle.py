"""The two tables of the lifecycle, held against themselves."""

from datetime import UTC, datetime, timedelta

import pytest

from verify_emulator.verify.rules.lifecycle import LIFECYCLE, OUTCOMES, Event, Outcome, State, Verb, state_at

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
OPEN = {State.PENDING, State.MAX_ATTEMPTS_REACHED}


def test_every_status_has_an_outcome_for_every_verb() -> None:
    """Our contract: no combination is left to chance."""
    assert OUTCOMES.keys() == {(state, verb) for state in State for verb in Verb}


def test_every_status_can_be_reached() -> None:
    """twilio.com/docs/verify/api/verification, status."""
    reached, frontier = {State.PENDING}, [State.PENDING]
    while frontier:
        for state in LIFECYCLE[frontier.pop()].values():
            if state not in reached:
                reached.add(state)
                frontier.append(state)
    assert reached == set(State) == set(LIFECYCLE)


def test_what_has_ended_stays_ended() -> None:
    """twilio.com/docs/verify/verifying-transactions-psd2: an approved one cannot be canceled."""
    assert [state for state in State if not LIFECYCLE[state]] == [
        State.APPROVED,
        State.CANCELED,
        State.EXPIRED,
    ]


def test_a_pending_one_knows_every_event() -> None:
    """Our contract: a rule may look up any event of an open verification."""
    assert LIFECYCLE[State.PENDING].keys() == set(Event)


def test_only_what_can_be_sent_again_or_is_over_answers_a_create() -> None:
    """twilio.com/docs/api/errors/60202: while no checks are left there is nothing but waiting."""
    assert OUTCOMES[State.PENDING, Verb.CREATE] is Outcome.ANSWER
    assert OUTCOMES[State.MAX_ATTEMPTS_REACHED, Verb.CREATE] is Outcome.MAX_CHECKS
    over = (OUTCOMES[state, Verb.CREATE] for state in State if state not in OPEN)
    assert set(over) == {Outcome.FRESH}


@pytest.mark.parametrize("state", State)
def test_time_ends_only_what_is_open(state: State) -> None:
    """twilio.com/docs/verify/api/rate-limits-and-timeouts."""
    before, after = NOW + timedelta(microseconds=1), NOW
    assert state_at(state, before, NOW) is state
    assert state_at(state, after, NOW) is (State.EXPIRED if state in OPEN else state)
