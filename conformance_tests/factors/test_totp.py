"""Making, changing, listing and deleting TOTP factors."""

import json
import re
from typing import Any
from urllib.parse import quote

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.attempts import MakeService
from conformance_tests.authenticator import Authenticator
from conformance_tests.person import Person
from conformance_tests.refusals import (
    FACTOR_EXISTS,
    INVALID_REQUEST,
    WRONG_SID_TYPE,
    assert_refused,
    missing,
    not_found,
    refused,
)
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
SHARED = ["sid", "account_sid", "service_sid", "entity_sid", "identity"]
REST = ["date_created", "date_updated", "friendly_name", "status", "factor_type", "config", "metadata", "url"]
CREATED = [*SHARED, "binding", "options", *REST]


def form(**changes: str) -> dict[str, str]:
    return {"FriendlyName": "App", "FactorType": "totp", **changes}


@pytest.fixture
def path(person: Person) -> str:
    """Where the person's factors are."""
    return f"{person.path}/Factors"


def test_a_created_totp_factor_has_these_members_in_this_order(http: Wire, path: str, target: Target) -> None:
    """Source: the OpenAPI file of Verify, example of CreateNewFactor (documented)."""
    answer = http.post(path, form())
    assert answer.status_code == 201
    body = json.loads(answer.text)
    assert list(body) == CREATED
    assert re.fullmatch(r"YF[0-9a-f]{32}", body["sid"])
    assert (body["account_sid"], body["url"]) == (
        target.credentials.account_sid,
        f"{http.origin}{path}/{body['sid']}",
    )
    assert (body["status"], body["factor_type"], body["options"]) == ("unverified", "totp", None)
    assert body["metadata"] is None


def test_the_binding_is_shown_only_when_the_factor_is_made(http: Wire, path: str) -> None:
    """Source: twilio-oai changelog of 2021-04-07; the OpenAPI file's examples (documented)."""
    created = http.post(path, form(**{"Binding.Secret": SECRET})).json()
    assert created["binding"]["secret"] == SECRET
    answers = [
        http.get(f"{path}/{created['sid']}"),
        http.get(path),
        http.post(f"{path}/{created['sid']}", {"FriendlyName": "New"}),
    ]
    assert list(json.loads(answers[0].text)) == [*SHARED, *REST]
    assert not [answer.text for answer in answers if SECRET in answer.text or "binding" in answer.text]


def test_the_uri_is_what_authenticator_apps_scan(
    http: Wire, make_service: MakeService, target: Target
) -> None:
    """Source: the OpenAPI file of Verify, example of CreateNewFactor: order, escapes and capitals (documented)."""
    person = Person(target, service := make_service({"Totp.Issuer": "test-issuer"}), str(service.fetch().sid))
    factor = person.totp(friendly_name="John\u2019s Account Name", binding_secret=SECRET)
    assert factor.binding["uri"] == (
        "otpauth://totp/test-issuer:John%E2%80%99s%20Account%20Name"
        f"?secret={SECRET}&issuer=test-issuer&algorithm=SHA1&digits=6&period=30"
    )


def test_the_issuer_is_the_name_of_the_service_unless_it_has_another(
    service: ServiceContext, person: Person
) -> None:
    """Source: the OpenAPI file of Verify, totp.issuer (documented)."""
    name = quote(str(service.fetch().friendly_name), safe="")
    assert f"/{name}:App?" in person.totp().binding["uri"]
    service.update(totp_issuer="Other")
    assert "/Other:App?" in person.totp().binding["uri"]


def test_a_secret_is_made_unless_one_is_given(person: Person) -> None:
    """Source: the OpenAPI file of Verify, Binding.Secret; the length is that of its example (inferred)."""
    made = [person.totp().binding["secret"] for _ in range(3)]
    assert len(set(made)) == 3
    assert all(re.fullmatch(r"[A-Z2-7]{32}", secret) for secret in made)


