"""Webhooks on their way from an API call to an application, over sockets. Source where none is named: our contract."""

import json
import time
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from harness.caller import TOKEN, Record, made
from harness.receiver import Received, Receiver, answer, hang
from harness.served import Served
from harness.tenant import IDENTITY, Tenant
from twilio.request_validator import RequestValidator

NAMES = ["uuid", "type", "account_sid", "service_sid", "entity_identity", "factor_sid", "factor_type"]
CHALLENGE_NAMES = ["challenge_details", "challenge_hidden_details", "challenge_metadata"]
EVENTS = ["factor.created", "factor.verified", "challenge.approved", "challenge.denied", "factor.deleted"]
DETAILS = '{"message":"Sign in?","fields":[{"label":"Where","value":"Here"}]}'


@pytest.fixture
def tenant(served: Served) -> Tenant:
    return tenant_of(served)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as listening:
        yield listening


def tenant_of(served: Served, name: str = "webhooks") -> Tenant:
    return Tenant(
        lambda method, path, body, headers: served.wire.ask(
            method, path, body, [b": ".join(header) for header in headers]
        ),
        name,
    )


def hook(tenant: Tenant, url: str, *events: str, **form: Any) -> str:
    """The path of a new webhook."""
    usual = {"FriendlyName": "Hook", "EventTypes": events or ("*",), "WebhookUrl": url}
    return (
        f"{tenant.service}/Webhooks/{made(tenant.post(f'{tenant.service}/Webhooks', usual, **form))['sid']}"
    )


def create(tenant: Tenant, name: str = "App") -> Record:
    """What is told as factor.created."""
    return made(tenant.post(f"{tenant.of_entity}/Factors", FriendlyName=name, FactorType="totp"))


def deliveries(tenant: Tenant, **query: Any) -> list[Record]:
    listed: list[Record] = tenant.get("/_emulator/webhooks/deliveries", **query).json["deliveries"]
    return listed


def sid_of(path: str) -> str:
    return path.rpartition("/")[2]


class Life:
    """What happens to a phone; each step is told to the webhook at that path before the next one is taken."""

    def __init__(self, tenant: Tenant, webhook: str) -> None:
        self.tenant, self._webhook = tenant, webhook
        self.factor = tenant.push_factor
        self._told("factor.created")
        made(tenant.post(self._path, AuthPayload=tenant.device.proof(self.factor["sid"])))
        self._told("factor.verified")
        self.challenges = [self._answer(status) for status in ("approved", "denied")]
        assert tenant.delete(self._path).status == 204
        self._told("factor.deleted")

    @property
    def _path(self) -> str:
        return f"{self.tenant.of_entity}/Factors/{self.factor['sid']}"

    def _answer(self, status: str) -> str:
        form = {
            "FactorSid": self.factor["sid"],
            "Details.Message": "Sign in?",
            "Details.Fields": json.dumps({"label": "Where", "value": "Here"}),
            "HiddenDetails": '{"ip":"192.0.2.1"}',
        }
        path = f"{self.tenant.of_entity}/Challenges"
        path += "/" + made(self.tenant.post(path, form))["sid"]
        asked = self.tenant.get(path)
        fields = asked.headers["twilio-verify-signature-fields"]
        signed = self.tenant.device.response(asked.json, fields, status)
        answered = made(self.tenant.post(path, AuthPayload=signed, Metadata='{"os":"Android"}'))
        assert answered["status"] == status
        self._told(f"challenge.{status}")
        return str(answered["sid"])

    def _told(self, event: str) -> None:
        (delivery,) = deliveries(self.tenant, webhook_sid=sid_of(self._webhook), event=event, wait=10)
        assert (delivery["state"], delivery["error"]) == ("delivered", None)


def is_valid(received: Received, token: str = TOKEN) -> bool:
    """Whether Twilio's own validator believes a request."""
    is_json = received.headers["content-type"] == "application/json"
    params = received.body.decode() if is_json else dict(received.form)
    return bool(
        RequestValidator(token).validate(received.url, params, received.headers["x-twilio-signature"])
    )


def fields_of(received: Received, format_: str) -> list[tuple[str, str]]:
    """The fields of an event in their order, from a form or from an object."""
    if format_ == "json":
        assert received.headers["content-type"] == "application/json"
        assert "bodySHA256=" in received.target
        return list(received.json.items())
    assert received.headers["content-type"].startswith("application/x-www-form-urlencoded")
    assert received.target == "/hook"
    return received.form


