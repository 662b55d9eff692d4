"""Passkeys as factors. Source: twilio.com/docs/verify/api/passkeys-factor, twilio-oai."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from harness.authenticator import Authenticator, unpack
from harness.local import SERVICE, Local
from harness.passkeys import CONFIG, CRITERIA, IDENTITY, PARTY, SETTINGS, Passkeys

from verify_emulator.outbox.posts import Post

OTHER = "0123456789abcdef0123456789abcdef"
NO_FACTOR = (404, 60390, "Factor not found")


@pytest.fixture
def passkeys(emulator: Local) -> Passkeys:
    return Passkeys(emulator)


def test_a_new_passkey_is_answered_with_options_for_the_browser(passkeys: Passkeys) -> None:
    """twilio-oai, example of CreateNewFactorPasskey; the order of its members."""
    answer = passkeys.ask_for()
    factor = answer.json
    sid, entity = factor["sid"], factor["entity_sid"]
    assert answer.status == 201
    assert list(factor) == [
        "sid",
        "account_sid",
        "service_sid",
        "entity_sid",
        "identity",
        "binding",
        "date_created",
        "date_updated",
        "friendly_name",
        "status",
        "factor_type",
        "config",
        "options",
        "metadata",
        "url",
    ]
    assert factor["identity"] == IDENTITY
    assert factor["binding"] is factor["metadata"] is None
    assert (factor["friendly_name"], factor["status"]) == ("Phone", "unverified")
    assert factor["factor_type"] == "passkeys"
    assert json.dumps(factor["config"]) == json.dumps(CONFIG)
    assert factor["url"] == f"http://emulator.test{passkeys.of_entity(f'Factors/{sid}')}"
    options = factor["options"]["publicKey"]
    assert unpack(options["challenge"]).decode() == sid
    assert unpack(options["user"]["id"]).decode() == entity
    assert options["user"]["name"] == options["user"]["displayName"] == "Phone"
    assert options["rp"] == {"id": "example.com", "name": "Example"}


def test_what_a_browser_made_verifies_the_factor(emulator: Local, passkeys: Passkeys) -> None:
    """twilio-oai, example of UpdatePasskeysFactor; SDK 9.13.0: the metadata then has the aaguid."""
    made = passkeys.ask_for().json
    emulator.post("/_emulator/clock", advance="5s")
    answer = passkeys.verify(passkeys.make(made))
    factor = answer.json
    assert answer.status == 200
    assert list(factor) == [name for name in made if name not in ("binding", "options")]
    assert factor["status"] == "verified"
    assert factor["metadata"] == {"aaguid": "00112233-4455-6677-8899-aabbccddeeff"}
    assert factor["date_updated"] > factor["date_created"] == made["date_created"]
    same = ("sid", "identity", "entity_sid", "config", "friendly_name", "factor_type", "url")
    assert {name: factor[name] for name in same} == {name: made[name] for name in same}


def test_a_passkey_is_a_factor_of_its_entity(emulator: Local, passkeys: Passkeys) -> None:
    """docs/verify/api/passkeys-factor: the entity is made; twilio-oai: listed and fetched as any factor."""
    made = passkeys.ask_for().json
    entity = emulator.get(f"/v2/Services/{SERVICE}/Entities/{IDENTITY}").json
    assert entity["sid"] == made["entity_sid"]
    fetched = emulator.get(passkeys.of_entity(f"Factors/{made['sid']}")).json
    assert fetched == {name: made[name] for name in made if name not in ("binding", "options")}
    assert emulator.get(passkeys.of_entity("Factors")).json["factors"] == [fetched]
    verified = passkeys.verify(passkeys.make(made)).json
    assert emulator.get(made["url"].removeprefix("http://emulator.test")).json == verified


def test_a_deleted_passkey_is_gone(emulator: Local, passkeys: Passkeys) -> None:
    """twilio.com/docs/api/errors/60390."""
    made = passkeys.ask_for().json
    assert emulator.send("DELETE", passkeys.of_entity(f"Factors/{made['sid']}")).status == 204
    assert passkeys.verify(passkeys.make(made)).refusal == NO_FACTOR


def test_a_service_may_say_what_passkeys_are_asked_for(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60393; twilio-python sends null for what is not given."""
    passkeys = Passkeys(emulator, emulator.service(SETTINGS))
    for left_out in (None, {"relying_party": None, **CRITERIA}):
        assert passkeys.ask_for(config=left_out).json["config"] == CONFIG


