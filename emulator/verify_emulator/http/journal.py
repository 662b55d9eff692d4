"""What came in from clients and what went out to them, kept, bounded, for whoever wants to know why."""

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from starlette.types import ASGIApp, Receive, Scope, Send

from verify_emulator.errors import TwilioError
from verify_emulator.http.authentication import read_credentials
from verify_emulator.http.bodies import MAX_BODY

MASKED = frozenset({"Binding.Secret", "AuthPayload"})
"""Parameters whose values are secrets of the account holder's, and not codes made here."""


@dataclass
class Entry:
    """One request and its answer. `account_sid` is empty if nobody was let in by that name."""

    at: datetime
    account_sid: str
    method: str
    path: str
    query: bytes = field(repr=False)
    body: bytes = field(repr=False)
    status: int
    hint: str
    answer: bytes = field(repr=False)

    @cached_property
    def params(self) -> list[tuple[str, str]]:
        """The parameters of query and form in their order, secrets masked."""
        text = (self.query if self.method == "GET" else self.body).decode("utf-8", "replace")
        pairs = parse_qsl(text, keep_blank_values=True, errors="replace")
        return [(name, "…" if name in MASKED else value) for name, value in pairs]

    @cached_property
    def fields(self) -> dict[str, Any]:
        """The answer's JSON object; empty if there is none."""
        try:
            found = json.loads(self.answer)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

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
        words = [str(shown[name]) for name in ("sid", "status") if shown.get(name)]
        return f"{self.status}  {' '.join(words)}".rstrip()


class Journal:
    """The newest requests of all accounts, oldest first."""

    def __init__(self, keep: int, sid_of: Callable[[str], str], now: Callable[[str], datetime]) -> None:
        """`sid_of` tells the account that a user name belongs to, and `now` an account's time."""
        self._entries: deque[Entry] = deque(maxlen=keep)
        self._sid_of = sid_of
        self._now = now

    async def watch(self, side: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a side of Twilio answer a request, and note both."""
        body: list[bytes] = []
        start: list[Any] = []
        answer: list[bytes] = []
        size = 0

        async def listen() -> Any:
            nonlocal size
            message = await receive()
            # The rest of a body that is too large is dropped here as it is where it is read.
            if size <= MAX_BODY:
                body.append(message.get("body", b""))
                size += len(body[-1])
            return message

        async def speak(message: Any) -> None:
            if message["type"] == "http.response.start":
                start.append(message)
            else:
                answer.append(message.get("body", b""))
            await send(message)

        await side(scope, listen, speak)
        if start:
            self._note(scope, b"".join(body), start[0], b"".join(answer))

    def _note(self, scope: Scope, body: bytes, start: Any, answer: bytes) -> None:
        sid = self._sid_of(_username(scope))
        hint = next((value for name, value in start["headers"] if name == b"X-Emulator-Hint"), b"")
        path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
        self._entries.append(
            Entry(
                at=self._now(sid),
                account_sid=sid,
                method=scope["method"],
                path=path,
                query=scope["query_string"],
                body=body,
                status=start["status"],
                hint=hint.decode("latin-1"),
                answer=answer,
            )
        )

    def read(self, account_sid: str | None = None) -> list[Entry]:
        """The requests of one account, or of all, oldest first."""
        return [entry for entry in self._entries if account_sid in (None, entry.account_sid)]

    def reset(self, account_sid: str | None = None) -> None:
        kept = [] if account_sid is None else [e for e in self._entries if e.account_sid != account_sid]
        self._entries.clear()
        self._entries.extend(kept)


def _username(scope: Scope) -> str:
    header = next((value for name, value in scope["headers"] if name == b"authorization"), None)
    try:
        return read_credentials(header)[0]
    except TwilioError:
        return ""
