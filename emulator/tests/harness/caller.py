"""Requests as an account of its own, one of many on the same emulator."""

import json
from collections.abc import Callable, Mapping, Sequence
from hashlib import md5
from typing import Any
from urllib.parse import urlencode

from harness.answers import Answer
from harness.local import FORM, basic

Send = Callable[[str, str, bytes, Sequence[tuple[bytes, bytes]]], Answer]
Record = dict[str, Any]

TOKEN = "token"
JSON = (b"content-type", b"application/json")


def sid(prefix: str, name: str = "") -> str:
    """A SID that is the same for the same name."""
    return prefix + md5(name.encode(), usedforsecurity=False).hexdigest()


class Caller:
    """Its account is named for a test."""

    def __init__(self, send: Send, name: str) -> None:
        self._send = send
        self.account = sid("AC", name)

    def ask(self, method: str, path: str, body: bytes = b"", kind: tuple[bytes, bytes] = FORM) -> Answer:
        headers = [(b"host", b"emulator.test"), kind, basic(self.account, TOKEN)]
        return self._send(method, path, body, headers)

    def get(self, path: str, **query: Any) -> Answer:
        return self.ask("GET", f"{path}?{urlencode(query)}" if query else path)

    def delete(self, path: str) -> Answer:
        return self.ask("DELETE", path)

    def post(self, path: str, form: Mapping[str, Any] | None = None, **more: Any) -> Answer:
        """Parameters by Twilio's names; what is no Python name goes into `form`."""
        return self.ask("POST", path, urlencode({**(form or {}), **more}, doseq=True).encode())

    def post_json(self, path: str, body: Any) -> Answer:
        return self.ask("POST", path, json.dumps(body).encode(), JSON)

    def allow(self, **settings: Any) -> None:
        """Change what the account may do."""
        path = f"/_emulator/accounts/{self.account}/settings"
        answer = self.ask("PATCH", path, json.dumps(settings).encode(), JSON)
        assert answer.status == 200, answer.body


def made(answer: Answer) -> Record:
    assert answer.status in (200, 201), answer.body
    record: Record = answer.json
    return record
