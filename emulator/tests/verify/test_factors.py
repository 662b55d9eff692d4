"""Factors: what may be set, how they are made, shown, changed and listed."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from harness.answers import Answer
from harness.enrolment import BEGIN, IDENTITY, Person, Record, advance, freeze, made, oath, settings_of, sids
from harness.handset import Handset
from harness.local import ACCOUNT, SERVICE, Local

from verify_emulator.verify.challenge import Challenge
from verify_emulator.verify.factor import Factor

SHARED = ["sid", "account_sid", "service_sid", "entity_sid", "identity"]
REST = ["date_created", "date_updated", "friendly_name", "status", "factor_type", "config", "metadata", "url"]
NOW = "2026-01-02T03:04:05Z"
INVALID = (400, 60306, "Invalid Request")
BINDING = (400, 60314, "Factors binding format is invalid")
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
FRIENDLY = {"FriendlyName": "App"}


def missing(name: str) -> tuple[int, int, str]:
    return 400, 20001, f"Missing required parameter {name} in the post body"


# What is answered


def test_a_totp_factor_is_answered_as_twilio_does(person: Person, emulator: Local) -> None:
    """twilio-oai, example of CreateNewFactor; `binding` is there at creation only (changelog of 2021-04-07)."""
    body = person.totp(FriendlyName="John\u2019s Account Name", **{"Binding.Secret": SECRET})
    assert list(body) == [*SHARED, "binding", "options", *REST]
    entity = person.get().json["sid"]
    assert [body[name] for name in SHARED[1:]] == [ACCOUNT, SERVICE, entity, IDENTITY]
    assert (body["date_created"], body["date_updated"], body["status"]) == (NOW, NOW, "unverified")
    assert body["binding"] == {
        "secret": SECRET,
        "uri": "otpauth://totp/Verify%20Emulator:John%E2%80%99s%20Account%20Name"
        f"?secret={SECRET}&issuer=Verify%20Emulator&algorithm=SHA1&digits=6&period=30",
    }
    assert list(body["config"].items()) == [
        ("alg", "sha1"),
        ("skew", 1),
        ("code_length", 6),
        ("time_step", 30),
    ]
    assert (body["options"], body["metadata"], body["factor_type"]) == (None, None, "totp")
    path = f"{person.path}/Factors/{body['sid']}"
    assert body["url"] == f"http://emulator.test{path}"
    fetched = emulator.get(path).json
    assert list(fetched) == [*SHARED, *REST]
    assert fetched == {name: body[name] for name in fetched}
    assert emulator.post(path).json == fetched
    assert person.get("/Factors").json["factors"] == [fetched]


def test_a_push_factor_is_answered_as_twilio_does(person: Person) -> None:
    """twilio-oai, example of CreateNewFactor; both push SDKs need config.credential_sid."""
    handset = Handset()
    body = person.push(handset, Metadata='{"os": "Android"}')
    assert list(body) == [*SHARED, "binding", "options", *REST]
    credential = body["config"]["credential_sid"]
    assert (credential[:2], len(credential)) == ("CR", 34)
    assert body["config"] == {
        "sdk_version": "1.0",
        "app_id": "com.example.app",
        "notification_platform": "fcm",
        "notification_token": "t" * 32,
        "credential_sid": credential,
    }
    assert body["binding"] == {"alg": "ES256", "public_key": handset.public_key}
    assert (body["options"], body["metadata"], body["factor_type"]) == (None, {"os": "Android"}, "push")
    fetched = person.get(f"/Factors/{body['sid']}").json
    assert fetched == {name: body[name] for name in [*SHARED, *REST]}


def test_no_answer_but_the_first_tells_a_secret(person: Person) -> None:
    """twilio-oai: `binding` at creation only."""
    factor = person.verified_totp()
    secret = factor["binding"]["secret"].encode()
    challenge = person.challenge(factor)
    for answer in (
        person.get(f"/Factors/{factor['sid']}"),
        person.get("/Factors"),
        person.post(f"/Factors/{factor['sid']}", FriendlyName="New"),
        challenge,
        person.get(f"/Challenges/{challenge.json['sid']}"),
    ):
        assert secret not in answer.body


def test_a_secret_is_made_where_none_is_given(person: Person) -> None:
    """twilio-oai: 32 characters of Base32 in its example."""
    secrets = {made(person.add_totp())["binding"]["secret"] for _ in range(5)}
    assert len(secrets) == 5
    assert {len(secret) for secret in secrets} == {32}
    assert set("".join(secrets)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (SECRET, SECRET),
        (SECRET.lower(), SECRET),
        (" gezd gnbv ", "GEZDGNBV"),
        ("MZXW6===", "MZXW6"),
        ("AA", "AA"),
        ("A" * 1000, "A" * 1000),
    ],
    ids=lambda text: text[:8],
)
def test_a_secret_may_be_brought_along(person: Person, given: str, kept: str) -> None:
    """twilio-oai, Binding.Secret. Our contract, a guess: case, spaces and padding do not matter."""
    factor = person.totp(**{"Binding.Secret": given})
    assert factor["binding"]["secret"] == kept
    assert person.prove(factor, oath(kept, BEGIN.timestamp())).json["status"] == "verified"


def test_the_issuer_is_that_of_the_service(emulator: Local) -> None:
    """twilio-oai: totp.issuer, else the service's friendly name."""
    named = Person(emulator, service=emulator.service({"FriendlyName": "A & B".replace(" & ", "-")}))
    issued = Person(emulator, service=emulator.service({"Totp.Issuer": "A & B: ü"}))
    assert "/A-B:App?" in named.totp()["binding"]["uri"]
    assert "/A%20%26%20B%3A%20%C3%BC:App?" in issued.totp()["binding"]["uri"]
    assert "&issuer=A%20%26%20B%3A%20%C3%BC&" in issued.totp()["binding"]["uri"]


