"""Answering challenges: codes, signatures, and every way to get them wrong."""

import pytest
from harness.enrolment import BEGIN, Person, advance, sids
from harness.handset import Handset, base64url, encode
from harness.local import Local

MAX_WRONG = 5
INVALID = (400, 60306, "Invalid Request")
TOO_MANY = (429, 60308, "Challenge verification attempts limit reached")
RESPONDED = (403, 60322, "Challenge already responded")
EXPIRED = (403, 60323, "Challenge expired")
FAILED = (403, 60324, "Challenge verification failed")
SIGNED = (
    "sid,account_sid,service_sid,entity_sid,identity,factor_sid,date_created,date_updated,date_responded,"
    "expiration_date,status,responded_reason,details,hidden_details,factor_type"
)


# Codes


def test_the_right_code_approves(person: Person, emulator: Local) -> None:
    """docs/verify/api/challenge."""
    factor = person.verified_totp()
    challenge = person.challenged(factor)
    advance(emulator, 10)
    answer = person.answer(challenge, person.code(factor))
    now = "2026-01-02T03:04:15Z"
    approved = challenge | {"status": "approved", "date_updated": now, "date_responded": now}
    assert (answer.status, answer.json) == (200, approved)
    assert person.get(f"/Challenges/{challenge['sid']}").json == approved
    assert approved["responded_reason"] == "none"


def test_a_challenge_may_be_made_and_approved_at_once(person: Person) -> None:
    """docs/verify/api/challenge: AuthPayload at creation, for TOTP only."""
    factor = person.verified_totp()
    answer = person.challenge(factor, AuthPayload=person.code(factor))
    assert (answer.status, answer.json["status"]) == (201, "approved")
    assert answer.json["date_responded"] == answer.json["date_created"] == "2026-01-02T03:04:05Z"
    assert person.status(answer.json) == "approved"


def test_a_wrong_code_leaves_the_challenge_pending(person: Person, emulator: Local) -> None:
    """docs/verify/quickstarts/verify-totp-change-in-api-response-when-authpayload-is-incorrect, 2021-10-27."""
    factor = person.verified_totp()
    challenge = person.challenged(factor)
    advance(emulator, 10)
    answer = person.answer(challenge, person.wrong(factor))
    assert (answer.status, answer.json) == (200, challenge | {"date_updated": "2026-01-02T03:04:15Z"})
    at_once = person.challenge(factor, AuthPayload=person.wrong(factor))
    assert (at_once.status, at_once.json["status"], at_once.json["date_responded"]) == (201, "pending", None)


@pytest.mark.parametrize("first", [0, 1])
def test_the_sixth_answer_is_refused_whatever_it_is(person: Person, emulator: Local, first: int) -> None:
    """twilio.com/docs/api/errors/60308: five; our contract, a guess: one at creation counts among them."""
    factor = person.verified_totp()
    challenge = person.challenged(factor, **({"AuthPayload": person.wrong(factor)} if first else {}))
    for _ in range(MAX_WRONG - first):
        assert person.answer(challenge, person.wrong(factor)).json["status"] == "pending"
    before = person.get(f"/Challenges/{challenge['sid']}").json
    for payload in (person.code(factor), person.wrong(factor), "x"):
        assert person.answer(challenge, payload, Metadata='{"a":"b"}').refusal == TOO_MANY
    assert person.get(f"/Challenges/{challenge['sid']}").json == before
    assert person.challenge(factor, AuthPayload=person.code(factor)).json["status"] == "approved"
    advance(emulator, 300)
    assert person.answer(challenge, person.code(factor)).refusal == EXPIRED


@pytest.mark.parametrize("wrong", range(MAX_WRONG))
def test_the_right_code_passes_after_up_to_four_wrong_ones(person: Person, wrong: int) -> None:
    """twilio.com/docs/api/errors/60308."""
    factor = person.verified_totp()
    challenge = person.challenged(factor)
    for _ in range(wrong):
        person.answer(challenge, person.wrong(factor))
    assert person.answer(challenge, person.code(factor)).json["status"] == "approved"


