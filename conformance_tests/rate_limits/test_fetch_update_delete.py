"""Fetching, changing and deleting a rate limit."""

import json
from typing import Any

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.attempts import MakeService
from conformance_tests.refusals import WRONG_SID_TYPE, assert_refused, not_found
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire


@pytest.fixture
def made(http: Wire, path: str) -> dict[str, Any]:
    """A rate limit."""
    answer = http.post(path, {"UniqueName": "end_user.ip-1", "Description": "per client"})
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_a_fetch_answers_what_the_create_did(http: Wire, path: str, made: dict[str, Any]) -> None:
    """Source: twilio.com/docs/verify/api/service-rate-limits (documented)."""
    fetched = http.get(f"{path}/{made['sid']}")
    assert (fetched.status_code, list(json.loads(fetched.text).items())) == (200, list(made.items()))


def test_a_unique_name_addresses_its_rate_limit(http: Wire, path: str, made: dict[str, Any]) -> None:
    """Source: the OpenAPI file of Verify: addressable by its name beside the SID (inferred)."""
    assert http.get(f"{path}/{made['unique_name']}").json() == made


def test_a_unique_name_leads_to_the_buckets_too(
    http: Wire, service: ServiceContext, path: str, made: dict[str, Any]
) -> None:
    """Source: the OpenAPI file of Verify: addressable by its name beside the SID (inferred)."""
    bucket = service.rate_limits(made["sid"]).buckets.create(max=5, interval=60)
    listed = http.get(f"{path}/{made['unique_name']}/Buckets").json()["buckets"]
    assert [item["sid"] for item in listed] == [bucket.sid]


def test_an_update_changes_the_description(http: Wire, path: str, made: dict[str, Any]) -> None:
    """Source: twilio.com/docs/verify/api/service-rate-limits (documented)."""
    answer = http.post(f"{path}/{made['sid']}", {"Description": "per customer"})
    assert answer.status_code == 200
    changed = answer.json() | {"date_updated": made["date_updated"]}
    assert changed == made | {"description": "per customer"}
    assert http.get(f"{path}/{made['sid']}").json() == answer.json()


def test_an_update_leaves_the_unique_name(http: Wire, path: str, made: dict[str, Any]) -> None:
    """Source: the OpenAPI file of Verify: an update takes a Description only (documented)."""
    assert (
        http.post(f"{path}/{made['sid']}", {"UniqueName": "other"}).json()["unique_name"] == "end_user.ip-1"
    )
    assert_refused(http.get(f"{path}/other"), not_found(f"{path}/other"))


def test_an_update_without_parameters_changes_nothing(http: Wire, path: str, made: dict[str, Any]) -> None:
    """Source: twilio.com/docs/verify/api/service-rate-limits: Description is optional (documented)."""
    answer = http.post(f"{path}/{made['sid']}")
    assert (answer.status_code, answer.json()["description"]) == (200, "per client")


def test_an_empty_description_clears_it(http: Wire, path: str, made: dict[str, Any]) -> None:
    """Source: twilio-node sends null as `Description=` (guess)."""
    assert http.post(f"{path}/{made['sid']}", {"Description": ""}).json()["description"] is None


@pytest.mark.needs("clock")
def test_an_update_moves_date_updated_and_not_date_created(service: ServiceContext, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/service-rate-limits (documented)."""
    before = service.rate_limits.create(unique_name="ip")
    target.advance(60)
    after = service.rate_limits(str(before.sid)).update(description="later")
    assert after.date_created == before.date_created
    assert 60 <= (after.date_updated - before.date_updated).total_seconds() < 90


def test_a_deleted_rate_limit_is_gone_with_its_buckets(
    http: Wire, service: ServiceContext, path: str, made: dict[str, Any]
) -> None:
    """Source: twilio.com/docs/verify/api/service-rate-limits (documented)."""
    bucket = service.rate_limits(made["sid"]).buckets.create(max=5, interval=60)
    answer = http.delete(f"{path}/{made['sid']}")
    assert (answer.status_code, answer.content) == (204, b"")
    for gone in (made["sid"], made["unique_name"], f"{made['sid']}/Buckets/{bucket.sid}"):
        assert_refused(http.get(f"{path}/{gone}"), not_found(f"{path}/{gone}"))
    assert_refused(http.delete(f"{path}/{made['sid']}"), not_found(f"{path}/{made['sid']}"))
    assert http.get(path).json()["rate_limits"] == []


def test_an_unknown_rate_limit_is_not_found(http: Wire, path: str) -> None:
    """Source: twilio.com/docs/api/errors/20404 (documented)."""
    for key in (f"RK{'f' * 32}", "unheard-of"):
        assert_refused(http.get(f"{path}/{key}"), not_found(f"{path}/{key}"))
        assert_refused(http.post(f"{path}/{key}", {"Description": "x"}), not_found(f"{path}/{key}"))
        assert_refused(http.delete(f"{path}/{key}"), not_found(f"{path}/{key}"))


def test_a_sid_of_another_type_is_no_rate_limits(http: Wire, path: str) -> None:
    """Source: twilio.com/docs/api/errors/60200; github.com/twilio/twilio-go/issues/177 (inferred)."""
    assert_refused(http.get(f"{path}/BL{'f' * 32}"), WRONG_SID_TYPE)


def test_the_rate_limit_of_another_service_is_not_found(
    http: Wire, made: dict[str, Any], make_service: MakeService
) -> None:
    """Source: twilio.com/docs/api/errors/20404 (inferred)."""
    other = f"/v2/Services/{make_service().fetch().sid}/RateLimits"
    for key in (made["sid"], made["unique_name"]):
        assert_refused(http.get(f"{other}/{key}"), not_found(f"{other}/{key}"))