def test_settings_come_from_the_service_unless_the_request_has_them(emulator: Local) -> None:
    """twilio-oai: Config.TimeStep, Config.Skew, Config.CodeLength. Config.Alg has no place in a service."""
    service = emulator.service({"Totp.TimeStep": 60, "Totp.Skew": 2, "Totp.CodeLength": 8})
    person = Person(emulator, service=service)
    assert person.totp()["config"] == {"alg": "sha1", "skew": 2, "code_length": 8, "time_step": 60}
    own = {"Config.TimeStep": 20, "Config.Skew": 0, "Config.CodeLength": 3, "Config.Alg": "sha512"}
    factor = person.totp(**own)
    assert factor["config"] == {"alg": "sha512", "skew": 0, "code_length": 3, "time_step": 20}
    assert factor["binding"]["uri"].endswith("&algorithm=SHA512&digits=3&period=20")
    emulator.post(f"/v2/Services/{service}", {"Totp.Skew": 1})
    assert person.get(f"/Factors/{factor['sid']}").json["config"]["skew"] == 0


def test_a_factor_needs_no_entity_beforehand(person: Person) -> None:
    """docs/verify/api/passkeys-factor says so; Twilio's TOTP sample relies on it."""
    assert person.get().status == 404
    factor = person.totp()
    assert person.get().json["sid"] == factor["entity_sid"]
    assert person.totp()["entity_sid"] == factor["entity_sid"]


# What is refused