def test_wrong_codes_are_counted_for_each_challenge(person: Person) -> None:
    """twilio.com/docs/api/errors/60308: on one challenge; what the factor took at verification is another count."""
    factor = person.totp()
    for _ in range(MAX_WRONG - 1):
        person.prove(factor, person.wrong(factor))
    assert person.prove(factor, person.code(factor)).json["status"] == "verified"
    challenges = [person.challenged(factor) for _ in range(3)]
    for _ in range(MAX_WRONG):
        for challenge in challenges:
            assert person.answer(challenge, person.wrong(factor)).json["status"] == "pending"
    for challenge in challenges:
        assert person.answer(challenge, person.code(factor)).refusal == TOO_MANY


@pytest.mark.parametrize("payload", ["12", "123456789", "12345x", "१२३४५६", "approved"])
def test_what_is_no_code_is_refused_and_does_not_count(person: Person, payload: str) -> None:
    """twilio-oai: 3 to 8 characters. Our contract, a guess: digits."""
    factor = person.verified_totp()
    challenge = person.challenged(factor)
    for _ in range(MAX_WRONG + 1):
        assert person.answer(challenge, payload).refusal == INVALID
    assert person.challenge(factor, AuthPayload=payload).refusal == INVALID
    assert list(sids(person.get("/Challenges"))) == [challenge["sid"]]
    assert person.answer(challenge, person.code(factor)).json["status"] == "approved"


def test_the_code_is_held_against_the_factor_as_it_is_now(person: Person) -> None:
    """Our contract: settings that were changed meanwhile hold."""
    factor = person.verified_totp()
    challenge = person.challenged(factor)
    person.post(f"/Factors/{factor['sid']}", {"Config.Skew": 0})
    assert person.answer(challenge, person.code(factor, 1)).json["status"] == "pending"
    assert person.answer(challenge, person.code(factor)).json["status"] == "approved"


def test_the_code_of_another_factor_is_wrong(person: Person) -> None:
    """docs/verify/api/challenge: a challenge is one of a factor."""
    factor, other = person.verified_totp(), person.verified_totp()
    challenge = person.challenged(factor)
    code = person.code(other)
    assert code != person.code(factor)
    assert person.answer(challenge, code).json["status"] == "pending"


# Signatures


@pytest.mark.parametrize("status", ["approved", "denied"])
def test_a_signed_answer_settles_the_challenge(person: Person, emulator: Local, status: str) -> None:
    """The source of twilio-verify-android and twilio-verify-ios."""
    challenge = person.challenged(person.verified_push(), HiddenDetails='{"ip":"1.2.3.4"}')
    advance(emulator, 10)
    answer = person.respond(Handset(), challenge, status)
    now = "2026-01-02T03:04:15Z"
    settled = challenge | {"status": status, "date_updated": now, "date_responded": now}
    assert (answer.status, answer.json) == (200, settled)
    assert person.get(f"/Challenges/{challenge['sid']}").json == settled


def test_a_header_tells_which_fields_to_sign_while_it_matters(person: Person, emulator: Local) -> None:
    """The push SDKs refuse to answer without it. Our contract, a guess: all fields but metadata, url and links."""
    factor = person.verified_push()
    challenge, other = person.challenged(factor), person.challenged(factor)
    fetched = person.get(f"/Challenges/{challenge['sid']}")
    assert fetched.headers["twilio-verify-signature-fields"] == SIGNED
    assert set(SIGNED.split(",")) <= set(fetched.json)
    person.respond(Handset(), challenge)
    advance(emulator, 300)
    coded = person.challenged(person.verified_totp())
    for ended in (challenge, other, coded):
        assert "twilio-verify-signature-fields" not in person.get(f"/Challenges/{ended['sid']}").headers


def test_members_beyond_the_asked_ones_do_no_harm(person: Person) -> None:
    """The push SDKs sign what is asked for; a phone that signs all it has says the same."""
    challenge = person.challenged(person.verified_push())
    assert person.respond(Handset(), challenge, more="x", url=challenge["url"]).json["status"] == "approved"


@pytest.mark.parametrize("field", [name for name in SIGNED.split(",") if name != "status"])
@pytest.mark.parametrize("lie", [None, "", "YC" + "0" * 32, 0, [], {}, {"message": "Sign in?"}])
def test_an_answer_to_something_else_fails(person: Person, field: str, lie: object) -> None:
    """twilio.com/docs/api/errors/60324."""
    challenge = person.challenged(person.verified_push(), HiddenDetails='{"a":"b"}')
    if challenge[field] == lie:
        lie = "other"
    assert person.respond(Handset(), challenge, **{field: lie}).refusal == FAILED
    assert person.status(challenge) == "pending"


