"""Who has an authenticator: TOTP factors with their codes, and the phones that get push challenges."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice

from verify_emulator.phones import Phone
from verify_emulator.resources.store import Session
from verify_emulator.ui.parts import Parts, lead, moved
from verify_emulator.verify.challenge import Challenge
from verify_emulator.verify.entities import Entity
from verify_emulator.verify.factor import Factor
from verify_emulator.verify.new_factors import provisioning_uri
from verify_emulator.verify.rules import totp
from verify_emulator.verify.services import Service

MOST_HOLDERS = 200
MOST_ENTITIES = 500
"""Of a service, the newest: looking further would make every event cost what all that is stored costs."""


@dataclass(frozen=True, slots=True)
class Totp:
    """A TOTP factor and what an authenticator app shows for it now."""

    factor: Factor
    uri: str
    code: str
    ends_at: datetime

    @property
    def seconds(self) -> int:
        return int(self.factor.config["time_step"])


@dataclass(slots=True)
class Holder:
    """A person with factors: an entity of a service."""

    account_sid: str
    service_sid: str
    service_name: str
    identity: str
    now: datetime
    ahead: timedelta  # the clock that the page shows, of the account's
    totps: list[Totp] = field(default_factory=list)
    phones: list[tuple[Phone, list[Challenge]]] = field(default_factory=list)

    def by_page(self, moment: datetime) -> datetime:
        """By the clock that the page shows."""
        return moved(moment, self.ahead)

    @property
    def pending(self) -> int:
        return sum(len(challenges) for _, challenges in self.phones)

    @property
    def newest(self) -> datetime:
        """When something last happened."""
        moments = [each.factor.date_created for each in self.totps]
        moments += [challenge.date_created for _, pending in self.phones for challenge in pending]
        return max(moments, default=datetime.fromtimestamp(0, UTC))

    def matches(self, needle: str) -> bool:
        names = [self.identity, *(each.factor.friendly_name for each in self.totps)]
        return any(needle in name.casefold() for name in names)


def read_holders(parts: Parts, account_sid: str | None, search: str = "") -> list[Holder]:
    """Those that have a TOTP factor or one of the emulator's own phones; who was active last comes first."""
    phones: dict[tuple[str, str], list[tuple[Phone, list[Challenge]]]] = {}
    for phone, pending in parts.phones.read(account_sid):
        phones.setdefault((phone.service_sid, phone.identity), []).append((phone, pending))
    holders: list[Holder] = []
    for sid in parts.accounts.all() if account_sid is None else [account_sid]:
        account = parts.accounts.known(sid)
        if account is None:
            continue
        with parts.store.transaction(sid) as session:
            for holder in _holders(session, sid, account.clock.now(), lead(parts, account_sid, sid)):
                holder.phones = phones.get((holder.service_sid, holder.identity), [])
                if holder.totps or holder.phones:
                    holders.append(holder)
    needle = search.strip().casefold()
    found = [holder for holder in holders if not needle or holder.matches(needle)]
    return sorted(found, key=lambda holder: holder.newest, reverse=True)[:MOST_HOLDERS]


def count_pending(parts: Parts, account_sid: str | None) -> int:
    """Challenges that wait for somebody to press a button."""
    return sum(len(pending) for _, pending in parts.phones.read(account_sid))


def _holders(session: Session, account_sid: str, now: datetime, ahead: timedelta) -> Iterator[Holder]:
    for service in session.read(Service):
        for entity in islice(session.read(Entity, service.sid, backwards=True), MOST_ENTITIES):
            holder = Holder(account_sid, service.sid, service.friendly_name, entity.identity, now, ahead)
            holder.totps = [
                _show(factor, service, now)
                for factor in session.read(Factor, entity.sid, backwards=True)
                if factor.factor_type == "totp" and not factor.is_stale(now)
            ]
            yield holder


def _show(factor: Factor, service: Service, now: datetime) -> Totp:
    config = factor.config
    period = int(config["time_step"])
    code = totp.code_at(factor.secret, now, alg=config["alg"], digits=config["code_length"], period=period)
    ends = (int(now.timestamp()) // period + 1) * period
    return Totp(factor, provisioning_uri(factor, service), code, datetime.fromtimestamp(ends, UTC))


def draw(uri: str) -> str:
    """The QR code as the address of a picture; white around it, so that it scans on a dark page, too."""
    import segno

    return segno.make(uri, error="m").svg_data_uri(border=4, scale=4, dark="#000", light="#fff")