@pytest.mark.parametrize("secret", ["gezdgnbvgy3tqojq", "GEZD GNBV GY3T QOJQ", "MZXW6==="])
def test_a_secret_may_be_written_in_several_ways(person: Person, secret: str) -> None:
    """Source: no source (guess)."""
    factor = person.totp(binding_secret=secret)
    assert factor.binding["secret"] == secret.upper().replace(" ", "").rstrip("=")
    assert person.prove(factor, person.code(factor)).status == "verified"


@pytest.mark.parametrize("secret", ["0O1I8", "A", "=", "MZXW6!", "größe"])
def test_a_secret_that_is_no_base32_is_refused(http: Wire, path: str, secret: str) -> None:
    """Source: twilio.com/docs/api/errors/60306: Binding (documented)."""
    assert_refused(http.post(path, form(**{"Binding.Secret": secret})), INVALID_REQUEST)


def test_one_secret_makes_one_factor_of_an_entity(person: Person) -> None:
    """Source: twilio.com/docs/api/errors/60317: the same binding parameters (documented)."""
    first = person.totp(binding_secret=SECRET)
    with refused(FACTOR_EXISTS):
        person.totp(binding_secret=SECRET, friendly_name="Other")
    person.entity.factors(str(first.sid)).delete()
    assert person.totp(binding_secret=SECRET).sid != first.sid


def test_settings_come_from_the_service(make_service: MakeService, target: Target) -> None:
    """Source: the OpenAPI file of Verify, Config.TimeStep, Config.Skew, Config.CodeLength (documented)."""
    service = make_service({"Totp.TimeStep": "60", "Totp.Skew": "2", "Totp.CodeLength": "8"})
    person = Person(target, service, str(service.fetch().sid))
    factor = person.totp()
    assert factor.config == {"alg": "sha1", "skew": 2, "code_length": 8, "time_step": 60}
    assert factor.binding["uri"].endswith("&algorithm=SHA1&digits=8&period=60")
    assert person.prove(factor, person.code(factor)).status == "verified"


def test_settings_without_any_are_these(person: Person) -> None:
    """Source: the OpenAPI file of Verify: 6 digits, 30 seconds, one step of skew; sha1 in its examples (documented)."""
    assert person.totp().config == {"alg": "sha1", "skew": 1, "code_length": 6, "time_step": 30}


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("time_step", 20),
        ("time_step", 60),
        ("skew", 0),
        ("skew", 2),
        ("code_length", 3),
        ("code_length", 8),
        ("alg", "sha256"),
        ("alg", "sha512"),
    ],
)
def test_a_factor_may_have_settings_of_its_own(person: Person, argument: str, value: Any) -> None:
    """Source: the OpenAPI file of Verify, CreateNewFactor and UpdateFactor (documented)."""
    factor = person.totp(**{f"config_{argument}": value})
    assert factor.config[argument] == value
    assert Authenticator.scan(factor.binding["uri"]).digits == factor.config["code_length"]
    updated = person.entity.factors(str(person.totp().sid)).update(**{f"config_{argument}": value})
    assert updated.config[argument] == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Config.TimeStep", "19"),
        ("Config.TimeStep", "61"),
        ("Config.Skew", "-1"),
        ("Config.Skew", "3"),
        ("Config.CodeLength", "2"),
        ("Config.CodeLength", "9"),
        ("Config.CodeLength", "six"),
        ("Config.Alg", "md5"),
        ("FriendlyName", "x" * 65),
        ("Metadata", "no JSON"),
        ("Metadata", '{"a": 1}'),
        ("FactorType", "sms"),
        ("FactorType", "passkeys"),
    ],
)
def test_a_bad_value_of_a_factor_is_an_invalid_request(http: Wire, path: str, name: str, value: str) -> None:
    """Source: twilio.com/docs/api/errors/60306; passkeys have an endpoint of their own (documented)."""
    assert_refused(http.post(path, form(**{name: value})), INVALID_REQUEST)


@pytest.mark.parametrize("name", ["FriendlyName", "FactorType"])
def test_a_factor_needs_a_name_and_a_type(http: Wire, path: str, name: str) -> None:
    """Source: github.com/twilio/twilio-node/issues/1019 for FriendlyName (observed)."""
    assert_refused(http.post(path, form(**{name: ""})), missing(name))