@pytest.mark.parametrize("field", [name for name in SIGNED.split(",") if name != "status"])
def test_an_answer_that_leaves_something_out_fails(person: Person, field: str) -> None:
    """twilio.com/docs/api/errors/60324; also where what is left out is null."""
    challenge = person.challenged(person.verified_push())
    fields = ",".join(name for name in SIGNED.split(",") if name != field)
    assert person.answer(challenge, Handset().response(challenge, fields)).refusal == FAILED


@pytest.mark.parametrize(
    "status", ["pending", "expired", "Approved", "", None, True, 1, ["approved"], {"a": 1}]
)
def test_an_answer_is_approved_or_denied(person: Person, status: object) -> None:
    """The push SDKs send one of the two."""
    challenge = person.challenged(person.verified_push())
    assert person.respond(Handset(), challenge, status).refusal == FAILED


def test_an_answer_has_a_status(person: Person) -> None:
    """The push SDKs."""
    challenge = person.challenged(person.verified_push())
    payload = {name: challenge[name] for name in SIGNED.split(",") if name != "status"}
    assert person.answer(challenge, Handset().jws({"alg": "ES256"}, payload)).refusal == FAILED


def bad_answers(challenge: dict[str, object]) -> dict[str, str]:
    good = Handset().response(challenge, SIGNED)
    header, payload, signature = good.split(".")
    other = Handset().response(challenge, SIGNED, "denied").split(".")[1]
    fields = {name: challenge[name] for name in SIGNED.split(",")} | {"status": "approved"}
    return {
        "signed by another key": Handset(2).response(challenge, SIGNED),
        "the payload of another answer": f"{header}.{other}.{signature}",
        "no signature": f"{header}.{payload}.",
        "half a signature": f"{header}.{payload}.{signature[:42]}",
        "a signature of nothing": f"{header}.{payload}.{base64url(bytes(64))}",
        "alg none": f"{encode({'alg': 'none'})}.{payload}.",
        "alg HS256": Handset().jws({"alg": "HS256"}, fields),
        "no alg": Handset().jws({"typ": "JWT"}, fields),
        "two parts": f"{header}.{payload}",
        "four parts": f"{good}.{signature}",
        "no object": Handset().jws({"alg": "ES256"}, [fields]),
        "a code": "123456",
        "a word": "approved",
        "not ASCII": "подтверждено",
        "long": "A" * 5456,
        "deep": f"{header}.{base64url(b'[' * 3000)}.{signature}",
    }


@pytest.mark.parametrize("kind", bad_answers(dict.fromkeys(SIGNED.split(","))))
def test_a_bad_signature_fails_and_counts_for_nothing(person: Person, kind: str) -> None:
    """twilio.com/docs/api/errors/60324; the limit of wrong answers is one of codes (60308)."""
    challenge = person.challenged(person.verified_push())
    for _ in range(MAX_WRONG + 1):
        answer = person.answer(challenge, bad_answers(challenge)[kind], Metadata='{"a":"b"}')
        assert answer.refusal == FAILED
    assert person.get(f"/Challenges/{challenge['sid']}").json == challenge
    assert person.respond(Handset(), challenge).json["status"] == "approved"


def test_an_answer_has_up_to_5456_characters(person: Person) -> None:
    """twilio-oai."""
    challenge = person.challenged(person.verified_push())
    assert person.answer(challenge, "A" * 5456).refusal == FAILED
    assert person.answer(challenge, "A" * 5457).refusal == INVALID


def test_an_answer_to_one_challenge_is_none_to_its_twin(person: Person) -> None:
    """twilio.com/docs/api/errors/60324: the SID is among what is signed."""
    factor = person.verified_push()
    one, twin = person.challenged(factor), person.challenged(factor)
    assert person.answer(twin, Handset().response(one, SIGNED)).refusal == FAILED
    assert person.answer(one, Handset().response(one, SIGNED)).json["status"] == "approved"


# Metadata


