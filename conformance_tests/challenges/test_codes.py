"""Answering a challenge with a code."""

import pytest

from conformance_tests.person import WRONG_LIMIT, Person
from conformance_tests.refusals import CHALLENGE_ATTEMPTS, INVALID_REQUEST, refused
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire


@pytest.mark.charged
def test_the_right_code_approves_the_challenge(person: Person) -> None:
    """Source: twilio.com/docs/verify/api/challenge (documented)."""
    factor = person.verified_totp()
    challenge = person.challenge(factor.sid)
    approved = person.answer(challenge, person.code(factor))
    assert (approved.sid, approved.status, approved.responded_reason) == (challenge.sid, "approved", "none")
    assert approved.date_responded is not None
    assert person.entity.challenges(str(challenge.sid)).fetch().status == "approved"


@pytest.mark.charged
def test_a_challenge_may_be_made_and_approved_in_one_call(http: Wire, path: str, person: Person) -> None:
    """Source: the OpenAPI file of Verify, AuthPayload of CreateChallenge (documented)."""
    factor = person.verified_totp()
    answer = http.post(path, {"FactorSid": factor.sid, "AuthPayload": person.code(factor)})
    assert (answer.status_code, answer.json()["status"]) == (201, "approved")
    assert answer.json()["date_responded"] is not None


def test_a_wrong_code_in_the_same_call_leaves_it_pending(http: Wire, path: str, person: Person) -> None:
    """Source: Twilio's verify-totp sample branches on the status; notice of 2021-10-27 (observed)."""
    factor = person.verified_totp()
    answer = http.post(path, {"FactorSid": factor.sid, "AuthPayload": person.wrong_code(factor)})
    assert (answer.status_code, answer.json()["status"]) == (201, "pending")
    assert answer.json()["date_responded"] is None


def test_a_wrong_code_is_no_error_and_leaves_the_challenge_pending(person: Person) -> None:
    """Source: docs/verify/quickstarts/verify-totp-change-in-api-response-when-authpayload-is-incorrect, 2021-10-27; the
    page of 60324 still says otherwise (inferred).
    """
    factor = person.verified_totp()
    challenge = person.challenge(factor.sid)
    assert person.answer(challenge, person.wrong_code(factor)).status == "pending"


@pytest.mark.charged
@pytest.mark.parametrize("wrong", range(WRONG_LIMIT))
def test_the_right_code_approves_after_up_to_four_wrong_ones(person: Person, wrong: int) -> None:
    """Source: twilio.com/docs/api/errors/60308 (documented)."""
    factor = person.verified_totp()
    challenge = person.challenge(factor.sid)
    for _ in range(wrong):
        assert person.answer(challenge, person.wrong_code(factor)).status == "pending"
    assert person.answer(challenge, person.code(factor)).status == "approved"


@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize("at_creation", [True, False])
def test_after_five_wrong_codes_none_is_taken_any_more(
    person: Person, right: bool, at_creation: bool
) -> None:
    """Source: twilio.com/docs/api/errors/60308; that no right code follows them, and that the one sent along with the
    challenge counts, is not said (inferred).
    """
    factor = person.verified_totp()
    early = {"auth_payload": person.wrong_code(factor)} if at_creation else {}
    challenge = person.challenge(factor.sid, **early)
    for _ in range(WRONG_LIMIT - at_creation):
        assert person.answer(challenge, person.wrong_code(factor)).status == "pending"
    with refused(CHALLENGE_ATTEMPTS):
        person.answer(challenge, person.code(factor) if right else person.wrong_code(factor))
    assert person.entity.challenges(str(challenge.sid)).fetch().status == "pending"


@pytest.mark.charged
def test_wrong_codes_are_counted_for_each_challenge(person: Person) -> None:
    """Source: twilio.com/docs/api/errors/60308: on one challenge (documented)."""
    factor = person.verified_totp()
    first, second = person.challenge(factor.sid), person.challenge(factor.sid)
    for _ in range(WRONG_LIMIT):
        person.answer(first, person.wrong_code(factor))
    assert person.answer(second, person.wrong_code(factor)).status == "pending"
    assert person.answer(second, person.code(factor)).status == "approved"


@pytest.mark.charged
@pytest.mark.parametrize("payload", ["12", "123456789", "12345x", "approved"])
def test_what_is_no_code_is_refused_and_does_not_count(person: Person, payload: str) -> None:
    """Source: twilio.com/docs/api/errors/60306; the docs say 3 to 8 characters, and digits is a guess (inferred)."""
    factor = person.verified_totp()
    challenge = person.challenge(factor.sid)
    for _ in range(WRONG_LIMIT + 1):
        with refused(INVALID_REQUEST):
            person.answer(challenge, payload)
    assert person.answer(challenge, person.code(factor)).status == "approved"


@pytest.mark.charged
def test_one_code_may_answer_several_challenges(person: Person) -> None:
    """Source: nothing published mentions replay (guess)."""
    factor = person.verified_totp()
    code = person.code(factor)
    for _ in range(2):
        assert person.answer(person.challenge(factor.sid), code).status == "approved"


@pytest.mark.needs("exact_clock")
def test_a_code_of_the_next_but_one_step_is_wrong(person: Person, frozen_clock: None) -> None:
    """Source: twilio.com/docs/verify/api/factor, config.skew, one by default (documented)."""
    factor = person.verified_totp()
    found = [
        person.challenge(factor.sid, auth_payload=person.code(factor, steps)).status
        for steps in (-2, -1, 0, 1, 2)
    ]
    assert found == ["pending", "approved", "approved", "approved", "pending"]


@pytest.mark.charged
def test_metadata_come_with_the_answer(http: Wire, path: str, person: Person) -> None:
    """Source: the OpenAPI file of Verify, Metadata of UpdateChallenge (documented)."""
    factor = person.verified_totp()
    own = f"{path}/{person.challenge(factor.sid).sid}"
    answer = http.post(own, {"AuthPayload": person.code(factor), "Metadata": '{"os": "Android"}'})
    assert (answer.json()["status"], answer.json()["metadata"]) == ("approved", {"os": "Android"})
    assert http.get(own).json() == answer.json()


@pytest.mark.parametrize(
    "value", ["no JSON", '{"a": 1}', "[]", '{"a": "' + "x" * 1024 + '"}'], ids=lambda text: text[:9]
)
def test_metadata_that_are_no_texts_are_refused_with_the_answer(
    http: Wire, path: str, person: Person, value: str
) -> None:
    """Source: twilio.com/docs/api/errors/60306 (inferred)."""
    factor = person.verified_totp()
    own = f"{path}/{person.challenge(factor.sid).sid}"
    answer = http.post(own, {"AuthPayload": person.code(factor), "Metadata": value})
    assert (answer.status_code, answer.json()["code"]) == (INVALID_REQUEST.status, INVALID_REQUEST.code)
    assert http.get(own).json()["status"] == "pending"


@pytest.mark.needs("clock")
@pytest.mark.charged
def test_the_dates_tell_when_it_was_answered(person: Person, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/challenge, date_responded (documented)."""
    factor = person.verified_totp()
    challenge = person.challenge(factor.sid)
    target.advance(60)
    approved = person.answer(challenge, person.code(factor))
    assert approved.date_created == challenge.date_created
    assert approved.date_responded == approved.date_updated
    assert 60 <= (approved.date_responded - challenge.date_created).total_seconds() < 90
