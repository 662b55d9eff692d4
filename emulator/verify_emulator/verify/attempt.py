"""An attempt as it is kept: one message with a code, and whether the code was used.

Source: twilio.com/docs/verify/api/attempts (thirty days).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from verify_emulator.receipts import Receipt
from verify_emulator.records import maker
from verify_emulator.resources.call import Call
from verify_emulator.resources.resource import Resource

RETENTION = timedelta(days=30)


@dataclass(slots=True, kw_only=True)
class Attempt(Resource):
    """One message as it is kept: what an answer shows is worked out when somebody asks."""

    INDEXES: ClassVar[tuple[str, ...]] = ("verification_sid", "to")

    sid: str
    service_sid: str
    verification_sid: str
    to: str
    channel: str
    locale: str | None  # the one asked for
    code_length: int
    receipt: Receipt
    created_at: datetime
    expires_at: datetime
    converted_at: datetime | None = None

    @property
    def forget_at(self) -> datetime:
        return self.created_at + RETENTION


new_attempt = maker(Attempt)


def convert(call: Call, attempt_sids: Sequence[str]) -> None:
    """Mark the attempts of a verification that was approved."""
    for sid in attempt_sids:
        attempt = call.store.get(Attempt, sid)
        if attempt is not None:
            call.store.put(attempt.changed(converted_at=call.now))