@pytest.mark.parametrize("version", ["v1", "v2"])
@pytest.mark.parametrize("format_", ["form", "json"])
def test_an_application_hears_of_every_event(
    tenant: Tenant, receiver: Receiver, format_: str, version: str
) -> None:
    """docs/verify/api/webhooks: the events, and the first seven fields in this order; the further ones are a guess."""
    tenant.allow(webhook_format=format_)
    life = Life(tenant, hook(tenant, receiver.url, Version=version))
    assert all(map(is_valid, receiver.received))
    told = [fields_of(received, format_) for received in receiver.received]
    assert [dict(fields)["type"] for fields in told] == EVENTS
    assert len({dict(fields)["uuid"] for fields in told}) == 5
    for fields in told:
        values = [tenant.account, tenant.service_sid, IDENTITY, life.factor["sid"], "push"]
        assert [name for name, _ in fields[:7]] == NAMES
        assert [value for _, value in fields[2:7]] == values
        of_challenge = dict(fields)["type"].startswith("challenge.")
        further = ["challenge_sid"] if of_challenge else []
        if version == "v2":
            further += ["factor_friendly_name", *(CHALLENGE_NAMES if of_challenge else []), "date_created"]
        assert [name for name, _ in fields[7:]] == further
    approved, denied = dict(told[2]), dict(told[3])
    assert [approved["challenge_sid"], denied["challenge_sid"]] == life.challenges
    if version == "v2":
        assert approved["factor_friendly_name"] == "Phone"
        expected = [DETAILS, '{"ip":"192.0.2.1"}', '{"os":"Android"}']
        assert [approved[name] for name in CHALLENGE_NAMES] == expected


def test_an_application_hears_of_passkeys(tenant: Tenant, receiver: Receiver) -> None:
    """A guess: the same events with the factor type passkeys."""
    hook(tenant, receiver.url)
    told = []
    for step in (
        lambda: tenant.new_passkey,
        lambda: tenant.passkey,
        lambda: made(tenant.post_json(f"{tenant.passkeys}/ApproveChallenge", tenant.assertion)),
    ):
        step()
        told.append(dict(receiver.wait(len(told) + 1)[-1].form))
    assert [fields["type"] for fields in told] == ["factor.created", "factor.verified", "challenge.approved"]
    assert {(fields["factor_type"], fields["factor_sid"]) for fields in told} == {
        ("passkeys", tenant.passkey["sid"])
    }
    assert told[2]["challenge_sid"] == tenant.passkey_challenge["sid"]
    assert all(map(is_valid, receiver.received))


@pytest.mark.parametrize("event", EVENTS)
def test_a_webhook_hears_what_it_asked_for(tenant: Tenant, receiver: Receiver, event: str) -> None:
    """docs/verify/api/webhooks; another one, for everything, says when all has been told."""
    with Receiver() as everything:
        path = hook(tenant, receiver.url, event)
        Life(tenant, hook(tenant, everything.url))
        (delivery,) = deliveries(tenant, webhook_sid=sid_of(path), wait=10)
        assert (delivery["event"], delivery["state"]) == (event, "delivered")
        assert len(everything.received) == 5
    assert [dict(received.form)["type"] for received in receiver.received] == [event]


def test_several_webhooks_hear_of_it_each_for_itself(
    served: Served, tenant: Tenant, receiver: Receiver
) -> None:
    """Enabled ones of the same service, as they are at that moment."""
    with Receiver() as second:
        hook(tenant, receiver.url)
        hook(tenant, second.url, "factor.created", "factor.deleted", Version="v1")
        hook(tenant, receiver.url + "?again")
        hook(tenant, receiver.url, Status="disabled")
        hook(tenant, receiver.url, "factor.verified")
        assert tenant.delete(hook(tenant, receiver.url)).status == 204
        hook(tenant_of(served), receiver.url)  # of another service
        create(tenant)
        received = [*receiver.wait(2), *second.wait(1)]
        assert len(deliveries(tenant)) == 3
    assert all(map(is_valid, received))
    assert len({dict(one.form)["uuid"] for one in received}) == 3
    assert sorted(one.target for one in received) == ["/hook", "/hook", "/hook?again"]
    assert len(receiver.received) == 2


def test_another_account_hears_nothing(served: Served, tenant: Tenant, receiver: Receiver) -> None:
    other = tenant_of(served, "another")
    hook(other, receiver.url)
    hook(tenant, receiver.url)
    create(tenant)
    (received,) = receiver.wait()
    assert dict(received.form)["account_sid"] == tenant.account
    assert len(deliveries(tenant)) == 1


