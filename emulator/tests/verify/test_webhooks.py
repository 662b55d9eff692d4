"""Webhooks: what may be set on one, and which events are posted to which, with what in them."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from harness.answers import Answer
from harness.enrolment import IDENTITY, Person, advance, freeze
from harness.handset import Handset
from harness.local import ACCOUNT, SERVICE, Local
from harness.passkeys import Passkeys

from verify_emulator.outbox.posts import Post

HOOKS = f"/v2/Services/{SERVICE}/Webhooks"
URL = "http://127.0.0.1:9/hook"
USUAL = {"FriendlyName": "Hook", "EventTypes": ["factor.deleted", "factor.verified"], "WebhookUrl": URL}
INVALID = (400, 60306, "Invalid Request")
EVENTS = ["factor.created", "factor.verified", "factor.deleted", "challenge.approved", "challenge.denied"]


def post(emulator: Local, path: str = HOOKS, **form: Any) -> Answer:
    return emulator.send("POST", path, urlencode(form, doseq=True).encode())


def hook(emulator: Local, *events: str, path: str = HOOKS, **form: Any) -> dict[str, Any]:
    answer = post(emulator, path, **{**USUAL, "EventTypes": events or ("*",), **form})
    assert answer.status == 201, answer.body
    made: dict[str, Any] = answer.json
    return made


@pytest.fixture
def posts(emulator: Local, monkeypatch: pytest.MonkeyPatch) -> list[Post]:
    """What would be posted, in its order; nothing is."""
    noted: list[Post] = []
    monkeypatch.setattr(emulator.app.deliveries, "add", noted.append)
    return noted


# The resource


def test_a_webhook_is_answered_as_twilio_does(emulator: Local) -> None:
    """twilio-oai, example of CreateWebhook. Our contract, a guess: v2 unless told otherwise."""
    freeze(emulator)
    answer = post(emulator, **USUAL)
    sid = answer.json["sid"]
    assert (answer.status, sid[:2], len(sid)) == (201, "YW", 34)
    assert answer.json == {
        "sid": sid,
        "account_sid": ACCOUNT,
        "service_sid": SERVICE,
        "friendly_name": "Hook",
        "event_types": ["factor.deleted", "factor.verified"],
        "webhook_method": "POST",
        "webhook_url": URL,
        "status": "enabled",
        "version": "v2",
        "date_created": "2026-01-02T03:04:05Z",
        "date_updated": "2026-01-02T03:04:05Z",
        "url": f"http://emulator.test{HOOKS}/{sid}",
    }
    assert emulator.get(f"{HOOKS}/{sid}").json == answer.json
    listed = emulator.get(HOOKS).json
    assert (listed["meta"]["key"], listed["webhooks"]) == ("webhooks", [answer.json])


@pytest.mark.parametrize(
    ("name", "value", "place", "expected"),
    [
        ("FriendlyName", "x" * 300, "friendly_name", "x" * 300),
        ("EventTypes", ["*"], "event_types", ["*"]),
        ("EventTypes", EVENTS, "event_types", EVENTS),
        ("WebhookUrl", "https://user:secret@example.com:8443/a?b=c#d", "webhook_url", None),
        ("Status", "disabled", "status", "disabled"),
        ("Status", "enabled", "status", "enabled"),
        ("Status", "", "status", "enabled"),
        ("Version", "v1", "version", "v1"),
        ("Version", "v2", "version", "v2"),
    ],
)
def test_a_good_value_is_kept(emulator: Local, name: str, value: Any, place: str, expected: Any) -> None:
    """twilio-oai, CreateWebhook and UpdateWebhook."""
    expected = expected or value
    assert post(emulator, **{**USUAL, name: value}).json[place] == expected
    sid = post(emulator, **USUAL).json["sid"]
    before = emulator.get(f"{HOOKS}/{sid}").json
    freeze(emulator)
    updated = post(emulator, f"{HOOKS}/{sid}", **{name: value}).json
    assert updated == before | {place: expected, "date_updated": "2026-01-02T03:04:05Z"}
    assert emulator.get(f"{HOOKS}/{sid}").json == updated


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EventTypes", [""]),
        ("EventTypes", ["factor.created", "verification.approved"]),
        ("EventTypes", ["FACTOR.CREATED"]),
        ("EventTypes", ["factor.created,factor.verified"]),
        ("EventTypes", ["**"]),
        ("WebhookUrl", "example.com/hook"),
        ("WebhookUrl", "ftp://example.com"),
        ("WebhookUrl", "http://"),
        ("WebhookUrl", "http:///hook"),
        ("WebhookUrl", "http://example.com/a b"),
        ("WebhookUrl", "http://example.com/\n"),
        ("WebhookUrl", "javascript:alert(1)"),
        ("Status", "Enabled"),
        ("Status", "paused"),
        ("Version", "v3"),
        ("Version", "2"),
        ("Status", "\0" * 1000),
    ],
    ids=str,
)
def test_a_bad_value_is_an_invalid_request(emulator: Local, name: str, value: Any) -> None:
    """twilio.com/docs/api/errors/60306 lists the EventTypes of webhooks."""
    assert post(emulator, **{**USUAL, name: value}).refusal == INVALID
    sid = post(emulator, **USUAL).json["sid"]
    before = emulator.get(f"{HOOKS}/{sid}").json
    assert post(emulator, f"{HOOKS}/{sid}", **{"FriendlyName": "New", name: value}).refusal == INVALID
    assert emulator.get(f"{HOOKS}/{sid}").json == before


@pytest.mark.parametrize("name", ["FriendlyName", "EventTypes", "WebhookUrl"])
def test_a_webhook_needs_a_name_events_and_a_url(emulator: Local, name: str) -> None:
    """twilio.com/docs/api/errors/20001."""
    answer = post(emulator, **{key: value for key, value in USUAL.items() if key != name})
    assert answer.refusal == (400, 20001, f"Missing required parameter {name} in the post body")


def test_a_deleted_webhook_is_gone(emulator: Local) -> None:
    """twilio-oai."""
    path = f"{HOOKS}/{hook(emulator)['sid']}"
    assert emulator.send("DELETE", path).status == 204
    for answer in (emulator.get(path), post(emulator, path), emulator.send("DELETE", path)):
        assert answer.refusal == (404, 20404, f"The requested resource {path} was not found")
    assert emulator.get(HOOKS).json["webhooks"] == []


def test_webhooks_belong_to_a_service_and_an_account(emulator: Local) -> None:
    """Our contract: nobody sees those of another."""
    sid = hook(emulator)["sid"]
    assert emulator.get(f"/v2/Services/{emulator.service()}/Webhooks/{sid}").status == 404
    emulator.account, emulator.token = "AC" + "1" * 32, "other"
    assert emulator.get(f"{HOOKS}/{sid}").status == 404
    assert emulator.get(HOOKS).json["webhooks"] == []


def test_bad_paging_is_an_invalid_request(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60306."""
    assert emulator.get(f"{HOOKS}?PageSize=0").refusal == INVALID


