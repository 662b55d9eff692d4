"""Making a bucket."""

import json
import re

import pytest
from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.rate_limit import RateLimitContext

from conformance_tests.refusals import (
    BUCKET_EXISTS,
    MAX_BUCKETS,
    assert_refused,
    invalid,
    missing,
    not_found,
    refused,
)
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

MEMBERS = [
    "sid",
    "rate_limit_sid",
    "service_sid",
    "account_sid",
    "max",
    "interval",
    "date_created",
    "date_updated",
    "url",
]


def test_a_created_bucket_is_answered_with_201_and_these_members(http: Wire, path: str) -> None:
    """Source: twilio.com/docs/verify/api/service-rate-limit-buckets (documented)."""
    answer = http.post(path, {"Max": "5", "Interval": "60"})
    assert answer.status_code == 201
    body = json.loads(answer.text)
    assert list(body) == MEMBERS
    assert body["date_created"] == body["date_updated"]
    assert body["url"] == f"{http.origin}{path}/{body['sid']}"


def test_max_and_interval_are_numbers(http: Wire, path: str) -> None:
    """Source: twilio-go reads them into integers (documented)."""
    body = json.loads(http.post(path, {"Max": "5", "Interval": "60"}).text)
    assert (body["max"], body["interval"]) == (5, 60)
    assert {type(body["max"]), type(body["interval"])} == {int}


def test_a_bucket_belongs_to_its_rate_limit_and_has_a_bl_sid(
    service_sid: str, rate_limit: RateLimitContext, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/service-rate-limit-buckets (documented)."""
    created = rate_limit.buckets.create(max=5, interval=60)
    assert re.fullmatch(r"BL[0-9a-f]{32}", str(created.sid))
    assert created.rate_limit_sid == rate_limit.fetch().sid
    assert (created.service_sid, created.account_sid) == (service_sid, target.credentials.account_sid)


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ({}, "Max"),
        ({"Interval": "60"}, "Max"),
        ({"Max": "", "Interval": "60"}, "Max"),
        ({"Max": "5"}, "Interval"),
        ({"Max": "5", "Interval": ""}, "Interval"),
    ],
)
def test_a_bucket_needs_both_numbers(http: Wire, path: str, form: dict[str, str], name: str) -> None:
    """Source: the wording was seen for other parameters, 2025-02 (inferred)."""
    assert_refused(http.post(path, form), missing(name))


@pytest.mark.parametrize("name", ["Max", "Interval"])
@pytest.mark.parametrize("value", ["0", "-1", "1.5", "many", "1e3", "0x10"])
def test_numbers_below_one_are_refused(http: Wire, path: str, name: str, value: str) -> None:
    """Source: the ranges are not published (guess)."""
    form = {"Max": "5", "Interval": "60", name: value}
    assert_refused(http.post(path, form), invalid(name))
    assert http.get(path).json()["buckets"] == []


def test_an_interval_is_taken_once_per_rate_limit(rate_limit: RateLimitContext) -> None:
    """Source: twilio.com/docs/api/errors/60211 (documented)."""
    rate_limit.buckets.create(max=5, interval=60)
    with refused(BUCKET_EXISTS):
        rate_limit.buckets.create(max=7, interval=60)
    rate_limit.buckets.create(max=5, interval=61)
    assert [(one.max, one.interval) for one in rate_limit.buckets.list()] == [(5, 60), (5, 61)]


def test_another_rate_limit_may_use_the_same_interval(
    service: ServiceContext, rate_limit: RateLimitContext
) -> None:
    """Source: twilio.com/docs/api/errors/60211 (documented)."""
    other = service.rate_limits(str(service.rate_limits.create(unique_name="other").sid))
    rate_limit.buckets.create(max=5, interval=60)
    assert other.buckets.create(max=5, interval=60).interval == 60


@pytest.mark.needs("settings")
def test_a_rate_limit_holds_so_many_buckets(rate_limit: RateLimitContext, target: Target) -> None:
    """Source: twilio.com/docs/api/errors/60210; the number is not published (guess)."""
    with target.settings(max_buckets=1):
        rate_limit.buckets.create(max=5, interval=60)
        with refused(MAX_BUCKETS):
            rate_limit.buckets.create(max=5, interval=61)
    assert rate_limit.buckets.create(max=5, interval=61).interval == 61


def test_a_bucket_of_no_rate_limit_is_not_made(http: Wire, service_sid: str) -> None:
    """Source: twilio.com/docs/api/errors/20404 (documented)."""
    path = f"/v2/Services/{service_sid}/RateLimits/RK{'f' * 32}/Buckets"
    assert_refused(http.post(path, {"Max": "5", "Interval": "60"}), not_found(path))
