"""What buckets do to verifications."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.rate_limit import RateLimitContext

from conformance_tests.buckets.sender import Sender
from conformance_tests.refusals import TOO_MANY_REQUESTS, assert_refused
from conformance_tests.targets.target import Target

several = pytest.mark.needs("numbers")


def test_one_more_than_max_is_refused(sender: Sender, rate_limit: RateLimitContext) -> None:
    """Source: the OpenAPI file of Verify, 429 of CreateVerification (documented)."""
    rate_limit.buckets.create(max=2, interval=3600)
    assert [sender.passes({"ip": "192.0.2.1"}) for _ in range(4)] == [True, True, False, False]


def test_the_refusal_names_the_rate_limit_and_when_to_come_back(
    sender: Sender, rate_limit: RateLimitContext
) -> None:
    """Source: the OpenAPI file of Verify declares both headers; their values are chosen (guess)."""
    rate_limit.buckets.create(max=1, interval=600)
    sender.ask({"ip": "192.0.2.1"})
    answer = sender.ask({"ip": "192.0.2.1"})
    assert_refused(answer, TOO_MANY_REQUESTS)
    assert 590 <= int(answer.headers["Retry-After"]) <= 600
    assert answer.headers["Twilio-Reached-Rate-Limit"] == "ip"


def test_each_value_of_the_key_has_its_own_count(sender: Sender, rate_limit: RateLimitContext) -> None:
    """Source: twilio.com/docs/verify/api/programmable-rate-limits (documented)."""
    rate_limit.buckets.create(max=1, interval=3600)
    assert sender.passes({"ip": "192.0.2.1"})
    assert not sender.passes({"ip": "192.0.2.1"})
    assert sender.passes({"ip": "192.0.2.2"})


@several
def test_the_count_is_of_the_key_and_not_of_the_recipient(
    sender: Sender, rate_limit: RateLimitContext, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/programmable-rate-limits (documented)."""
    rate_limit.buckets.create(max=1, interval=3600)
    assert sender.passes({"ip": "192.0.2.1"}, target.fresh_number())
    assert not sender.passes({"ip": "192.0.2.1"}, target.fresh_number())


def test_a_request_without_the_key_is_neither_counted_nor_refused(
    sender: Sender, rate_limit: RateLimitContext
) -> None:
    """Source: twilio.com/docs/verify/api/programmable-rate-limits (inferred)."""
    rate_limit.buckets.create(max=1, interval=3600)
    assert [sender.passes(None), sender.passes({}), sender.passes({"ip": "a"})] == [True] * 3
    assert sender.passes(None)


def test_a_rate_limit_without_buckets_limits_nothing(sender: Sender, rate_limit: RateLimitContext) -> None:
    """Source: articles on programmable rate limits (observed)."""
    assert rate_limit.buckets.list() == []
    assert [sender.passes({"ip": "192.0.2.1"}) for _ in range(3)] == [True] * 3


@several
def test_each_bucket_can_refuse(sender: Sender, rate_limit: RateLimitContext, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/programmable-rate-limits (inferred)."""
    rate_limit.buckets.create(max=5, interval=60)
    rate_limit.buckets.create(max=2, interval=3600)
    assert [sender.passes({"ip": "192.0.2.1"}) for _ in range(3)] == [True, True, False]


def test_each_of_several_rate_limits_can_refuse(
    sender: Sender, service: ServiceContext, rate_limit: RateLimitContext
) -> None:
    """Source: twilio.com/docs/verify/api/programmable-rate-limits (documented)."""
    rate_limit.buckets.create(max=5, interval=3600)
    other = service.rate_limits.create(unique_name="customer")
    service.rate_limits(str(other.sid)).buckets.create(max=1, interval=3600)
    assert sender.passes({"ip": "192.0.2.1", "customer": "7"})
    refusal = sender.ask({"ip": "192.0.2.1", "customer": "7"})
    assert_refused(refusal, TOO_MANY_REQUESTS)
    assert refusal.headers["Twilio-Reached-Rate-Limit"] == "customer"
    assert sender.passes({"ip": "192.0.2.1", "customer": "8"})


@pytest.mark.needs("no_charge")
def test_what_one_bucket_refuses_no_bucket_counts(
    sender: Sender, service: ServiceContext, rate_limit: RateLimitContext
) -> None:
    """Source: no source (guess)."""
    rate_limit.buckets.create(max=2, interval=3600)
    other = service.rate_limits.create(unique_name="customer")
    service.rate_limits(str(other.sid)).buckets.create(max=1, interval=3600)
    assert sender.passes({"customer": "7"})
    assert [sender.passes({"ip": "a", "customer": "7"}) for _ in range(3)] == [False] * 3
    assert [sender.passes({"ip": "a"}) for _ in range(3)] == [True, True, False]


@pytest.mark.needs("exact_clock", "clock", "numbers")
def test_the_window_is_over_an_interval_after_its_first_request(
    sender: Sender, rate_limit: RateLimitContext, target: Target, frozen_clock: None
) -> None:
    """Source: the kind of window is not published (guess)."""
    rate_limit.buckets.create(max=2, interval=60)
    assert sender.passes({"ip": "a"})
    target.advance(50)
    assert sender.passes({"ip": "a"})
    target.advance(9)
    refusal = sender.ask({"ip": "a"})
    assert (refusal.status_code, refusal.headers["Retry-After"]) == (429, "1")
    target.advance(1)
    assert [sender.passes({"ip": "a"}) for _ in range(3)] == [True, True, False]


@pytest.mark.needs("clock")
def test_after_the_interval_the_key_is_let_through_again(
    sender: Sender, rate_limit: RateLimitContext, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/service-rate-limit-buckets (documented)."""
    rate_limit.buckets.create(max=1, interval=30)
    assert sender.passes({"ip": "a"})
    assert not sender.passes({"ip": "a"})
    target.advance(31)
    assert sender.passes({"ip": "a"})


def test_a_deleted_bucket_limits_nothing(sender: Sender, rate_limit: RateLimitContext) -> None:
    """Source: twilio.com/docs/verify/api/service-rate-limit-buckets (inferred)."""
    bucket = rate_limit.buckets.create(max=1, interval=3600)
    assert [sender.passes({"ip": "a"}), sender.passes({"ip": "a"})] == [True, False]
    bucket.delete()
    assert sender.passes({"ip": "a"})


def test_a_changed_max_holds_at_once_and_refusals_were_not_counted(
    sender: Sender, rate_limit: RateLimitContext
) -> None:
    """Source: no source (guess)."""
    bucket = rate_limit.buckets.create(max=1, interval=3600)
    assert [sender.passes({"ip": "a"}) for _ in range(4)] == [True, False, False, False]
    bucket.update(max=2)
    assert [sender.passes({"ip": "a"}) for _ in range(2)] == [True, False]