# Events


def play(person: Person) -> None:
    """A life with every event in it, and with much that is none."""
    factor = person.totp()
    person.prove(factor, person.wrong(factor))
    person.prove(factor, person.code(factor))
    person.prove(factor, person.code(factor))
    challenge = person.challenged(factor)
    person.answer(challenge, person.wrong(factor))
    person.answer(challenge, person.code(factor))
    person.answer(challenge, person.code(factor))
    phone = person.verified_push()
    first, second, third = (person.challenged(phone) for _ in range(3))
    person.post(f"/Challenges/{first['sid']}/Notifications")
    person.respond(Handset(), first)
    person.respond(Handset(), second, "denied")
    advance(person.emulator, 300)
    assert person.status(third) == "expired"
    person.challenge(factor, AuthPayload=person.code(factor))
    person.post(f"/Factors/{phone['sid']}", FriendlyName="New")
    person.delete(f"/Factors/{phone['sid']}")
    person.delete()


STORY = [
    ("factor.created", "totp"),
    ("factor.verified", "totp"),
    ("challenge.approved", "totp"),
    ("factor.created", "push"),
    ("factor.verified", "push"),
    ("challenge.approved", "push"),
    ("challenge.denied", "push"),
    ("challenge.approved", "totp"),
    ("factor.deleted", "push"),
]


