"""What buckets count and refuse."""

import pytest
from harness.enrolment import advance, freeze
from harness.limits import (
    assert_refused_for_nothing,
    bucket_sids,
    counters,
    kept,
    limit,
    numbered,
    passes,
)
from harness.local import Local
from hypothesis import given
from hypothesis import strategies as st

BAD_LIMITS = (400, 60200, "Invalid parameter: RateLimits")


@given(st.lists(st.integers(min_value=0, max_value=90), max_size=12), st.integers(1, 3), st.integers(1, 90))
def test_a_window_lets_so_many_through_and_no_more(waits: list[int], most: int, interval: int) -> None:
    """Our rule: a fixed window from the first counted request on; what is refused is not counted."""
    emulator = Local()
    try:
        freeze(emulator)
        limit(emulator, "ip", (most, interval))
        began, calls, now = None, 0, 0
        for index, wait in enumerate([0, *waits]):
            advance(emulator, wait)
            now += wait
            if began is None or now >= began + interval:
                began, calls = now, 0
            answer = emulator.start(numbered(index), RateLimits='{"ip": "a"}')
            assert answer.status == (201 if calls < most else 429)
            if answer.status == 429:
                assert answer.headers["retry-after"] == str(began + interval - now)
            calls = min(calls + 1, most)
    finally:
        emulator.close()


def test_a_fraction_of_a_second_is_a_second_to_wait(emulator: Local) -> None:
    """Our rule: whole seconds, at least one."""
    freeze(emulator)
    limit(emulator, "ip", (1, 60))
    passes(emulator, ip="a")
    advance(emulator, 59.999)
    assert emulator.start(RateLimits='{"ip": "a"}').headers["retry-after"] == "1"
    advance(emulator, 0.001)
    assert passes(emulator, ip="a")


def test_the_refusal_explains_itself(emulator: Local) -> None:
    """Our hints."""
    path = limit(emulator, "ip", (1, 60))
    passes(emulator, ip="a")
    hint = emulator.start(RateLimits='{"ip": "a"}').hint
    assert bucket_sids(emulator, path)[0] in hint
    assert "lets 1 through in 60 s" in hint


def test_what_one_bucket_refuses_no_bucket_counts(emulator: Local) -> None:
    """Our rule: a refused request changes nothing."""
    path, other = limit(emulator, "ip", (9, 60), (9, 3600)), limit(emulator, "user", (1, 60))
    passes(emulator, user="u")
    before = kept(emulator)
    assert not passes(emulator, ip="a", user="u")
    assert kept(emulator) == before
    assert [counters(emulator, sid) for sid in bucket_sids(emulator, path)] == [{}, {}]
    assert counters(emulator, bucket_sids(emulator, other)[0]) == {"u": 1}


@pytest.mark.parametrize(
    "values", ['{"unheard-of": "a", "ip": "a"}', '{"ip": "a", "unheard-of": "a"}', '{"": ""}']
)
def test_an_unknown_name_is_refused_before_anything_is_counted(emulator: Local, values: str) -> None:
    """Our rule: wrong goes before too much, wherever it stands."""
    limit(emulator, "ip", (1, 60))
    answer = assert_refused_for_nothing(emulator, lambda: emulator.start(RateLimits=values), BAD_LIMITS)
    assert "no rate limit with UniqueName" in answer.hint
    passes(emulator, ip="a")
    assert_refused_for_nothing(emulator, lambda: emulator.start(RateLimits=values), BAD_LIMITS)


@pytest.mark.parametrize(
    "text",
    ["", " ", "{", "[]", "1", '"ip"', "null", "{'ip': 1}", '{"ip": "\\ud800"}', '{"ip":', "[" * 5000, "\0"],
)
def test_what_is_no_object_is_refused_or_absent(emulator: Local, text: str) -> None:
    """twilio.com/docs/api/errors/60200; an empty parameter is an absent one."""
    limit(emulator, "ip", (1, 60))
    answer = emulator.start(RateLimits=text)
    assert answer.status == 201 if text == "" else answer.refusal == BAD_LIMITS


@pytest.mark.parametrize(
    ("value", "counted"),
    [
        ("a", "a"),
        ("", ""),
        (7, "7"),
        (7.5, "7.5"),
        (True, "true"),
        (None, "null"),
        ([1, "x"], '[1, "x"]'),
        ({"a": {}}, '{"a": {}}'),
        ("🙂\n", "🙂\n"),
        ("x" * 100_000, "x" * 100_000),
    ],
)
def test_any_value_is_counted_as_text(emulator: Local, value: object, counted: str) -> None:
    """Our rule: what is no text counts as its JSON text."""
    path = limit(emulator, "ip", (1, 60))
    assert [passes(emulator, ip=value), passes(emulator, ip=value)] == [True, False]
    assert counters(emulator, bucket_sids(emulator, path)[0]) == {counted: 1}


def test_a_key_that_is_given_twice_counts_by_its_last_value(emulator: Local) -> None:
    """JSON: the last one wins."""
    path = limit(emulator, "ip", (1, 60))
    emulator.start(RateLimits='{"ip": "a", "ip": "b"}')
    assert counters(emulator, bucket_sids(emulator, path)[0]) == {"b": 1}


def test_resends_and_channel_switches_count(emulator: Local) -> None:
    """twilio-oai: the refusal belongs to every create."""
    limit(emulator, "ip", (2, 60))
    assert [emulator.start(channel=channel, RateLimits='{"ip": 1}').status for channel in ("sms", "call", "sms")] == [
        201, 201, 429,
    ]  # fmt: skip