def test_missing_criteria_are_named(passkeys: Passkeys) -> None:
    """twilio.com/docs/api/errors/60393."""
    message = "Authenticator criteria are missing from the request: user_verification"
    config = {name: value for name, value in CONFIG.items() if name != "user_verification"}
    assert passkeys.ask_for(config=config).refusal == (400, 60393, message)


BAD: list[tuple[dict[str, Any], tuple[int, int, str]]] = [
    ({"friendly_name": None}, (400, 20001, "Missing required parameter friendly_name in the post body")),
    ({"friendly_name": ""}, (400, 20001, "Missing required parameter friendly_name in the post body")),
    ({"friendly_name": 7}, (400, 60306, "Invalid Request")),
    ({"friendly_name": "n" * 65}, (400, 60306, "Invalid Request")),
    ({"identity": None}, (400, 60367, "Invalid entity identity")),
    ({"identity": ""}, (400, 60367, "Invalid entity identity")),
    ({"identity": "short"}, (400, 60367, "Invalid entity identity")),
    ({"identity": ["ff483d1ff591898a"]}, (400, 60367, "Invalid entity identity")),
    ({"config": []}, (400, 60370, "Factor config invalid or not provided")),
    ({"config": CRITERIA}, (400, 60371, "Relying party invalid or not provided")),
    (
        {"config": CRITERIA | {"relying_party": PARTY | {"id": "https://example.com"}}},
        (400, 60372, "Relying party id invalid or not provided"),
    ),
    (
        {"config": CONFIG | {"authenticator_attachment": "usb"}},
        (400, 60377, "Authenticator attachment invalid or not provided"),
    ),
]


@pytest.mark.parametrize(("changes", "refusal"), BAD)
def test_a_bad_parameter_is_refused_and_leaves_no_entity(
    emulator: Local, passkeys: Passkeys, changes: dict[str, Any], refusal: tuple[int, int, str]
) -> None:
    """twilio.com/docs/api/errors/60367 to 60377; 20001 and 60306 as for other factors."""
    assert passkeys.ask_for(**changes).refusal == refusal
    assert emulator.get(f"/v2/Services/{SERVICE}/Entities").json["entities"] == []


PLACES = ["Factors", "VerifyFactor", "Challenges", "ApproveChallenge"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "body", [b"", b"{", b"config=relying_party", b"[]", b"null", b'"text"', b"\xff", b"[" * 9999]
)
def test_a_body_that_is_no_json_object_is_refused(passkeys: Passkeys, place: str, body: bytes) -> None:
    """github.com/twilio/twilio-python/issues/932: the async client sends a form, called JSON."""
    assert passkeys.post(place, body).refusal == (400, 60306, "Invalid Request")


def test_an_answer_is_believed_once(passkeys: Passkeys) -> None:
    """A guess: twilio.com/docs/api/errors/60383."""
    credential = passkeys.make(passkeys.ask_for().json)
    assert passkeys.verify(credential).status == 200
    assert passkeys.verify(credential).refusal == (400, 60383, "Illegal factor status")


def test_a_false_answer_leaves_the_factor_as_it_was(emulator: Local, passkeys: Passkeys) -> None:
    """twilio.com/docs/api/errors/60311."""
    made = passkeys.ask_for().json
    false = passkeys.make(made, origin="https://evil.example")
    assert passkeys.verify(false).refusal == (403, 60311, "Factor verification failed")
    assert emulator.get(passkeys.of_entity(f"Factors/{made['sid']}")).json["status"] == "unverified"
    assert passkeys.verify(passkeys.make(made)).json["status"] == "verified"


def test_user_verification_is_seen_to_where_it_is_required(passkeys: Passkeys) -> None:
    """twilio-oai, config of CreateNewFactorPasskey."""
    made = passkeys.ask_for(config=CONFIG | {"user_verification": "required"}).json
    assert passkeys.verify(passkeys.make(made, verified=False)).refusal[1] == 60311
    assert passkeys.verify(passkeys.make(made)).status == 200


