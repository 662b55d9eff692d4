"""Fetching, changing, deleting and listing buckets."""

import json
from typing import Any

import pytest
from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.rate_limit import RateLimitContext

from conformance_tests.refusals import (
    BUCKET_EXISTS,
    WRONG_SID_TYPE,
    assert_refused,
    invalid,
    not_found,
)
from conformance_tests.targets.wire import Wire


@pytest.fixture
def made(http: Wire, path: str) -> dict[str, Any]:
    """A bucket of 5 in 60 seconds."""
    answer = http.post(path, {"Max": "5", "Interval": "60"})
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_a_fetch_answers_what_the_create_did(http: Wire, path: str, made: dict[str, Any]) -> None:
    """Source: twilio.com/docs/verify/api/service-rate-limit-buckets (documented)."""
    fetched = http.get(f"{path}/{made['sid']}")
    assert (fetched.status_code, list(json.loads(fetched.text).items())) == (200, list(made.items()))


@pytest.mark.parametrize(
    ("form", "changes"),
    [
        ({"Max": "9"}, {"max": 9}),
        ({"Interval": "90"}, {"interval": 90}),
        ({"Max": "9", "Interval": "90"}, {"max": 9, "interval": 90}),
        ({"Interval": "60"}, {}),
        ({"Max": ""}, {}),
        ({}, {}),
    ],
)
def test_an_update_changes_what_is_sent(
    http: Wire, path: str, made: dict[str, Any], form: dict[str, str], changes: dict[str, int]
) -> None:
    """Source: twilio.com/docs/verify/api/service-rate-limit-buckets: both are optional (documented)."""
    answer = http.post(f"{path}/{made['sid']}", form)
    assert answer.status_code == 200
    assert answer.json() | {"date_updated": made["date_updated"]} == made | changes
    assert http.get(f"{path}/{made['sid']}").json() == answer.json()


@pytest.mark.parametrize("name", ["Max", "Interval"])
@pytest.mark.parametrize("value", ["0", "-1", "many"])
def test_an_update_to_a_number_below_one_is_refused(
    http: Wire, path: str, made: dict[str, Any], name: str, value: str
) -> None:
    """Source: the ranges are not published (guess)."""
    assert_refused(http.post(f"{path}/{made['sid']}", {name: value}), invalid(name))
    assert http.get(f"{path}/{made['sid']}").json() == made


def test_an_update_may_not_take_the_interval_of_another_bucket(
    http: Wire, path: str, made: dict[str, Any]
) -> None:
    """Source: twilio.com/docs/api/errors/60211 speaks of creates (guess)."""
    http.post(path, {"Max": "100", "Interval": "3600"}).raise_for_status()
    assert_refused(http.post(f"{path}/{made['sid']}", {"Max": "1", "Interval": "3600"}), BUCKET_EXISTS)
    assert http.get(f"{path}/{made['sid']}").json() == made


def test_a_deleted_bucket_is_gone(http: Wire, path: str, made: dict[str, Any]) -> None:
    """Source: twilio.com/docs/verify/api/service-rate-limit-buckets (documented)."""
    answer = http.delete(f"{path}/{made['sid']}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert_refused(http.get(f"{path}/{made['sid']}"), not_found(f"{path}/{made['sid']}"))
    assert_refused(http.delete(f"{path}/{made['sid']}"), not_found(f"{path}/{made['sid']}"))
    assert http.get(path).json()["buckets"] == []


def test_the_interval_of_a_deleted_bucket_is_free_again(http: Wire, path: str, made: dict[str, Any]) -> None:
    """Source: twilio.com/docs/verify/api/service-rate-limit-buckets (inferred)."""
    http.delete(f"{path}/{made['sid']}")
    assert http.post(path, {"Max": "5", "Interval": "60"}).status_code == 201


def test_an_unknown_bucket_is_not_found(http: Wire, path: str) -> None:
    """Source: twilio.com/docs/api/errors/20404 (documented)."""
    key = f"{path}/BL{'f' * 32}"
    assert_refused(http.get(key), not_found(key))
    assert_refused(http.post(key, {"Max": "1"}), not_found(key))
    assert_refused(http.delete(key), not_found(key))


def test_a_sid_of_another_type_is_no_buckets(http: Wire, path: str) -> None:
    """Source: twilio.com/docs/api/errors/60200; github.com/twilio/twilio-go/issues/177 (inferred)."""
    assert_refused(http.get(f"{path}/RK{'f' * 32}"), WRONG_SID_TYPE)


def test_the_bucket_of_another_rate_limit_is_not_found(
    http: Wire, service: ServiceContext, service_sid: str, made: dict[str, Any]
) -> None:
    """Source: twilio.com/docs/api/errors/20404 (inferred)."""
    other = service.rate_limits.create(unique_name="other").sid
    key = f"/v2/Services/{service_sid}/RateLimits/{other}/Buckets/{made['sid']}"
    assert_refused(http.get(key), not_found(key))


def test_the_list_has_its_items_under_buckets_and_then_meta(
    http: Wire, path: str, made: dict[str, Any]
) -> None:
    """Source: the list examples in the OpenAPI file of Verify (documented)."""
    body = json.loads(http.get(path).text)
    assert list(body) == ["buckets", "meta"]
    assert body["buckets"] == [made]
    assert body["meta"]["key"] == "buckets"
    assert body["meta"]["url"] == f"{http.origin}{path}?PageSize=50&Page=0"


def test_buckets_are_listed_oldest_first_over_pages(rate_limit: RateLimitContext) -> None:
    """Source: no source for the order (guess)."""
    intervals = [30, 10, 50, 20, 40]
    for interval in intervals:
        rate_limit.buckets.create(max=1, interval=interval)
    assert [one.interval for one in rate_limit.buckets.stream(page_size=2)] == intervals