def test_a_send_beyond_the_limit_of_five_is_not_counted(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60203 goes first; what is refused is not counted."""
    path = limit(emulator, "ip", (9, 60))
    for _ in range(5):
        passes(emulator, ip="a")
    assert emulator.start(RateLimits='{"ip": "a"}').refusal[1] == 60203
    assert counters(emulator, bucket_sids(emulator, path)[0]) == {"a": 5}


def test_the_account_setting_rate_limits_does_not_lift_an_applications_own(emulator: Local) -> None:
    """The setting lifts Twilio's own limits."""
    emulator.allow(rate_limits=False)
    limit(emulator, "ip", (1, 60))
    assert [passes(emulator, ip="a"), passes(emulator, ip="a")] == [True, False]


def test_a_lower_max_refuses_at_once(emulator: Local) -> None:
    """Our rule: a bucket is asked as it is now."""
    path = limit(emulator, "ip", (3, 60))
    passes(emulator, ip="a")
    passes(emulator, ip="a")
    sid = bucket_sids(emulator, path)[0]
    emulator.post(f"{path}/Buckets/{sid}", Max=1)
    assert not passes(emulator, ip="a")
    emulator.post(f"{path}/Buckets/{sid}", Max=3)
    assert [passes(emulator, ip="a"), passes(emulator, ip="a")] == [True, False]


@pytest.mark.parametrize("others", [0, 3])
def test_a_new_interval_starts_its_windows_anew(emulator: Local, others: int) -> None:
    """Our rule: what was counted before does not depend on who else sends."""
    freeze(emulator)
    path = limit(emulator, "ip", (1, 60))
    passes(emulator, ip="a")
    sid = bucket_sids(emulator, path)[0]
    assert emulator.post(f"{path}/Buckets/{sid}", Interval=3600).status == 200
    assert counters(emulator, sid) == {}
    assert passes(emulator, ip="a")
    advance(emulator, 60)
    for index in range(others):
        passes(emulator, numbered(index), ip=index)
    assert not passes(emulator, ip="a")


# Time and memory


def test_a_clock_moved_back_starts_a_window_anew(emulator: Local) -> None:
    """Our contract: no window begins in the future."""
    freeze(emulator)
    limit(emulator, "ip", (1, 60))
    passes(emulator, ip="a")
    advance(emulator, -3600)
    assert [passes(emulator, numbered(1), ip="a"), passes(emulator, numbered(1), ip="a")] == [True, False]
    advance(emulator, 60)
    assert passes(emulator, numbered(1), ip="a")


def test_counters_whose_windows_are_over_are_dropped(emulator: Local) -> None:
    """Our contract: what is long over is swept."""
    freeze(emulator)
    path = limit(emulator, "ip", (9, 60))
    for index in range(20):
        passes(emulator, numbered(index), ip=index)
    advance(emulator, 60)
    for index in range(20, 40):
        passes(emulator, numbered(index), ip=index)
    found = counters(emulator, bucket_sids(emulator, path)[0])
    assert sorted(found, key=int) == [str(index) for index in range(20, 40)]


def test_a_counter_that_is_due_counts_on_from_one(emulator: Local) -> None:
    """Our contract: sweeping does not lose what is just being counted."""
    freeze(emulator)
    path = limit(emulator, "ip", (2, 60))
    passes(emulator, ip="a")
    advance(emulator, 60)
    assert [passes(emulator, ip="a") for _ in range(3)] == [True, True, False]
    assert counters(emulator, bucket_sids(emulator, path)[0]) == {"a": 2}


def test_a_counter_that_sweeping_has_not_reached_is_begun_anew(emulator: Local) -> None:
    """Our contract: what is swept is a few at a time, and nothing depends on how many are due."""
    freeze(emulator)
    path = limit(emulator, "ip", (1, 60))
    for index in range(20):
        passes(emulator, numbered(index), ip=index)
    advance(emulator, 60)
    assert [passes(emulator, numbered(19), ip=19), passes(emulator, numbered(19), ip=19)] == [True, False]
    assert counters(emulator, bucket_sids(emulator, path)[0])["19"] == 1


def test_a_deleted_bucket_takes_what_it_counted_along(emulator: Local) -> None:
    """Our contract: what is below goes with what is above."""
    path = limit(emulator, "ip", (1, 60), (9, 3600))
    passes(emulator, ip="a")
    first, second = bucket_sids(emulator, path)
    assert emulator.send("DELETE", f"{path}/Buckets/{first}").status == 204
    assert (counters(emulator, first), counters(emulator, second)) == ({}, {"a": 1})
    assert passes(emulator, ip="a")


def test_services_and_tenants_count_by_themselves(emulator: Local) -> None:
    """twilio.com/docs/verify/api/service-rate-limits: of a service."""
    other = emulator.service()
    limit(emulator, "ip", (1, 60))
    limit(emulator, "ip", (1, 60), service=other)
    assert passes(emulator, ip="a")
    assert emulator.start(service=other, RateLimits='{"ip": "a"}').status == 201
    emulator.account, emulator.token = "AC" + "1" * 32, "another"
    assert emulator.start(RateLimits='{"ip": "a"}').refusal == BAD_LIMITS
    limit(emulator, "ip", (1, 60))
    assert passes(emulator, ip="a")