def told(posts: list[Post]) -> list[tuple[str, str]]:
    return [(post.event, dict(post.fields)["factor_type"]) for post in posts]


def test_what_happens_to_factors_and_challenges_is_posted(
    person: Person, emulator: Local, posts: list[Post]
) -> None:
    """docs/verify/api/webhooks: five events; nothing for wrong answers, expiry and reading. Deleting an entity emits
    nothing (a guess)."""
    hook(emulator)
    play(person)
    assert told(posts) == STORY


@pytest.mark.parametrize("event", EVENTS)
def test_a_webhook_hears_what_it_asked_for(
    person: Person, emulator: Local, posts: list[Post], event: str
) -> None:
    """docs/verify/api/webhooks."""
    hook(emulator, event)
    play(person)
    assert told(posts) == [line for line in STORY if line[0] == event]


def test_an_event_goes_to_every_webhook_that_wants_it(
    person: Person, emulator: Local, posts: list[Post]
) -> None:
    """docs/verify/api/webhooks: enabled ones, of the same service, once each."""
    wanted = [
        hook(emulator)["sid"],
        hook(emulator, "*", "factor.created")["sid"],
        hook(emulator, *EVENTS)["sid"],
    ]
    hook(emulator, Status="disabled")
    hook(emulator, "factor.deleted")
    hook(emulator, path=f"/v2/Services/{emulator.service()}/Webhooks")
    emulator.send("DELETE", f"{HOOKS}/{hook(emulator)['sid']}")
    person.totp()
    assert [post.webhook_sid for post in posts] == wanted
    assert len({dict(post.fields)["uuid"] for post in posts}) == 3


def test_a_webhook_hears_what_happens_from_then_on(
    person: Person, emulator: Local, posts: list[Post]
) -> None:
    """docs/verify/api/webhooks, Status."""
    factor = person.totp()
    sid = hook(emulator, Status="disabled")["sid"]
    person.totp()
    post(emulator, f"{HOOKS}/{sid}", Status="enabled", EventTypes="factor.verified")
    person.totp()
    person.prove(factor, person.code(factor))
    assert told(posts) == [("factor.verified", "totp")]


