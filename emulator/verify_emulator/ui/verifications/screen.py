"""The page of the screen Verifications: the list, its filters, and the one that is chosen."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from starlette.requests import Request

from verify_emulator.ui.boards import PAGE, Context, make_board, text_in
from verify_emulator.ui.labels import CHANNELS, STATES
from verify_emulator.ui.pages import Pages, account_in, number_in
from verify_emulator.ui.parts import Parts, Screen, lead, moved
from verify_emulator.ui.verifications.history import read_history
from verify_emulator.verify.rules.lifecycle import State
from verify_emulator.verify.services import Service
from verify_emulator.verify.steering import Sought, steps
from verify_emulator.verify.verification import Verification

MOST_SERVICES = 100
"""Services to choose from; others are found by their verifications."""


def make_screen(pages: Pages, parts: Parts) -> Screen:
    verifications = Verifications(parts)
    return make_board(pages, "Verifications", rows=verifications.rows, detail=verifications.detail)


@dataclass(frozen=True, slots=True)
class Row:
    """One of the list. `ends` is by the clock that the page shows, which may be another than its account's."""

    verification: Verification
    service: str
    state: State
    ends: datetime

    @property
    def key(self) -> str:
        found = self.verification
        return f"{found.account_sid}/{found.service_sid}/{found.sid}"

    @property
    def lifetime_seconds(self) -> float:
        return (self.verification.expires_at - self.verification.date_created).total_seconds()


class Verifications:
    """Reads what the screen shows."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def rows(self, request: Request) -> Context:
        account, skip = account_in(request), number_in(request, "skip")
        status = text_in(request, "status")
        sought = Sought(
            account_sid=account,
            service_sid=text_in(request, "service"),
            status=State(status) if status in STATES else None,
            channel=text_in(request, "channel"),
            text=(text_in(request, "q") or "").strip(),
        )
        found = self._parts.steering.read(sought, PAGE + 1, skip)
        names: dict[tuple[str, str], str] = {}
        return {
            "rows": [self._row(each, account, names) for each in found[:PAGE]],
            "newer": skip > 0,
            "older": {"skip": skip + PAGE} if len(found) > PAGE else None,
            "services": list(islice(self._services(account), MOST_SERVICES)),
            "channels": CHANNELS,
        }

    def detail(self, request: Request) -> Context:
        path = (text_in(request, "show") or "").split("/")
        found = self._parts.steering.find(*path) if len(path) == 3 else None
        if found is None:
            return {"chosen": None}
        row = self._row(found, account_in(request), {})
        return {
            "chosen": row,
            "steps": steps(row.state),
            "history": read_history(self._parts, row.verification, row.state),
        }

    def _row(
        self, found: tuple[Verification, datetime], shown: str | None, names: dict[tuple[str, str], str]
    ) -> Row:
        verification, now = found
        key = (verification.account_sid, verification.service_sid)
        if key not in names:
            names[key] = self._service_name(*key)
        ends = moved(verification.expires_at, lead(self._parts, shown, verification.account_sid))
        return Row(verification, names[key], verification.state(now), ends)

    def _service_name(self, account_sid: str, sid: str) -> str:
        with self._parts.store.transaction(account_sid) as session:
            service = session.get(Service, sid)
        return "" if service is None else service.friendly_name

    def _services(self, account_sid: str | None) -> Iterator[tuple[str, str]]:
        """What there is to choose from, each with its name."""
        known = [account_sid] if account_sid else reversed(self._parts.accounts.all())
        seen: set[str] = set()
        for sid in known:
            if self._parts.accounts.known(sid) is None:
                continue
            with self._parts.store.transaction(sid) as session:
                services = list(session.read(Service))
            for service in services:
                if service.sid not in seen:
                    seen.add(service.sid)
                    yield service.sid, f"{service.friendly_name} …{service.sid[-4:]}"
