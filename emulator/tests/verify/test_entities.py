"""Entities: made, found, listed and deleted, with all that is below them."""

import pytest
from harness.enrolment import IDENTITY, Person, advance, freeze, sids
from harness.handset import Handset
from harness.local import ACCOUNT, SERVICE, Local

from verify_emulator.errors import TwilioError
from verify_emulator.verify.challenge import Challenge
from verify_emulator.verify.entities import Entity, check_identity, is_identity
from verify_emulator.verify.factor import Factor

ENTITIES = f"/v2/Services/{SERVICE}/Entities"
KEYS = ["sid", "identity", "account_sid", "service_sid", "date_created", "date_updated", "url", "links"]
TOO_MANY = (429, 60328, "Entities rate limit exceeded")


def create(emulator: Local, identity: str, service: str = SERVICE) -> tuple[int, int, str] | int:
    """The status of a success, all of a refusal."""
    answer = emulator.post(f"/v2/Services/{service}/Entities", Identity=identity)
    return answer.status if answer.status == 201 else answer.refusal


def test_an_entity_is_answered_as_twilio_does(person: Person, emulator: Local) -> None:
    """twilio-oai, example of CreateEntity."""
    answer = emulator.post(ENTITIES, Identity=IDENTITY)
    body = answer.json
    assert (answer.status, list(body)) == (201, KEYS)
    assert (body["sid"][:2], len(body["sid"])) == ("YE", 34)
    assert (body["identity"], body["account_sid"], body["service_sid"]) == (IDENTITY, ACCOUNT, SERVICE)
    assert body["date_created"] == body["date_updated"] == "2026-01-02T03:04:05Z"
    url = f"http://emulator.test{ENTITIES}/{IDENTITY}"
    assert body["url"] == url
    assert body["links"] == {
        "factors": f"{url}/Factors",
        "new_factors": f"{url}/Factors",
        "challenges": f"{url}/Challenges",
    }
    assert person.get().json == body
    assert emulator.get(ENTITIES).json["entities"] == [body]


@pytest.mark.parametrize(
    "identity",
    ["a" * 8, "Z" * 64, "12345678", "a-b-c-d-e", "ff483d1ff591898a9942916050d2ca3f", "YE" + "0" * 32],
)
def test_a_good_identity_is_echoed(emulator: Local, identity: str) -> None:
    """twilio-oai; twilio.com/docs/api/errors/60366: letters, digits, dashes as separators, 8 to 64 characters."""
    assert create(emulator, identity) == 201
    assert emulator.get(f"{ENTITIES}/{identity}").json["identity"] == identity


BAD = [
    "a" * 7,
    "a" * 65,
    "-aaaaaaaa",
    "aaaaaaaa-",
    "aaaa--aaaa",
    "aaaa_aaaa",
    "aaaa aaaa",
    "aaaa/aaaa",
    "aaaa.aaaa",
    "a@example.com",
    "+15017122661",
    "aaaaaaaa\n",
    "\0aaaaaaaa",
    "ääääääää",
    "१२३४५६७८",
    "٣٣٣٣٣٣٣٣",
    "😀" * 8,
    "a" * 100_000,
]


@pytest.mark.parametrize("identity", BAD, ids=lambda identity: ascii(identity[:12]))
def test_a_bad_identity_is_refused(emulator: Local, identity: str) -> None:
    """twilio.com/docs/api/errors/60306."""
    assert create(emulator, identity) == (400, 60306, "Invalid Request")
    assert not is_identity(identity)
    with pytest.raises(TwilioError, match="60306"):
        check_identity(identity)


@pytest.mark.parametrize("form", [{}, {"Identity": ""}, {"identity": IDENTITY}])
def test_an_identity_is_required(emulator: Local, form: dict[str, str]) -> None:
    """twilio.com/docs/api/errors/20001."""
    answer = emulator.post(ENTITIES, form)
    assert answer.refusal == (400, 20001, "Missing required parameter Identity in the post body")