def test_a_call_that_fails_posts_nothing(person: Person, emulator: Local, posts: list[Post]) -> None:
    """Our contract: events are told once the call has succeeded."""
    hook(emulator)
    person.push()
    posts.clear()
    assert person.add_push(Handset()).status == 409
    assert person.add_push(Handset(2), **{"Config.AppId": None}).status == 400
    assert posts == []


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_an_event_of_a_factor_carries_its_names(
    person: Person, emulator: Local, posts: list[Post], version: str
) -> None:
    """docs/verify/api/webhooks, in its order; what v2 has beyond that is ours (a guess)."""
    sid = hook(emulator, "factor.created", Version=version)["sid"]
    factor = person.totp(FriendlyName="Anna\u2019s app")
    [event] = posts
    fields = dict(event.fields)
    uuid = fields["uuid"]
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", uuid)
    usual = [
        ("uuid", uuid),
        ("type", "factor.created"),
        ("account_sid", ACCOUNT),
        ("service_sid", SERVICE),
        ("entity_identity", IDENTITY),
        ("factor_sid", factor["sid"]),
        ("factor_type", "totp"),
    ]
    more = [("factor_friendly_name", "Anna\u2019s app"), ("date_created", "2026-01-02T03:04:05.000Z")]
    assert list(event.fields) == (usual if version == "v1" else usual + more)
    assert (event.account_sid, event.service_sid, event.webhook_sid) == (ACCOUNT, SERVICE, sid)
    assert (event.event, event.url, event.as_json, event.document) == ("factor.created", URL, False, None)
    assert event.created_at.isoformat() == "2026-01-02T03:04:05+00:00"
    assert factor["binding"]["secret"] not in repr(event)


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_an_event_of_a_challenge_carries_more(
    person: Person, emulator: Local, posts: list[Post], version: str
) -> None:
    """Our contract, a guess: the challenge's SID; with v2 its details as JSON text, empty for none."""
    hook(emulator, "challenge.approved", "challenge.denied", Version=version)
    phone = person.verified_push()
    form = {"Details.Fields": '{"label":"Where","value":"Köln"}', "HiddenDetails": '{"ip":"1.2.3.4"}'}
    challenge = person.challenged(phone, **form)
    person.post(f"/Challenges/{challenge['sid']}", Metadata='{"os":"Android"}')
    person.respond(Handset(), challenge)
    plain = person.challenged(phone)
    person.respond(Handset(), plain, "denied")
    rich, poor = (dict(event.fields) for event in posts)
    assert (rich["type"], poor["type"]) == ("challenge.approved", "challenge.denied")
    assert (rich["challenge_sid"], poor["challenge_sid"]) == (challenge["sid"], plain["sid"])
    names = ["uuid", "type", "account_sid", "service_sid", "entity_identity", "factor_sid", "factor_type"]
    own = ["factor_friendly_name", "challenge_details", "challenge_hidden_details", "challenge_metadata"]
    expected = [*names, "challenge_sid", *([] if version == "v1" else [*own, "date_created"])]
    assert [*rich] == [*poor] == expected
    if version == "v2":
        assert [rich[name] for name in own] == [
            "Phone",
            '{"message":"Sign in?","fields":[{"label":"Where","value":"Köln"}]}',
            '{"ip":"1.2.3.4"}',
            '{"os":"Android"}',
        ]
        assert (poor["challenge_hidden_details"], poor["challenge_metadata"]) == ("", "")


def test_the_answer_brings_its_metadata_into_the_event(
    person: Person, emulator: Local, posts: list[Post]
) -> None:
    """Our contract: the event tells the challenge as it is then."""
    hook(emulator, "challenge.approved")
    factor = person.verified_totp()
    person.answer(person.challenged(factor), person.code(factor), Metadata='{"os":"iOS"}')
    assert dict(posts[0].fields)["challenge_metadata"] == '{"os":"iOS"}'


def test_passkeys_have_the_same_events(emulator: Local, posts: list[Post]) -> None:
    """Our contract, a guess."""
    hook(emulator)
    Passkeys(emulator).register(IDENTITY)
    assert told(posts) == [("factor.created", "passkeys"), ("factor.verified", "passkeys")]


@pytest.mark.parametrize(("format_", "as_json"), [("form", False), ("json", True)])
def test_an_account_has_events_as_forms_or_as_json(
    person: Person, emulator: Local, posts: list[Post], format_: str, as_json: bool
) -> None:
    """Our contract: the account setting webhook_format."""
    emulator.allow(webhook_format=format_)
    hook(emulator)
    person.totp()
    assert posts[0].as_json is as_json


def test_what_a_phone_does_is_posted_as_well(person: Person, emulator: Local, posts: list[Post]) -> None:
    """docs/verify/api/webhooks."""
    hook(emulator)
    handset, token = Handset(), person.access_token()["token"]
    factor = person.by_device(token, "POST", "/Factors", **person.push_form(handset)).json
    path, now = f"/Factors/{factor['sid']}", 1_767_323_045
    person.by_device(handset.token(factor, now), "POST", path, AuthPayload=handset.proof(factor["sid"]))
    person.by_device(handset.token(factor, now), "DELETE", path)
    assert [event.event for event in posts] == ["factor.created", "factor.verified", "factor.deleted"]
