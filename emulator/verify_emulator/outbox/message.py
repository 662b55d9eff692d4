"""One message: for whom, what it says, and what becomes of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from verify_emulator.receipts import Receipt
from verify_emulator.records import copier, maker


@dataclass(slots=True, kw_only=True)
class Message:
    """One message to one recipient. Its text is composed when it is read."""

    account_sid: str
    service_sid: str
    verification_sid: str
    attempt_sid: str
    to: str
    channel: str
    code: str
    status: str
    created_at: datetime
    compose: Callable[[], tuple[str, str]] = field(repr=False)  # its locale and its text
    cursor: int = 0  # its place in the outbox, from 1
    error_code: str | None = None
    on_its_way: Receipt | None = None  # what will become of it
    arrived_at: datetime | None = None  # where it took its time

    @property
    def sid(self) -> str:
        return "SM" + self.attempt_sid[2:]

    @property
    def locale(self) -> str:
        return self.compose()[0]

    @property
    def body(self) -> str:
        return self.compose()[1]

    def copy(self) -> "Message":
        copy: Message = copier(Message)(self)
        return copy

    @property
    def arrived(self) -> bool:
        return self.status == "delivered"

    def settle(self) -> None:
        """Let it meet its fate."""
        assert self.on_its_way is not None
        self.status, self.error_code = self.on_its_way.fate, self.on_its_way.error_code
        self.arrived_at, self.on_its_way = self.on_its_way.due(self.created_at), None


new_message = maker(Message)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which messages somebody looks for; None matches all."""

    to: str | None = None
    channel: str | None = None
    account_sid: str | None = None
    service_sid: str | None = None
    after: int = 0

    def matches(self, message: Message) -> bool:
        return (
            message.cursor > self.after
            and self.to in (None, message.to)
            and self.channel in (None, message.channel)
            and self.account_sid in (None, message.account_sid)
            and self.service_sid in (None, message.service_sid)
        )
