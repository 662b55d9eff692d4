"""Counting calls in windows of time."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from verify_emulator.verify.rules.windows import Limit, Window, count

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
LIMITS = (Limit(2, 10), Limit(3, 100))


def test_the_first_call_opens_every_window() -> None:
    """Our contract, a guess: a window is fixed, from the first counted call on."""
    assert count((), LIMITS, NOW) == ((Window(NOW, 1), Window(NOW, 1)), 0)


def test_a_refused_call_is_not_counted_and_says_how_long_to_wait() -> None:
    """Our contract: whole seconds, rounded up, until the last full window ends."""
    full = (Window(NOW, 2), Window(NOW, 2))
    assert count(full, LIMITS, NOW + timedelta(seconds=3.2)) == (full, 7)
    both = (Window(NOW, 2), Window(NOW, 3))
    assert count(both, LIMITS, NOW + timedelta(seconds=3.2)) == (both, 97)


def test_a_window_that_is_over_is_opened_anew() -> None:
    """Our contract: the other one goes on."""
    later = NOW + timedelta(seconds=10)
    windows, wait = count((Window(NOW, 2), Window(NOW, 2)), LIMITS, later)
    assert (windows, wait) == ((Window(later, 1), Window(NOW, 3)), 0)


def test_a_window_from_the_future_is_opened_anew() -> None:
    """Our contract: a clock that went back locks nobody out."""
    earlier = NOW - timedelta(days=1)
    assert count((Window(NOW, 2), Window(NOW, 3)), LIMITS, earlier)[1] == 0


@given(st.lists(st.integers(0, 60), max_size=60))
def test_no_window_ever_counts_more_than_its_limit(gaps: list[int]) -> None:
    """Our contract: and whoever waits as told is let in."""
    now = NOW
    windows: tuple[Window, ...] = ()
    passed: list[datetime] = []
    for gap in gaps:
        now += timedelta(seconds=gap)
        counted, wait = count(windows, LIMITS, now)
        assert all(
            window.calls <= limit.most for window, limit in zip(counted, LIMITS, strict=True) if counted
        )
        if wait:
            assert counted == windows
            assert count(windows, LIMITS, now + timedelta(seconds=wait))[1] == 0
        else:
            passed.append(now)
        windows = counted
    for moment in passed:
        assert sum(moment <= other < moment + timedelta(seconds=10) for other in passed) <= 2 * LIMITS[0].most
