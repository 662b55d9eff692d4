"""What a 404 says of things that are near. Source of all: our contract, an unexpected answer explains itself."""

import pytest
from harness.enrolment import Person, advance, freeze
from harness.handset import Handset
from harness.local import ACCOUNT, SERVICE, TO, Local

from verify_emulator.verify.near_misses import is_like

OTHER = "+15017122662"
NOBODY = "VE" + "1" * 32
FOREIGN = "AC" + "f" * 32


@pytest.fixture
def frozen(emulator: Local) -> Local:
    freeze(emulator)
    return emulator


def hints(emulator: Local, to: str = TO, service: str = SERVICE) -> set[str]:
    """What a check, a fetch and an update by To say, which is the same."""
    answers = (
        emulator.check("123456", to, service=service),
        emulator.fetch(to, service),
        emulator.update(to, "canceled", service),
    )
    assert {answer.status for answer in answers} == {404}
    return {answer.hint for answer in answers}


def test_where_nothing_was_sent_at_all_there_is_nothing_to_add(emulator: Local) -> None:
    assert hints(emulator) == {f"Nothing was sent to {TO} under service {SERVICE}."}


def test_a_pending_verification_on_another_service_is_told(frozen: Local) -> None:
    service = frozen.service()
    sid = frozen.start(service=service).json["sid"]
    advance(frozen, 12)
    assert hints(frozen) == {
        f"Nothing was sent to {TO} under service {SERVICE}. On service {service}: "
        f"there is a pending verification for {TO}, {sid} (sent 12 s ago)."
    }


def test_a_pending_one_goes_before_one_that_has_ended(frozen: Local) -> None:
    first, second, third = frozen.service(), frozen.service(), frozen.service()
    pending = frozen.start(service=second).json["sid"]
    for service in (first, third):
        frozen.update(frozen.start(service=service).json["sid"], "canceled", service)
    (hint,) = hints(frozen)
    assert pending in hint
    frozen.update(pending, "approved", second)
    advance(frozen, 5)
    (hint,) = hints(frozen)
    assert f"On service {third}: " in hint
    assert f"was canceled 5 s ago (to {TO}, sent 5 s ago)." in hint


def test_another_account_is_never_told_of(emulator: Local) -> None:
    emulator.account = FOREIGN
    emulator.start()
    sid = emulator.start(OTHER).json["sid"]
    emulator.account = ACCOUNT
    assert hints(emulator) == {f"Nothing was sent to {TO} under service {SERVICE}."}
    assert emulator.fetch(sid).hint == f"Service {SERVICE} has no verification {sid}."


@pytest.mark.parametrize(
    ("sent", "sought"),
    [
        (TO, "+15017122662"),
        ("+15017122661", "+445017122661"),
        ("Jane@Example.com", "jane@example.com"),
    ],
    ids=["one digit", "country code", "capitals"],
)
def test_a_recipient_that_is_like_it_is_asked_about(frozen: Local, sent: str, sought: str) -> None:
    sid = frozen.start(sent, "email" if "@" in sent else "sms").json["sid"]
    frozen.start("+14155550100")
    assert hints(frozen, sought) == {
        f"Nothing was sent to {sought} under service {SERVICE}. Is {sent} meant? "
        f"there is a pending verification for {sent}, {sid} (sent 0 s ago)."
    }


def test_where_nothing_is_like_it_the_newest_is_told(frozen: Local) -> None:
    sid = frozen.start("+14155550100").json["sid"]
    (hint,) = hints(frozen)
    assert hint.endswith(
        f". Newest there: there is a pending verification for +14155550100, {sid} (sent 0 s ago)."
    )


def test_one_that_was_forgotten_is_told(frozen: Local) -> None:
    """After an hour, when something else is sent, a verification that has ended goes; its attempt stays."""
    sid = frozen.start().json["sid"]
    advance(frozen, 3 * 3600)
    frozen.start("+14155550100")
    frozen.start("+14155550101")
    (hint,) = hints(frozen)
    assert hint.startswith(f"{sid} was sent to {TO} 10800 s ago, but is forgotten since: ")
    assert frozen.fetch(sid).hint == hint
    assert frozen.check("123456", None, VerificationSid=sid).hint == hint


