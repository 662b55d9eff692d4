"""From a file to a configuration: TOML, the models, then what may stand there only once."""

import tomllib
from datetime import date, time
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError
from pydantic_core import to_json

from verify_emulator.account_settings import AccountSettings
from verify_emulator.configuration.configuration import Configuration, ListedAccount
from verify_emulator.configuration.contents import FILE, OPTIONS, SAFE_NUMBER, SERVICE
from verify_emulator.configuration.entries import Entry, entry_of, sid_at
from verify_emulator.configuration.faults import ConfigurationError, beneath, invalid, naming
from verify_emulator.configuration.uniqueness import refuse_duplicates
from verify_emulator.places import Place
from verify_emulator.verify.safe_list import CreateSafelist, Safelist

DEEPEST = 50
"""Levels; the deepest value that has a meaning is in the tenth."""


def read(path: str | Path) -> Configuration:
    """The configuration in a TOML file.

    Raises:
        ConfigurationError: It cannot be read or used; one line with the file, the key and the reason.
    """
    with naming(str(path)):
        try:
            content = _content(Path(path))
        except OSError as error:
            raise ConfigurationError(error.strerror or "cannot be read") from None
    return parse(content, str(path))


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else _read_once(path)


@cache
def _read_once(path: Path) -> bytes:
    """A pipe, such as the shell's `<(…)`, gives its content once, and two ask for it: see `parse`."""
    return path.read_bytes()


@lru_cache(maxsize=1)  # the command line and the application read the same file one after the other
def parse(content: bytes, file: str) -> Configuration:
    """The configuration in the bytes of a TOML file of that name. Raises ConfigurationError."""
    with naming(file):
        table = _table(content)
        _check_values(table)
        try:
            # By way of JSON, whose arrays are tuples to pydantic even where it takes no text for a number.
            checked: Any = FILE.model_validate_json(to_json(table), strict=True)
        except ValidationError as error:
            raise invalid(error) from None
        refuse_duplicates(checked)
        return Configuration(
            file=file,
            options=MappingProxyType(
                {name: getattr(checked, name) for name in OPTIONS if name in checked.model_fields_set}
            ),
            defaults=checked.settings,
            templates=checked.templates,
            faults=checked.faults,
            accounts=MappingProxyType(
                {
                    account.sid: _account(account, ("accounts", position), checked.settings)
                    for position, account in enumerate(checked.accounts)
                }
            ),
        )


def _table(content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigurationError(f"is not UTF-8 (at line {line})") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"is not TOML: {error}") from None
    except ValueError:  # Python reads no whole number of more than 4300 digits
        raise ConfigurationError("is not TOML: a number is too long") from None
    except RecursionError:
        raise ConfigurationError("is not TOML: tables or arrays are nested too deeply") from None


def _check_values(value: Any, place: Place = ()) -> None:
    """Refuse what JSON cannot carry: dates, of which it would make texts, and a depth beyond all reason."""
    if isinstance(value, date | time):
        raise ConfigurationError("should not be a date or time", place)
    if len(place) > DEEPEST:
        raise ConfigurationError("tables or arrays are nested too deeply", place[:1])
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in below:
        _check_values(inner, (*place, key))


def _account(account: Any, place: Place, everybody: AccountSettings | None) -> ListedAccount:
    """What an account may do is what everybody may, but for what it names itself."""
    own = account.settings or AccountSettings()
    named = {name: getattr(own, name) for name in own.model_fields_set}
    return ListedAccount(
        sid=account.sid,
        place=place,
        token=account.token,
        keys=MappingProxyType({key.sid: key.secret for key in account.api_keys}),
        settings=(everybody or AccountSettings()).model_copy(update=named),
        templates=account.templates,
        entries=_entries(account, place),
    )


def _entries(account: Any, place: Place) -> tuple[Entry, ...]:
    sid = account.sid
    with beneath(place):
        return (
            *(entry_of(SERVICE, table, sid, ("services", at)) for at, table in enumerate(account.services)),
            *(_safe_number(number, sid, ("safe_list", at)) for at, number in enumerate(account.safe_list)),
        )


def _safe_number(number: str, owner: str, place: Place) -> Entry:
    params = CreateSafelist.model_validate({"PhoneNumber": number})
    return Entry(SAFE_NUMBER, place, sid_at(Safelist.PREFIX, owner, place), params)
