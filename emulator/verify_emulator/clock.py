"""The only place that reads the time: a clock that can be moved, frozen and reset, for everybody or one account."""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(9000, 1, 1, tzinfo=UTC)
_DURATION = re.compile(r"(-?)(?=.)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s?)?")
_MAX_SECONDS = 10**11


class Setting(NamedTuple):
    """How far a clock is ahead of the one that it follows, and where it stands still, if it does."""

    offset: timedelta = timedelta()
    frozen: datetime | None = None


class Clock:
    """A clock that follows the system's (and so freezegun and time-machine), or another clock.

    >>> clock = Clock()
    >>> account_clock = Clock(follows=clock)
    >>> clock.advance(timedelta(minutes=10))  # moves both
    """

    def __init__(self, follows: "Clock | None" = None) -> None:
        self._follows = follows
        self._offset = timedelta()
        self._frozen: datetime | None = None

    def now(self) -> datetime:
        """The time here and now, in UTC."""
        if self._frozen is not None:
            return self._frozen
        source = datetime.now(UTC) if self._follows is None else self._follows.now()
        return _clamped(source, self._offset) if self._offset else source

    @property
    def frozen(self) -> bool:
        """Whether time stands still, here or in the clock that this one follows."""
        return self._frozen is not None or (self._follows is not None and self._follows.frozen)

    @property
    def offset_seconds(self) -> float:
        """How far this clock is ahead of the system's, in seconds."""
        return round((self.now() - datetime.now(UTC)).total_seconds(), 3)

    def advance(self, by: timedelta) -> None:
        """Move forward (or, with a negative step, back). Raises OverflowError outside the years 1970 to 9000."""
        moved = self.now() + by
        if not _EARLIEST <= moved < _LATEST:
            raise OverflowError(f"{moved.isoformat()} is outside the years 1970 to 9000")
        if self._frozen is not None:
            self._frozen = moved
        else:
            self._offset += by

    def freeze(self, at: datetime | None = None) -> None:
        """Stand still, now or at a given time. Raises OverflowError outside the years 1970 to 9000."""
        moment = at or self.now()
        if not _EARLIEST <= moment < _LATEST:
            raise OverflowError(f"{moment.isoformat()} is outside the years 1970 to 9000")
        self._frozen = moment

    def resume(self) -> None:
        """Run on from where the clock stands."""
        if self._frozen is not None:
            stands_at = self._frozen
            self.reset()
            self._offset = stands_at - self.now()

    def reset(self) -> None:
        """Go back to the time of the clock that this one follows."""
        self.set(Setting())

    @property
    def setting(self) -> Setting:
        return Setting(self._offset, self._frozen)

    def set(self, setting: Setting) -> None:
        self._offset, self._frozen = setting


def _clamped(moment: datetime, offset: timedelta) -> datetime:
    """Two clocks that are moved one after the other can add up to a time that neither may be set to."""
    try:
        return min(max(moment + offset, _EARLIEST), _LATEST)
    except OverflowError:
        return _LATEST if offset > timedelta() else _EARLIEST


def timestamp(moment: datetime) -> str:
    """A UTC time as the control plane shows it: ISO 8601 with milliseconds and Z."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_duration(value: object) -> timedelta:
    """Seconds as a number, or text such as `10m1s`, `2h`, `601`, `-30s`. Raises ValueError."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("advance: a number of seconds, or text such as 10m1s")
    found = _DURATION.fullmatch(str(value).strip())
    if found is None:
        raise ValueError(f"advance: {value!r} is neither a number of seconds nor text such as 10m1s")
    sign, days, hours, minutes, seconds = found.groups()
    total = 86_400 * int(days or 0) + 3600 * int(hours or 0) + 60 * int(minutes or 0) + float(seconds or 0)
    if total > _MAX_SECONDS:
        raise ValueError("advance: too far")
    return timedelta(seconds=-total if sign else total)