GOOD = [
    ("FriendlyName", "x" * 64, "friendly_name", "x" * 64),
    ("FriendlyName", "John\u2019s 📱 <b>", "friendly_name", "John\u2019s 📱 <b>"),
    ("Metadata", "{}", "metadata", {}),
    ("Metadata", '{"os": "Android"}', "metadata", {"os": "Android"}),
    ("Metadata", '{"a":"' + "x" * 1016 + '"}', "metadata", {"a": "x" * 1016}),
    ("Metadata", "", "metadata", None),
]
TOTP_GOOD = [
    *GOOD,
    ("Config.TimeStep", "20", "config", {"time_step": 20}),
    ("Config.TimeStep", "60", "config", {"time_step": 60}),
    ("Config.Skew", "0", "config", {"skew": 0}),
    ("Config.Skew", "2", "config", {"skew": 2}),
    ("Config.CodeLength", "3", "config", {"code_length": 3}),
    ("Config.CodeLength", "8", "config", {"code_length": 8}),
    ("Config.Alg", "sha1", "config", {"alg": "sha1"}),
    ("Config.Alg", "sha256", "config", {"alg": "sha256"}),
    ("Config.Alg", "sha512", "config", {"alg": "sha512"}),
    ("Config.AppId", "com.example", "config", {}),
    ("Binding.Secret", "", "config", {}),
    ("Binding.PublicKey", "", "config", {}),
    ("Config.NotificationToken", "", "config", {}),
    ("AuthPayload", "not looked at", "status", "unverified"),
]
PUSH_GOOD = [
    *GOOD,
    ("Config.AppId", "x" * 100, "config", {"app_id": "x" * 100}),
    ("Config.NotificationToken", "x" * 255, "config", {"notification_token": "x" * 255}),
    ("Config.NotificationToken", "test_token", "config", {"notification_token": "test_token"}),
    ("Config.NotificationPlatform", "apn", "config", {"notification_platform": "apn"}),
    ("Config.NotificationPlatform", "none", "config", {"notification_platform": "none"}),
    ("Config.SdkVersion", "9.9.9 anything", "config", {"sdk_version": "9.9.9 anything"}),
    ("Config.TimeStep", "30", "config", {}),
    ("Binding.Alg", "", "config", {}),
    ("Binding.Alg", "ES256", "config", {}),
    ("Binding.Secret", SECRET, "config", {}),
]


def assert_shown(body: Record, place: str, expected: Any) -> None:
    if isinstance(body[place], dict) and isinstance(expected, dict) and place == "config":
        assert body[place] == body[place] | expected
    else:
        assert body[place] == expected


@pytest.mark.parametrize(("name", "value", "place", "expected"), TOTP_GOOD)
def test_a_good_value_of_a_totp_factor_is_kept(
    person: Person, name: str, value: str, place: str, expected: Any
) -> None:
    """twilio-oai, CreateNewFactor."""
    factor = made(person.add_totp(**{name: value}))
    assert_shown(factor, place, expected)
    assert_shown(person.get(f"/Factors/{factor['sid']}").json, place, expected)


@pytest.mark.parametrize(("name", "value", "place", "expected"), PUSH_GOOD)
def test_a_good_value_of_a_push_factor_is_kept(
    person: Person, name: str, value: str, place: str, expected: Any
) -> None:
    """twilio-oai, CreateNewFactor."""
    factor = made(person.add_push(Handset(), **{name: value}))
    assert_shown(factor, place, expected)
    assert_shown(person.get(f"/Factors/{factor['sid']}").json, place, expected)


BAD_MAPS = [
    "x",
    "null",
    "1",
    '"text"',
    "[]",
    '["a"]',
    '{"a": 1}',
    '{"a": null}',
    '{"a": true}',
    '{"a": {"b": "c"}}',
    '{"a": ["b"]}',
    "{'a': 'b'}",
    '{"a": "b"',
    '{"a": "\\ud800"}',
    '{"\\ud800": "a"}',
    '{"a": NaN}',
    '{"a":' * 200,
    "[" * 500 + "]" * 500,
    '{"a":"' + "x" * 1017 + '"}',
]
BAD = [
    ("FriendlyName", "x" * 65),
    *(("Metadata", text) for text in BAD_MAPS),
    *(("Config.TimeStep", text) for text in ("19", "61", "-30", "30.0", "thirty", "9" * 30, "٣٠")),
    *(("Config.Skew", text) for text in ("-1", "3", "1.0", "one")),
    *(("Config.CodeLength", text) for text in ("2", "9", "six", "06x")),
    *(("Config.Alg", text) for text in ("SHA1", "md5", "sha-1", "sha384")),
    *(("Config.NotificationPlatform", text) for text in ("FCM", "gcm", "apns", "web")),
    ("Config.NotificationToken", "x" * 256),
    ("Config.AppId", "x" * 101),
    *(("Binding.Secret", text) for text in ("=", " ", "1", "0O1I", "A", "AB!", "ä", "MZXW6===x", "\0", "😀")),
    *(("FactorType", text) for text in ("passkeys", "sms", "TOTP", "Push", "totp ")),
]
"""Bad for a factor of either type, whether or not the parameter goes with it."""


