"""Verify Events: what a sink is told of verifications. Source where none is named: docs/verify/verification-stream."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from harness.enrolment import advance, freeze
from harness.local import ACCOUNT, SERVICE, TO, Local, wrong

from verify_emulator.outbox.posts import Post

SINK = "http://127.0.0.1:9/events"
TYPE = "com.twilio.accountsecurity.verify.verification."
NOW = "2026-01-02T03:04:05.000Z"
END = "2026-01-02T03:14:05.000Z"
CODE = "9182736450"


@pytest.fixture
def emulator(make_emulator: Callable[..., Local]) -> Local:
    """Time stands still, the ready service has subscribed, and the code is one that is nowhere by chance."""
    emulator = make_emulator(code=f"*={CODE}")
    freeze(emulator)
    emulator.allow(event_sink=SINK)
    subscribe(emulator)
    return emulator


@pytest.fixture
def posts(emulator: Local, monkeypatch: pytest.MonkeyPatch) -> list[Post]:
    """What would be posted, in its order; nothing is."""
    noted: list[Post] = []
    monkeypatch.setattr(emulator.app.deliveries, "add", noted.append)
    return noted


def subscribe(emulator: Local, service: str = SERVICE, enabled: str = "true") -> None:
    answer = emulator.post(f"/v2/Services/{service}", VerifyEventSubscriptionEnabled=enabled)
    assert answer.json["verify_event_subscription_enabled"] is (enabled == "true")


def told(posts: list[Post]) -> list[str]:
    return [post.event.removeprefix(TYPE) for post in posts]


def data_of(post: Post) -> dict[str, Any]:
    data: dict[str, Any] = post.document[0]["data"]
    return data


# The event


def test_an_event_is_a_cloud_event_in_an_array(emulator: Local, posts: list[Post]) -> None:
    """The published samples, member by member in their order; docs/events/webhook-quickstart: an array."""
    started = emulator.start(Tags='{"custom_tag":"test tag 1"}').json
    (post,) = posts
    (event,) = post.document
    path = f"/v1/Accounts/{ACCOUNT}/Services/{SERVICE}/Verifications/{started['sid']}"
    expected = {
        "specversion": "1.0",
        "type": TYPE + "pending",
        "source": path,
        "id": event["id"],
        "dataschema": "https://events-schemas.twilio.com/AccountSecurity.VerifyEventStreamEvent/1",
        "datacontenttype": "application/json",
        "time": NOW,
        "data": {
            "account_sid": ACCOUNT,
            "service_sid": SERVICE,
            "verification_sid": started["sid"],
            "friendly_name": "Verify Emulator",
            "custom_code_enabled": False,
            "custom_friendly_name": None,
            "created_at": NOW,
            "verified_at": None,
            "to": TO,
            "verification_status": "PENDING",
            "country": "US",
            "code_length": 10,
            "send_code_attempts": {
                "count": 1,
                "attempts": [
                    {
                        "time": NOW,
                        "channel": "SMS",
                        "attempt_sid": started["send_code_attempts"][0]["attempt_sid"],
                        "locale": "en",
                        "tags": {"custom_tag": "test tag 1"},
                    }
                ],
            },
            "check_attempts": {"count": 0},
            "expired_at": END,
        },
    }
    assert json.dumps(event) == json.dumps(expected)
    assert re.fullmatch("[0-9a-f]{64}", event["id"])


def test_an_event_is_posted_to_the_sink_of_the_account(emulator: Local, posts: list[Post]) -> None:
    """Our contract: it belongs to no webhook."""
    emulator.start()
    (post,) = posts
    assert (post.url, post.webhook_sid, post.event) == (SINK, "", TYPE + "pending")
    assert (post.account_sid, post.service_sid) == (ACCOUNT, SERVICE)
    assert post.created_at.isoformat() == "2026-01-02T03:04:05+00:00"


def test_no_event_tells_the_code(emulator: Local, posts: list[Post]) -> None:
    """Our contract: whoever reads along must not be able to check."""
    emulator.start()
    emulator.check("123456")
    emulator.check(CODE)
    emulator.start(channel="call")
    emulator.update(TO, "canceled")
    assert told(posts) == ["pending", "approved", "pending", "canceled"]
    assert CODE not in repr(posts)


def test_no_two_events_have_the_same_id(emulator: Local, posts: list[Post]) -> None:
    """docs/events/event-delivery-and-duplication: an id tells whether an event came twice. All at one moment."""
    for _ in range(5):
        emulator.start()
    for _ in range(5):
        emulator.check(wrong(CODE))
    for to in ("+15017122662", "+15017122663"):
        emulator.start(to)
        emulator.update(to, "approved")
        emulator.start(to)
        emulator.update(to, "canceled")
    ids = {post.document[0]["id"] for post in posts}
    assert len(ids) == len(posts) == 14


# When


def test_a_start_is_pending(emulator: Local, posts: list[Post]) -> None:
    """Each successful start, also one that sends again."""
    emulator.start()
    emulator.start(channel="call")
    assert told(posts) == ["pending", "pending"]
    assert [data_of(post)["send_code_attempts"]["count"] for post in posts] == [1, 2]


def test_the_right_code_is_approved(emulator: Local, posts: list[Post]) -> None:
    emulator.start()
    advance(emulator, 7.25)
    emulator.check(CODE)
    assert told(posts) == ["pending", "approved"]
    data = data_of(posts[1])
    assert data["verification_status"] == "APPROVED"
    assert data["verified_at"] == posts[1].document[0]["time"] == "2026-01-02T03:04:12.250Z"
    assert (data["created_at"], data["expired_at"]) == (NOW, END)
    assert data["check_attempts"] == {
        "count": 1,
        "attempts": [{"time": "2026-01-02T03:04:12.250Z", "status": "SUCCESS"}],
    }


def test_an_update_is_told_as_what_it_sets(emulator: Local, posts: list[Post]) -> None:
    """That an approval by hand shows a check is a guess."""
    for status in ("approved", "canceled"):
        emulator.start()
        emulator.update(TO, status)
    assert told(posts) == ["pending", "approved", "pending", "canceled"]
    approved, canceled = data_of(posts[1]), data_of(posts[3])
    assert (approved["verification_status"], canceled["verification_status"]) == ("APPROVED", "CANCELED")
    assert approved["check_attempts"] == {"count": 1, "attempts": [{"time": NOW, "status": "SUCCESS"}]}
    assert (approved["verified_at"], canceled["verified_at"]) == (NOW, None)
    assert canceled["check_attempts"] == {"count": 0}


def test_the_last_wrong_code_is_max_attempts_reached(emulator: Local, posts: list[Post]) -> None:
    """With a hyphen in the type and an underscore in the status; wrong codes before it are not told."""
    emulator.start()
    for _ in range(5):
        advance(emulator, 1)
        emulator.check(wrong(CODE))
    assert told(posts) == ["pending", "max-attempts-reached"]
    data = data_of(posts[1])
    assert data["verification_status"] == "MAX_ATTEMPTS_REACHED"
    assert data["verified_at"] is None
    assert data["check_attempts"] == {
        "count": 5,
        "attempts": [
            {"time": f"2026-01-02T03:04:{5 + second:02}.000Z", "status": "FAILURE"} for second in range(1, 6)
        ],
    }


def test_wrong_codes_are_told_with_the_right_one(emulator: Local, posts: list[Post]) -> None:
    emulator.start()
    for code in ("123456", "654321", CODE):
        emulator.check(code)
    checks = data_of(posts[1])["check_attempts"]
    assert checks["count"] == 3
    assert [check["status"] for check in checks["attempts"]] == ["FAILURE", "FAILURE", "SUCCESS"]


def test_a_service_that_allows_one_check_has_reached_its_attempts_with_it(
    emulator: Local, posts: list[Post]
) -> None:
    """Our extension DoForceCheckOnce."""
    service = emulator.service(DoForceCheckOnce="true", VerifyEventSubscriptionEnabled="true")
    emulator.start(service=service)
    emulator.check(wrong(CODE), service=service)
    assert told(posts) == ["pending", "max-attempts-reached"]


def test_a_refused_call_tells_nothing(emulator: Local, posts: list[Post]) -> None:
    """Our contract: an event is told once its call has succeeded. For the sixth send this is a guess."""
    for _ in range(5):
        emulator.start()
    posts.clear()
    assert emulator.start().status == 429
    assert emulator.start("+1501").status == 400
    assert emulator.start(Tags="[]").status == 400
    assert emulator.check("123").status == 400
    assert emulator.check(CODE, "+15017122669").status == 404
    assert emulator.update(TO, "expired").status == 400
    assert posts == []


def test_looking_tells_nothing(emulator: Local, posts: list[Post]) -> None:
    sid = emulator.start().json["sid"]
    posts.clear()
    assert emulator.fetch(sid).status == 200
    assert emulator.check(None).status == 400
    assert emulator.check("123456").status == 200
    assert posts == []


def test_silent_network_auth_is_told_once_it_is_proven(emulator: Local, posts: list[Post]) -> None:
    """A guess: as any other channel, but without a language."""
    emulator.allow(sna=True)
    url = emulator.start(channel="sna").json["sna"]["url"].removeprefix("http://emulator.test")
    emulator.check(None)
    emulator.get(url)
    assert told(posts) == ["pending"]
    emulator.check(None)
    assert told(posts) == ["pending", "approved"]
    (attempt,) = data_of(posts[1])["send_code_attempts"]["attempts"]
    assert (attempt["channel"], attempt["locale"]) == ("SNA", None)


# To whom


@pytest.mark.parametrize(
    ("sink", "enabled", "expected"),
    [(None, "true", []), (SINK, "false", []), (None, "false", []), (SINK, "true", ["pending", "approved"])],
)
def test_who_has_not_subscribed_or_has_no_sink_is_told_nothing(
    emulator: Local, posts: list[Post], sink: str | None, enabled: str, expected: list[str]
) -> None:
    """twilio-oai, VerifyEventSubscriptionEnabled; the sink is an account setting of ours."""
    emulator.allow(event_sink=sink)
    subscribe(emulator, enabled=enabled)
    emulator.start()
    emulator.check(CODE)
    assert told(posts) == expected


def test_a_service_subscribes_for_itself(emulator: Local, posts: list[Post]) -> None:
    """twilio-oai, VerifyEventSubscriptionEnabled."""
    other = emulator.service()
    emulator.start(service=other)
    emulator.check(CODE, service=other)
    assert posts == []


def test_an_account_has_a_sink_of_its_own(emulator: Local, posts: list[Post]) -> None:
    """Our contract."""
    emulator.account, emulator.token = "AC" + "1" * 32, "token"
    subscribe(emulator)
    emulator.start()
    assert posts == []
    emulator.allow(event_sink="http://127.0.0.1:9/other")
    emulator.start()
    (post,) = posts
    assert (post.url, post.account_sid) == ("http://127.0.0.1:9/other", emulator.account)


def test_who_subscribes_late_is_told_the_rest(emulator: Local, posts: list[Post]) -> None:
    """Our contract: what nobody wanted to know of a send was not kept."""
    subscribe(emulator, enabled="false")
    emulator.start(Tags='{"a":"1"}', Locale="de")
    subscribe(emulator)
    emulator.start(Tags='{"a":"2"}', Locale="fr")
    assert told(posts) == ["pending"]
    first, second = data_of(posts[0])["send_code_attempts"]["attempts"]
    assert (first["locale"], first["tags"]) == (None, {})
    assert (second["locale"], second["tags"]) == ("fr", {"a": "2"})


def test_who_subscribes_after_the_last_send_is_told_the_end(emulator: Local, posts: list[Post]) -> None:
    """Our contract."""
    subscribe(emulator, enabled="false")
    emulator.start()
    subscribe(emulator)
    emulator.check(CODE)
    assert told(posts) == ["approved"]
    data = data_of(posts[0])
    assert (data["custom_code_enabled"], data["custom_friendly_name"]) == (False, None)


def test_who_unsubscribes_is_told_no_more(emulator: Local, posts: list[Post]) -> None:
    """twilio-oai, VerifyEventSubscriptionEnabled."""
    emulator.start()
    subscribe(emulator, enabled="false")
    emulator.check(CODE)
    assert told(posts) == ["pending"]


# What it says


def test_the_service_goes_by_its_name_of_the_moment(emulator: Local, posts: list[Post]) -> None:
    emulator.start()
    emulator.post(f"/v2/Services/{SERVICE}", FriendlyName="Renamed")
    emulator.check(CODE)
    assert [data_of(post)["friendly_name"] for post in posts] == ["Verify Emulator", "Renamed"]


def test_the_custom_name_is_that_of_the_last_send(emulator: Local, posts: list[Post]) -> None:
    emulator.allow(custom_friendly_name=True)
    emulator.start(CustomFriendlyName="Shop")
    emulator.start(CustomFriendlyName="Bank")
    emulator.check(CODE)
    assert [data_of(post)["custom_friendly_name"] for post in posts] == ["Shop", "Bank", "Bank"]


@pytest.mark.parametrize("again", [{}, {"CustomCode": "54321"}])
def test_a_custom_code_is_told_without_its_length(
    emulator: Local, posts: list[Post], again: dict[str, str]
) -> None:
    """True if the verification was sent with a custom code, and null for its length."""
    service = emulator.service(CustomCodeEnabled="true", VerifyEventSubscriptionEnabled="true")
    emulator.start(service=service)
    emulator.start(service=service, CustomCode="98765")
    emulator.start(service=service, **again)
    emulator.update(TO, "approved", service)
    shown = [(data_of(post)["custom_code_enabled"], data_of(post)["code_length"]) for post in posts]
    assert shown == [(False, 10), (True, None), (True, None), (True, None)]


@pytest.mark.parametrize(
    ("to", "channel", "country", "locale"),
    [
        (TO, "call", "US", "en"),
        (TO, "whatsapp", "US", "en"),
        (TO, "rcs", "US", "en"),
        ("+4915112345678", "sms", "DE", "de"),
        ("a@example.com", "email", None, "en"),
    ],
)
def test_a_send_is_told_with_channel_country_and_language(
    emulator: Local, posts: list[Post], to: str, channel: str, country: str | None, locale: str
) -> None:
    """Channels in capitals, countries by ISO 3166-1. For e-mail, which has no country, this is a guess."""
    emulator.start(to, channel)
    data = data_of(posts[0])
    (attempt,) = data["send_code_attempts"]["attempts"]
    assert (data["to"], data["country"]) == (to, country)
    assert (attempt["channel"], attempt["locale"]) == (channel.upper(), locale)


def test_the_language_of_a_template_is_that_of_its_translation(emulator: Local, posts: list[Post]) -> None:
    templates = emulator.get("/v2/Templates").json["templates"]
    sid = next(one["sid"] for one in templates if "es" in one["translations"])
    emulator.start(TemplateSid=sid, Locale="es")
    (attempt,) = data_of(posts[0])["send_code_attempts"]["attempts"]
    assert attempt["locale"] == "es"


def test_every_send_has_its_own_tags(emulator: Local, posts: list[Post]) -> None:
    tags = ['{"a":"1"}', '{"b":"2","c":"ü"}', "{}"]
    for text in tags:
        emulator.start(Tags=text)
    emulator.start()
    sends = data_of(posts[-1])["send_code_attempts"]
    assert sends["count"] == 4
    assert [attempt["tags"] for attempt in sends["attempts"]] == [*map(json.loads, tags), {}]


def test_a_fallback_is_told_as_a_send_of_its_own(emulator: Local, posts: list[Post]) -> None:
    """Our extension: WhatsApp, then SMS."""
    emulator.allow(undeliverable=[{"to": TO, "channel": "whatsapp"}])
    both = '{"whatsapp":{"enabled":true},"sms":{"enabled":true}}'
    emulator.start(channel="whatsapp", ChannelConfiguration=both)
    (post,) = posts
    sends = data_of(post)["send_code_attempts"]
    assert sends["count"] == 2
    assert [attempt["channel"] for attempt in sends["attempts"]] == ["WHATSAPP", "SMS"]