def test_metadata_is_kept_with_or_without_an_answer(person: Person, emulator: Local) -> None:
    """twilio-oai: added by the device. Our contract, a guess: kept also without an AuthPayload."""
    challenge = person.challenged(person.verified_push())
    path = f"/Challenges/{challenge['sid']}"
    advance(emulator, 10)
    noted = person.post(path, Metadata='{"os":"Android"}')
    later = {"metadata": {"os": "Android"}, "date_updated": "2026-01-02T03:04:15Z"}
    assert (noted.status, noted.json) == (200, challenge | later)
    asked = person.get(path).json
    answered = person.answer(challenge, Handset().response(asked, SIGNED), Metadata='{"os":"iOS"}')
    assert (answered.json["status"], answered.json["metadata"]) == ("approved", {"os": "iOS"})
    assert person.post(path, Metadata='{"os":"none"}').json["metadata"] == {"os": "none"}
    assert person.get(path).json["status"] == "approved"


def test_an_answer_keeps_metadata_that_it_does_not_bring(person: Person) -> None:
    """Our contract: absent parameters change nothing."""
    factor = person.verified_totp()
    challenge = person.challenged(factor)
    person.post(f"/Challenges/{challenge['sid']}", Metadata='{"a":"b"}')
    assert person.answer(challenge, person.code(factor)).json["metadata"] == {"a": "b"}


@pytest.mark.parametrize("form", [{}, {"AuthPayload": ""}, {"Metadata": ""}, {"Status": "approved"}])
def test_an_update_with_nothing_in_it_changes_nothing(
    person: Person, emulator: Local, form: dict[str, str]
) -> None:
    """Our contract, a guess: 200."""
    challenge = person.challenged(person.verified_push())
    advance(emulator, 10)
    answer = person.post(f"/Challenges/{challenge['sid']}", form)
    assert (answer.status, answer.json) == (200, challenge)
    advance(emulator, 290)
    assert person.post(f"/Challenges/{challenge['sid']}", form).json == challenge | {"status": "expired"}


@pytest.mark.parametrize("value", ["x", "[]", '{"a":1}', '{"a":"' + "x" * 1017 + '"}'])
def test_bad_metadata_is_refused_and_the_answer_with_it(person: Person, value: str) -> None:
    """twilio.com/docs/api/errors/60306."""
    factor = person.verified_totp()
    challenge = person.challenged(factor)
    assert person.answer(challenge, person.code(factor), Metadata=value).refusal == INVALID
    assert person.status(challenge) == "pending"


# Ends


@pytest.mark.parametrize(
    ("kind", "end"),
    [
        ("totp", "approved"),
        ("totp", "expired"),
        ("push", "approved"),
        ("push", "denied"),
        ("push", "expired"),
    ],
)
def test_a_challenge_that_has_ended_takes_no_answer(
    person: Person, emulator: Local, kind: str, end: str
) -> None:
    """twilio.com/docs/api/errors/60322, /60323."""
    factor = person.verified_totp() if kind == "totp" else person.verified_push()
    challenge = person.challenged(factor)
    right = person.code(factor) if kind == "totp" else Handset().response(challenge, SIGNED)
    if end == "expired":
        advance(emulator, 300)
    elif kind == "push":
        person.respond(Handset(), challenge, end)
    else:
        person.answer(challenge, right)
    before = person.get(f"/Challenges/{challenge['sid']}").json
    assert before["status"] == end
    for payload in (right, "123456", "x"):
        answer = person.answer(challenge, payload, Metadata='{"a":"b"}')
        assert answer.refusal == (EXPIRED if end == "expired" else RESPONDED)
    assert person.get(f"/Challenges/{challenge['sid']}").json == before


def test_an_answered_challenge_never_expires(person: Person, emulator: Local) -> None:
    """docs/verify/api/challenge: approved is an end."""
    factor = person.verified_totp()
    challenge = person.challenged(factor)
    person.answer(challenge, person.code(factor))
    advance(emulator, 3600)
    assert person.status(challenge) == "approved"
    assert person.answer(challenge, person.code(factor)).refusal == RESPONDED


def test_a_hint_tells_since_when(person: Person, emulator: Local) -> None:
    """Our contract: every refusal explains itself."""
    factor = person.verified_totp()
    challenge = person.challenged(factor)
    late = person.challenged(factor)
    advance(emulator, 10)
    person.answer(challenge, person.code(factor))
    advance(emulator, 3600)
    hint = person.answer(challenge, "123456").hint
    assert hint == f"{challenge['sid']} is approved since 03:04:15 UTC (3600 s ago, by the account's clock)."
    hint = person.answer(late, "123456").hint
    assert hint == f"{late['sid']} is expired since 03:09:05 UTC (3310 s ago, by the account's clock)."
    assert BEGIN.strftime("%H:%M:%S") == "03:04:05"
