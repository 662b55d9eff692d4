"""Webhooks as a resource."""

import json
import re
from typing import Any

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.attempts import MakeService
from conformance_tests.refusals import INVALID_REQUEST, assert_refused, missing, not_found
from conformance_tests.targets.wire import Wire

URL = "https://example.com/hook"
FORM = {"FriendlyName": "Hook", "EventTypes": ["factor.deleted", "factor.verified"], "WebhookUrl": URL}
EVENTS = [
    "*",
    "factor.created",
    "factor.verified",
    "factor.deleted",
    "challenge.approved",
    "challenge.denied",
]
MEMBERS = {
    "sid",
    "account_sid",
    "service_sid",
    "friendly_name",
    "event_types",
    "webhook_method",
    "webhook_url",
    "status",
    "version",
    "date_created",
    "date_updated",
    "url",
}


def test_a_created_webhook_has_these_members(http: Wire, path: str) -> None:
    """Source: the OpenAPI file of Verify, example of CreateWebhook, except for their order (documented)."""
    answer = http.post(path, FORM)
    assert answer.status_code == 201
    body = json.loads(answer.text)
    assert set(body) == MEMBERS
    assert re.fullmatch(r"YW[0-9a-f]{32}", body["sid"])
    assert body["event_types"] == ["factor.deleted", "factor.verified"]
    assert (body["webhook_url"], body["webhook_method"], body["status"]) == (URL, "POST", "enabled")
    assert body["url"] == f"{http.origin}{path}/{body['sid']}"
    assert http.get(f"{path}/{body['sid']}").json() == body


def test_a_webhook_without_a_version_has_the_second(http: Wire, path: str) -> None:
    """Source: the Console makes them so, of the API nothing is said (guess)."""
    assert http.post(path, FORM).json()["version"] == "v2"


@pytest.mark.parametrize("event", EVENTS)
def test_a_webhook_may_ask_for_each_event(service: ServiceContext, event: str) -> None:
    """Source: twilio.com/docs/verify/api/webhooks (documented)."""
    created = service.webhooks.create(friendly_name="Hook", event_types=[event], webhook_url=URL)
    assert created.event_types == [event]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EventTypes", "verification.approved"),
        ("EventTypes", ["factor.created", "factor.updated"]),
        ("WebhookUrl", "example.com"),
        ("WebhookUrl", "ftp://example.com/hook"),
        ("Status", "paused"),
        ("Version", "v3"),
    ],
    ids=str,
)
def test_a_bad_value_of_a_webhook_is_an_invalid_request(http: Wire, path: str, name: str, value: Any) -> None:
    """Source: twilio.com/docs/api/errors/60306: webhook EventTypes (documented)."""
    assert_refused(http.post(path, {**FORM, name: value}), INVALID_REQUEST)
    assert http.get(path).json()["webhooks"] == []


@pytest.mark.parametrize("name", ["FriendlyName", "EventTypes", "WebhookUrl"])
def test_a_webhook_needs_a_name_events_and_a_url(http: Wire, path: str, name: str) -> None:
    """Source: the OpenAPI file of Verify; the wording was seen for other parameters (inferred)."""
    form = {key: value for key, value in FORM.items() if key != name}
    assert_refused(http.post(path, form), missing(name))


@pytest.mark.parametrize(
    ("name", "value", "member"),
    [
        ("FriendlyName", "New", "friendly_name"),
        ("EventTypes", ["*"], "event_types"),
        ("WebhookUrl", "https://example.com/other", "webhook_url"),
        ("Status", "disabled", "status"),
        ("Version", "v1", "version"),
    ],
)
def test_an_update_changes_what_it_names(http: Wire, path: str, name: str, value: Any, member: str) -> None:
    """Source: the OpenAPI file of Verify, UpdateWebhook (documented)."""
    before = http.post(path, FORM).json()
    updated = http.post(f"{path}/{before['sid']}", {name: value})
    assert updated.status_code == 200
    changed = updated.json()
    assert changed == {**before, member: value, "date_updated": changed["date_updated"]}
    assert http.get(f"{path}/{before['sid']}").json() == changed


def test_webhooks_are_listed_oldest_first(http: Wire, path: str) -> None:
    """Source: the OpenAPI file of Verify; the order is that of other lists (inferred)."""
    sids = [http.post(path, FORM).json()["sid"] for _ in range(3)]
    listed = http.get(path).json()
    assert listed["meta"]["key"] == "webhooks"
    assert [webhook["sid"] for webhook in listed["webhooks"]] == sids


def test_a_deleted_webhook_is_gone(http: Wire, path: str) -> None:
    """Source: twilio.com/docs/verify/api/webhooks (documented)."""
    own = f"{path}/{http.post(path, FORM).json()['sid']}"
    assert http.delete(own).status_code == 204
    assert_refused(http.get(own), not_found(own))
    assert http.get(path).json()["webhooks"] == []


def test_a_webhook_belongs_to_its_service(make_service: MakeService, http: Wire, path: str) -> None:
    """Source: twilio.com/docs/verify/api/webhooks (inferred)."""
    sid = http.post(path, FORM).json()["sid"]
    other = f"/v2/Services/{make_service().fetch().sid}/Webhooks/{sid}"
    assert_refused(http.get(other), not_found(other))
