"""What an emulator has at one moment. Records are never changed in place, so taking a snapshot is cheap."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from verify_emulator.account_settings import AccountSettings
from verify_emulator.clock import Setting
from verify_emulator.outbox.messages import Message
from verify_emulator.phones import Kept
from verify_emulator.resources.store import Section
from verify_emulator.verify.verification_events import Expiring


class Draws(NamedTuple):
    """How far a source of randomness has come that repeats itself under a seed."""

    seed: int
    position: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AccountSnapshot:
    """One account. Without sections it has not been furnished yet: nothing was asked of it."""

    sid: str
    token: str | None = field(repr=False)
    clock: Setting
    settings: AccountSettings
    sections: tuple[Section, ...] | None = field(repr=False)
    watched: tuple[Expiring, ...] = ()  # verifications whose end is told to a sink
    phones: tuple[Kept, ...] = field(default=(), repr=False)

    @property
    def records(self) -> int:
        return sum(len(section.rows) for section in self.sections or ())


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All accounts, the longest idle first, or one of them."""

    saved_at: datetime
    clock: Setting
    accounts: tuple[AccountSnapshot, ...]
    messages: tuple[Message, ...] = field(repr=False)
    last_cursor: int  # of a message, also if that is gone
    draws: Draws | None = field(default=None, repr=False)  # only under a seed
