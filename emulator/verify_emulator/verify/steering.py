"""What somebody who looks at the emulator does to a verification by hand: approve it, cancel it, let it expire."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Literal

from verify_emulator.accounts import Account, Accounts
from verify_emulator.events import VerificationSteered
from verify_emulator.ids import Ids
from verify_emulator.resources.call import Call
from verify_emulator.resources.store import Session, Store
from verify_emulator.settings import Settings
from verify_emulator.verify.rules.lifecycle import OUTCOMES, Event, Outcome, State, Verb
from verify_emulator.verify.services import Service
from verify_emulator.verify.verification import REMEMBERED, Verification, end, permit
from verify_emulator.verify.verification_events import Expiring

Step = Literal["approved", "canceled", "expired"]


@dataclass(frozen=True, slots=True)
class Sought:
    """Which verifications somebody looks for; None matches all."""

    account_sid: str | None = None
    service_sid: str | None = None
    to: str | None = None
    status: State | None = None
    channel: str | None = None
    text: str = ""
    """Part of the recipient or of the SID, in whatever case."""

    def matches(self, verification: Verification, now: datetime) -> bool:
        return (
            self.status in (None, verification.state(now))
            and self.channel in (None, verification.channel)
            and self._is_part(verification)
        )

    def _is_part(self, verification: Verification) -> bool:
        text = self.text.casefold()
        return text in verification.to.casefold() or text in verification.sid.casefold()


class Steering:
    """Reads and changes the verifications of all accounts, as nobody can on Twilio."""

    def __init__(
        self,
        accounts: Accounts,
        store: Store,
        settings: Settings,
        publish: Callable[[object], None],
    ) -> None:
        self._accounts = accounts
        self._store = store
        self._settings = settings
        self._publish = publish

    def read(self, sought: Sought, limit: int, skip: int = 0) -> list[tuple[Verification, datetime]]:
        """Those that match, the newest first, each with the time on its account's clock."""
        known = self._accounts.all() if sought.account_sid is None else [sought.account_sid]
        found = merge(*(self._of_account(sid, sought) for sid in known), key=_age, reverse=True)
        return list(islice(found, skip, skip + limit))

    def find(self, account_sid: str, service_sid: str, sid: str) -> tuple[Verification, datetime] | None:
        """One of them, with the time on its account's clock."""
        account = self._accounts.known(account_sid)
        if account is None:
            return None
        with self._store.transaction(account_sid) as session:
            found = session.get(Verification, sid, service_sid)
        return None if found is None else (found, account.clock.now())

    def _of_account(self, sid: str, sought: Sought) -> Iterator[tuple[Verification, datetime]]:
        account = self._accounts.known(sid)
        if account is None:
            return iter(())
        now = account.clock.now()
        with self._store.transaction(sid) as session:
            services = _services(session, sought.service_sid)
            where = None if sought.to is None else ("to", sought.to)
            tables = [session.read(Verification, key, where=where, backwards=True) for key in services]
        newest = merge(*tables, key=lambda verification: verification.date_created, reverse=True)
        return ((found, now) for found in newest if sought.matches(found, now))

    def step(self, account: Account, service_sid: str, sid: str, step: Step) -> tuple[Verification, datetime]:
        """Bring an open verification to its end. Raises KeyError if there is none, TwilioError if it has ended."""
        now = account.clock.now()
        with self._store.transaction(account.sid) as session:
            verification = session.get(Verification, sid, service_sid)
            if verification is None:
                raise KeyError(sid)
            session.lock((account.sid, service_sid, verification.to))
            call = Call(
                account_sid=account.sid,
                now=now,
                store=session,
                model=Verification,
                ids=Ids(),
                settings=self._settings,
                account=account.settings,
            )
            changed = _expire(call, verification) if step == "expired" else _end(call, verification, step)
        for event in (*call.events, VerificationSteered(changed)):
            self._publish(event)
        return changed, now


def steps(state: State) -> frozenset[Step]:
    """What `step` lets somebody do to a verification in that state."""
    if OUTCOMES[state, Verb.UPDATE] is Outcome.ANSWER:
        return frozenset(("approved", "canceled", "expired"))
    return frozenset(("expired",)) if state is State.MAX_ATTEMPTS_REACHED else frozenset()


def _age(found: tuple[Verification, datetime]) -> datetime:
    return found[0].date_created


def _services(session: Session, service_sid: str | None) -> Iterable[str]:
    return [service_sid] if service_sid else [service.sid for service in session.read(Service)]


def _end(call: Call, verification: Verification, step: Step) -> Verification:
    permit(verification, Verb.UPDATE, call.now)
    return end(call, verification, Event.APPROVE if step == "approved" else Event.CANCEL)


def _expire(call: Call, verification: Verification) -> Verification:
    """As if its time were over now; also one whose checks are used up."""
    if verification.state(call.now) is not State.MAX_ATTEMPTS_REACHED:
        permit(verification, Verb.UPDATE, call.now)
    expired = verification.changed(expires_at=call.now, forget_at=call.now + REMEMBERED)
    call.store.put(expired)
    if call.account.event_sink is not None:
        call.events.append(Expiring(call.account_sid, verification.service_sid, verification.sid, call.now))
    return expired
