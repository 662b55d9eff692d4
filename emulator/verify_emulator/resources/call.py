"""What a rule gets to work with: who calls, when, on which store, with which options."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from verify_emulator.account_settings import AccountSettings
from verify_emulator.ids import Ids
from verify_emulator.receipts import Receipt
from verify_emulator.records import maker
from verify_emulator.resources.resource import Resource
from verify_emulator.resources.store import Session
from verify_emulator.settings import Settings


class Script(Protocol):
    """What somebody has laid down for a call beforehand."""

    def receipt(self, channel: str) -> Receipt | None:
        """What becomes of a message that the call sends on a channel; None if nothing is laid down."""
        ...

    def approves(self) -> bool:
        """Whether any code is right."""
        ...


@dataclass(slots=True)
class Call:
    """One API call. A rule reads it, puts records into `store` and appends to `events`; it never sees HTTP."""

    account_sid: str
    now: datetime
    store: Session
    model: type[Any]  # the kind of record that the operation is declared for
    ids: Ids
    settings: Settings
    account: AccountSettings
    parent: Resource | None = (
        None  # the record under which the call happens; none for account-level resources
    )
    path: tuple[str, ...] = ()  # the values of the address's variable parts, outermost first
    device: str | None = None  # the credential of the device that calls, if it is not the account itself
    reset_at: datetime | None = None  # when the account lost all that it had, if it did
    overlaps: bool = False  # another call for the same thing is in flight
    script: Script | None = None
    headers: dict[str, str] = field(default_factory=dict)  # sent with the answer, beside Twilio's usual ones
    events: list[object] = field(default_factory=list)  # published once the call has succeeded


new_call = maker(Call)

Rule = Callable[..., Any]
"""`(call, params)` on a collection, `(call, resource, params)` on one of its items; returns what is to be shown."""
