"""What may stand in the file only once: the SIDs of accounts, API keys, services and templates."""

from collections.abc import Iterable, Iterator
from typing import Any

from verify_emulator.accounts import WELL_KNOWN_ACCOUNT, WELL_KNOWN_KEY, WELL_KNOWN_TOKEN
from verify_emulator.configuration.faults import ConfigurationError
from verify_emulator.places import Place, written

Sids = Iterable[tuple[Place, str | None]]
"""SIDs and where they stand; None for what is given none."""


def refuse_duplicates(file: Any) -> None:
    """Raises ConfigurationError for the first SID that is taken, and for another token of the well-known account."""
    _refuse_twice(_sids((), "accounts", file.accounts))
    _refuse_twice(_api_keys(file))
    shared = tuple(_sids((), "templates", file.templates))
    _refuse_twice(shared)
    for position, account in enumerate(file.accounts):
        place = ("accounts", position)
        if account.sid == WELL_KNOWN_ACCOUNT and account.token not in (None, WELL_KNOWN_TOKEN):
            raise ConfigurationError("the well-known account keeps its own token", (*place, "token"))
        _refuse_twice(_sids(place, "services", account.services))
        _refuse_twice((*shared, *_sids(place, "templates", account.templates)))


def _refuse_twice(sids: Sids) -> None:
    seen: dict[str, Place] = {}
    for place, sid in sids:
        if sid in seen:
            other = written(seen[sid]) or "the well-known one"
            raise ConfigurationError(f"is the same as that of {other}", (*place, "sid"))
        if sid is not None:
            seen[sid] = place


def _api_keys(file: Any) -> Iterator[tuple[Place, str | None]]:
    yield (), WELL_KNOWN_KEY
    for position, account in enumerate(file.accounts):
        yield from _sids(("accounts", position), "api_keys", account.api_keys)


def _sids(place: Place, name: str, tables: Iterable[Any]) -> Iterator[tuple[Place, str | None]]:
    for position, table in enumerate(tables):
        yield (*place, name, position), table.sid