def test_what_was_forgotten_on_another_service_is_not_told(frozen: Local) -> None:
    service = frozen.service()
    sid = frozen.start(service=service).json["sid"]
    advance(frozen, 3 * 3600)
    frozen.start("+14155550100", service=service)
    frozen.start("+14155550101", service=service)
    assert hints(frozen) == {f"Nothing was sent to {TO} under service {SERVICE}."}
    assert frozen.fetch(sid).hint == f"Service {SERVICE} has no verification {sid}."


def test_the_service_of_a_verification_is_told(frozen: Local) -> None:
    service = frozen.service()
    sid = frozen.start(service=service).json["sid"]
    told = (
        f"Not service {SERVICE}, but {service} has it: "
        f"there is a pending verification for {TO}, {sid} (sent 0 s ago)."
    )
    assert frozen.fetch(sid).hint == told
    assert frozen.check("123456", None, VerificationSid=sid).hint == told


def test_of_an_unknown_sid_the_newest_is_told(frozen: Local) -> None:
    sid = frozen.start().json["sid"]
    assert frozen.fetch(NOBODY).hint == (
        f"Service {SERVICE} has no verification {NOBODY}. Newest there: "
        f"there is a pending verification for {TO}, {sid} (sent 0 s ago)."
    )


@pytest.mark.parametrize(
    ("sid", "kind"),
    [(SERVICE, "a Verify Service"), ("YF" + "1" * 32, "a Factor"), ("XX" + "1" * 32, "something else")],
)
def test_a_sid_of_another_kind_says_which(emulator: Local, sid: str, kind: str) -> None:
    told = f"{sid} is the SID of {kind}, not of a Verification (VE...)."
    answer = emulator.fetch(sid)
    assert (answer.status, answer.hint) == (404, told)
    answer = emulator.check("1234", None, VerificationSid=sid)
    assert (answer.refusal, answer.hint) == ((400, 60200, "Invalid parameter: VerificationSid"), told)


def test_of_an_attempt_its_verification_is_named(emulator: Local) -> None:
    service = emulator.service()
    sent = emulator.start(service=service).json
    attempt = sent["send_code_attempts"][0]["attempt_sid"]
    told = f"{attempt} is the SID of a Verification Attempt, not of a Verification (VE...)"
    assert emulator.fetch(attempt, service).hint == f"{told}: that one is {sent['sid']}."
    answer = emulator.check("1234", None, service=service, VerificationSid=attempt)
    assert (answer.status, answer.hint) == (400, f"{told}: that one is {sent['sid']}.")
    assert emulator.fetch(attempt).hint == f"{told}: that one is {sent['sid']} of service {service}."
    nobody = "VL" + "1" * 32
    assert emulator.fetch(nobody).hint == f"{nobody}{told[34:]}."


def test_what_is_no_sid_of_a_verification_is_said_to_be_none(emulator: Local) -> None:
    for sid in ("nonsense", NOBODY + "1", NOBODY.lower()):
        answer = emulator.check("1234", None, VerificationSid=sid)
        assert answer.refusal == (400, 60200, "Invalid parameter: VerificationSid")
        assert answer.hint.endswith(f" has no verification {sid}. A SID of one is VE and 32 hex digits.")


def test_what_is_neither_a_sid_nor_a_recipient_is_said_to_be_none(emulator: Local) -> None:
    assert emulator.fetch("nonsense").hint == (
        f"Service {SERVICE} has no Verification nonsense. A SID of one is VE and 32 hex digits."
    )


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("+15017122661", "+15017122669", True),
        ("+15017122661", "+15017122699", False),
        ("+15017122661", "5017122661", True),
        ("+4915017122661", "15017122661", True),
        ("+15017122661", "122661", False),
        ("a@b.test", "A@B.test", True),
        ("a@b.test", "ab@b.test", False),
        ("a@b.test", "+15017122661", False),
    ],
)
def test_recipients_are_alike_but_for_a_country_code_a_digit_or_capitals(
    one: str, other: str, alike: bool
) -> None:
    assert is_like(one, other) is alike
    assert is_like(other, one) is alike


@pytest.mark.parametrize("sought", ["5017122661", "(501) 712-2661", "15017122661", "+1 501 712 2661"])
def test_a_number_that_lacks_its_form_is_likened_to_those_that_were_sent_to(
    frozen: Local, sought: str
) -> None:
    sid = frozen.start().json["sid"]
    answer = frozen.check("123456", sought)
    assert (answer.status, answer.hint) == (
        400,
        f"{sought} is not E.164. Is {TO} meant? there is a pending verification for {TO}, {sid} (sent 0 s ago).",
    )