def test_metadata_are_texts_of_the_applications_own(person: Person) -> None:
    """Source: the OpenAPI file of Verify, Metadata: a JSON object with only string values (documented)."""
    factor = person.totp(metadata={"os": "Android", "é": "ü"})
    assert person.entity.factors(str(factor.sid)).fetch().metadata == {"os": "Android", "é": "ü"}


def test_an_identity_that_is_none_gets_no_factor(http: Wire, service_sid: str) -> None:
    """Source: twilio.com/docs/api/errors/60306: Identity (documented)."""
    path = f"/v2/Services/{service_sid}/Entities/short/Factors"
    assert_refused(http.post(path, form()), INVALID_REQUEST)


def test_an_update_changes_what_it_names(http: Wire, path: str) -> None:
    """Source: the OpenAPI file of Verify, UpdateFactor (documented)."""
    created = http.post(path, form(**{"Config.Skew": "0"})).json()
    before = http.get(f"{path}/{created['sid']}").json()
    updated = http.post(f"{path}/{created['sid']}", {"FriendlyName": "New"}).json()
    assert updated == {**before, "friendly_name": "New", "date_updated": updated["date_updated"]}
    assert http.get(f"{path}/{created['sid']}").json() == updated


def test_factors_are_listed_oldest_first_page_by_page(http: Wire, path: str, person: Person) -> None:
    """Source: the OpenAPI file of Verify; the order is that of other lists (inferred)."""
    sids = [person.totp().sid for _ in range(3)]
    first = http.get(f"{path}?PageSize=2").json()
    assert first["meta"]["key"] == "factors"
    assert [factor["sid"] for factor in first["factors"]] == sids[:2]
    following = http.get(first["meta"]["next_page_url"].removeprefix(http.origin)).json()
    assert [factor["sid"] for factor in following["factors"]] == sids[2:]


def test_a_deleted_factor_is_gone(http: Wire, path: str, person: Person) -> None:
    """Source: twilio.com/docs/verify/api/factor (documented)."""
    factor = person.totp()
    own = f"{path}/{factor.sid}"
    answer = http.delete(own)
    assert (answer.status_code, answer.text) == (204, "")
    for again in (http.get(own), http.post(own, {}), http.delete(own)):
        assert_refused(again, not_found(own))
    assert http.get(path).json()["factors"] == []


def test_a_factor_of_somebody_else_is_not_found(
    http: Wire, person: Person, target: Target, service: ServiceContext
) -> None:
    """Source: twilio.com/docs/verify/api/factor (inferred)."""
    other = Person(target, service, person.service_sid)
    other.totp()
    path = f"{other.path}/Factors/{person.totp().sid}"
    assert_refused(http.get(path), not_found(path))


def test_a_sid_of_another_type_is_an_invalid_parameter(http: Wire, path: str, person: Person) -> None:
    """Source: twilio.com/docs/api/errors/60200, observed elsewhere in Verify in 2022 (inferred)."""
    person.totp()
    assert_refused(http.get(f"{path}/VE{'0' * 32}"), WRONG_SID_TYPE)


@pytest.mark.needs("time_travel")
def test_a_factor_that_nobody_verified_is_gone_after_a_day(
    http: Wire, path: str, person: Person, target: Target
) -> None:
    """Source: twilio.com/docs/api/errors/60318: after 1 to 24 hours; which of them is not known (guess)."""
    factors = [person.totp() for _ in range(3)]
    verified = person.verified_totp()
    target.advance(86_400)
    for factor in factors:
        assert_refused(http.get(f"{path}/{factor.sid}"), not_found(f"{path}/{factor.sid}"))
    assert [factor.sid for factor in person.entity.factors.list()] == [verified.sid]
    fresh = person.totp(binding_secret=factors[0].binding["secret"])
    assert [factor.sid for factor in person.entity.factors.list()] == [verified.sid, fresh.sid]
