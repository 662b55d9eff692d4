"""What a screen is, and what screens need of an emulator; `app.App` has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from starlette.routing import BaseRoute

from verify_emulator.accounts import Accounts
from verify_emulator.clock import Clock
from verify_emulator.journal import Journal
from verify_emulator.outbox.messages import Outbox
from verify_emulator.resources.store import Store
from verify_emulator.settings import Settings

if TYPE_CHECKING:
    from verify_emulator.faults.faults import Faults
    from verify_emulator.outbox.deliveries import Deliveries
    from verify_emulator.phones import Phones
    from verify_emulator.verify.steering import Steering


class Point(Protocol):
    """A save point."""

    @property
    def name(self) -> str: ...

    @property
    def saved_at(self) -> datetime: ...

    @property
    def records(self) -> int: ...

    @property
    def messages(self) -> int: ...


class Points(Protocol):
    def listed(self, account_sid: str | None = None) -> Sequence[Point]: ...


class State(Protocol):
    @property
    def points(self) -> Points: ...


class Parts(Protocol):
    """Whatever screens read. What people change they change through /_emulator, as every program does."""

    settings: Settings
    clock: Clock
    accounts: Accounts
    outbox: Outbox
    journal: Journal

    @property
    def store(self) -> Store: ...

    @property
    def faults(self) -> "Faults": ...

    @property
    def state(self) -> "State": ...

    @property
    def deliveries(self) -> "Deliveries": ...

    @property
    def steering(self) -> "Steering": ...

    @property
    def phones(self) -> "Phones": ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One entry of the navigation: its pages, and the fragments that keep them up to date."""

    name: str  # of its template, icon, script and style sheet, too
    title: str
    path: str
    routes: Sequence[BaseRoute]


def clock_of(parts: Parts, account_sid: str | None) -> Clock:
    """Everybody's, or the clock of one account that has been seen."""
    account = None if account_sid is None else parts.accounts.known(account_sid)
    return parts.clock if account is None else account.clock


def now_of(parts: Parts, account_sid: str | None) -> datetime:
    return clock_of(parts, account_sid).now()


def lead(parts: Parts, shown: str | None, account_sid: str) -> timedelta:
    """How far the clock that a page shows, everybody's or one account's, is ahead of that of an account on it.

    What the page counts down is moved by that much; see `moved`.
    """
    if shown == account_sid:
        return timedelta()
    return now_of(parts, shown) - now_of(parts, account_sid)


def moved(moment: datetime, ahead: timedelta) -> datetime:
    """A clock may be thousands of years away: then the moment stays as it is."""
    try:
        return moment + ahead
    except OverflowError:
        return moment
