"""What is posted to webhooks when something happens to factors and challenges."""

from urllib.parse import parse_qsl

import pytest
from twilio.request_validator import RequestValidator

from conformance_tests.person import Person
from conformance_tests.targets.target import Delivery, Target
from conformance_tests.targets.wire import Wire

pytestmark = pytest.mark.needs("deliveries")

NAMES = ["uuid", "type", "account_sid", "service_sid", "entity_identity", "factor_sid", "factor_type"]


class Ears:
    """A webhook of the person's Service, and what reaches it."""

    def __init__(self, http: Wire, person: Person, target: Target, url: str) -> None:
        self._http, self._target = http, target
        self.person = person
        self.path = f"/v2/Services/{person.service_sid}/Webhooks"
        self._form = {"FriendlyName": "Hook", "WebhookUrl": url}
        self._heard = 0

    def listen(self, *events: str, **more: str) -> str:
        answer = self._http.post(self.path, {**self._form, "EventTypes": events or ("*",), **more})
        assert answer.status_code == 201, answer.text
        self.sid = str(answer.json()["sid"])
        return self.sid

    def hear(self) -> Delivery:
        """The next request that reaches the webhook."""
        [delivery, *_] = self._target.deliveries(self.sid, self._heard)
        self._heard = int(delivery["id"][2:], 16)
        return delivery

    def heard(self) -> dict[str, str]:
        """What it says."""
        return dict(parse_qsl(self.hear()["request"]["body"], keep_blank_values=True))


@pytest.fixture
def ears(http: Wire, person: Person, target: Target, receiver: str) -> Ears:
    return Ears(http, person, target, receiver)


def test_each_event_is_posted_when_it_happens(ears: Ears) -> None:
    """Source: twilio.com/docs/verify/api/webhooks: five events (documented)."""
    ears.listen()
    person = ears.person
    factor = person.totp()
    assert ears.heard()["type"] == "factor.created"
    person.prove(factor, person.wrong_code(factor))
    person.prove(factor, person.code(factor))
    assert ears.heard()["type"] == "factor.verified"
    challenge = person.challenge(factor.sid)
    person.answer(challenge, person.wrong_code(factor))
    person.answer(challenge, person.code(factor))
    heard = ears.heard()
    assert (heard["type"], heard["challenge_sid"]) == ("challenge.approved", challenge.sid)
    phone = person.phone()
    assert [ears.heard()["type"] for _ in range(2)] == ["factor.created", "factor.verified"]
    sid = person.ask(phone)
    phone.deny(sid)
    heard = ears.heard()
    assert (heard["type"], heard["challenge_sid"], heard["factor_type"]) == ("challenge.denied", sid, "push")
    phone.delete()
    assert ears.heard()["type"] == "factor.deleted"


def test_a_post_names_the_event_and_the_factor(ears: Ears, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/webhooks: these names in this order (documented)."""
    ears.listen("factor.created", Version="v1")
    factor = ears.person.totp()
    request = ears.hear()["request"]
    fields = parse_qsl(request["body"], keep_blank_values=True)
    assert request["method"] == "POST"
    assert [name for name, _ in fields] == NAMES
    assert [value for _, value in fields][1:] == [
        "factor.created",
        target.credentials.account_sid,
        ears.person.service_sid,
        ears.person.identity,
        factor.sid,
        "totp",
    ]


def test_the_second_version_says_more(ears: Ears) -> None:
    """Source: twilio-oai changelog of 2021-07 says that v2 has further fields; which ones is chosen (guess)."""
    ears.listen("factor.created", "challenge.approved", Version="v2")
    person = ears.person
    factor = person.verified_totp(friendly_name="Anna")
    heard = ears.heard()
    assert [*heard] == [*NAMES, "factor_friendly_name", "date_created"]
    assert heard["factor_friendly_name"] == "Anna"
    person.challenge(factor.sid, auth_payload=person.code(factor), hidden_details={"ip": "1.2.3.4"})
    heard = ears.heard()
    assert (heard["challenge_hidden_details"], heard["challenge_metadata"]) == ('{"ip":"1.2.3.4"}', "")


def test_a_webhook_hears_only_what_it_asked_for(ears: Ears, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/webhooks, EventTypes (documented)."""
    ears.listen("factor.deleted")
    factor = ears.person.verified_totp()
    ears.person.entity.factors(str(factor.sid)).delete()
    assert ears.heard()["type"] == "factor.deleted"
    assert len(target.deliveries(ears.sid, 0)) == 1


def test_a_disabled_webhook_hears_nothing(ears: Ears, http: Wire, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/webhooks, Status (documented)."""
    disabled = ears.listen(Status="disabled")
    ears.listen()
    ears.person.totp()
    assert ears.heard()["type"] == "factor.created"
    http.post(f"{ears.path}/{disabled}", {"Status": "enabled"})
    ears.person.totp()
    assert ears.heard()["type"] == "factor.created"
    assert len(target.deliveries(disabled, 0)) == 1


def test_expiry_and_the_end_of_an_entity_are_no_events(ears: Ears, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/webhooks lists none; of the entity nothing is said (inferred)."""
    person = ears.person
    factor = person.verified_totp()
    ears.listen()
    challenge = person.challenge(factor.sid)
    target.advance(300)
    assert person.entity.challenges(str(challenge.sid)).fetch().status == "expired"
    person.entity.delete()
    person.totp()
    assert ears.heard()["type"] == "factor.created"
    assert len(target.deliveries(ears.sid, 0)) == 1


@pytest.mark.parametrize("format_", ["form", "json"])
def test_a_post_is_signed_with_the_accounts_token(ears: Ears, target: Target, format_: str) -> None:
    """Source: the request validator of twilio-python; which of its two ways is a setting (observed)."""
    with target.settings(webhook_format=format_):
        ears.listen("factor.created")
        ears.person.totp()
        request = ears.hear()["request"]
    headers = {name.lower(): value for name, value in request["headers"].items()}
    body = request["body"]
    params = body if format_ == "json" else dict(parse_qsl(body, keep_blank_values=True))
    validator = RequestValidator(target.credentials.password)
    assert validator.validate(request["url"], params, headers["x-twilio-signature"])
    assert not validator.validate(request["url"] + "?more=1", params, headers["x-twilio-signature"])


def test_a_webhook_that_does_not_answer_spoils_no_call(ears: Ears, http: Wire) -> None:
    """Source: twilio.com/docs/api/errors/60330 is a log entry (inferred)."""
    http.post(ears.path, {"FriendlyName": "Dead", "WebhookUrl": "http://127.0.0.1:9/", "EventTypes": "*"})
    ears.listen()
    assert ears.person.totp().status == "unverified"
    assert ears.heard()["type"] == "factor.created"
