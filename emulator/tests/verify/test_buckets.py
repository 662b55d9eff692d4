"""Buckets: made and changed."""

import pytest
from harness.enrolment import freeze
from harness.limits import (
    FULL,
    LIMITS,
    assert_refused_for_nothing,
    bucket_sids,
    limit,
    made,
    passes,
)
from harness.local import SERVICE, Local

from verify_emulator.verify.buckets import MOST

TAKEN = (400, 60211, "Bucket with the given Interval already exists")
TOO_MANY = (400, 60210, "Max Buckets per Rate limit reached")
NAME, INTERVAL = (400, 60200, "Invalid parameter: Max"), (400, 60200, "Invalid parameter: Interval")


@pytest.mark.parametrize("value", ["1", str(MOST), "007"])
def test_numbers_from_one_to_a_billion_are_taken(emulator: Local, value: str) -> None:
    """twilio-oai: integers; the ranges are ours."""
    path = f"{limit(emulator)}/Buckets"
    bucket = made(emulator.post(path, Max=value, Interval=value))
    assert (bucket["max"], bucket["interval"]) == (int(value), int(value))


@pytest.mark.parametrize(
    "value", ["0", "-1", str(MOST + 1), "9" * 30, "1.0", "1e3", " 1", "\uff11", "true", "NaN"]
)
def test_other_numbers_are_refused(emulator: Local, value: str) -> None:
    """twilio.com/docs/api/errors/60200; an interval must not lead out of the calendar."""
    path = limit(emulator, "ip", (5, 60))
    sid = bucket_sids(emulator, path)[0]
    for target in (f"{path}/Buckets", f"{path}/Buckets/{sid}"):
        for form, refusal in (
            ({"Max": value, "Interval": "7"}, NAME),
            ({"Max": "7", "Interval": value}, INTERVAL),
            ({"Max": value, "Interval": value}, NAME),
        ):
            assert_refused_for_nothing(
                emulator, lambda target=target, form=form: emulator.post(target, form), refusal
            )


def test_the_longest_interval_stays_within_the_calendar(emulator: Local) -> None:
    """Our contract: no answer is a 5xx."""
    limit(emulator, "ip", (1, MOST))
    freeze(emulator)
    assert passes(emulator, ip="a")
    refused = emulator.start(RateLimits='{"ip": "a"}')
    assert (refused.refusal, refused.headers["retry-after"]) == (FULL, str(MOST))


def test_a_taken_interval_is_refused_with_a_hint(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60211."""
    path = limit(emulator, "ip", (5, 60))
    answer = assert_refused_for_nothing(
        emulator, lambda: emulator.post(f"{path}/Buckets", Max=1, Interval=60), TAKEN
    )
    assert bucket_sids(emulator, path)[0] in answer.hint


@pytest.mark.parametrize("most", [0, 2])
def test_a_rate_limit_holds_as_many_as_the_account_may(emulator: Local, most: int) -> None:
    """twilio.com/docs/api/errors/60210; the account setting max_buckets, for each rate limit."""
    emulator.allow(max_buckets=most)
    path = limit(emulator, "ip", *((1, index + 1) for index in range(most)))
    refused = assert_refused_for_nothing(
        emulator, lambda: emulator.post(f"{path}/Buckets", Max=1, Interval=99), TOO_MANY
    )
    assert str(most) in refused.hint
    limit(emulator, "other", *((1, index + 1) for index in range(most)))


def test_an_update_to_a_taken_interval_changes_nothing(emulator: Local) -> None:
    """Our rule, by analogy with 60211."""
    path = limit(emulator, "ip", (5, 60), (9, 3600))
    sid = bucket_sids(emulator, path)[0]
    assert_refused_for_nothing(
        emulator, lambda: emulator.post(f"{path}/Buckets/{sid}", Max=1, Interval=3600), TAKEN
    )


def test_an_update_to_its_own_interval_is_taken(emulator: Local) -> None:
    """twilio.com/docs/verify/api/service-rate-limit-buckets."""
    path = limit(emulator, "ip", (5, 60), (9, 3600))
    sid = bucket_sids(emulator, path)[0]
    assert emulator.post(f"{path}/Buckets/{sid}", Max=6, Interval=60).json["max"] == 6


def test_a_bucket_is_not_found_below_another_rate_limit(emulator: Local) -> None:
    """twilio.com/docs/api/errors/20404."""
    path, other = limit(emulator, "ip", (1, 60)), limit(emulator, "other")
    sid = bucket_sids(emulator, path)[0]
    assert emulator.get(f"{path}/Buckets/{sid}").status == 200
    for gone in (f"{other}/Buckets/{sid}", f"{LIMITS}/RK{'f' * 32}/Buckets/{sid}"):
        assert emulator.get(gone).refusal == (404, 20404, f"The requested resource {gone} was not found")
    assert emulator.get(f"{path}/Buckets/{SERVICE}").refusal == (400, 60200, "Invalid parameter")


def test_of_several_full_buckets_the_last_to_end_is_told(emulator: Local) -> None:
    """A guess: waiting for less would only lead to the next refusal."""
    limit(emulator, "ip", (1, 60), (1, 3600))
    limit(emulator, "session", (1, 600))
    freeze(emulator)
    assert passes(emulator, ip="a", session="b")
    refused = emulator.start(RateLimits='{"session": "b", "ip": "a"}')
    assert refused.refusal == FULL
    assert (refused.headers["retry-after"], refused.headers["twilio-reached-rate-limit"]) == ("3600", "ip")