def test_what_is_changed_holds_from_then_on(tenant: Tenant, receiver: Receiver) -> None:
    """docs/verify/api/webhooks, WebhookUrl and Status."""
    with Receiver() as second:
        path = hook(tenant, second.url, Status="disabled")
        create(tenant)
        made(tenant.post(path, Status="enabled", WebhookUrl=receiver.url))
        factor = create(tenant)
        (received,) = receiver.wait()
        made(tenant.post(path, Status="disabled"))
        create(tenant)
        assert len(deliveries(tenant)) == 1
    assert dict(received.form)["factor_sid"] == factor["sid"]
    assert second.received == []


def test_whatever_the_names_the_signature_holds(tenant: Tenant, receiver: Receiver) -> None:
    """The RequestValidator of twilio-python, with the account's token and no other."""
    hook(tenant, receiver.url + "?tenant=%C3%BC&x=1+2")
    create(tenant, "Ünï cødé & =+% 😀")
    (received,) = receiver.wait()
    assert dict(received.form)["factor_friendly_name"] == "Ünï cødé & =+% 😀"
    assert is_valid(received)
    assert not is_valid(received, "another token")


def test_userinfo_in_the_url_becomes_basic_authentication(tenant: Tenant, receiver: Receiver) -> None:
    """docs/usage/security: HTTP authentication."""
    hook(tenant, receiver.url.replace("//", "//jane:secret@"))
    create(tenant)
    (received,) = receiver.wait()
    assert received.headers["authorization"] == "Basic " + b64encode(b"jane:secret").decode()
    assert is_valid(received)


@pytest.mark.parametrize("format_", ["form", "json"])
def test_an_event_can_be_posted_again(tenant: Tenant, receiver: Receiver, format_: str) -> None:
    """Through the control plane: the same event, signed afresh, with an idempotency token of its own."""
    tenant.allow(webhook_format=format_)
    path = hook(tenant, receiver.url)
    create(tenant)
    (delivery,) = deliveries(tenant, wait=10)
    assert tenant.delete(path).status == 204
    again = tenant.post(f"/_emulator/webhooks/deliveries/{delivery['id']}/replay")
    assert (again.status, again.json["replay_of"]) == (201, delivery["id"])
    first, second = receiver.wait(2)
    assert first.body == second.body
    assert is_valid(first)
    assert is_valid(second)
    token = "i-twilio-idempotency-token"
    assert first.headers[token] != second.headers[token]


def test_a_receiver_that_hangs_delays_no_call(tenant: Tenant) -> None:
    """The calls have been answered, and nothing has been delivered."""
    with Receiver(hang) as slow:
        hook(tenant, slow.url)
        tenant.of_entity  # noqa: B018 (made before the time is taken)
        began = time.monotonic()
        for count in (1, 2, 3):
            create(tenant)
            slow.wait(count)
        assert time.monotonic() - began < 10
        assert [delivery["state"] for delivery in deliveries(tenant)] == ["queued"] * 3
        assert slow.open == 3


def test_a_receiver_that_fails_fails_no_call() -> None:
    """twilio.com/docs/api/errors/60330: a failure is noted, and that is all."""
    with Served(webhook_retries=0) as served, Receiver(answer(500, b"oops")) as bad:
        tenant = tenant_of(served)
        hook(tenant, bad.url)
        hook(tenant, "http://127.0.0.1:1/")
        create(tenant)
        for sid in {delivery["webhook_sid"] for delivery in deliveries(tenant)}:
            deliveries(tenant, webhook_sid=sid, wait=10)
        failed = deliveries(tenant, state="failed")
    assert len(failed) == 2
    (attempt,) = failed[0]["attempts"]
    assert (attempt["status"], attempt["error"], attempt["response_body"]) == (500, "Status 500", "oops")
    assert failed[1]["attempts"][0]["status"] is None


def test_a_call_that_fails_tells_nobody(tenant: Tenant, receiver: Receiver) -> None:
    """An event is told once its call has succeeded."""
    hook(tenant, receiver.url)
    path = f"{tenant.of_entity}/Factors"
    assert tenant.post(path, FriendlyName="App", FactorType="carrier-pigeon").status == 400
    assert tenant.post(path, FactorType="totp").status == 400
    assert deliveries(tenant) == []
