"""Verifying a factor: right and wrong proofs, time steps, limits."""

from collections.abc import Callable

import pytest
from harness.enrolment import BEGIN, Person, advance, freeze, oath, sids
from harness.handset import Handset
from harness.local import Local
from harness.passkeys import Passkeys

MAX_WRONG = 5
INVALID = (400, 60306, "Invalid Request")
FAILED = (403, 60311, "Factor verification failed")
TOO_MANY = (429, 60310, "Factor verification attempts reached")


def test_the_right_code_verifies_the_factor(person: Person, emulator: Local) -> None:
    """docs/verify/api/factor."""
    factor = person.totp()
    advance(emulator, 10)
    answer = person.prove(factor, person.code(factor))
    shared = {name: value for name, value in factor.items() if name not in ("binding", "options")}
    verified = shared | {"status": "verified", "date_updated": "2026-01-02T03:04:15Z"}
    assert (answer.status, answer.json) == (200, verified)
    assert list(answer.json) == list(shared)
    assert person.get(f"/Factors/{factor['sid']}").json == verified


def test_a_wrong_code_is_no_error_and_changes_no_status(person: Person, emulator: Local) -> None:
    """docs/verify/quickstarts/verify-totp-change-in-api-response-when-authpayload-is-incorrect, 2021-10-27."""
    factor = person.totp()
    advance(emulator, 1)
    answer = person.prove(factor, person.wrong(factor))
    assert (answer.status, answer.json["status"]) == (200, "unverified")
    assert answer.json["date_updated"] == "2026-01-02T03:04:06Z"


@pytest.mark.parametrize("wrong", range(MAX_WRONG))
def test_the_right_code_passes_after_up_to_four_wrong_ones(person: Person, wrong: int) -> None:
    """twilio.com/docs/api/errors/60310."""
    factor = person.totp()
    for _ in range(wrong):
        assert person.prove(factor, person.wrong(factor)).json["status"] == "unverified"
    assert person.prove(factor, person.code(factor)).json["status"] == "verified"


@pytest.mark.parametrize("code", ["right", "wrong", "12", "not a code", "123456789"])
def test_the_sixth_answer_is_refused_whatever_it_is(person: Person, emulator: Local, code: str) -> None:
    """twilio.com/docs/api/errors/60310. Our contract, a guess: five wrong ones get the usual answer."""
    factor = person.totp()
    for _ in range(MAX_WRONG):
        assert person.prove(factor, person.wrong(factor)).status == 200
    before = person.get(f"/Factors/{factor['sid']}").json
    codes = {"right": person.code(factor), "wrong": person.wrong(factor)}
    assert person.prove(factor, codes.get(code, code), FriendlyName="New").refusal == TOO_MANY
    assert person.get(f"/Factors/{factor['sid']}").json == before
    advance(emulator, 86_399)
    assert person.prove(factor, person.code(factor)).refusal == TOO_MANY
    assert person.post(f"/Factors/{factor['sid']}", FriendlyName="New").json["friendly_name"] == "New"


@pytest.mark.parametrize(
    "payload",
    ["1", "12", "123456789", "12345x", " 123456", "123 456", "12.456", "+12345", "-12345", "१२३४५६"],
)
def test_what_is_no_code_is_refused_and_does_not_count(person: Person, payload: str) -> None:
    """twilio-oai: 3 to 8 characters. Our contract, a guess: digits."""
    factor = person.totp()
    for _ in range(MAX_WRONG + 1):
        assert person.prove(factor, payload).refusal == INVALID
    assert person.prove(factor, person.code(factor)).json["status"] == "verified"


@pytest.mark.parametrize("payload", ["123", "1234567", "12345678", "000000"])
def test_a_code_of_another_length_is_wrong(person: Person, payload: str) -> None:
    """twilio-oai: 3 to 8 characters, whatever the factor's own length."""
    factor = person.totp(**{"Config.CodeLength": 5})
    assert person.prove(factor, payload).json["status"] == "unverified"


