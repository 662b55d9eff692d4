"""Reads a document: all of it is checked before anything comes of it, and the first fault is told by its place."""

import gc
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import from_json

from verify_emulator.account_settings import AccountSettings
from verify_emulator.clock import Setting
from verify_emulator.ids import Ids
from verify_emulator.outbox.message import MOST_CURSORS, Message
from verify_emulator.phones import Kept
from verify_emulator.state.codecs import codec_of, to_utc
from verify_emulator.state.faults import StateError, at
from verify_emulator.state.rows import check_owner, read_records
from verify_emulator.state.snapshot import AccountSnapshot, Draws, Snapshot
from verify_emulator.state.soundness import check_phone
from verify_emulator.state.writing import FORMAT, VERSION
from verify_emulator.verify.verification_events import Expiring

Objects = list[dict[str, Any]]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ClockShape(Shape):
    offset: timedelta = timedelta()
    frozen: AwareDatetime | None = None

    @property
    def setting(self) -> Setting:
        return Setting(self.offset, None if self.frozen is None else to_utc(self.frozen))


class RandomShape(Shape):
    seed: int
    position: tuple[int, ...]


class AccountShape(Shape):
    sid: Annotated[str, StringConstraints(pattern=r"^AC[0-9a-fA-F]{32}$")]
    token: str | None = None
    clock: ClockShape = Field(default_factory=ClockShape)
    settings: AccountSettings = Field(default_factory=AccountSettings)
    phones: Objects = Field(default_factory=list)
    last_numbers: dict[str, dict[str, Annotated[int, Field(ge=0)]]] = Field(default_factory=dict)
    watched: Objects = Field(default_factory=list)
    records: dict[str, Objects] | None = None


class DocumentShape(Shape):
    format: str
    version: int
    emulator: str = ""
    saved_at: AwareDatetime
    clock: ClockShape = Field(default_factory=ClockShape)
    random: RandomShape | None = None
    accounts: list[AccountShape]
    messages: Objects = Field(default_factory=list)
    last_cursor: int = Field(0, ge=0, lt=MOST_CURSORS)


def read(text: bytes | bytearray) -> Snapshot:
    """The snapshot that was written. Raises StateError."""
    with _collector_at_rest():
        return _read(text)


@contextmanager
def _collector_at_rest() -> Generator[None, None, None]:
    """Nothing of what is made here is garbage; to look for some meanwhile takes as long again."""
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()


def _read(text: bytes | bytearray) -> Snapshot:
    document = _envelope(text)
    messages = tuple(_messages(document.messages))
    with at("random"):
        draws = _draws(document.random)
    with at("clock"):
        clock = document.clock.setting
    with at("saved_at"):
        saved_at = to_utc(document.saved_at)
    return Snapshot(
        saved_at=saved_at,
        clock=clock,
        accounts=tuple(_accounts(document.accounts)),
        messages=messages,
        last_cursor=max(document.last_cursor, messages[-1].cursor if messages else 0),
        draws=draws,
    )


def _envelope(text: bytes | bytearray) -> DocumentShape:
    try:
        found = from_json(text)
    except ValueError as error:
        raise StateError(f"not JSON: {error}") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise StateError(f'not a state of this emulator: it has no "format": "{FORMAT}"')
    version = found.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise StateError("version: not a whole number from 1")
    if version > VERSION:
        raise StateError(f"version: {version} needs a newer emulator; this one reads up to {VERSION}")
    with at():
        return DocumentShape.model_validate(found)


def _draws(random: RandomShape | None) -> Draws | None:
    if random is None:
        return None
    Ids().go_to(random.position)
    return Draws(random.seed, random.position)


def _accounts(accounts: Sequence[AccountShape]) -> Iterator[AccountSnapshot]:
    seen: set[str] = set()
    for position, account in enumerate(accounts):
        with at("accounts", position):
            if account.sid in seen:
                raise StateError("an account that came before has the same", ("sid",))
            seen.add(account.sid)
            yield _account(account)


def _account(account: AccountShape) -> AccountSnapshot:
    with at("clock"):
        clock = account.clock.setting
    sections = None
    if account.records is not None:
        sections = read_records(account.sid, account.records, account.last_numbers)
    return AccountSnapshot(
        sid=account.sid,
        token=account.token,
        clock=clock,
        settings=account.settings,
        sections=sections,
        watched=tuple(_watched(account)),
        phones=tuple(_phones(account)),
    )


def _watched(account: AccountShape) -> Iterator[Expiring]:
    for position, fields in enumerate(account.watched):
        with at("watched", position):
            expiring: Expiring = codec_of(Expiring).read(fields)
            check_owner(expiring.account_sid, account.sid)
            yield expiring


def _phones(account: AccountShape) -> Iterator[Kept]:
    for position, fields in enumerate(account.phones):
        with at("phones", position):
            phone: Kept = codec_of(Kept).read(fields)
            with at("registration"):
                check_owner(phone.registration.account_sid, account.sid)
            check_phone(phone)
            yield phone


def _messages(messages: Objects) -> Iterator[Message]:
    last = 0
    for position, fields in enumerate(messages):
        with at("messages", position):
            message: Message = codec_of(Message).read(fields)
            if message.on_its_way is not None and not message.on_its_way.is_pending:
                raise StateError(
                    "of a message that is still to arrive or to fail, after some time", ("on_its_way",)
                )
            if message.cursor <= last:
                raise StateError("not beyond that of the message before", ("cursor",))
            last = message.cursor
            yield message