def test_of_a_plus_that_was_not_escaped_that_is_told(emulator: Local) -> None:
    emulator.start()
    assert "has to be escaped" in emulator.check("123456", f" {TO[1:]}").hint


def test_a_number_that_lacks_its_form_and_is_like_none_is_told_the_form(frozen: Local) -> None:
    """+5017122662 would be one of Belize."""
    frozen.start()
    assert frozen.check("123456", "5017122662").hint == (
        "Phone numbers are E.164: +, country code and number, such as +15017122661. "
        "With a + alone it is one of BZ: is +5017122662 meant?"
    )


@pytest.mark.parametrize("name", ["END_USER_IP", "end_user_ips"])
def test_the_rate_limit_that_is_meant_is_named(emulator: Local, name: str) -> None:
    lacks = f"Service {SERVICE} has no rate limit with UniqueName {name}; RateLimits is keyed by it."
    assert emulator.start(RateLimits=f'{{"{name}": "1"}}').hint == f"{lacks} It has none at all."
    for each in ("zip", "end_user_ip"):
        emulator.post(f"/v2/Services/{SERVICE}/RateLimits", UniqueName=each)
    assert emulator.start(RateLimits=f'{{"{name}": "1"}}').hint == f"{lacks} Is end_user_ip meant?"


def test_rate_limits_that_there_are_are_named(emulator: Local) -> None:
    for each in ("zip", "end_user_ip", "session", "name"):
        emulator.post(f"/v2/Services/{SERVICE}/RateLimits", UniqueName=each)
    hint = emulator.start(RateLimits='{"quux": "1"}').hint
    assert hint.endswith(" There are: name, session, end_user_ip ...")


def test_a_search_is_bounded(emulator: Local, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verify_emulator.verify.near_misses.MOST_SERVICES", 2)
    monkeypatch.setattr("verify_emulator.verify.near_misses.MOST_VERIFICATIONS", 2)
    service = emulator.service()
    emulator.start(service=service)
    emulator.start(OTHER)
    for number in range(2):
        emulator.service()
        emulator.start(f"+1415555010{number}")
    (hint,) = hints(emulator)
    assert service not in hint
    assert OTHER not in hint


# Factors and challenges


@pytest.fixture
def person(frozen: Local) -> Person:
    return Person(frozen)


def test_the_entity_of_a_factor_is_told(frozen: Local, person: Person) -> None:
    factor = person.verified_totp()
    other = Person(frozen, "user-0002")
    other.totp()
    told = f"it is of entity {person.identity} of service {SERVICE}."
    answer = other.challenge(factor)
    assert (answer.status, answer.hint) == (404, f"Entity user-0002 has no factor {factor['sid']}: {told}")
    nobody = {**factor, "sid": "YF" + "1" * 32}
    assert other.challenge(nobody).hint == f"Entity user-0002 has no factor {nobody['sid']}."
    answer = other.get(f"/Factors/{factor['sid']}")
    assert answer.hint == (
        f"Entity user-0002 has no Factor {factor['sid']}. It is at "
        f"/v2/Services/{SERVICE}/Entities/{person.identity}/Factors/{factor['sid']}."
    )


def test_a_factor_that_was_never_verified_says_so(frozen: Local, person: Person) -> None:
    factor = person.totp()
    advance(frozen, 24 * 3600)
    told = "it was made 86400 s ago and never verified, and such a one is gone after 24 hours."
    assert person.get(f"/Factors/{factor['sid']}").hint == f"{factor['sid']}: {told}"
    assert person.challenge(factor).hint == f"Entity {person.identity} has no factor {factor['sid']}: {told}"


def test_an_access_token_that_has_expired_says_since_when(frozen: Local, person: Person) -> None:
    token = person.access_token(Ttl=60)
    advance(frozen, 70)
    answer = frozen.get(f"/v2/Services/{SERVICE}/AccessTokens/{token['sid']}")
    assert (answer.status, answer.hint) == (404, f"{token['sid']} expired 10 s ago.")


def test_a_challenge_below_another_entity_is_told(frozen: Local, person: Person) -> None:
    challenge = person.challenge(person.verified_push(Handset()), **{"Details.Message": "Hi"}).json
    other = Person(frozen, "user-0002")
    other.totp()
    assert other.get(f"/Challenges/{challenge['sid']}").hint.endswith(
        f"It is at /v2/Services/{SERVICE}/Entities/{person.identity}/Challenges/{challenge['sid']}."
    )
