"""One message: for whom, what it says, and what becomes of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from verify_emulator.receipts import ErrorCode, Receipt
from verify_emulator.records import copier, maker

MOST_CURSORS = 2**62
WrittenChannel = Annotated[str, StringConstraints(pattern=r"^(sms|call|email|whatsapp|rcs)$")]
"""One on which something is written or said."""


@dataclass(slots=True, kw_only=True)
class Message:
    """One message to one recipient. Its text is composed when it is read."""

    account_sid: Annotated[str, StringConstraints(pattern=r"^AC[0-9a-fA-F]{32}$")]
    service_sid: Annotated[str, StringConstraints(pattern=r"^VA[0-9a-fA-F]{32}$")]
    verification_sid: Annotated[str, StringConstraints(pattern=r"^VE[0-9a-fA-F]{32}$")]
    attempt_sid: Annotated[str, StringConstraints(pattern=r"^VL[0-9a-fA-F]{32}$")]
    to: str
    channel: WrittenChannel
    code: str
    status: Annotated[str, StringConstraints(pattern=r"^(sent|delivered|undelivered|failed)$")]
    created_at: datetime
    compose: Callable[[], tuple[str, str]] = field(repr=False)  # its locale and its text
    cursor: Annotated[int, Field(lt=MOST_CURSORS)] = 0  # its place in the outbox, from 1
    error_code: ErrorCode | None = None
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
