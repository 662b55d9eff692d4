"""Writes a document, piece by piece, so that other threads have their turn and nobody holds all of it in memory."""

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic_core import to_json

from verify_emulator import __version__
from verify_emulator.clock import Setting, timestamp
from verify_emulator.resources.resource import Resource
from verify_emulator.resources.store import Section
from verify_emulator.state.codecs import codec_of
from verify_emulator.state.snapshot import AccountSnapshot, Snapshot
from verify_emulator.verify.catalogue import records

FORMAT = "twilio-verify-emulator-state"
VERSION = 1
"""Goes up when an older emulator would misunderstand a document. Fields with a default may come without that."""

PIECE = 128 * 1024
"""Bytes, about."""


def write(snapshot: Snapshot) -> Iterator[bytes]:
    """The document, in pieces. One record stands on one line."""
    piece = bytearray()
    for part in _document(snapshot):
        piece += part
        if len(piece) >= PIECE:
            yield bytes(piece)
            piece.clear()
    yield bytes(piece)


def _document(snapshot: Snapshot) -> Iterator[bytes]:
    head: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "emulator": __version__,
        "saved_at": timestamp(snapshot.saved_at),
        "clock": _clock(snapshot.clock),
    }
    if snapshot.draws is not None:
        head["random"] = snapshot.draws._asdict()
    yield to_json(head)[:-1] + b',\n"accounts":'
    yield from _array(_account(account) for account in snapshot.accounts)
    yield b',\n"messages":'
    yield from _array(map(_written, snapshot.messages))
    yield b',\n"last_cursor":%d}\n' % snapshot.last_cursor


def _clock(setting: Setting) -> dict[str, Any]:
    return {"offset": setting.offset, "frozen": setting.frozen}


def _account(account: AccountSnapshot) -> Iterator[bytes]:
    head = {
        "sid": account.sid,
        "token": account.token,
        "clock": _clock(account.clock),
        "settings": account.settings.model_dump(mode="json"),
        "last_numbers": _last_numbers(account.sections or ()),
    }
    yield to_json(head)[:-1] + b',"watched":'
    yield from _array(map(_written, account.watched))
    yield b',"phones":'
    yield from _array(map(_written, account.phones))
    yield b',"records":'
    if account.sections is None:
        yield b"null}"
        return
    yield b"{"
    for position, (name, model) in enumerate(records().items()):
        yield b'%b"%b":' % (b",\n" if position else b"", name.encode())
        yield from _array(_rows(model, account.sections))
    yield b"}}"


def _written(item: Any) -> tuple[bytes]:
    return (codec_of(type(item)).write(item),)


def _rows(model: type[Resource], sections: Iterable[Section]) -> Iterator[Iterable[bytes]]:
    for section in sections:
        if section.model is model:
            for row in section.rows:
                yield (b'{"number":%d,' % row.number, codec_of(model).write(row)[1:])


def _last_numbers(sections: Iterable[Section]) -> dict[str, dict[str, int]]:
    """Where the newest record is gone: its number must not be given again, or pages would miss what has it."""
    found: dict[str, dict[str, int]] = {}
    for model, parent, last_number, rows in sections:
        if last_number > (rows[-1].number if rows else 0):
            found.setdefault(model.__name__, {})[parent] = last_number
    return found


def _array(items: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    yield b"["
    for position, item in enumerate(items):
        yield b",\n" if position else b"\n"
        yield from item
    yield b"]"
