"""How many challenges a factor may get."""

import pytest

from conformance_tests.person import Person
from conformance_tests.refusals import CHALLENGE_LIMIT, refused
from conformance_tests.targets.target import Target

SHORT_A_DAY = 10
LONG_AN_HOUR, LONG_A_DAY = 50, 100
HOUR, DAY = 3600, 86_400


@pytest.mark.needs("time_travel")
@pytest.mark.parametrize("length", [3, 4])
def test_a_factor_with_short_codes_gets_ten_a_day(person: Person, target: Target, length: int) -> None:
    """Source: twilio.com/docs/api/errors/60312: codes of up to 4 digits (documented)."""
    factor = person.verified_totp(config_code_length=length)
    for _ in range(SHORT_A_DAY):
        person.challenge(factor.sid)
    with refused(CHALLENGE_LIMIT):
        person.challenge(factor.sid)
    assert person.challenge(person.verified_totp().sid).status == "pending"
    target.advance(HOUR)
    with refused(CHALLENGE_LIMIT):
        person.challenge(factor.sid)
    target.advance(DAY)
    assert person.challenge(factor.sid).status == "pending"


@pytest.mark.needs("time_travel")
@pytest.mark.parametrize("kind", ["5 digits", "6 digits", "push"])
def test_other_factors_get_fifty_an_hour_and_a_hundred_a_day(
    person: Person, target: Target, kind: str
) -> None:
    """Source: twilio.com/docs/api/errors/60312; push, which has no codes, is a guess (documented)."""
    if kind == "push":
        factor_sid = person.phone().factor_sid
    else:
        factor_sid = person.verified_totp(config_code_length=int(kind[0])).sid
    for _ in range(LONG_A_DAY // LONG_AN_HOUR):
        for _ in range(LONG_AN_HOUR):
            person.challenge(factor_sid, details_message="Sign in?")
        with refused(CHALLENGE_LIMIT):
            person.challenge(factor_sid, details_message="Sign in?")
        target.advance(HOUR)
    with refused(CHALLENGE_LIMIT):
        person.challenge(factor_sid, details_message="Sign in?")
    target.advance(DAY)
    assert person.challenge(factor_sid, details_message="Sign in?").status == "pending"


def test_a_challenge_that_brings_its_code_counts_as_well(person: Person) -> None:
    """Source: twilio.com/docs/api/errors/60312: creations (inferred)."""
    factor = person.verified_totp(config_code_length=4)
    for _ in range(SHORT_A_DAY):
        assert person.challenge(factor.sid, auth_payload=person.wrong_code(factor)).status == "pending"
    with refused(CHALLENGE_LIMIT):
        person.challenge(factor.sid, auth_payload=person.wrong_code(factor))


@pytest.mark.needs("settings")
def test_the_limits_of_challenges_can_be_lifted(person: Person, target: Target) -> None:
    """Source: chosen by the emulator (extension)."""
    factor = person.verified_totp(config_code_length=4)
    with target.settings(rate_limits=False):
        for _ in range(SHORT_A_DAY + 1):
            person.challenge(factor.sid)