@pytest.mark.parametrize(
    ("challenge", "refusal"),
    [
        ("YF" + "0" * 32, NO_FACTOR),
        ("YC" + "0" * 32, (400, 60362, "Factor SID invalid or not provided")),
        ("anything", (400, 60362, "Factor SID invalid or not provided")),
    ],
)
def test_the_factor_is_the_one_in_the_challenge(
    passkeys: Passkeys, challenge: str, refusal: tuple[int, int, str]
) -> None:
    """The published examples, decoded."""
    credential = passkeys.make(passkeys.ask_for().json, challenge=challenge)
    assert passkeys.verify(credential).refusal == refusal


def test_a_factor_of_another_kind_is_no_passkey(emulator: Local, passkeys: Passkeys) -> None:
    """twilio.com/docs/api/errors/60390."""
    totp = emulator.post(passkeys.of_entity("Factors"), FriendlyName="App", FactorType="totp").json
    credential = passkeys.make(passkeys.ask_for().json, challenge=totp["sid"])
    assert passkeys.verify(credential).refusal == NO_FACTOR


def test_a_factor_of_another_service_is_none(emulator: Local, passkeys: Passkeys) -> None:
    """docs/verify/totp/technical-overview: entities are not shared between services."""
    credential = passkeys.make(passkeys.ask_for().json)
    assert Passkeys(emulator, emulator.service()).verify(credential).refusal == NO_FACTOR
    assert passkeys.verify(credential).status == 200


def test_a_factor_that_nobody_verifies_is_gone_after_a_day(emulator: Local, passkeys: Passkeys) -> None:
    """twilio.com/docs/api/errors/60318: 1 to 24 hours."""
    credential = passkeys.make(passkeys.ask_for().json)
    emulator.post("/_emulator/clock", advance="24h")
    assert passkeys.verify(credential).refusal == NO_FACTOR


def test_a_passkey_belongs_to_one_factor(emulator: Local, passkeys: Passkeys) -> None:
    """WebAuthn 7.1 step 22; twilio.com/docs/api/errors/60317."""
    passkeys.register()
    for service in (SERVICE, emulator.service()):
        again = Passkeys(emulator, service, Authenticator())
        made = again.ask_for(OTHER).json
        copied = again.make(made, attested_id=passkeys.authenticator.credentials[0].id)
        assert again.verify(copied).refusal == (409, 60317, "Factor already exists")


def test_an_entity_may_have_several_passkeys(emulator: Local, passkeys: Passkeys) -> None:
    """docs/verify/api/passkeys-factor."""
    sids = [passkeys.register()["sid"] for _ in range(3)]
    factors = emulator.get(passkeys.of_entity("Factors")).json["factors"]
    assert [factor["sid"] for factor in factors] == sids


def test_a_passkey_may_be_renamed_but_not_verified_by_an_auth_payload(
    emulator: Local, passkeys: Passkeys
) -> None:
    """twilio-oai: UpdateFactor; passkeys have calls of their own."""
    made = passkeys.ask_for().json
    path = passkeys.of_entity(f"Factors/{made['sid']}")
    assert emulator.post(path, FriendlyName="Laptop").json["friendly_name"] == "Laptop"
    assert emulator.post(path, AuthPayload="123456").refusal == (400, 60306, "Invalid Request")


def test_webhooks_hear_of_passkeys(emulator: Local, monkeypatch: pytest.MonkeyPatch) -> None:
    """docs/verify/api/webhooks: factor.created, factor.verified, challenge.approved, factor.deleted."""
    posts: list[Post] = []
    monkeypatch.setattr(emulator.app, "deliveries", SimpleNamespace(add=posts.append))
    passkeys = Passkeys(emulator, emulator.service(SETTINGS))
    hook = {"FriendlyName": "Hook", "EventTypes": "*", "WebhookUrl": "http://hook.example/"}
    emulator.post(f"/v2/Services/{passkeys.service}/Webhooks", hook)
    factor = passkeys.register()
    challenge = passkeys.approve(passkeys.sign(passkeys.challenge().json)).json
    emulator.send("DELETE", passkeys.of_entity(f"Factors/{factor['sid']}"))
    events = ["factor.created", "factor.verified", "challenge.approved", "factor.deleted"]
    assert [post.event for post in posts] == events
    told = [dict(post.fields) for post in posts]
    assert {(fields["factor_type"], fields["factor_sid"]) for fields in told} == {("passkeys", factor["sid"])}
    assert {fields["entity_identity"] for fields in told} == {IDENTITY}
    assert told[2]["challenge_sid"] == challenge["sid"]
