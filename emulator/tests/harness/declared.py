"""An emulator that serves other resources than Verify's."""

from harness.local import Local
from verify_emulator.account_settings import AccountSettings
from verify_emulator.accounts import Accounts
from verify_emulator.clock import Clock
from verify_emulator.events import Events
from verify_emulator.faults.faults import Faults
from verify_emulator.http.endpoint import VerifySide
from verify_emulator.http.routes import Routes
from verify_emulator.ids import Ids
from verify_emulator.resources.collection import Collection
from verify_emulator.resources.resource import Resource
from verify_emulator.settings import Settings
from verify_emulator.store.memory import Memory


def serve(
    local: Local, *collections: Collection, children: dict[type[Resource], list[type[Resource]]] | None = None
) -> Local:
    """The same emulator, with these collections in the place of Verify's."""
    clock = Clock()
    local.app = VerifySide(  # type: ignore[assignment]
        Routes(collections),
        clock=clock,
        accounts=Accounts(clock, defaults=AccountSettings()),
        store=Memory(furnish=lambda session, sid: None, children=lambda: children or {}, keep={}),
        ids=Ids(),
        settings=Settings(),
        events=Events(),
        faults=Faults(),
    )
    return local
