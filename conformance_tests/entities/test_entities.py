"""Entities: whoever has factors."""

import json
import re

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.attempts import MakeService
from conformance_tests.person import Person, push_form
from conformance_tests.refusals import (
    ENTITY_EXISTS,
    ENTITY_RATE,
    FACTOR_UNVERIFIED,
    INVALID_REQUEST,
    METHOD_NOT_ALLOWED,
    assert_refused,
    missing,
    not_found,
    refused,
)
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

MEMBERS = ["sid", "identity", "account_sid", "service_sid", "date_created", "date_updated", "url", "links"]
PER_SECOND = 40


@pytest.fixture
def path(service_sid: str) -> str:
    """Where the entities of a new Service are."""
    return f"/v2/Services/{service_sid}/Entities"


def test_a_created_entity_is_answered_with_201_and_these_members(
    http: Wire, path: str, person: Person
) -> None:
    """Source: the OpenAPI file of Verify, example of CreateEntity (documented)."""
    answer = http.post(path, {"Identity": person.identity})
    assert answer.status_code == 201
    body = json.loads(answer.text)
    assert list(body) == MEMBERS
    assert re.fullmatch(r"YE[0-9a-f]{32}", body["sid"])
    assert (body["identity"], body["service_sid"]) == (person.identity, person.service_sid)
    assert body["date_created"] == body["date_updated"]


def test_an_entity_links_to_its_factors_and_challenges(http: Wire, path: str, person: Person) -> None:
    """Source: the OpenAPI file of Verify, example of CreateEntity (documented)."""
    body = http.post(path, {"Identity": person.identity}).json()
    url = f"{http.origin}{person.path}"
    assert body["url"] == url
    assert body["links"] == {
        "factors": f"{url}/Factors",
        "new_factors": f"{url}/Factors",
        "challenges": f"{url}/Challenges",
    }


@pytest.mark.parametrize("identity", ["a" * 8, "Z" * 64, "12345678", "a-b-c-d-e", "Anna-Maria-1999"])
def test_an_identity_has_8_to_64_letters_digits_and_dashes(service: ServiceContext, identity: str) -> None:
    """Source: twilio.com/docs/verify/api/entity; twilio-oai changelog of 2020-11-18 (documented)."""
    assert service.entities.create(identity=identity).identity == identity


@pytest.mark.parametrize(
    "identity",
    [
        "a" * 7,
        "a" * 65,
        "a_b_c_d_e",
        "a@example.com",
        "+15017122661",
        "two words",
        "-dashes-",
        "a--------b",
        "größe-xyz",
    ],
)
def test_any_other_identity_is_refused(http: Wire, path: str, identity: str) -> None:
    """Source: twilio.com/docs/api/errors/60306, /60366 (documented)."""
    assert_refused(http.post(path, {"Identity": identity}), INVALID_REQUEST)
    assert http.get(path).json()["entities"] == []


@pytest.mark.parametrize("form", [{}, {"Identity": ""}])
def test_an_entity_needs_an_identity(http: Wire, path: str, form: dict[str, str]) -> None:
    """Source: the wording was seen for factors, github.com/twilio/twilio-node/issues/1019 (inferred)."""
    assert_refused(http.post(path, form), missing("Identity"))


def test_an_identity_is_taken_once_per_service(make_service: MakeService) -> None:
    """Source: twilio.com/docs/api/errors/60301 (documented)."""
    first, second = make_service(), make_service()
    first.entities.create(identity="somebody-1")
    with refused(ENTITY_EXISTS):
        first.entities.create(identity="somebody-1")
    assert second.entities.create(identity="somebody-1").identity == "somebody-1"


def test_identities_differ_in_the_case_of_their_letters(service: ServiceContext) -> None:
    """Source: no source (guess)."""
    service.entities.create(identity="somebody-1")
    assert service.entities.create(identity="SOMEBODY-1").identity == "SOMEBODY-1"
    assert [entity.identity for entity in service.entities.list()] == ["somebody-1", "SOMEBODY-1"]


