"""How many factors an entity may have."""

import pytest

from conformance_tests.person import Person, push_form
from conformance_tests.refusals import FACTOR_LIMIT, FACTOR_RATE, assert_refused, refused
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

PUSH, TOTP, PER_DAY = 20, 100, 100


def test_an_entity_has_twenty_push_factors(http: Wire, person: Person) -> None:
    """Source: twilio.com/docs/api/errors/60315 (documented)."""
    path = f"{person.path}/Factors"
    sids = [http.post(path, push_form()).json()["sid"] for _ in range(PUSH)]
    assert_refused(http.post(path, push_form()), FACTOR_LIMIT)
    assert person.totp().status == "unverified"
    http.delete(f"{path}/{sids[0]}")
    assert http.post(path, push_form()).status_code == 201


@pytest.mark.needs("time_travel")
def test_an_entity_has_a_hundred_totp_factors(http: Wire, person: Person, target: Target) -> None:
    """Source: twilio.com/docs/api/errors/60315; that they may be made on two days is a guess (documented)."""
    for _ in range(TOTP):
        person.verified_totp()
    target.advance(86_400)
    with refused(FACTOR_LIMIT):
        person.totp()
    assert http.post(f"{person.path}/Factors", push_form()).status_code == 201


@pytest.mark.needs("time_travel")
def test_an_entity_gets_a_hundred_factors_a_day(person: Person, target: Target) -> None:
    """Source: twilio.com/docs/api/errors/60326 (documented)."""
    for _ in range(PER_DAY):
        person.entity.factors(str(person.totp().sid)).delete()
    with refused(FACTOR_RATE):
        person.totp()
    target.advance(86_400)
    assert person.totp().status == "unverified"


@pytest.mark.needs("settings")
def test_the_limits_of_factors_can_be_lifted(http: Wire, person: Person, target: Target) -> None:
    """Source: chosen by the emulator (extension)."""
    path = f"{person.path}/Factors"
    with target.settings(rate_limits=False):
        for _ in range(PUSH + 1):
            assert http.post(path, push_form()).status_code == 201
    assert_refused(http.post(path, push_form()), FACTOR_LIMIT)