def test_an_identity_is_taken_once_in_each_service(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60301; docs/verify/totp/technical-overview: services share no entities."""
    other = emulator.service()
    assert create(emulator, IDENTITY) == 201
    assert create(emulator, IDENTITY) == (409, 60301, "Entity already exists")
    assert create(emulator, IDENTITY, other) == 201
    assert emulator.send("DELETE", f"{ENTITIES}/{IDENTITY}").status == 204
    assert create(emulator, IDENTITY) == 201


def test_upper_and_lower_case_are_two_identities(emulator: Local) -> None:
    """Our contract, a guess: identities are compared case by case."""
    assert [create(emulator, identity) for identity in ("abcdefgh", "ABCDEFGH")] == [201, 201]
    assert emulator.get(f"{ENTITIES}/ABCDEFGH").json["identity"] == "ABCDEFGH"
    assert emulator.get(f"{ENTITIES}/Abcdefgh").status == 404


def test_entities_are_listed_in_the_order_of_their_creation(emulator: Local) -> None:
    """twilio-oai: the list has the key entities."""
    for letter in "cab":
        create(emulator, letter * 8)
    first = emulator.get(f"{ENTITIES}?PageSize=2").json
    assert [entity["identity"] for entity in first["entities"]] == ["c" * 8, "a" * 8]
    assert first["meta"]["key"] == "entities"
    following = emulator.get(first["meta"]["next_page_url"].removeprefix("http://emulator.test")).json
    assert [entity["identity"] for entity in following["entities"]] == ["b" * 8]
    assert following["meta"]["next_page_url"] is None


@pytest.mark.parametrize("query", ["PageSize=0", "PageSize=x", "Page=-1", "PageToken=x"])
def test_bad_paging_is_an_invalid_request_around_entities(emulator: Local, query: str) -> None:
    """twilio.com/docs/api/errors/60306 lists the page parameters."""
    assert emulator.get(f"{ENTITIES}?{query}").refusal == (400, 60306, "Invalid Request")


@pytest.mark.parametrize("identity", [IDENTITY, "short", "YE" + "0" * 32, "a%2Fb-aaaaaa", "%00"])
@pytest.mark.parametrize(
    ("method", "below"),
    [("GET", ""), ("DELETE", ""), ("GET", "/Factors"), ("GET", "/Challenges"), ("POST", "/Challenges")],
)
def test_an_entity_that_is_not_there_is_not_found(
    emulator: Local, method: str, below: str, identity: str
) -> None:
    """twilio.com/docs/api/errors/20404."""
    path = f"{ENTITIES}/{identity}{below}"
    assert emulator.send(method, path).refusal == (404, 20404, f"The requested resource {path} was not found")


def test_an_entity_has_no_update(person: Person, emulator: Local) -> None:
    """twilio-oai."""
    create(emulator, IDENTITY)
    assert person.post(Identity="other-one").refusal == (405, 20004, "Method not allowed")


def test_an_entity_takes_everything_below_it_along(person: Person, emulator: Local) -> None:
    """Our contract, a guess: deleting it cascades. What was unique below it is free again."""
    handset = Handset()
    factor = person.verified_push(handset)
    challenge = person.challenged(factor)
    credential = factor["config"]["credential_sid"]
    assert (person.delete().status, person.get().status) == (204, 404)
    with emulator.app.store.transaction(ACCOUNT) as session:
        for model, field, value in (
            (Factor, "sid", factor["sid"]),
            (Factor, "credential_sid", credential),
            (Challenge, "sid", challenge["sid"]),
        ):
            assert session.seek(model, field, value) is None  # type: ignore[type-var]
    again = person.push(handset)
    assert again["entity_sid"] != factor["entity_sid"]
    assert list(sids(person.get("/Factors"))) == [again["sid"]]
    assert list(sids(person.get("/Challenges"))) == []


def test_a_service_takes_its_entities_along(emulator: Local) -> None:
    """Our contract: so does it with all that is below them, and a credential never outlives its factor."""
    service = emulator.service()
    one = Person(emulator, service=service)
    freeze(emulator)
    factor = one.verified_push()
    token = one.access_token()
    webhook = emulator.post(
        f"{one.service}/Webhooks", FriendlyName="Hook", EventTypes="*", WebhookUrl="http://127.0.0.1:9/"
    ).json
    assert emulator.send("DELETE", one.service).status == 204
    for path in (
        one.path,
        f"{one.path}/Factors/{factor['sid']}",
        f"{one.service}/AccessTokens/{token['sid']}",
        f"{one.service}/Webhooks/{webhook['sid']}",
    ):
        assert emulator.get(path).status == 404
    with emulator.app.store.transaction(ACCOUNT) as session:
        assert session.seek(Factor, "credential_sid", factor["config"]["credential_sid"]) is None
        assert session.count(Entity, service) == 0


def test_what_is_refused_leaves_no_entity(person: Person) -> None:
    """Our contract: a call changes nothing unless it succeeds."""
    assert person.add_push(Handset(), **{"Config.AppId": None}).status == 400
    assert person.get().status == 404


def test_only_so_many_entities_are_made_in_a_second(person: Person, emulator: Local) -> None:
    """twilio.com/docs/api/errors/60328: 40 a second for an account, those made with a factor included."""
    emulator.allow(max_entities_per_second=40)
    other = emulator.service()
    for number in range(39):
        assert create(emulator, f"entity-{number}", SERVICE if number % 2 else other) == 201
    assert person.totp()["identity"] == IDENTITY
    refused = emulator.post(ENTITIES, Identity="one-too-many")
    assert (refused.refusal, refused.headers["retry-after"]) == (TOO_MANY, "1")
    assert Person(emulator, "another-one").add_totp().refusal == TOO_MANY
    assert person.add_totp().status == 201
    advance(emulator, 0.999)
    assert create(emulator, "one-too-many") == TOO_MANY
    advance(emulator, 0.001)
    assert create(emulator, "one-too-many") == 201


def test_a_refused_entity_does_not_count(emulator: Local) -> None:
    """Our contract: what was not made is not counted."""
    emulator.allow(max_entities_per_second=40)
    freeze(emulator)
    create(emulator, IDENTITY)
    for _ in range(100):
        assert create(emulator, IDENTITY) != 201
    assert [create(emulator, f"entity-{number}") for number in range(40)] == [201] * 39 + [TOO_MANY]


def test_entities_are_made_as_fast_as_one_likes_unless_the_account_says_otherwise(emulator: Local) -> None:
    """A guess: nobody meets Twilio's 40 a second over the Internet."""
    freeze(emulator)
    assert {create(emulator, f"entity-{number}") for number in range(100)} == {201}


def test_the_switch_for_all_limits_lifts_this_one_too(emulator: Local) -> None:
    """Our contract: the account setting rate_limits."""
    emulator.allow(max_entities_per_second=1, rate_limits=False)
    freeze(emulator)
    assert {create(emulator, f"entity-{number}") for number in range(3)} == {201}


def test_accounts_have_entities_of_their_own(person: Person, emulator: Local) -> None:
    """Our contract: an account sees nothing of another one."""
    person.totp()
    emulator.account, emulator.token = "AC" + "1" * 32, "other"
    assert person.get().status == 404
    assert emulator.get(ENTITIES).json["entities"] == []
    assert create(emulator, IDENTITY) == 201
    assert list(sids(person.get("/Factors"))) == []