def test_a_factor_makes_the_entity_that_is_missing(person: Person) -> None:
    """Source: twilio.com/docs/verify/api/passkeys-factor says so; Twilio's TOTP sample relies on it (observed)."""
    with refused(not_found(person.path)):
        person.entity.fetch()
    factor = person.totp()
    assert person.entity.fetch().sid == factor.entity_sid


def test_a_factor_that_is_refused_makes_no_entity(http: Wire, person: Person) -> None:
    """Source: no source (guess)."""
    form = push_form(**{"Config.AppId": None})
    assert_refused(http.post(f"{person.path}/Factors", form), missing("Config.AppId"))
    assert_refused(http.get(person.path), not_found(person.path))


def test_a_deleted_entity_is_gone_with_all_that_is_below_it(http: Wire, person: Person) -> None:
    """Source: twilio.com/docs/verify/api/entity (inferred)."""
    factor = person.verified_totp()
    challenge = person.challenge(factor.sid)
    assert person.entity.delete() is True
    for below in ("", f"/Factors/{factor.sid}", f"/Challenges/{challenge.sid}", "/Factors", "/Challenges"):
        assert_refused(http.get(person.path + below), not_found(person.path + below))
    assert person.totp().entity_sid != factor.entity_sid
    assert [kept.sid for kept in person.entity.challenges.list()] == []
    with refused(not_found(f"{person.path}/Challenges")):
        person.challenge(factor.sid)


def test_entities_are_listed_oldest_first_page_by_page(
    http: Wire, service: ServiceContext, path: str
) -> None:
    """Source: the OpenAPI file of Verify; the order is that of other lists (inferred)."""
    for letter in "cab":
        service.entities.create(identity=letter * 8)
    first = http.get(f"{path}?PageSize=2").json()
    assert [entity["identity"] for entity in first["entities"]] == ["c" * 8, "a" * 8]
    assert first["meta"]["key"] == "entities"
    following = http.get(first["meta"]["next_page_url"].removeprefix(http.origin)).json()
    assert [entity["identity"] for entity in following["entities"]] == ["b" * 8]
    assert following["meta"]["next_page_url"] is None


def test_a_bad_page_of_entities_is_an_invalid_request(http: Wire, path: str) -> None:
    """Source: twilio.com/docs/api/errors/60306 lists the page parameters (documented)."""
    assert_refused(http.get(f"{path}?PageSize=0"), INVALID_REQUEST)


def test_an_entity_cannot_be_updated(http: Wire, person: Person) -> None:
    """Source: the OpenAPI file of Verify has no such operation; the error is the one of other paths (inferred)."""
    person.totp()
    assert_refused(http.post(person.path, {"Identity": "somebody-2"}), METHOD_NOT_ALLOWED)


def test_an_entity_of_another_service_is_not_found(
    make_service: MakeService, http: Wire, person: Person
) -> None:
    """Source: twilio.com/docs/verify/totp/technical-overview: services share no entities (documented)."""
    factor = person.totp()
    other = make_service().fetch()
    path = f"/v2/Services/{other.sid}/Entities/{person.identity}"
    assert_refused(http.get(path), not_found(path))
    assert_refused(http.get(f"{path}/Factors/{factor.sid}"), not_found(f"{path}/Factors/{factor.sid}"))
    with refused(FACTOR_UNVERIFIED):
        person.challenge(factor.sid)


@pytest.mark.needs("exact_clock", "settings")
def test_forty_entities_are_made_in_a_second(
    service: ServiceContext, person: Person, target: Target, frozen_clock: None
) -> None:
    """Source: twilio.com/docs/api/errors/60328, factors included; its HTTP status is a guess (documented)."""
    with target.settings(max_entities_per_second=PER_SECOND):
        target.advance(1)
        for number in range(PER_SECOND - 1):
            service.entities.create(identity=f"somebody-{number}")
        person.totp()
        with refused(ENTITY_RATE):
            service.entities.create(identity="somebody-else")
        target.advance(1)
    assert service.entities.create(identity="somebody-else").identity == "somebody-else"