@pytest.mark.parametrize(("name", "value"), BAD, ids=lambda text: ascii(text[:20]))
def test_a_bad_value_is_an_invalid_request(person: Person, name: str, value: str) -> None:
    """twilio.com/docs/api/errors/60306; a passkey has an endpoint of its own (twilio.com/docs/api/errors/60369)."""
    assert person.add_totp(**{name: value}).refusal == INVALID
    assert person.add_push(Handset(), **{name: value}).refusal == INVALID
    assert person.get().status == 404


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Binding.Alg", "es256"),
        ("Binding.Alg", "RS256"),
        ("Binding.PublicKey", "dGVzdF9rZXk="),
        ("Binding.PublicKey", "-----BEGIN PUBLIC KEY-----"),
        ("Binding.PublicKey", Handset().public_key.rstrip("=")),
        ("Binding.PublicKey", Handset().public_key + "\n"),
        ("Binding.PublicKey", Handset().public_key.replace("+", " ").replace("/", "_") + "_"),
        ("Binding.PublicKey", "A" * 10_000),
        ("Binding.PublicKey", "\0"),
        ("Binding.PublicKey", "ключ"),
    ],
    ids=lambda text: ascii(text[:20]),
)
def test_a_bad_binding_has_an_error_of_its_own(person: Person, name: str, value: str) -> None:
    """twilio.com/docs/api/errors/60314; ES256 and P-256 only (docs/verify/api/factor)."""
    assert person.add_push(Handset(), **{name: value}).refusal == BINDING
    assert person.get().status == 404


@pytest.mark.parametrize("name", ["FriendlyName", "FactorType"])
@pytest.mark.parametrize("value", [None, ""])
def test_every_factor_needs_a_name_and_a_type(person: Person, name: str, value: str | None) -> None:
    """twilio.com/docs/api/errors/20001; github.com/twilio/twilio-node/issues/1019 for FriendlyName."""
    assert person.add_push(Handset(), **{name: value}).refusal == missing(name)


@pytest.mark.parametrize(
    "name",
    [
        "Binding.PublicKey",
        "Config.AppId",
        "Config.NotificationPlatform",
        "Config.NotificationToken",
        "Config.SdkVersion",
    ],
)
@pytest.mark.parametrize("value", [None, ""])
def test_a_push_factor_needs_more(person: Person, name: str, value: str | None) -> None:
    """twilio-oai: required when factor_type is push."""
    assert person.add_push(Handset(), **{name: value}).refusal == missing(name)


@pytest.mark.parametrize("value", [None, ""])
def test_a_phone_without_notifications_needs_no_token(person: Person, value: str | None) -> None:
    """twilio-verify-android leaves it out with the platform none."""
    form = {"Config.NotificationPlatform": "none", "Config.NotificationToken": value}
    assert person.push(**form)["config"]["notification_token"] is None


@pytest.mark.parametrize("platform", ["fcm", "none"])
@pytest.mark.parametrize(("length", "status"), [(31, 400), (32, 201)])
def test_a_strict_emulator_insists_on_long_tokens(
    make_emulator: Callable[..., Local], platform: str, length: int, status: int
) -> None:
    """twilio-oai: 32 to 255 characters; its own example has fewer, so only with --strict."""
    person = Person(make_emulator(strict=True))
    form = {"Config.NotificationPlatform": platform, "Config.NotificationToken": "x" * length}
    assert person.add_push(Handset(), **form).status == status
    factor = person.push(Handset(2))
    updated = person.post(f"/Factors/{factor['sid']}", form)
    assert updated.status == (200 if status == 201 else 400)
    if status == 400:
        assert updated.refusal == INVALID


def test_what_does_not_go_with_the_type_is_checked_and_ignored(person: Person) -> None:
    """Our contract, a guess."""
    factor = person.totp(**{"Config.AppId": "com.example", "Config.SdkVersion": "1"})
    assert set(factor["config"]) == {"alg", "skew", "code_length", "time_step"}


@pytest.mark.parametrize("identity", ["short", "has_underscore", "a%2Fb-aaaa", "a%20b-aaaa", "%E4%B8%AD" * 8])
def test_a_bad_identity_gets_no_factor(person: Person, emulator: Local, identity: str) -> None:
    """twilio.com/docs/api/errors/60306 lists the Identity."""
    path = f"{person.service}/Entities/{identity}/Factors"
    assert emulator.post(path, FriendlyName="App", FactorType="totp").refusal == INVALID


