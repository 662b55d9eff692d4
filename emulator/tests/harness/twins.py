"""Two emulators that are asked the same: the second one has nothing but what a document of the first one gave it."""

from datetime import UTC, datetime
from re import sub
from typing import Any

from harness.answers import Answer
from harness.local import Headers, Local

CHANGING = ("twilio-request-id", "twilio-request-duration", "content-length")
OFFSET = rb'"offset_seconds":[^,]*'
"""How far the machine's time, which does not stand still, has left a clock behind."""

DELETED = r" (It|\w+ \S+) was deleted [0-9]+ s ago( with all that it had, and made anew)?\."
"""Only the one at which it was deleted knows that, and only hints say so."""


class Differs(Exception):
    """The second one answered otherwise."""


def document_of(emulator: Local, account_sid: str | None = None) -> bytes:
    return b"".join(emulator.app.state.document(account_sid))


def dateless(document: bytes) -> bytes:
    """A document without the time at which it was written."""
    return sub(rb'"saved_at":"[^"]*"', b"", document, count=1)


def load(emulator: Local, document: bytes, account_sid: str | None = None) -> None:
    emulator.app.restore(emulator.app.state.read(document, account_sid))


class Twins(Local):
    """One emulator to the outside. Time stands still, so that both have the same. Raises Differs."""

    def __init__(self, *, at: datetime | None = None, **options: Any) -> None:
        super().__init__(**options)
        self._options = options
        self._other = Local(**options)
        self.app.clock.freeze(at or datetime.now(UTC))
        self.hand_over()

    def hand_over(self) -> None:
        """The second one begins anew, with a document."""
        document = document_of(self)
        self._other.close()
        self._other = Local(**self._options)
        load(self._other, document)
        if dateless(document_of(self._other)) != dateless(document):
            raise Differs("its document")

    def send(
        self, method: str, target: str, body: bytes = b"", headers: Headers | None = None, **scope: Any
    ) -> Answer:
        answers = [Local.send(one, method, target, body, headers, **scope) for one in (self, self._other)]
        if _seen(answers[0]) != _seen(answers[1]):
            raise Differs(f"{method} {target}: {answers[0]}, {answers[1]}")
        return answers[0]

    def close(self) -> None:
        self._other.close()
        super().close()


def _seen(answer: Answer) -> tuple[Any, ...]:
    headers = {
        name: sub(DELETED, "", value) for name, value in answer.headers.items() if name not in CHANGING
    }
    return answer.status, headers, sub(OFFSET, b"", answer.body)
