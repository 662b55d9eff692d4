"""Making a challenge."""

import json
import re
from typing import Any

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.attempts import MakeService
from conformance_tests.person import Person
from conformance_tests.refusals import (
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

MEMBERS = [
    "sid",
    "account_sid",
    "service_sid",
    "entity_sid",
    "identity",
    "factor_sid",
    "date_created",
    "date_updated",
    "date_responded",
    "expiration_date",
    "status",
    "responded_reason",
    "details",
    "hidden_details",
    "metadata",
    "factor_type",
    "url",
    "links",
]
FIELD = {"label": "Action", "value": "Sign up in portal"}


def test_a_created_challenge_has_these_members_in_this_order(http: Wire, path: str, person: Person) -> None:
    """Source: the OpenAPI file of Verify, CreateChallenge; a recorded list for date_responded (documented)."""
    phone = person.phone()
    form = {
        "FactorSid": phone.factor_sid,
        "Details.Message": "Hi! Mr. John Doe, would you like to sign up?",
        "Details.Fields": [json.dumps(FIELD), '{"label": "Location", "value": "California"}'],
        "HiddenDetails": '{"ip": "172.168.1.234"}',
    }
    answer = http.post(path, form)
    assert answer.status_code == 201
    body = json.loads(answer.text)
    assert list(body) == MEMBERS
    assert re.fullmatch(r"YC[0-9a-f]{32}", body["sid"])
    assert (body["identity"], body["factor_sid"]) == (person.identity, phone.factor_sid)
    assert (body["status"], body["responded_reason"], body["factor_type"]) == ("pending", "none", "push")
    assert (body["date_responded"], body["metadata"]) == (None, None)
    assert body["details"] == {
        "message": "Hi! Mr. John Doe, would you like to sign up?",
        "fields": [FIELD, {"label": "Location", "value": "California"}],
    }
    assert body["hidden_details"] == {"ip": "172.168.1.234"}
    assert body["url"] == f"{http.origin}{path}/{body['sid']}"
    assert body["links"] == {"notifications": f"{body['url']}/Notifications"}
    assert http.get(f"{path}/{body['sid']}").json() == body


def test_a_challenge_for_a_code_needs_no_details(person: Person) -> None:
    """Source: the OpenAPI file of Verify: required with push; that they are null is a guess (documented)."""
    challenge = person.challenge(person.verified_totp().sid)
    assert (challenge.status, challenge.details, challenge.hidden_details) == ("pending", None, None)


def test_a_challenge_for_a_phone_needs_a_message(http: Wire, path: str, person: Person) -> None:
    """Source: the OpenAPI file of Verify: required when factor_type is push (documented)."""
    assert_refused(http.post(path, {"FactorSid": person.phone().factor_sid}), missing("Details.Message"))


def test_a_challenge_needs_a_factor(http: Wire, path: str, person: Person) -> None:
    """Source: the OpenAPI file of Verify (documented)."""
    person.totp()
    assert_refused(http.post(path, {}), missing("FactorSid"))


@pytest.mark.parametrize("kind", ["totp", "push"])
def test_an_unverified_factor_takes_no_challenges(person: Person, kind: str) -> None:
    """Source: twilio.com/docs/api/errors/60318 (documented)."""
    sid = person.totp().sid if kind == "totp" else person.unverified_phone().factor_sid
    with refused(FACTOR_UNVERIFIED):
        person.challenge(sid, details_message="Sign in?")


def test_the_factor_is_one_of_the_same_entity(
    person: Person, target: Target, service: ServiceContext
) -> None:
    """Source: twilio.com/docs/verify/api/challenge (inferred)."""
    other = Person(target, service, person.service_sid)
    other.totp()
    with refused(not_found(f"{other.path}/Challenges")):
        other.challenge(person.verified_totp().sid)


@pytest.mark.parametrize("include_date", [True, False])
def test_the_date_is_among_the_details_where_the_service_says_so(
    make_service: MakeService, target: Target, include_date: bool
) -> None:
    """Source: the OpenAPI file of Verify, push.include_date (documented)."""
    service = make_service({"Push.IncludeDate": str(include_date).lower()})
    person = Person(target, service, str(service.fetch().sid))
    phone = person.phone()
    shown = phone.fetch(person.ask(phone))
    assert list(shown["details"]) == ["message", *(["date"] if include_date else []), "fields"]
    assert not include_date or shown["details"]["date"] == shown["date_created"]


def test_a_challenge_lasts_five_minutes_unless_it_has_another_date(person: Person) -> None:
    """Source: twilio.com/docs/verify/api/challenge, ExpirationDate (documented)."""
    challenge = person.challenge(person.verified_totp().sid)
    assert (challenge.expiration_date - challenge.date_created).total_seconds() == 300


GOOD = {
    "the longest message": {"details_message": "x" * 256},
    "twenty fields": {"details_fields": [{"label": "x" * 36, "value": "y" * 128}] * 20},
    "much that is hidden": {"hidden_details": {"a": "x" * 1000}},
}


@pytest.mark.parametrize("case", GOOD)
def test_as_much_as_the_documentation_says_is_taken(person: Person, case: str) -> None:
    """Source: the OpenAPI file of Verify, CreateChallenge (documented)."""
    arguments: dict[str, Any] = {"details_message": "Sign in?", **GOOD[case]}
    challenge = person.challenge(person.phone().factor_sid, **arguments)
    assert challenge.details["message"] == arguments["details_message"]
    assert challenge.details["fields"] == arguments.get("details_fields", [])
    assert challenge.hidden_details == arguments.get("hidden_details")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Details.Message", "x" * 257),
        ("Details.Fields", [json.dumps(FIELD)] * 21),
        ("Details.Fields", '{"label": "Action"}'),
        ("Details.Fields", '{"label": "' + "x" * 37 + '", "value": "a"}'),
        ("Details.Fields", '{"label": "a", "value": "' + "x" * 129 + '"}'),
        ("Details.Fields", "Action"),
        ("HiddenDetails", "no JSON"),
        ("HiddenDetails", '{"ip": 1}'),
        ("HiddenDetails", '["ip"]'),
        ("HiddenDetails", '{"a": "' + "x" * 1024 + '"}'),
        ("ExpirationDate", "soon"),
        ("ExpirationDate", "2000-01-01T00:00:00Z"),
        ("ExpirationDate", "2100-01-01T00:00:00Z"),
        ("FactorSid", "YF123"),
        ("FactorSid", "YC" + "0" * 32),
    ],
    ids=lambda text: str(text)[:24],
)
def test_a_bad_value_of_a_challenge_is_an_invalid_request(
    http: Wire, path: str, person: Person, name: str, value: str | list[str]
) -> None:
    """Source: twilio.com/docs/api/errors/60306: ExpirationDate, Details, HiddenDetails, FactorSid (documented)."""
    form = {"FactorSid": person.phone().factor_sid, "Details.Message": "Sign in?"}
    assert_refused(http.post(path, {**form, name: value}), INVALID_REQUEST)
    assert http.get(path).json()["challenges"] == []


def test_a_challenge_cannot_be_deleted(http: Wire, path: str, person: Person) -> None:
    """Source: the OpenAPI file of Verify has no such operation; the error is the one of other paths (inferred)."""
    challenge = person.challenge(person.verified_totp().sid)
    assert_refused(http.delete(f"{path}/{challenge.sid}"), METHOD_NOT_ALLOWED)


def test_a_challenge_that_is_not_there_is_not_found(http: Wire, path: str, person: Person) -> None:
    """Source: twilio.com/docs/api/errors/20404 (documented)."""
    person.totp()
    own = f"{path}/YC{'f' * 32}"
    assert_refused(http.get(own), not_found(own))
    assert_refused(http.post(own, {"AuthPayload": "123456"}), not_found(own))
