"""What the control plane needs of an emulator; `app.App` has it."""

from typing import TYPE_CHECKING, Protocol

from verify_emulator.accounts import Accounts
from verify_emulator.clock import Clock
from verify_emulator.events import Events
from verify_emulator.faults.faults import Faults
from verify_emulator.journal import Journal
from verify_emulator.outbox.deliveries import Deliveries
from verify_emulator.outbox.messages import Outbox
from verify_emulator.resources.store import Store
from verify_emulator.settings import Settings

if TYPE_CHECKING:
    from verify_emulator.control.state import State, Swap
    from verify_emulator.phones import Phones
    from verify_emulator.verify.steering import Steering


class Parts(Protocol):
    """The parts of one emulator that can be steered from outside."""

    settings: Settings
    clock: Clock
    accounts: Accounts
    events: Events
    faults: Faults
    journal: Journal
    outbox: Outbox

    @property
    def store(self) -> Store: ...

    @property
    def deliveries(self) -> Deliveries: ...

    @property
    def steering(self) -> "Steering": ...

    @property
    def phones(self) -> "Phones": ...

    @property
    def state(self) -> "State": ...

    def restore(self, swap: "Swap") -> None: ...

    def reset(self, account_sid: str | None = None) -> None: ...

    def clock_moved(self, account_sid: str | None = None) -> None: ...
