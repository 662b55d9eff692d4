"""Push factors: made by the application's backend or by the phone, proven by the phone's key."""

import json
import re

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.person import TOKEN, WRONG_LIMIT, Person, proof_of, push_form, token_of, transport_of
from conformance_tests.refusals import (
    AUTHENTICATE,
    BINDING_FORMAT,
    FACTOR_EXISTS,
    FACTOR_FAILED,
    INVALID_REQUEST,
    assert_refused,
    missing,
    refused,
)
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire
from verify_emulator.virtual_phone import PhoneError

CONFIG = ["sdk_version", "app_id", "notification_platform", "notification_token", "credential_sid"]


@pytest.fixture
def path(person: Person) -> str:
    """Where the person's factors are."""
    return f"{person.path}/Factors"


def test_a_push_factor_shows_its_key_once_and_its_config_always(http: Wire, path: str) -> None:
    """Source: the OpenAPI file of Verify, example of CreateNewFactor; the source of both push SDKs for
    credential_sid (observed).
    """
    form = push_form(Metadata='{"os": "Android"}')
    answer = http.post(path, form)
    assert answer.status_code == 201
    body = json.loads(answer.text)
    assert (body["status"], body["factor_type"], body["options"]) == ("unverified", "push", None)
    assert body["binding"] == {"alg": "ES256", "public_key": form["Binding.PublicKey"]}
    assert body["metadata"] == {"os": "Android"}
    assert sorted(body["config"]) == sorted(CONFIG)
    assert re.fullmatch(r"CR[0-9a-f]{32}", body["config"]["credential_sid"])
    fetched = http.get(f"{path}/{body['sid']}").json()
    assert fetched == {name: value for name, value in body.items() if name not in ("binding", "options")}


def test_a_phone_makes_and_verifies_its_factor(person: Person) -> None:
    """Source: the source of twilio-verify-android and twilio-verify-ios (observed)."""
    phone = person.unverified_phone()
    assert person.entity.factors(str(phone.factor_sid)).fetch().status == "unverified"
    assert phone.verify()["status"] == "verified"
    fetched = person.entity.factors(str(phone.factor_sid)).fetch()
    assert (fetched.status, fetched.factor_type, fetched.identity) == ("verified", "push", person.identity)


@pytest.mark.parametrize(
    "name", ["Binding.PublicKey", "Config.AppId", "Config.NotificationPlatform", "Config.SdkVersion"]
)
@pytest.mark.parametrize("value", [None, ""])
def test_a_push_factor_needs_a_key_an_app_a_platform_and_a_version(
    http: Wire, path: str, name: str, value: str | None
) -> None:
    """Source: the OpenAPI file of Verify: required when factor_type is push (documented)."""
    assert_refused(http.post(path, push_form(**{name: value})), missing(name))


@pytest.mark.parametrize("platform", ["apn", "fcm"])
def test_a_phone_with_notifications_needs_a_token(http: Wire, path: str, platform: str) -> None:
    """Source: the OpenAPI file of Verify: required when factor_type is push; twilio-verify-android leaves it out with
    the platform none (documented).
    """
    form = push_form(**{"Config.NotificationPlatform": platform})
    assert_refused(http.post(path, form), missing("Config.NotificationToken"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Binding.PublicKey", "dGVzdF9rZXk="),
        ("Binding.PublicKey", "no Base64"),
        (
            "Binding.PublicKey",
            "MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEeb5mfvncu6xVoGKVzocLBwKb/NstzijZWfKBWxb4F5hIOtp3JqPEZV2k+/wOEQio"
            "/Re0SKaFVBmcR9CP+xDUuA==",
        ),
        ("Binding.Alg", "RS256"),
        ("Binding.Alg", "es256"),
    ],
    ids=["no key", "no Base64", "secp256k1", "RS256", "es256"],
)
def test_a_key_that_is_none_of_p256_is_refused(http: Wire, path: str, name: str, value: str) -> None:
    """Source: twilio.com/docs/api/errors/60314; ES256 only (documented)."""
    assert_refused(http.post(path, push_form(**{name: value})), BINDING_FORMAT)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Config.AppId", "x" * 101),
        ("Config.NotificationPlatform", "gcm"),
        ("Config.NotificationToken", "x" * 256),
        ("Metadata", "[]"),
    ],
)
def test_a_bad_value_of_a_push_factor_is_an_invalid_request(
    http: Wire, path: str, name: str, value: str
) -> None:
    """Source: twilio.com/docs/api/errors/60306: factor config (documented)."""
    assert_refused(http.post(path, push_form(**{name: value})), INVALID_REQUEST)


def test_one_key_makes_one_factor_of_an_entity(
    http: Wire, path: str, person: Person, target: Target, service: ServiceContext
) -> None:
    """Source: twilio.com/docs/api/errors/60317; that it means one entity is a guess (documented)."""
    form = push_form()
    first = http.post(path, form)
    assert first.status_code == 201
    assert_refused(http.post(path, {**form, "FriendlyName": "Other"}), FACTOR_EXISTS)
    other = Person(target, service, person.service_sid)
    assert http.post(f"{other.path}/Factors", form).status_code == 201
    http.delete(f"{path}/{first.json()['sid']}")
    assert http.post(path, form).status_code == 201