def test_there_is_no_factor_of_no_service(emulator: Local) -> None:
    """twilio.com/docs/api/errors/20404."""
    nobodys = Person(emulator, service="VA" + "9" * 32)
    assert nobodys.add_totp().refusal[:2] == (404, 20404)
    assert nobodys.get("/Factors").refusal[:2] == (404, 20404)


def test_a_missing_parameter_goes_before_a_bad_one(person: Person) -> None:
    """Our contract: as everywhere else in the API."""
    assert person.add_totp(FriendlyName="", **{"Config.Skew": "9"}).refusal == missing("FriendlyName")


# Duplicates and limits


def test_a_binding_makes_one_factor_of_an_entity(person: Person, emulator: Local) -> None:
    """twilio.com/docs/api/errors/60317. Our contract, a guess: the same key or secret, within one entity."""
    exists = (409, 60317, "Factor already exists")
    phone, app = person.push(Handset()), person.totp(**{"Binding.Secret": SECRET})
    assert person.add_push(Handset(), FriendlyName="Other").refusal == exists
    assert person.add_totp(**{"Binding.Secret": SECRET.lower(), "Config.Alg": "sha256"}).refusal == exists
    other = Person(emulator, "person-0002")
    assert (other.add_push(Handset()).status, other.add_totp(**{"Binding.Secret": SECRET}).status) == (
        201,
        201,
    )
    for factor in (phone, app):
        assert person.delete(f"/Factors/{factor['sid']}").status == 204
    assert (person.add_push(Handset()).status, person.add_totp(**{"Binding.Secret": SECRET}).status) == (
        201,
        201,
    )


def test_factors_without_a_binding_in_common_are_no_duplicates(person: Person) -> None:
    """twilio.com/docs/api/errors/60317."""
    assert [person.add_push(Handset(number)).status for number in range(3)] == [201] * 3
    assert [person.add_totp().status for _ in range(3)] == [201] * 3


def test_an_entity_has_up_to_twenty_push_factors(person: Person) -> None:
    """twilio.com/docs/api/errors/60315: 20 push factors, counted apart from TOTP."""
    factors = [person.push(Handset(number)) for number in range(20)]
    refused = person.add_push(Handset(21))
    assert refused.refusal == (400, 60315, "Reached max limit of 20 push Factors associated per Entity")
    assert person.add_totp().status == 201
    assert person.delete(f"/Factors/{factors[0]['sid']}").status == 204
    assert person.add_push(Handset(21)).status == 201


def test_an_entity_has_up_to_a_hundred_totp_factors(person: Person, emulator: Local) -> None:
    """twilio.com/docs/api/errors/60315: 100 TOTP factors."""
    for _ in range(99):
        person.totp()
    advance(emulator, 86_399)
    assert person.add_totp().status == 201
    assert person.add_totp().refusal[:2] == (400, 60315)


def test_an_entity_gets_up_to_a_hundred_factors_a_day(person: Person, emulator: Local) -> None:
    """twilio.com/docs/api/errors/60326: 100 creations a day, whatever became of them."""
    for _ in range(100):
        factor = person.totp()
        person.delete(f"/Factors/{factor['sid']}")
    refused = person.add_totp()
    assert refused.refusal == (429, 60326, "Too many requests to create factors for the entity")
    assert refused.headers["retry-after"] == "86400"
    assert Person(emulator, "person-0002").add_totp().status == 201
    advance(emulator, 86_399)
    assert person.add_totp().status == 429
    advance(emulator, 1)
    assert person.add_totp().status == 201


def test_a_refused_factor_does_not_count(person: Person) -> None:
    """Our contract: what was not made is not counted."""
    person.totp(**{"Binding.Secret": SECRET})
    for _ in range(120):
        assert person.add_totp(**{"Binding.Secret": SECRET}).status == 409
    assert person.add_totp().status == 201


def test_the_limits_of_factors_can_be_lifted(person: Person, emulator: Local) -> None:
    """Our contract: the account setting rate_limits."""
    emulator.allow(rate_limits=False)
    for number in range(22):
        person.push(Handset(number))
    for _ in range(102):
        person.totp()
    emulator.allow(rate_limits=True)
    assert person.add_push(Handset(99)).refusal[:2] == (400, 60315)


