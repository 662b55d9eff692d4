"""When a challenge is over."""

from datetime import UTC, datetime, timedelta

import pytest

from conformance_tests.person import Person
from conformance_tests.refusals import CHALLENGE_EXPIRED, INVALID_REQUEST, refused
from conformance_tests.targets.target import Target

USUAL_LIFE = 300


def moment(target: Target, seconds: int) -> datetime:
    return datetime.fromtimestamp(target.now(), UTC) + timedelta(seconds=seconds)


@pytest.mark.needs("clock")
def test_a_challenge_is_over_after_five_minutes(person: Person, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/challenge, ExpirationDate; twilio.com/docs/api/errors/60323 (documented)."""
    factor = person.verified_totp()
    challenge = person.challenge(factor.sid)
    target.advance(300)
    assert person.entity.challenges(str(challenge.sid)).fetch().status == "expired"
    with refused(CHALLENGE_EXPIRED):
        person.answer(challenge, person.code(factor))
    assert [one.sid for one in person.entity.challenges.list(status="expired")] == [challenge.sid]
    assert person.entity.challenges.list(status="pending") == []


@pytest.mark.needs("exact_clock")
@pytest.mark.parametrize("life", [1, USUAL_LIFE, 3600])
def test_a_challenge_is_pending_until_its_date(
    person: Person, target: Target, frozen_clock: None, life: int
) -> None:
    """Source: twilio.com/docs/verify/api/challenge, ExpirationDate; that the instant itself is too late is
    a guess (documented).
    """
    date = {} if life == USUAL_LIFE else {"expiration_date": moment(target, life)}
    challenge = person.challenge(person.verified_totp().sid, **date)
    fetch = person.entity.challenges(str(challenge.sid)).fetch
    target.advance(life - 1)
    assert fetch().status == "pending"
    target.advance(1)
    assert fetch().status == "expired"


@pytest.mark.parametrize("life", [60, 3500])
def test_a_challenge_may_have_a_date_of_its_own(person: Person, target: Target, life: int) -> None:
    """Source: twilio.com/docs/verify/api/challenge, ExpirationDate: up to an hour (documented)."""
    at = moment(target, life)
    challenge = person.challenge(person.verified_totp().sid, expiration_date=at)
    assert (challenge.status, challenge.expiration_date) == ("pending", at)


@pytest.mark.parametrize("life", [-60, 3700])
def test_a_date_that_is_past_or_beyond_an_hour_is_refused(person: Person, target: Target, life: int) -> None:
    """Source: twilio.com/docs/verify/api/challenge: at most an hour; the error is a guess (documented)."""
    factor = person.verified_totp()
    with refused(INVALID_REQUEST):
        person.challenge(factor.sid, expiration_date=moment(target, life))


@pytest.mark.charged
@pytest.mark.needs("clock")
def test_an_answered_challenge_never_expires(person: Person, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/challenge, status (documented)."""
    factor = person.verified_totp()
    challenge = person.challenge(factor.sid, auth_payload=person.code(factor))
    target.advance(300)
    assert person.entity.challenges(str(challenge.sid)).fetch().status == "approved"


@pytest.mark.needs("time_travel")
def test_an_expired_challenge_stays_readable(person: Person, target: Target) -> None:
    """Source: no source; a challenge is listed as expired at all, for how long is not said (guess)."""
    challenge = person.challenge(person.verified_totp().sid)
    target.advance(30 * 86_400)
    person.challenge(person.verified_totp().sid)
    assert person.entity.challenges(str(challenge.sid)).fetch().status == "expired"