@pytest.mark.parametrize("kind", ["of another phone", "a code", "no Base64", "of another factor"])
def test_a_wrong_proof_fails_and_does_not_count(person: Person, kind: str) -> None:
    """Source: twilio.com/docs/api/errors/60311; that there is no limit is a guess (documented)."""
    phone, other = person.unverified_phone(), person.unverified_phone()
    payloads = {
        "of another phone": proof_of(other, phone.factor_sid),
        "a code": "123456",
        "no Base64": "!" * 96,
    }
    payloads["of another factor"] = proof_of(phone, other.factor_sid)
    factor = person.entity.factors(str(phone.factor_sid))
    for _ in range(WRONG_LIMIT + 1):
        with refused(FACTOR_FAILED):
            factor.update(auth_payload=payloads[kind])
    assert factor.fetch().status == "unverified"
    assert phone.verify()["status"] == "verified"


def test_the_backend_may_pass_the_proof_on(person: Person) -> None:
    """Source: twilio.com/docs/verify/api/factor, AuthPayload (documented)."""
    phone = person.unverified_phone()
    factor = person.entity.factors(str(phone.factor_sid))
    assert factor.update(auth_payload=proof_of(phone, phone.factor_sid)).status == "verified"


def test_a_phone_changes_its_name_and_its_notifications(person: Person) -> None:
    """Source: the source of the push SDKs; twilio-oai changelog of 2021-11-17 for the platform (documented)."""
    phone = person.phone()
    phone.update(friendly_name="New", notification_platform="fcm", notification_token=TOKEN)
    fetched = person.entity.factors(str(phone.factor_sid)).fetch()
    assert (fetched.friendly_name, fetched.status) == ("New", "verified")
    assert fetched.config["notification_platform"] == "fcm"
    assert fetched.config["notification_token"] == TOKEN
    phone.update(notification_platform="none")
    assert person.entity.factors(str(phone.factor_sid)).fetch().config["notification_platform"] == "none"


def test_a_phone_deletes_its_factor(http: Wire, person: Person) -> None:
    """Source: the source of the push SDKs (observed)."""
    phone = person.phone()
    path = f"{person.path}/Factors/{phone.factor_sid}"
    phone.delete()
    assert http.get(path).status_code == 404


def test_a_phone_is_no_longer_known_once_its_factor_is_deleted(person: Person) -> None:
    """Source: no source; the SDKs take a second 401 at a deletion for success (guess)."""
    phone = person.phone()
    person.entity.factors(str(phone.factor_sid)).delete()
    with pytest.raises(PhoneError, match=f"^{AUTHENTICATE.status}/{AUTHENTICATE.code}"):
        phone.challenges()


@pytest.mark.parametrize(("begin", "end"), [(-700, -100), (100, 700)])
def test_a_token_of_a_phone_opens_nothing_outside_its_time(
    http: Wire, person: Person, target: Target, begin: int, end: int
) -> None:
    """Source: the source of both push SDKs: nbf and exp, ten minutes apart; the leeway is a guess (inferred)."""
    phone, now = person.phone(), int(target.now())
    for first, last, status in ((0, 600, 200), (begin, end, AUTHENTICATE.status)):
        token = token_of(phone, nbf=now + first, exp=now + last)
        answer = http.get(f"{person.path}/Challenges", auth=("token", token))
        assert answer.status_code == status, answer.text


def test_a_phone_may_not_touch_the_factor_of_another_phone(http: Wire, person: Person) -> None:
    """Source: no source; a device's token names one key (inferred)."""
    phone, other = person.phone(), person.phone()
    state = phone.to_dict()
    state["registration"]["factor_sid"] = other.factor_sid
    impostor = type(phone).from_dict(state, transport_of(person.target))
    with pytest.raises(PhoneError, match=f"^{AUTHENTICATE.status}/{AUTHENTICATE.code}"):
        impostor.update(friendly_name="Mine")
    assert http.get(f"{person.path}/Factors/{other.factor_sid}").json()["friendly_name"] == "Virtual phone"


@pytest.mark.needs("time_travel")
def test_a_phone_whose_clock_is_wrong_sets_it_by_the_servers(person: Person, target: Target) -> None:
    """Source: the source of the push SDKs: the Date header of a 401 (observed)."""
    phone = person.phone()
    target.advance(86_400)
    assert phone.challenges() == []
    target.advance(-86_400)
    assert phone.challenges() == []


@pytest.mark.needs("time_travel")
def test_a_phone_that_was_never_verified_is_forgotten_after_a_day(person: Person, target: Target) -> None:
    """Source: twilio.com/docs/api/errors/60318: after 1 to 24 hours; which of them is not known (guess)."""
    phone = person.unverified_phone()
    target.advance(86_400)
    with pytest.raises(PhoneError, match=f"^{AUTHENTICATE.status}/{AUTHENTICATE.code}"):
        phone.verify()
