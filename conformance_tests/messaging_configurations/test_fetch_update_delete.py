"""Fetching, changing, deleting and listing messaging configurations."""

import json
from typing import Any

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.refusals import assert_refused, invalid, missing, not_found
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

pytestmark = pytest.mark.needs("messaging_service")


def test_a_fetch_answers_what_the_create_did(http: Wire, path: str, canadian: dict[str, Any]) -> None:
    """Source: twilio.com/docs/verify/api/messaging-configurations (documented)."""
    fetched = http.get(f"{path}/CA")
    assert (fetched.status_code, list(json.loads(fetched.text).items())) == (200, list(canadian.items()))


def test_a_configuration_is_found_in_either_case(http: Wire, path: str, canadian: dict[str, Any]) -> None:
    """Source: no source (guess)."""
    assert http.get(f"{path}/ca").json() == canadian


@pytest.mark.needs("messaging_services")
def test_an_update_changes_the_messaging_service(http: Wire, path: str, canadian: dict[str, Any]) -> None:
    """Source: twilio.com/docs/verify/api/messaging-configurations (documented)."""
    another = "MG" + "a1" * 16
    answer = http.post(f"{path}/CA", {"MessagingServiceSid": another})
    assert answer.status_code == 200
    changed = answer.json() | {"date_updated": canadian["date_updated"]}
    assert changed == canadian | {"messaging_service_sid": another}
    assert http.get(f"{path}/CA").json() == answer.json()


@pytest.mark.needs("clock")
def test_an_update_moves_date_updated_and_not_date_created(
    service: ServiceContext, canadian: dict[str, Any], sender: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/messaging-configurations (documented)."""
    before = service.messaging_configurations("CA").fetch()
    target.advance(60)
    after = service.messaging_configurations("CA").update(messaging_service_sid=sender)
    assert after.date_created == before.date_created
    assert 60 <= (after.date_updated - before.date_updated).total_seconds() < 90


def test_an_update_needs_a_messaging_service(http: Wire, path: str, canadian: dict[str, Any]) -> None:
    """Source: the wording was seen for other parameters, 2025-02 (inferred)."""
    assert_refused(http.post(f"{path}/CA"), missing("MessagingServiceSid"))
    assert_refused(http.post(f"{path}/CA", {"MessagingServiceSid": "MG1"}), invalid("MessagingServiceSid"))
    assert http.get(f"{path}/CA").json() == canadian


def test_an_update_does_not_move_a_configuration_to_another_country(
    http: Wire, path: str, canadian: dict[str, Any], sender: str
) -> None:
    """Source: the OpenAPI file of Verify: an update takes MessagingServiceSid only (documented)."""
    answer = http.post(f"{path}/CA", {"Country": "GB", "MessagingServiceSid": sender})
    assert (answer.status_code, answer.json()["country"]) == (200, "CA")
    assert_refused(http.get(f"{path}/GB"), not_found(f"{path}/GB"))


def test_a_deleted_configuration_is_gone(
    http: Wire, path: str, canadian: dict[str, Any], sender: str
) -> None:
    """Source: twilio.com/docs/verify/api/messaging-configurations (documented)."""
    answer = http.delete(f"{path}/CA")
    assert (answer.status_code, answer.content) == (204, b"")
    assert_refused(http.get(f"{path}/CA"), not_found(f"{path}/CA"))
    assert_refused(http.delete(f"{path}/CA"), not_found(f"{path}/CA"))
    assert http.post(path, {"Country": "CA", "MessagingServiceSid": sender}).status_code == 201


@pytest.mark.parametrize("country", ["GB", "all", "XX", "MG" + "f" * 32])
def test_a_country_without_configuration_is_not_found(
    http: Wire, path: str, canadian: dict[str, Any], sender: str, country: str
) -> None:
    """Source: twilio.com/docs/api/errors/20404 (inferred)."""
    key = f"{path}/{country}"
    assert_refused(http.get(key), not_found(key))
    assert_refused(http.post(key, {"MessagingServiceSid": sender}), not_found(key))
    assert_refused(http.delete(key), not_found(key))


def test_the_list_has_its_items_under_messaging_configurations_and_then_meta(
    http: Wire, path: str, canadian: dict[str, Any]
) -> None:
    """Source: the list examples in the OpenAPI file of Verify (documented)."""
    body = json.loads(http.get(path).text)
    assert list(body) == ["messaging_configurations", "meta"]
    assert body["messaging_configurations"] == [canadian]
    assert body["meta"]["key"] == "messaging_configurations"
    assert body["meta"]["url"] == f"{http.origin}{path}?PageSize=50&Page=0"


def test_configurations_are_listed_oldest_first_over_pages(service: ServiceContext, sender: str) -> None:
    """Source: no source for the order (guess)."""
    countries = ["GB", "CA", "all", "US", "DE"]
    for country in countries:
        service.messaging_configurations.create(country=country, messaging_service_sid=sender)
    listed = service.messaging_configurations.stream(page_size=2)
    assert [configuration.country for configuration in listed] == countries
