"""What the options and the config file list, and a restored account does not have yet."""

from collections.abc import Iterable, Mapping
from typing import Any

from verify_emulator.accounts import Accounts
from verify_emulator.resources.store import Furnish, Section, Session, Store
from verify_emulator.store.memory import Memory
from verify_emulator.verify.catalogue import children

Rows = Mapping[tuple[type, str], tuple[Any, ...]]


def complete_all(accounts: Accounts, store: Store, furnish: Furnish) -> None:
    """All accounts that have been furnished, by a program with other options or another file perhaps."""
    for account in accounts.seen():
        if store.sections(account.sid) is not None:
            new = Memory(furnish=furnish, children=children, keep={})
            with new.transaction(account.sid) as furnished, store.transaction(account.sid) as session:
                complete(session, furnished.sections())


def complete(session: Session, furnished: Iterable[Section]) -> None:
    """Give an account the Services and templates of a newly furnished one that it lacks, with what is below them.

    What it has stays as it was saved, also what is below: somebody may have changed or deleted it.
    """
    rows = {(section.model, section.parent): section.rows for section in furnished}
    for (model, _), found in rows.items():
        for row in () if model.PARENT else found:
            if session.get(model, getattr(row, model.KEY)) is None:
                _add(session, row, rows)


def _add(session: Session, row: Any, rows: Rows) -> None:
    model = type(row)
    names = ((field, getattr(row, field)) for field in model.UNIQUE)
    if any(session.seek(model, field, value) for field, value in names if value is not None):
        return  # it has moved in the file
    session.put(row)
    for child in children().get(model, ()):
        for below in rows.get((child, getattr(row, model.KEY)), ()):
            _add(session, below, rows)