# Finding, listing, deleting


def test_a_factor_of_another_entity_is_not_found(person: Person, emulator: Local) -> None:
    """twilio.com/docs/api/errors/20404."""
    factor = person.totp()
    other = Person(emulator, "person-0002")
    other.totp()
    path = f"{other.path}/Factors/{factor['sid']}"
    for method in ("GET", "POST", "DELETE"):
        expected = (404, 20404, f"The requested resource {path} was not found")
        assert emulator.send(method, path).refusal == expected


def test_a_sid_of_another_kind_is_an_invalid_parameter(person: Person) -> None:
    """twilio.com/docs/api/errors/60200, observed 2022."""
    person.totp()
    assert person.get("/Factors/YC" + "0" * 32).refusal == (400, 60200, "Invalid parameter")


def test_factors_are_listed_in_the_order_of_their_creation(person: Person) -> None:
    """twilio-oai: the list has the key factors."""
    factors = [person.totp()["sid"], person.push()["sid"], person.totp()["sid"]]
    page = person.get("/Factors", PageSize=2)
    assert (page.json["meta"]["key"], list(sids(page))) == ("factors", factors[:2])
    following = page.json["meta"]["next_page_url"].partition(person.path)[2]
    assert list(sids(person.get(following))) == factors[2:]
    assert "PageToken=" in following


def test_bad_paging_of_factors_is_an_invalid_request(person: Person) -> None:
    """twilio.com/docs/api/errors/60306."""
    person.totp()
    assert person.get("/Factors", PageSize=0).refusal == INVALID


def test_a_deleted_factor_is_gone_and_its_challenges_stay(person: Person, emulator: Local) -> None:
    """docs/verify/api/factor. Our contract, a guess: they can be read, not answered."""
    factor = person.verified_push()
    challenge = person.challenged(factor)
    path = f"/Factors/{factor['sid']}"
    assert (person.delete(path).status, person.delete(path).status, person.get(path).status) == (
        204,
        404,
        404,
    )
    assert list(sids(person.get("/Factors"))) == []
    assert person.status(challenge) == "pending"
    assert person.challenge(factor).refusal[:2] == (404, 20404)
    answered = person.answer(challenge, "anything")
    assert answered.refusal[:2] == (404, 20404)
    with emulator.app.store.transaction(ACCOUNT) as session:
        assert session.seek(Factor, "credential_sid", factor["config"]["credential_sid"]) is None
        assert session.seek(Challenge, "sid", challenge["sid"]) is not None


# Staleness


def test_a_factor_nobody_verified_is_gone_after_a_day(person: Person, emulator: Local) -> None:
    """twilio.com/docs/api/errors/60318: 1 to 24 hours. Our contract, a guess: at 24 hours."""
    factor, kept = person.totp(), person.verified_totp()
    path = f"/Factors/{factor['sid']}"
    advance(emulator, 86_399)
    assert list(sids(person.get("/Factors"))) == [factor["sid"], kept["sid"]]
    assert person.prove(factor, person.wrong(factor)).status == 200
    assert person.challenge(factor).refusal == (403, 60318, "Factor is unverified")
    advance(emulator, 1)
    assert list(sids(person.get("/Factors"))) == [kept["sid"]]
    for answer in (
        person.get(path),
        person.prove(factor, person.code(factor)),
        person.delete(path),
        person.challenge(factor),
    ):
        assert answer.refusal[:2] == (404, 20404)
    assert person.challenge(kept).status == 201


def test_stale_factors_do_not_fill_a_page(person: Person, emulator: Local) -> None:
    """Our contract: what is not shown is not counted."""
    for _ in range(5):
        person.totp()
    advance(emulator, 86_400)
    kept = [person.totp()["sid"] for _ in range(2)]
    page = person.get("/Factors", PageSize=2)
    assert (list(sids(page)), page.json["meta"]["next_page_url"]) == (kept, None)


