"""Save points: named states in memory, of the whole emulator or of one account, to go back to."""

import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from verify_emulator.state.snapshot import Snapshot

NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
MOST = 100
"""Points of the whole emulator, and of each account."""
MOST_ACCOUNTS = 1_000
"""Accounts that have points: parallel tests take a new one each. Beyond that the points of the oldest go."""


@dataclass(frozen=True, slots=True)
class Point:
    """One save point. Its snapshot shares its records with those that are in use, and so takes little memory."""

    name: str
    account_sid: str | None
    snapshot: Snapshot

    @property
    def saved_at(self) -> datetime:
        return self.snapshot.saved_at

    @property
    def accounts(self) -> int:
        return len(self.snapshot.accounts)

    @property
    def messages(self) -> int:
        return len(self.snapshot.messages)

    @property
    def records(self) -> int:
        return sum(account.records for account in self.snapshot.accounts)


class Points:
    """The save points of one emulator, which survive its reset."""

    def __init__(
        self, take: Callable[[str | None], Snapshot], put: Callable[[Snapshot, str | None], None]
    ) -> None:
        self._take = take
        self._put = put
        self._whole: dict[str, Point] = {}
        self._of_accounts: OrderedDict[str, dict[str, Point]] = OrderedDict()

    def save(self, name: str, account_sid: str | None = None) -> Point:
        """Name the state of now; a point of that name is replaced. Raises ValueError."""
        if NAME.fullmatch(name) is None:
            raise ValueError("name: 1 to 64 letters, digits, dots, dashes and underscores")
        points = self._points(account_sid)
        if name not in points and len(points) >= MOST:
            raise ValueError(f"there are {MOST} save points already; delete one")
        points.pop(name, None)
        point = points[name] = Point(name, account_sid, self._take(account_sid))
        if account_sid is not None:
            self._of_accounts[account_sid] = points
            if len(self._of_accounts) > MOST_ACCOUNTS:
                self._of_accounts.popitem(last=False)
        return point

    def _points(self, account_sid: str | None) -> dict[str, Point]:
        return self._whole if account_sid is None else self._of_accounts.get(account_sid, {})

    def restore(self, name: str, account_sid: str | None = None) -> Point:
        """Go back to a point, as often as wanted. Raises KeyError."""
        point = self._points(account_sid)[name]
        self._put(point.snapshot, account_sid)
        return point

    def delete(self, name: str, account_sid: str | None = None) -> None:
        """Raises KeyError."""
        del self._points(account_sid)[name]

    def listed(self, account_sid: str | None = None) -> list[Point]:
        """The points of one account, or all, oldest first."""
        if account_sid is not None:
            return list(self._points(account_sid).values())
        found = [
            *self._whole.values(),
            *(one for points in self._of_accounts.values() for one in points.values()),
        ]
        return sorted(found, key=lambda point: point.saved_at)