def test_an_empty_proof_is_none(person: Person) -> None:
    """Runs of the SDKs: Node's sends null as an empty value."""
    factor = person.totp()
    assert person.prove(factor, "").json["status"] == "unverified"


@pytest.mark.parametrize("skew", [0, 1, 2])
@pytest.mark.parametrize("period", [20, 30, 60])
def test_codes_are_taken_as_many_steps_off_as_the_skew_says(emulator: Local, skew: int, period: int) -> None:
    """twilio.com/docs/verify/api/factor, config.skew."""
    freeze(emulator)
    for steps in range(-3, 4):
        person = Person(emulator, f"person-{steps + 5}000")
        factor = person.totp(**{"Config.Skew": skew, "Config.TimeStep": period})
        status = person.prove(factor, person.code(factor, steps)).json["status"]
        assert (status == "verified") is (abs(steps) <= skew)


def test_a_code_holds_until_its_last_step_is_over(person: Person, emulator: Local) -> None:
    """RFC 6238; BEGIN is 5 seconds into its step."""
    factor = person.totp(**{"Config.Skew": 0})
    code = oath(factor["binding"]["secret"], BEGIN.timestamp())
    advance(emulator, 25)
    assert person.prove(factor, code).json["status"] == "unverified"
    advance(emulator, -0.001)
    assert person.prove(factor, code).json["status"] == "verified"


def test_a_change_and_a_proof_go_together(person: Person) -> None:
    """twilio-oai: UpdateFactor takes both. Our contract: the proof is held against the factor as it is then."""
    factor = person.totp()
    longer = oath(factor["binding"]["secret"], BEGIN.timestamp(), digits=8, alg="sha256")
    form = {"Config.CodeLength": "8", "Config.Alg": "sha256", "FriendlyName": "New"}
    answer = person.prove(factor, longer, **form).json
    assert (answer["status"], answer["friendly_name"], answer["config"]["code_length"]) == (
        "verified",
        "New",
        8,
    )


@pytest.mark.parametrize("payload", ["000000", "12", "not a code", "x" * 6000])
def test_a_verified_factor_takes_any_proof(person: Person, payload: str) -> None:
    """Our contract, a guess: 200, and nothing changes."""
    for factor in (person.verified_totp(), person.verified_push()):
        for _ in range(MAX_WRONG + 2):
            answer = person.prove(factor, payload)
            assert (answer.status, answer.json["status"]) == (200, "verified")


def test_a_code_may_be_used_again(person: Person) -> None:
    """Our contract, a guess: nothing published mentions replay."""
    factor = person.totp()
    code = person.code(factor)
    person.prove(factor, code)
    assert person.challenge(factor, AuthPayload=code).json["status"] == "approved"
    assert person.challenge(factor, AuthPayload=code).json["status"] == "approved"


@pytest.fixture
def strict(make_emulator: Callable[..., Local]) -> Person:
    emulator = make_emulator(strict=True)
    freeze(emulator)
    return Person(emulator)


def test_a_strict_emulator_takes_a_code_once(strict: Person) -> None:
    """RFC 6238, section 5.2: a code must not be accepted twice."""
    factor = strict.verified_totp(**{"Config.Skew": 2})
    tried = [
        strict.challenge(factor, AuthPayload=strict.code(factor, steps)) for steps in (0, -1, 1, 1, 0, 2)
    ]
    assert [answer.json["status"] for answer in tried] == [
        "pending",
        "pending",
        "approved",
        "pending",
        "pending",
        "approved",
    ]
    advance(strict.emulator, 60)
    assert strict.challenge(factor, AuthPayload=strict.code(factor)).json["status"] == "pending"
    assert strict.challenge(factor, AuthPayload=strict.code(factor, 1)).json["status"] == "approved"


