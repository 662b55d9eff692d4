"""What becomes of a message on its way to its recipient, and after how long."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

Fate = Literal["delivered", "undelivered", "failed", "never"]

ErrorCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")]
"""Twilio's, why a message did not arrive."""

DELIVERY_ERRORS = range(30_001, 31_000)
"""Codes of messages that do not arrive, and not of calls. Source: twilio.com/docs/api/errors."""

SENT = "sent"
LONGEST_DELAY = 10**8
"""Seconds: three years."""
UNKNOWN_ERROR = "30008"
"""Source: the example of an undelivered attempt in twilio-oai."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One for all messages that fare alike. A message of which nothing is ever heard stays `sent`."""

    fate: Fate
    error_code: ErrorCode | None = None
    delay: Annotated[float, Field(ge=0, le=LONGEST_DELAY, allow_inf_nan=False)] = 0.0
    """Seconds on the emulator's clock."""

    @property
    def fails(self) -> bool:
        """Whether Twilio gets to know that it does not."""
        return self.fate in ("undelivered", "failed")

    @property
    def is_pending(self) -> bool:
        """Whether a message that has just been sent has yet to meet its fate."""
        return self.delay > 0 and self.fate != "never"

    def at_first(self) -> "tuple[str, str | None, Receipt | None]":
        """Of a message that has just been sent: its status, its error, and what is yet to come."""
        if self.fate == "never":
            return SENT, None, None
        return (SENT, None, self) if self.delay else (self.fate, self.error_code, None)

    def due(self, sent_at: datetime) -> datetime:
        return sent_at + timedelta(seconds=self.delay)

    def status_at(self, sent_at: datetime, now: datetime) -> str:
        """As Twilio calls it."""
        if self.fate == "never" or (self.delay and now < self.due(sent_at)):
            return SENT
        return self.fate

    def error_at(self, sent_at: datetime, now: datetime) -> str | None:
        return self.error_code if self.status_at(sent_at, now) == self.fate else None


DELIVERED = Receipt("delivered")
UNDELIVERED = Receipt("undelivered", UNKNOWN_ERROR)
