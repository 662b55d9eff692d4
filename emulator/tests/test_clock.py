"""The clock that everything goes by. Source of all: our contract."""

from datetime import UTC, datetime, timedelta

import pytest
from freezegun import freeze_time

from verify_emulator.clock import Clock

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_without_steering_it_is_the_systems() -> None:
    before = datetime.now(UTC)
    assert before <= Clock().now() <= datetime.now(UTC)


def test_it_follows_freezegun() -> None:
    clock = Clock()
    clock.advance(timedelta(hours=1))
    with freeze_time(NOW) as frozen:
        assert clock.now() == NOW + timedelta(hours=1)
        frozen.tick(timedelta(seconds=5))
        assert clock.now() == NOW + timedelta(hours=1, seconds=5)


@freeze_time(NOW)
def test_a_step_adds_up_with_the_next() -> None:
    clock = Clock()
    clock.advance(SECOND)
    clock.advance(SECOND)
    assert (clock.now(), clock.offset_seconds, clock.frozen) == (NOW + 2 * SECOND, 2, False)


def test_a_stopped_clock_stands_still_and_can_be_moved() -> None:
    with freeze_time(NOW) as frozen:
        clock = Clock()
        clock.freeze()
        frozen.tick(timedelta(minutes=1))
        assert (clock.now(), clock.frozen, clock.offset_seconds) == (NOW, True, -60)
        clock.advance(SECOND)
        assert (clock.now(), clock.frozen) == (NOW + SECOND, True)


def test_a_resumed_clock_runs_on_from_where_it_stands() -> None:
    with freeze_time(NOW) as frozen:
        clock = Clock()
        clock.freeze(NOW - timedelta(days=1))
        clock.resume()
        frozen.tick(SECOND)
        assert (clock.now(), clock.frozen) == (NOW - timedelta(days=1) + SECOND, False)
        clock.resume()
        assert clock.now() == NOW - timedelta(days=1) + SECOND


def test_a_reset_clock_is_the_systems_again() -> None:
    with freeze_time(NOW):
        clock = Clock()
        clock.advance(SECOND)
        clock.freeze()
        clock.reset()
        assert (clock.now(), clock.frozen, clock.offset_seconds) == (NOW, False, 0)


def test_a_following_clock_adds_its_own_to_the_others() -> None:
    with freeze_time(NOW):
        common = Clock()
        own = Clock(follows=common)
        own.advance(SECOND)
        common.advance(timedelta(hours=1))
        assert own.now() == NOW + timedelta(hours=1) + SECOND
        assert (own.offset_seconds, common.offset_seconds) == (3601, 3600)
        own.reset()
        assert own.now() == common.now()


def test_a_clock_that_follows_a_stopped_one_is_stopped_and_can_still_be_moved() -> None:
    with freeze_time(NOW):
        common = Clock()
        own = Clock(follows=common)
        common.freeze()
        assert own.frozen
        own.advance(SECOND)
        assert own.now() == NOW + SECOND


def test_a_stopped_following_clock_does_not_follow() -> None:
    with freeze_time(NOW):
        common = Clock()
        own = Clock(follows=common)
        own.freeze()
        common.advance(timedelta(hours=1))
        assert own.now() == NOW
        own.resume()
        assert own.now() == NOW
        common.advance(SECOND)
        assert own.now() == NOW + SECOND


@pytest.mark.parametrize("moment", [datetime(1969, 12, 31, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)])
def test_outside_the_calendar_it_does_not_go(moment: datetime) -> None:
    clock = Clock()
    clock.freeze(NOW)
    with pytest.raises(OverflowError, match="outside the years 1970 to 9000"):
        clock.freeze(moment)
    with pytest.raises(OverflowError, match="outside the years 1970 to 9000"):
        clock.advance(moment - NOW)
    assert clock.now() == NOW


def test_a_clock_is_set_as_another_one_is() -> None:
    with freeze_time(NOW):
        first, second = Clock(), Clock()
        for step in (lambda: first.advance(SECOND), first.freeze, first.resume, first.reset):
            step()
            second.set(first.setting)
            assert (second.now(), second.frozen) == (first.now(), first.frozen)