def test_a_strict_emulator_counts_a_code_of_old_as_wrong(strict: Person) -> None:
    """Our contract: a replayed code is a wrong code."""
    factor = strict.verified_totp()
    code = strict.code(factor)
    challenge = strict.challenged(factor)
    for _ in range(MAX_WRONG):
        assert strict.answer(challenge, code).json["status"] == "pending"
    assert strict.answer(challenge, strict.code(factor, 1)).refusal[:2] == (429, 60308)


@pytest.mark.parametrize(("period", "status"), [(60, "approved"), (20, "approved"), (30, "pending")])
def test_a_strict_emulator_forgets_old_codes_when_the_steps_change(
    strict: Person, period: int, status: str
) -> None:
    """Our contract: time steps of another length have other numbers, which cannot be compared."""
    factor = strict.verified_totp()
    strict.post(f"/Factors/{factor['sid']}", {"Config.TimeStep": period})
    code = oath(factor["binding"]["secret"], BEGIN.timestamp(), period=period)
    assert strict.challenge(factor, AuthPayload=code).json["status"] == status


# Push


def test_the_signature_of_its_sid_verifies_a_push_factor(person: Person, emulator: Local) -> None:
    """The source of twilio-verify-android and twilio-verify-ios."""
    factor = person.push()
    advance(emulator, 10)
    answer = person.prove(factor, Handset().proof(factor["sid"]))
    shared = {name: value for name, value in factor.items() if name not in ("binding", "options")}
    assert answer.json == shared | {"status": "verified", "date_updated": "2026-01-02T03:04:15Z"}


def bad_proofs(sid: str) -> dict[str, str]:
    good = Handset().proof(sid)
    return {
        "of another key": Handset(2).proof(sid),
        "of another text": Handset().proof(sid.lower()),
        "of nothing": Handset().proof(""),
        "a code": "123456",
        "no Base64": "!" * 96,
        "base64url": good.replace("+", "-").replace("/", "_") + "-",
        "cut": good[:-8],
        "with more": good + "AAAA",
        "a JWS": Handset().jws({"alg": "ES256"}, {"sid": sid}),
        "raw": Handset().jws({}, {}).rpartition(".")[2],
        "long": "A" * 10_000,
        "not ASCII": "подпись",
    }


@pytest.mark.parametrize("kind", bad_proofs("YF"))
def test_a_bad_signature_fails_and_counts_for_nothing(person: Person, kind: str) -> None:
    """twilio.com/docs/api/errors/60311. Our contract: the limit of wrong answers is one of codes (60310)."""
    factor = person.push()
    before = person.get(f"/Factors/{factor['sid']}").json
    for _ in range(MAX_WRONG + 1):
        assert person.prove(factor, bad_proofs(factor["sid"])[kind], FriendlyName="New").refusal == FAILED
    assert person.get(f"/Factors/{factor['sid']}").json == before
    assert person.prove(factor, Handset().proof(factor["sid"])).json["status"] == "verified"


def test_the_proof_of_one_factor_is_none_of_another(person: Person, emulator: Local) -> None:
    """The source of the push SDKs: it is the factor's SID that is signed."""
    factor, other = person.push(), Person(emulator, "person-0002").push()
    assert person.prove(factor, Handset().proof(other["sid"])).refusal == FAILED


def test_a_passkey_is_not_verified_here(person: Person, emulator: Local) -> None:
    """twilio-oai: POST …/Passkeys/VerifyFactor verifies it."""
    factor = Passkeys(emulator).ask_for(person.identity).json
    assert list(sids(person.get("/Factors"))) == [factor["sid"]]
    assert person.prove(factor, "123456").refusal == INVALID
    renamed = person.post(f"/Factors/{factor['sid']}", {"FriendlyName": "Desk", "Config.Skew": "2"}).json
    assert (renamed["friendly_name"], renamed["config"]) == ("Desk", factor["config"])
    with_token = person.post(f"/Factors/{factor['sid']}", {"Config.NotificationToken": "x"}).json
    assert with_token["config"] == factor["config"]
