"""Takes what an emulator has, and puts something else in its place in one step."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from verify_emulator.accounts import Account, Accounts
from verify_emulator.clock import Clock
from verify_emulator.events import Events, Reset
from verify_emulator.ids import Ids
from verify_emulator.outbox.messages import Outbox
from verify_emulator.resources.store import Store
from verify_emulator.settings import Settings
from verify_emulator.state.faults import StateError
from verify_emulator.state.points import Points
from verify_emulator.state.reading import read
from verify_emulator.state.snapshot import AccountSnapshot, Draws, Snapshot
from verify_emulator.state.writing import write

if TYPE_CHECKING:
    from verify_emulator.phones import Phones
    from verify_emulator.verify.expiries import Expiries

Swap = Callable[[], None]
"""Puts something that is ready in the place of what there is: one step on the event loop."""


class Parts(Protocol):
    """What of an emulator is state; `app.App` has it."""

    settings: Settings
    clock: Clock
    events: Events
    outbox: Outbox
    accounts: Accounts
    ids: Ids

    @property
    def store(self) -> Store: ...

    @property
    def expiries(self) -> "Expiries": ...

    @property
    def phones(self) -> "Phones": ...

    def restore(self, swap: Swap) -> None: ...


class State:
    """The state of one emulator, or of one account. Deliveries and the journal of requests are no part of it."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.points = Points(self.take, self.restore)

    def take(self, account_sid: str | None = None) -> Snapshot:
        """All that there is now, or what one account has. To be called where nothing else goes on."""
        parts = self._parts
        accounts = parts.accounts.seen() if account_sid is None else (parts.accounts.get(account_sid),)
        return Snapshot(
            saved_at=Clock().now(),
            clock=parts.clock.setting,
            accounts=tuple(map(self._take_account, accounts)),
            messages=parts.outbox.kept(account_sid),
            last_cursor=parts.outbox.last,
            draws=self._draws() if account_sid is None else None,
        )

    def _take_account(self, account: Account) -> AccountSnapshot:
        parts = self._parts
        return AccountSnapshot(
            sid=account.sid,
            token=account.token,
            clock=account.clock.setting,
            settings=account.settings,
            sections=parts.store.sections(account.sid),
            watched=parts.expiries.watched(account.sid),
            phones=parts.phones.kept(account.sid),
        )

    def _draws(self) -> Draws | None:
        seed = self._parts.settings.seed
        return None if seed is None else Draws(seed, self._parts.ids.position)

    def mark(self) -> object:
        """Compares equal to an earlier mark if nothing has changed since. Costs a call of the API nothing."""
        parts = self._parts
        accounts = {
            account.sid: (account.token, account.clock.setting, account.settings)
            for account in parts.accounts.seen()
        }
        return (
            parts.store.mark(),
            parts.outbox.mark(),
            parts.phones.mark(),
            parts.clock.setting,
            accounts,
            self._draws(),
        )

    def document(self, account_sid: str | None = None) -> Iterator[bytes]:
        """What there is now as a document, in pieces that any thread may ask for."""
        return write(self.take(account_sid))

    def read(self, text: bytes | bytearray, account_sid: str | None = None) -> Swap:
        """What puts a document in the place of all, or of one account of those that it has. Raises StateError.

        May be called on any thread. Nothing has changed until the result is called.
        """
        return self.prepare(read(text), account_sid)

    def restore(self, snapshot: Snapshot, account_sid: str | None = None) -> None:
        """Go back to a snapshot at once."""
        self._parts.restore(self.prepare(snapshot, account_sid))

    def prepare(self, snapshot: Snapshot, account_sid: str | None = None) -> Swap:
        """The same for a snapshot."""
        if account_sid is not None:
            snapshot = _only(snapshot, account_sid)
        parts = self._parts
        swap_records = parts.store.prepare(
            {account.sid: account.sections for account in snapshot.accounts}, account_sid
        )

        def swap() -> None:
            swap_records()
            parts.accounts.replace(map(self._made, snapshot.accounts), account_sid)
            parts.outbox.restore(snapshot.messages, snapshot.last_cursor, account_sid)
            parts.expiries.restore((one for each in snapshot.accounts for one in each.watched), account_sid)
            parts.phones.restore((one for each in snapshot.accounts for one in each.phones), account_sid)
            if account_sid is None:
                parts.clock.set(snapshot.clock)
                self._draw_on(snapshot.draws)
            parts.events.publish(Reset(account_sid))

        return swap

    def _made(self, snapshot: AccountSnapshot) -> Account:
        account = self._parts.accounts.make(snapshot.sid, snapshot.token, snapshot.settings)
        account.clock.set(snapshot.clock)
        return account

    def _draw_on(self, draws: Draws | None) -> None:
        """Under another seed the sequence is another one, and does not come to what was drawn before."""
        if draws is not None and draws.seed == self._parts.settings.seed:
            self._parts.ids.go_to(draws.position)


def _only(snapshot: Snapshot, account_sid: str) -> Snapshot:
    accounts = tuple(account for account in snapshot.accounts if account.sid == account_sid)
    if not accounts:
        raise StateError(f"there is no {account_sid}", ("accounts",))
    messages = tuple(message for message in snapshot.messages if message.account_sid == account_sid)
    return replace(snapshot, accounts=accounts, messages=messages)
