"""What came in from clients and what went out to them, kept, bounded, for whoever wants to know why."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, unquote

from pydantic_core import from_json, to_json

from verify_emulator.errors import ErrorKind
from verify_emulator.masking import MASK, MASKED, MASKED_MEMBERS, without_password
from verify_emulator.patterns import matches
from verify_emulator.sources import source_of
from verify_emulator.waiting import Waiters

KEPT = 32 * 1024
"""Bytes kept of a body, and as many of an answer."""

Pairs = list[tuple[str, str]]


NO_ANSWER = "no answer"
"""In the place of the status of a request whose connection was closed, as a scripted failure wanted it."""


@dataclass(slots=True)
class Entry:
    """One request and its answer. `account_sid` is empty if nobody was let in by that name.

    `operation` is empty where none has that path; `rule` is the function that decided.
    """

    id: str  # the Twilio-Request-Id
    at: datetime
    account_sid: str
    method: str
    path: str  # as received
    query: bytes = field(repr=False)
    content_type: bytes
    body: bytes = field(repr=False)
    status: int
    hint: str = ""
    answer: bytes = field(default=b"", repr=False)
    seconds: float = 0.0
    operation: str = ""
    rule: str = ""
    error: ErrorKind | None = field(default=None, repr=False)
    fault: str = ""  # the scripted fault that decided
    truncated: bool = False  # more came in or went out than is kept
    cursor: int = 0  # its place in the journal, from 1

    @property
    def params(self) -> Pairs:
        """The parameters of query, form or JSON object in their order, secrets masked."""
        if self.method != "POST":
            pairs = _read_form(self.query)
        elif b"json" in self.content_type:
            pairs = [(name, to_json(value).decode()) for name, value in _read_object(self.body).items()]
        else:
            pairs = _read_form(self.body) if b"form-urlencoded" in self.content_type else []
        return [(name, MASK if name in MASKED else without_password(value)) for name, value in pairs]

    @property
    def to(self) -> str:
        """The recipient that the request names; empty if it names none."""
        return next((value for name, value in self.params if name == "To"), "")

    @property
    def fields(self) -> dict[str, Any]:
        """The answer's JSON object, secrets masked; empty if there is none."""
        masked: dict[str, Any] = _mask(_read_object(self.answer))
        return masked

    @property
    def code(self) -> int | None:
        """Twilio's error code."""
        return None if self.error is None else self.error.code

    @property
    def source(self) -> str:
        """Where the rule that decided, or else the error, is documented."""
        return source_of(self.rule) or ("" if self.error is None else self.error.reference)

    def __str__(self) -> str:
        sent = " ".join(f"{name}={value}" for name, value in self.params)
        lines = [
            f"{self.at:%H:%M:%S}  {self.method} {self.path}  {sent}".rstrip(),
            f"          {self._outcome()}",
        ]
        if self.hint:
            lines.append(f"          {self.hint}")
        return "\n".join(lines)

    def _outcome(self) -> str:
        shown = self.fields
        if self.status >= 400:
            return f"{self.status}  {shown.get('code', '')} {shown.get('message', '')}".rstrip()
        if not self.status:
            return NO_ANSWER
        words = [str(shown[name]) for name in ("sid", "status") if shown.get(name)]
        return f"{self.status}  {' '.join(words)}".rstrip()


def _read_form(text: bytes) -> Pairs:
    return parse_qsl(text.decode("utf-8", "replace"), keep_blank_values=True, errors="replace")


def _read_object(text: bytes) -> dict[str, Any]:
    try:
        found = from_json(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _mask(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: MASK if name in MASKED_MEMBERS else _mask(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_mask(member) for member in value]
    if isinstance(value, str):
        return MASK if value.startswith("otpauth:") else without_password(value)
    return value


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which requests somebody looks for; None matches all. In `path` a * stands for any text."""

    account_sid: str | None = None
    operation: str | None = None
    method: str | None = None
    path: str | None = None
    status: int | None = None
    code: int | None = None
    to: str | None = None
    after: int = 0

    def matches(self, entry: Entry) -> bool:
        return (
            entry.cursor > self.after
            and self.account_sid in (None, entry.account_sid)
            and self.operation in (None, entry.operation)
            and self.method in (None, entry.method)
            and self.status in (None, entry.status)
            and self.code in (None, entry.code)
            and (self.path is None or self._has_path(self.path, entry.path))
            and (self.to is None or self.to == entry.to)  # last, as the parameters have to be read for it
        )

    @staticmethod
    def _has_path(pattern: str, path: str) -> bool:
        return matches(pattern, path) or ("%" in path and matches(pattern, unquote(path)))


class Journal:
    """The newest requests of all accounts, oldest first."""

    def __init__(self, keep: int) -> None:
        self._entries: deque[Entry] = deque(maxlen=keep)
        self._last = 0
        self._waiters = Waiters[Entry]()

    def add(self, entry: Entry) -> None:
        entry.cursor = self._last = self._last + 1
        self._entries.append(entry)
        self._waiters.tell(entry)

    def read(self, wanted: Wanted | None = None, limit: int | None = None) -> list[Entry]:
        """Matching requests, oldest first."""
        found = self._entries if wanted is None else filter(wanted.matches, self._entries)
        return list(islice(found, limit))

    def newest_first(self, wanted: Wanted) -> Iterator[Entry]:
        return filter(wanted.matches, reversed(list(self._entries)))

    def find(self, cursor: int) -> Entry | None:
        """The request with that place, if it is still kept."""
        return next((entry for entry in self._entries if entry.cursor == cursor), None)

    def count(self, wanted: Wanted) -> int:
        return sum(map(wanted.matches, self._entries))

    async def wait(self, wanted: Wanted, seconds: float) -> bool:
        """Wait until one that matches is there, for so long at most. Returns whether one is; no polling."""
        return await self._waiters.wait(self._entries, wanted.matches, seconds)

    def stop_waiting(self) -> None:
        """Send everybody who waits away, because the server stops."""
        self._waiters.stop()

    def reset(self, account_sid: str | None = None) -> None:
        """Forget the requests of one account, or all. Cursors go on from where they are."""
        kept = [] if account_sid is None else [e for e in self._entries if e.account_sid != account_sid]
        self._entries.clear()
        self._entries.extend(kept)
