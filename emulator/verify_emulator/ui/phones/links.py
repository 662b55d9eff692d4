"""The links of Silent Network Auth that a phone was given: nothing is sent, the application opens them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from verify_emulator.ui.parts import Parts, lead, moved
from verify_emulator.verify.rules.lifecycle import State
from verify_emulator.verify.send_code_attempts import SNA_PENDING
from verify_emulator.verify.sna import URL_LIFE
from verify_emulator.verify.steering import Sought
from verify_emulator.verify.verification import Verification

MOST_SEARCHED = 500
MOST = 20


@dataclass(frozen=True, slots=True)
class Link:
    """The newest link of a verification. `outcome` is what the carrier said when it was opened, if it was."""

    verification: Verification
    state: State
    path: str
    at: datetime
    outcome: int | None
    ends_at: datetime  # by the clock that the page shows

    @property
    def can_be_opened(self) -> bool:
        return self.outcome is None and self.state is State.PENDING


def read_links(parts: Parts, account_sid: str | None, to: str | None = None) -> list[Link]:
    """Of one recipient, or the pending ones of all; the newest first."""
    sought = Sought(account_sid=account_sid, to=to, status=State.PENDING if to is None else None)
    found = parts.steering.read(sought, MOST_SEARCHED)
    links = (
        _show(verification, now, lead(parts, account_sid, verification.account_sid))
        for verification, now in found
        if verification.sna is not None
    )
    return list(islice(links, MOST))


def _show(verification: Verification, now: datetime, ahead: timedelta) -> Link:
    assert verification.sna is not None
    attempt = verification.send_code_attempts[-1]
    outcome = SNA_PENDING if attempt.sna is None else attempt.sna.outcome
    return Link(
        verification,
        verification.state(now),
        verification.sna.url,
        attempt.time,
        None if outcome == SNA_PENDING else outcome,
        moved(attempt.time + URL_LIFE, ahead),
    )
