"""Watches verifications run out, for those whose end somebody is to be told of; elsewhere nothing looks at the time.

The account's clock may be moved at any moment, so it is looked at every second while there is something to wait for.
"""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime
from heapq import heappop, heappush

from verify_emulator.accounts import Account, Accounts
from verify_emulator.resources.store import Store
from verify_emulator.verify.rules.lifecycle import State
from verify_emulator.verify.verification import Verification
from verify_emulator.verify.verification_events import Expiring, post_of

LONGEST_PAUSE = 1.0
"""Seconds."""


class Expiries:
    """Publishes an event for each watched verification that expires."""

    def __init__(self, accounts: Accounts, store: Store, publish: Callable[[object], None]) -> None:
        self._accounts = accounts
        self._store = store
        self._publish = publish
        self._due: dict[str, list[tuple[datetime, str, str]]] = {}  # a heap for each account
        self._timer: asyncio.TimerHandle | None = None
        self._loop: asyncio.AbstractEventLoop | None = None  # the timer's; in a test there may be several

    def watch(self, expiring: Expiring) -> None:
        """May be called for each send of one verification."""
        heap = self._due.setdefault(expiring.account_sid, [])
        heappush(heap, (expiring.expires_at, expiring.service_sid, expiring.verification_sid))
        if self._timer is None or self._loop is not asyncio.get_running_loop():
            self._wait()

    def watched(self, account_sid: str) -> tuple[Expiring, ...]:
        """What is watched for an account, one for each send."""
        return tuple(
            Expiring(account_sid, service_sid, sid, expires_at)
            for expires_at, service_sid, sid in sorted(self._due.get(account_sid, ()))
        )

    @property
    def is_watching(self) -> bool:
        return bool(self._due)

    def restore(self, watched: Iterable[Expiring], account_sid: str | None = None) -> None:
        """Watch these in the place of all, or of one account's. Somebody has to `look`."""
        self.reset(account_sid)
        for expiring in watched:
            entry = (expiring.expires_at, expiring.service_sid, expiring.verification_sid)
            heappush(self._due.setdefault(expiring.account_sid, []), entry)

    def look(self) -> None:
        """See what has expired by now. Also called when a clock was moved."""
        for account_sid, heap in list(self._due.items()):
            account = self._accounts.known(account_sid)  # looking is no use that keeps an account from going
            if account is None:
                heap.clear()
            else:
                self._look_at(account, heap)
            if not heap:
                del self._due[account_sid]
        self._wait()

    def _look_at(self, account: Account, heap: list[tuple[datetime, str, str]]) -> None:
        now = account.clock.now()
        while heap and heap[0][0] <= now:
            entry = heappop(heap)
            if not heap or heap[0] != entry:  # there is one for each send
                self._tell(account, entry, now)

    def _tell(self, account: Account, entry: tuple[datetime, str, str], now: datetime) -> None:
        moment, service_sid, sid = entry
        with self._store.transaction(account.sid) as session:
            verification = session.get(Verification, sid, service_sid)
            if verification is None or verification.state(now) is not State.EXPIRED:
                return
            if verification.expires_at != moment:  # its end was brought about by hand, and told then
                return
            post = post_of(session, account.settings, verification, now)
        if post is not None:
            self._publish(post)

    def _wait(self) -> None:
        self.stop()
        if self._due:
            self._loop = asyncio.get_running_loop()
            self._timer = self._loop.call_later(LONGEST_PAUSE, self.look)

    def reset(self, account_sid: str | None = None) -> None:
        """Forget what was watched for one account, or for all."""
        if account_sid is None:
            self._due.clear()
        else:
            self._due.pop(account_sid, None)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