@pytest.mark.parametrize("stale", [1, 2, 19, 20])
@pytest.mark.parametrize("verified", [True, False])
def test_stale_factors_make_way_for_new_ones(
    person: Person, emulator: Local, stale: int, verified: bool
) -> None:
    """Our contract: they count for no limit, hold no binding, and their memory is freed."""
    if verified:
        person.verified_totp()
    factors = [person.push(Handset(number)) for number in range(stale)]
    advance(emulator, 86_400)
    assert person.add_push(Handset(0)).status == 201
    assert person.get(f"/Factors/{factors[0]['sid']}").status == 404
    with emulator.app.store.transaction(ACCOUNT) as session:
        assert session.count(Factor, factors[0]["entity_sid"]) == 1 + verified
        assert session.seek(Factor, "credential_sid", factors[0]["config"]["credential_sid"]) is None


def test_a_call_that_is_refused_drops_nothing(person: Person, emulator: Local) -> None:
    """Our contract: a call changes nothing unless it succeeds; stale factors come back when it fails."""
    person.verified_totp(**{"Binding.Secret": SECRET})
    factors = [person.push(Handset(number)) for number in range(3)]
    advance(emulator, 86_400)
    assert person.add_totp(**{"Binding.Secret": SECRET}).status == 409
    with emulator.app.store.transaction(ACCOUNT) as session:
        assert session.count(Factor, factors[0]["entity_sid"]) == 4
        for factor in factors:
            assert session.seek(Factor, "credential_sid", factor["config"]["credential_sid"]) is not None


# Updates


@pytest.mark.parametrize(
    ("name", "value", "place", "expected"),
    [
        ("FriendlyName", "New", "friendly_name", "New"),
        ("Config.TimeStep", "60", "config", {"time_step": 60}),
        ("Config.Skew", "2", "config", {"skew": 2}),
        ("Config.CodeLength", "8", "config", {"code_length": 8}),
        ("Config.Alg", "sha256", "config", {"alg": "sha256"}),
    ],
)
def test_an_update_changes_what_was_sent(
    person: Person, emulator: Local, name: str, value: str, place: str, expected: Any
) -> None:
    """twilio-oai, UpdateFactor."""
    factor = person.totp(Metadata='{"a":"b"}')
    before = person.get(f"/Factors/{factor['sid']}").json
    advance(emulator, 10)
    updated = person.post(f"/Factors/{factor['sid']}", {name: value})
    assert updated.status == 200
    if place == "config":
        expected = before["config"] | expected
    assert updated.json == before | {place: expected, "date_updated": "2026-01-02T03:04:15Z"}
    assert person.get(f"/Factors/{factor['sid']}").json == updated.json


def test_an_update_of_a_phone_changes_what_was_sent(person: Person) -> None:
    """twilio-oai, UpdateFactor; the platform may be switched (changelog of 2021-11-17)."""
    factor = person.push()
    form = {
        "Config.NotificationPlatform": "apn",
        "Config.NotificationToken": "new",
        "Config.SdkVersion": "2",
        "Config.AppId": "com.example.other",
        "Config.TimeStep": "60",
        "Binding.PublicKey": Handset(2).public_key,
    }
    updated = person.post(f"/Factors/{factor['sid']}", form).json
    changes = {"notification_platform": "apn", "notification_token": "new", "sdk_version": "2"}
    assert updated["config"] == factor["config"] | changes
    silent = {"Config.NotificationPlatform": "none", "Config.NotificationToken": ""}
    assert person.post(f"/Factors/{factor['sid']}", silent).json["config"]["notification_token"] is None
    assert person.prove(factor, Handset().proof(factor["sid"])).json["status"] == "verified"


@pytest.mark.parametrize(
    "form", [{}, {"FriendlyName": ""}, {"Config.Skew": ""}, {"Metadata": '{"a":"b"}'}, {"FactorType": "push"}]
)
def test_an_update_with_nothing_to_change_changes_nothing(person: Person, form: dict[str, str]) -> None:
    """twilio-oai: Metadata is no parameter of an update; empty values are what Node's SDK sends for null."""
    factor = person.totp()
    assert person.post(f"/Factors/{factor['sid']}", form).json == person.get(f"/Factors/{factor['sid']}").json
    assert person.get(f"/Factors/{factor['sid']}").json["metadata"] is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FriendlyName", "x" * 65),
        ("Config.TimeStep", "19"),
        ("Config.Skew", "3"),
        ("Config.CodeLength", "9"),
        ("Config.Alg", "md5"),
        ("Config.NotificationPlatform", "gcm"),
        ("Config.NotificationToken", "x" * 256),
    ],
)
def test_a_bad_value_in_an_update_is_refused_and_changes_nothing(
    person: Person, name: str, value: str
) -> None:
    """twilio.com/docs/api/errors/60306."""
    factor = person.totp()
    before = person.get(f"/Factors/{factor['sid']}").json
    answer = person.prove(factor, person.code(factor), **{name: value})
    assert answer.refusal == INVALID
    assert person.get(f"/Factors/{factor['sid']}").json == before


