"""What a request for something that was deleted is told. Source of all: our contract, an unexpected answer explains
itself: when what was expected stopped being there."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from harness.enrolment import Person, advance, freeze
from harness.handset import Handset
from harness.local import ACCOUNT, SERVICE, TO, Local

from verify_emulator.store.graves import MOST

BASE = f"/v2/Services/{SERVICE}"
IDENTITY = "person-0001"
AGO = "It was deleted 12 s ago."


@pytest.fixture
def frozen(emulator: Local) -> Local:
    freeze(emulator)
    return emulator


def service(emulator: Local) -> str:
    return f"/v2/Services/{emulator.service()}"


def rate_limit(emulator: Local) -> str:
    return f"{BASE}/RateLimits/{emulator.post(f'{BASE}/RateLimits', UniqueName='ip').json['sid']}"


def named_rate_limit(emulator: Local) -> str:
    rate_limit(emulator)
    return f"{BASE}/RateLimits/ip"


def bucket(emulator: Local) -> str:
    buckets = rate_limit(emulator) + "/Buckets"
    return f"{buckets}/{emulator.post(buckets, Max=1, Interval=1).json['sid']}"


def entity(emulator: Local) -> str:
    assert emulator.post(f"{BASE}/Entities", Identity=IDENTITY).status == 201
    return f"{BASE}/Entities/{IDENTITY}"


def factor(emulator: Local) -> str:
    return f"{BASE}/Entities/{IDENTITY}/Factors/{Person(emulator, IDENTITY).totp()['sid']}"


def webhook(emulator: Local) -> str:
    form = {"FriendlyName": "Hook", "EventTypes": "*", "WebhookUrl": "https://hooks.test/"}
    return f"{BASE}/Webhooks/{emulator.post(f'{BASE}/Webhooks', form).json['sid']}"


def messaging_configuration(emulator: Local) -> str:
    form = {"Country": "GB", "MessagingServiceSid": "MG" + "1" * 32}
    assert emulator.post(f"{BASE}/MessagingConfigurations", form).status == 201
    return f"{BASE}/MessagingConfigurations/GB"


def safe_number(emulator: Local) -> str:
    assert emulator.post("/v2/SafeList/Numbers", PhoneNumber=TO).status == 201
    return f"/v2/SafeList/Numbers/{TO}"


@pytest.mark.parametrize(
    "make",
    [
        service,
        rate_limit,
        named_rate_limit,
        bucket,
        entity,
        factor,
        webhook,
        messaging_configuration,
        safe_number,
    ],
)
def test_what_was_deleted_is_said_to_have_been_and_when(frozen: Local, make: Callable[[Local], str]) -> None:
    path = make(frozen)
    assert frozen.send("DELETE", path).status == 204
    advance(frozen, 12)
    answer = frozen.get(path)
    assert (answer.status, AGO in answer.hint) == (404, True), answer.hint


def test_what_there_is_instead_is_told_as_well(frozen: Local) -> None:
    path = service(frozen)
    frozen.send("DELETE", path)
    hint = frozen.get(path).hint
    assert hint == (
        f"Account {ACCOUNT} has no Service {path.rpartition('/')[2]}. It was deleted 0 s ago. "
        f"There are: {SERVICE} (Verify Emulator)."
    )


def test_below_what_was_deleted_its_deletion_is_told(frozen: Local) -> None:
    place = service(frozen)
    sid = frozen.start(service=place.rpartition("/")[2]).json["sid"]
    frozen.send("DELETE", place)
    advance(frozen, 12)
    assert AGO in frozen.get(f"{place}/Verifications/{sid}").hint
    assert AGO in frozen.check("1234", service=place.rpartition("/")[2]).hint


def test_below_what_was_made_anew_its_deletion_is_told(frozen: Local) -> None:
    place = factor(frozen)
    frozen.send("DELETE", f"{BASE}/Entities/{IDENTITY}")
    advance(frozen, 12)
    entity(frozen)
    hint = frozen.get(place).hint
    assert f"Entity {IDENTITY} was deleted 12 s ago with all that it had, and made anew." in hint


def test_a_challenge_with_a_deleted_factor_says_so(frozen: Local) -> None:
    person = Person(frozen, IDENTITY)
    gone = person.verified_push(Handset())
    frozen.send("DELETE", f"{BASE}/Entities/{IDENTITY}/Factors/{gone['sid']}")
    advance(frozen, 12)
    hint = person.challenge(gone, **{"Details.Message": "Hi"}).hint
    assert hint == f"Entity {IDENTITY} has no factor {gone['sid']}. {AGO}"


def test_a_challenge_whose_factor_was_deleted_says_so(frozen: Local) -> None:
    person = Person(frozen, IDENTITY)
    factor = person.verified_push(Handset())
    challenge = person.challenged(factor)
    frozen.send("DELETE", f"{BASE}/Entities/{IDENTITY}/Factors/{factor['sid']}")
    advance(frozen, 12)
    for answer in (
        person.answer(challenge, "x"),
        person.post(f"/Challenges/{challenge['sid']}/Notifications", {}),
    ):
        told = f"Factor {factor['sid']}, which was challenged, is there no longer. {AGO}"
        assert (answer.status, answer.hint) == (404, told)


def test_a_send_that_names_a_deleted_rate_limit_says_so(frozen: Local) -> None:
    frozen.send("DELETE", rate_limit(frozen))
    advance(frozen, 12)
    answer = frozen.start(RateLimits='{"ip": "1"}')
    assert (answer.status, AGO in answer.hint) == (400, True), answer.hint


def test_the_newest_deletion_counts(frozen: Local) -> None:
    for _ in range(2):
        frozen.send("DELETE", entity(frozen))
        advance(frozen, 12)
    assert AGO in frozen.get(f"{BASE}/Entities/{IDENTITY}").hint


def test_a_name_that_was_deleted_elsewhere_is_not_told_of(frozen: Local) -> None:
    frozen.send("DELETE", entity(frozen))
    other = frozen.service()
    assert "deleted" not in frozen.get(f"/v2/Services/{other}/Entities/{IDENTITY}").hint


def test_another_accounts_deletions_are_not_told_of(frozen: Local) -> None:
    path = service(frozen)
    frozen.send("DELETE", path)
    frozen.account = "AC" + "f" * 32
    assert "deleted" not in frozen.get(path).hint


def test_no_more_than_so_many_are_remembered(frozen: Local) -> None:
    first = service(frozen)
    frozen.send("DELETE", first)
    for _ in range(MOST):
        frozen.send("DELETE", service(frozen))
    assert "deleted" not in frozen.get(first).hint


def test_a_saved_state_knows_of_no_deletion(frozen: Local) -> None:
    path = service(frozen)
    frozen.send("DELETE", path)
    state = frozen.get("/_emulator/state").body
    assert (
        frozen.send("PUT", "/_emulator/state", state, [(b"content-type", b"application/json")]).status < 300
    )
    assert "deleted" not in frozen.get(path).hint


# After a reset


@pytest.mark.parametrize("what", ["", f"?account_sid={ACCOUNT}"], ids=["all", "account"])
def test_after_a_reset_the_reset_is_told(emulator: Local, what: str) -> None:
    place = service(emulator)
    sid = emulator.start().json["sid"]
    assert emulator.post(f"/_emulator/reset{what}").status < 300
    account = emulator.app.accounts.get(ACCOUNT)
    account.clock.freeze(account.reset_at)
    account.clock.advance(timedelta(seconds=12))
    told = "The account was reset 12 s ago, and lost all that it had."
    for answer in (
        emulator.get(place),
        emulator.fetch(sid),
        emulator.fetch(TO),
        emulator.check("1234", None, VerificationSid=sid),
        emulator.check("1234"),
    ):
        assert (answer.status, told in answer.hint) == (404, True), answer.hint


def test_what_was_deleted_before_a_reset_is_no_longer_known(emulator: Local) -> None:
    path = service(emulator)
    emulator.send("DELETE", path)
    emulator.post("/_emulator/reset")
    assert "deleted" not in emulator.get(path).hint


def test_an_account_that_was_not_there_yet_was_not_reset(emulator: Local) -> None:
    emulator.get("/v2/Services")
    emulator.post("/_emulator/reset")
    emulator.account = "AC" + "f" * 32
    assert "reset" not in emulator.fetch(TO).hint


def test_a_state_that_was_restored_is_no_reset(emulator: Local) -> None:
    emulator.get("/v2/Services")
    state = emulator.get("/_emulator/state").body
    emulator.post("/_emulator/reset")
    emulator.send("PUT", "/_emulator/state", state, [(b"content-type", b"application/json")])
    assert "reset" not in emulator.fetch(TO).hint
