"""Access tokens: with one a phone may make its factor."""

import json
import re
from base64 import urlsafe_b64decode

import pytest
import requests
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.attempts import MakeService
from conformance_tests.person import Person, push_form
from conformance_tests.refusals import (
    AUTHENTICATE,
    METHOD_NOT_ALLOWED,
    TOKEN_PARAMETERS,
    UNAUTHORIZED_FACTOR,
    Refusal,
    assert_refused,
    not_found,
)
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

MEMBERS = [
    "sid",
    "account_sid",
    "service_sid",
    "entity_identity",
    "factor_type",
    "factor_friendly_name",
    "ttl",
    "date_created",
    "token",
    "url",
]


@pytest.fixture
def path(service_sid: str) -> str:
    """Where the access tokens of a new Service are."""
    return f"/v2/Services/{service_sid}/AccessTokens"


def as_device(http: Wire, token: str, method: str, path: str, **form: str) -> requests.Response:
    """A request with a device's credentials."""
    return http.request(method, path, auth=("token", token), data=form)


def assert_shut_out(answer: requests.Response, expected: Refusal = AUTHENTICATE) -> None:
    assert (answer.status_code, answer.json()["code"]) == (expected.status, expected.code), answer.text
    assert answer.headers["Date"]


def test_an_access_token_has_these_members_in_this_order(http: Wire, path: str, person: Person) -> None:
    """Source: the OpenAPI file of Verify, example of CreateAccessToken (documented)."""
    form = {
        "Identity": person.identity,
        "FactorType": "push",
        "FactorFriendlyName": "John Doe iPhone",
        "Ttl": "300",
    }
    answer = http.post(path, form)
    assert answer.status_code == 201
    body = json.loads(answer.text)
    assert list(body) == MEMBERS
    assert re.fullmatch(r"YK[0-9a-f]{32}", body["sid"])
    assert (body["entity_identity"], body["factor_type"]) == (person.identity, "push")
    assert (body["factor_friendly_name"], body["ttl"]) == ("John Doe iPhone", 300)
    assert body["url"] == f"{http.origin}{path}/{body['sid']}"


def test_a_token_is_a_jwe_whose_header_anybody_can_read(person: Person) -> None:
    """Source: the OpenAPI file of Verify, example of CreateAccessToken, decoded (observed)."""
    header, key, *rest = person.access_token().split(".")
    assert json.loads(urlsafe_b64decode(header + "=" * (-len(header) % 4)))["cty"] == "twilio-fpa;v=1"
    assert (key, len(rest)) == ("", 3)


def test_a_token_holds_a_minute_unless_told_otherwise(service: ServiceContext, person: Person) -> None:
    """Source: the OpenAPI file of Verify, Ttl (documented)."""
    created = service.access_tokens.create(identity=person.identity, factor_type="push")
    assert (created.ttl, created.factor_friendly_name) == (60, None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Identity", None),
        ("Identity", ""),
        ("FactorType", None),
        ("FactorType", ""),
        ("FactorType", "totp"),
        ("Ttl", "59"),
        ("Ttl", "301"),
        ("Ttl", "soon"),
        ("FactorFriendlyName", "x" * 65),
        ("Identity", "short"),
    ],
)
def test_what_is_missing_or_bad_has_one_error(
    http: Wire, path: str, person: Person, name: str, value: str | None
) -> None:
    """Source: twilio.com/docs/api/errors/60305; that bad values have it, too, is a guess (documented)."""
    form = {"Identity": person.identity, "FactorType": "push", name: value}
    assert_refused(
        http.post(path, {key: text for key, text in form.items() if text is not None}), TOKEN_PARAMETERS
    )


def test_a_token_can_be_fetched_while_it_holds(service: ServiceContext, person: Person) -> None:
    """Source: twilio-oai changelog of 2022-01-26 (documented)."""
    created = service.access_tokens.create(identity=person.identity, factor_type="push")
    fetched = service.access_tokens(str(created.sid)).fetch()
    assert (fetched.token, fetched.ttl, fetched.date_created) == (created.token, 60, created.date_created)


@pytest.mark.needs("clock")
def test_a_token_that_has_expired_is_gone(
    http: Wire, path: str, service: ServiceContext, person: Person, target: Target
) -> None:
    """Source: twilio-oai changelog of 2022-01-26: while it is valid; the error is a guess (documented)."""
    created = service.access_tokens.create(identity=person.identity, factor_type="push")
    target.advance(60)
    own = f"{path}/{created.sid}"
    assert_refused(http.get(own), not_found(own))
    answer = as_device(http, str(created.token), "POST", f"{person.path}/Factors", **push_form())
    assert_shut_out(answer)


def test_tokens_are_neither_listed_nor_deleted(
    http: Wire, path: str, service: ServiceContext, person: Person
) -> None:
    """Source: the OpenAPI file of Verify has no such operations; the error is the one of other paths (inferred)."""
    created = service.access_tokens.create(identity=person.identity, factor_type="push")
    assert_refused(http.get(path), METHOD_NOT_ALLOWED)
    assert_refused(http.delete(f"{path}/{created.sid}"), METHOD_NOT_ALLOWED)


def test_a_device_makes_a_push_factor_with_it(http: Wire, person: Person) -> None:
    """Source: the source of twilio-verify-android and twilio-verify-ios: the user name is `token` (observed)."""
    answer = as_device(http, person.access_token(), "POST", f"{person.path}/Factors", **push_form())
    assert (answer.status_code, answer.json()["status"]) == (201, "unverified")


def test_a_device_makes_no_other_factor_with_it(http: Wire, person: Person) -> None:
    """Source: twilio.com/docs/api/errors/60313; that this is a case of it is a guess (inferred)."""
    form = {"FriendlyName": "App", "FactorType": "totp"}
    answer = as_device(http, person.access_token(), "POST", f"{person.path}/Factors", **form)
    assert_refused(answer, UNAUTHORIZED_FACTOR)


def test_a_token_is_for_one_identity_of_one_service(
    http: Wire, person: Person, target: Target, make_service: MakeService
) -> None:
    """Source: twilio.com/docs/verify/api/access-token: bound to the identity; the error is a guess (documented)."""
    token = person.access_token()
    elsewhere = make_service()
    neighbour = Person(target, elsewhere, person.service_sid)
    same_name = f"/v2/Services/{elsewhere.fetch().sid}/Entities/{person.identity}"
    for path in (neighbour.path, same_name):
        assert_shut_out(as_device(http, token, "POST", f"{path}/Factors", **push_form()))


def test_a_token_opens_nothing_else(http: Wire, path: str, person: Person) -> None:
    """Source: the source of the push SDKs: it makes a factor, and no more; the error is a guess (inferred)."""
    token = person.access_token()
    factor = person.totp()
    for method, own in (
        ("GET", person.path),
        ("GET", f"{person.path}/Factors"),
        ("GET", f"{person.path}/Factors/{factor.sid}"),
        ("POST", f"{person.path}/Factors/{factor.sid}"),
        ("GET", f"{person.path}/Challenges"),
        ("POST", path),
        ("GET", "/v2/Services"),
        ("DELETE", f"/v2/Services/{person.service_sid}"),
    ):
        assert_shut_out(as_device(http, token, method, own))


def test_a_token_that_was_tampered_with_opens_nothing(http: Wire, person: Person) -> None:
    """Source: no source; the error is that of other bad credentials (inferred)."""
    token = person.access_token()
    for bad in (token[:-4] + "AAAA", token.swapcase(), token.rpartition(".")[0], "token"):
        assert_shut_out(as_device(http, bad, "POST", f"{person.path}/Factors", **push_form()))