# Tenants, seeds, hostility


def test_accounts_have_factors_of_their_own(person: Person, emulator: Local) -> None:
    """Our contract: the same key and identity in another account is another factor."""
    factor = person.verified_push()
    emulator.account, emulator.token = "AC" + "1" * 32, "other"
    assert person.get(f"/Factors/{factor['sid']}").status == 404
    assert person.push(Handset())["sid"] != factor["sid"]
    emulator.account, emulator.token = ACCOUNT, "0" * 32
    assert list(sids(person.get("/Factors"))) == [factor["sid"]]


def test_a_seed_makes_factors_repeatable(make_emulator: Callable[..., Local]) -> None:
    """Our contract: --seed makes SIDs, secrets and tokens the same in every run."""

    def story(emulator: Local) -> list[bytes]:
        freeze(emulator)
        person = Person(emulator)
        factor, phone = made(person.add_totp()), person.verified_push()
        person.prove(factor, person.code(factor))
        token = json.dumps(person.access_token()).encode()
        challenge = person.challenge(phone)
        answers: list[Answer] = [
            person.get("/Factors"),
            person.challenge(factor, AuthPayload=person.code(factor)),
            challenge,
            person.post(f"/Challenges/{challenge.json['sid']}/Notifications"),
        ]
        secret = factor["binding"]["secret"].encode()
        return [secret, token, *(answer.body for answer in answers)]

    first, second, other = (story(make_emulator(seed=seed)) for seed in (7, 7, 8))
    assert first == second
    assert all(here != there for here, there in zip(first, other, strict=True))


ODD = [
    "\0",
    "\r\nx: y",
    "\U0001f600" * 50,
    "[" * 5_000,
    '{"a":' * 1000,
    "9" * 5000,
    "{0.__class__}",
    "%s",
    "NaN",
]
NAMES = [
    "FriendlyName",
    "FactorType",
    "AuthPayload",
    "Metadata",
    "Binding.Secret",
    "Binding.Alg",
    "Binding.PublicKey",
    "Config.AppId",
    "Config.NotificationPlatform",
    "Config.NotificationToken",
    "Config.SdkVersion",
    "Config.TimeStep",
    "Config.Skew",
    "Config.CodeLength",
    "Config.Alg",
]


@pytest.mark.parametrize("value", ODD, ids=lambda text: ascii(text[:12]))
def test_no_odd_value_is_a_fault_of_the_server(person: Person, emulator: Local, value: str) -> None:
    """Our contract: never a 5xx, and whatever is accepted can be shown."""
    emulator.allow(rate_limits=False)
    factor, phone = person.totp(), person.push(Handset(1000))
    for number, name in enumerate(NAMES):
        for answer in (
            person.add_totp(**{name: value}),
            person.add_push(Handset(number), **{name: value}),
            person.post(f"/Factors/{factor['sid']}", {name: value}),
            person.post(f"/Factors/{phone['sid']}", {name: value}),
        ):
            assert answer.status in (200, 201, 400, 403), (name, answer.body)
        assert person.get("/Factors", PageSize=1000).status == 200


def test_a_code_of_a_factor_is_what_its_uri_says(person: Person) -> None:
    """twilio-oai, example of the URI; RFC 6238 for the rest."""
    for alg in ("sha1", "sha256", "sha512"):
        for digits in (3, 6, 8):
            factor = person.totp(**{"Config.Alg": alg, "Config.CodeLength": digits, "Config.TimeStep": 60})
            told = settings_of(factor["binding"]["uri"])
            assert told == {"secret": told["secret"], "alg": alg, "digits": digits, "period": 60}
            assert person.prove(factor, oath(**told, at=BEGIN.timestamp())).json["status"] == "verified"
