"""Counting calls in windows of time.

Guess: a window is fixed, from the first counted call on; Twilio publishes the numbers, not the kind of window.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` calls in `seconds`."""

    most: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Window:
    """When the window began, and how many calls it has seen."""

    began: datetime
    calls: int


STATUS_LIMITS = (Limit(60, 60), Limit(180, 3600), Limit(250, 86_400))
"""For fetching one verification. Source: docs/verify/api/rate-limits-and-timeouts.

Guess: the limits on fetching are counted per verification.
"""


def count(
    windows: Sequence[Window], limits: Sequence[Limit], now: datetime
) -> tuple[tuple[Window, ...], int]:
    """Count one call. Returns the windows as they are afterwards, and how many seconds to wait if it is refused.

    A refused call (wait > 0) is not counted. `windows` is empty before the first call.
    """
    open_windows = [
        window if 0 <= (now - window.began).total_seconds() < limit.seconds else Window(now, 0)
        for window, limit in zip(windows or [Window(now, 0)] * len(limits), limits, strict=True)
    ]
    waits = [
        ceil((window.began + timedelta(seconds=limit.seconds) - now).total_seconds())
        for window, limit in zip(open_windows, limits, strict=True)
        if window.calls >= limit.most
    ]
    if waits:
        return tuple(windows), max(waits)
    return tuple(Window(window.began, window.calls + 1) for window in open_windows), 0
