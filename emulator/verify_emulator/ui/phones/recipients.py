"""The list of recipients, the one who was written to last first. Only a page of it is ever worked out."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from verify_emulator.outbox.messages import Message, Outbox, Wanted

PAGE = 100


@dataclass(frozen=True, slots=True)
class Recipients:
    """The newest message to each of them. There are `more` below the last one."""

    newest: list[Message]
    more: bool

    @property
    def last_cursor(self) -> int:
        return self.newest[-1].cursor if self.newest else 0


def read_recipients(
    outbox: Outbox, account_sid: str | None, *, search: str = "", after: int = 0, before: int = 0
) -> Recipients:
    """Those whose newest message came after one cursor and before the other, where these are given."""
    found = list(islice(_matching(outbox, account_sid, search, after, before), PAGE + 1))
    return Recipients(found[:PAGE], len(found) > PAGE)


def _matching(
    outbox: Outbox, account_sid: str | None, search: str, after: int, before: int
) -> Iterator[Message]:
    seen: set[str] = set()
    newest: dict[str, Message] = {}
    needle = search.strip().casefold()
    for message in outbox.newest_first(Wanted(account_sid=account_sid)):
        if message.cursor <= after:
            return
        if message.to in seen:
            continue
        newest.setdefault(message.to, message)
        if needle and not matches(message, needle):
            continue
        seen.add(message.to)
        if not before or newest[message.to].cursor < before:
            yield newest[message.to]


def matches(message: Message, needle: str) -> bool:
    """Whether a search finds it: by recipient, code or channel."""
    return needle in message.to.casefold() or message.code.startswith(needle) or needle == message.channel


def newest_to(outbox: Outbox, account_sid: str | None, to: str) -> Message | None:
    return next(outbox.newest_first(Wanted(to=to, account_sid=account_sid)), None)
