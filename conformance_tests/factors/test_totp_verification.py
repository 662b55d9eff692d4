"""Verifying a TOTP factor."""

import pytest

from conformance_tests.person import WRONG_LIMIT, Person
from conformance_tests.refusals import FACTOR_ATTEMPTS, INVALID_REQUEST, refused
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire


def test_the_right_code_verifies_the_factor(person: Person) -> None:
    """Source: twilio.com/docs/verify/api/factor (documented)."""
    factor = person.totp()
    verified = person.prove(factor, person.code(factor))
    assert (verified.sid, verified.status) == (factor.sid, "verified")
    assert person.entity.factors(str(factor.sid)).fetch().status == "verified"


def test_a_wrong_code_is_no_error_and_leaves_the_factor_unverified(http: Wire, person: Person) -> None:
    """Source: docs/verify/quickstarts/verify-totp-change-in-api-response-when-authpayload-is-incorrect, 2021-10-27; the
    page of 60311 still says otherwise (documented).
    """
    factor = person.totp()
    answer = http.post(f"{person.path}/Factors/{factor.sid}", {"AuthPayload": person.wrong_code(factor)})
    assert (answer.status_code, answer.json()["status"]) == (200, "unverified")


@pytest.mark.parametrize("wrong", range(WRONG_LIMIT))
def test_the_right_code_verifies_after_up_to_four_wrong_ones(person: Person, wrong: int) -> None:
    """Source: twilio.com/docs/api/errors/60310 (documented)."""
    factor = person.totp()
    for _ in range(wrong):
        assert person.prove(factor, person.wrong_code(factor)).status == "unverified"
    assert person.prove(factor, person.code(factor)).status == "verified"


@pytest.mark.parametrize("right", [True, False])
def test_after_five_wrong_codes_none_is_taken_any_more(person: Person, right: bool) -> None:
    """Source: twilio.com/docs/api/errors/60310 has the five; that no right code follows them is not said (inferred)."""
    factor = person.totp()
    for _ in range(WRONG_LIMIT):
        assert person.prove(factor, person.wrong_code(factor)).status == "unverified"
    with refused(FACTOR_ATTEMPTS):
        person.prove(factor, person.code(factor) if right else person.wrong_code(factor))
    assert person.entity.factors(str(factor.sid)).fetch().status == "unverified"


@pytest.mark.parametrize("payload", ["12", "123456789", "12345x", "approved"])
def test_what_is_no_code_is_refused_and_does_not_count(person: Person, payload: str) -> None:
    """Source: twilio.com/docs/api/errors/60306; the docs say 3 to 8 characters, and digits is a guess (inferred)."""
    factor = person.totp()
    for _ in range(WRONG_LIMIT + 1):
        with refused(INVALID_REQUEST):
            person.prove(factor, payload)
    assert person.prove(factor, person.code(factor)).status == "verified"


@pytest.mark.parametrize("payload", ["123", "1234567", "12345678"])
def test_a_code_of_another_length_is_just_wrong(person: Person, payload: str) -> None:
    """Source: the OpenAPI file of Verify: 3 to 8 characters, whatever the factor's own length (inferred)."""
    assert person.prove(person.totp(config_code_length=5), payload).status == "unverified"


def test_a_verified_factor_takes_any_code_and_stays_so(person: Person) -> None:
    """Source: no source (guess)."""
    factor = person.verified_totp()
    for _ in range(WRONG_LIMIT + 1):
        assert person.prove(factor, person.wrong_code(factor)).status == "verified"


@pytest.mark.parametrize("alg", ["sha1", "sha256", "sha512"])
@pytest.mark.parametrize("length", [3, 6, 8])
def test_codes_of_every_algorithm_and_length_are_taken(person: Person, alg: str, length: int) -> None:
    """Source: twilio.com/docs/verify/api/factor; RFC 6238 (documented)."""
    factor = person.totp(config_alg=alg, config_code_length=length)
    assert person.prove(factor, person.code(factor)).status == "verified"


@pytest.mark.needs("exact_clock")
@pytest.mark.parametrize("period", [20, 30, 60])
@pytest.mark.parametrize("skew", [0, 1, 2])
def test_codes_are_taken_as_many_steps_off_as_the_skew_says(
    person: Person, frozen_clock: None, skew: int, period: int
) -> None:
    """Source: twilio.com/docs/verify/api/factor, config.skew: past and future steps (documented)."""
    for steps in (-3, -2, -1, 0, 1, 2, 3):
        factor = person.totp(config_skew=skew, config_time_step=period)
        status = person.prove(factor, person.code(factor, steps)).status
        assert (steps, status) == (steps, "verified" if abs(steps) <= skew else "unverified")


@pytest.mark.needs("exact_clock")
@pytest.mark.parametrize("period", [20, 60])
def test_a_code_holds_for_its_time_step(
    person: Person, target: Target, frozen_clock: None, period: int
) -> None:
    """Source: twilio.com/docs/verify/api/factor, config.time_step; RFC 6238 (documented)."""
    factor = person.totp(config_skew=0, config_time_step=period)
    target.advance(period - target.now() % period)  # to the beginning of a step, within a second
    code = person.code(factor)
    target.advance(period + 1)
    assert person.prove(factor, code).status == "unverified"
    target.advance(-2)
    assert person.prove(factor, code).status == "verified"


@pytest.mark.needs("time_travel")
def test_the_account_s_time_decides(person: Person, target: Target) -> None:
    """Source: RFC 6238 (documented)."""
    factor = person.totp()
    old = person.code(factor)
    target.advance(3600)
    assert person.prove(factor, old).status == "unverified"
    assert person.prove(factor, person.code(factor)).status == "verified"


@pytest.mark.charged
def test_the_code_that_verified_the_factor_may_answer_a_challenge(person: Person) -> None:
    """Source: nothing published mentions replay (guess)."""
    factor = person.totp()
    code = person.code(factor)
    assert person.prove(factor, code).status == "verified"
    assert person.challenge(factor.sid, auth_payload=code).status == "approved"
