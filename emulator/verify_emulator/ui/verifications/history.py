"""What has happened to a verification, in the order of time: sends, wrong codes, its end."""

from dataclasses import dataclass
from datetime import datetime

from verify_emulator.outbox.messages import Wanted
from verify_emulator.ui.labels import STATES, label_of
from verify_emulator.ui.parts import Parts
from verify_emulator.verify.rules.lifecycle import State
from verify_emulator.verify.send_code_attempts import SNA_MATCHED, SNA_PENDING, SendCodeAttempt
from verify_emulator.verify.verification import Verification

TONES = {State.APPROVED: "good", State.PENDING: "quiet"}
UNHAPPY = ("undelivered", "failed")


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened. `icon` is a symbol's name, `tone` a colour: good, bad, quiet."""

    at: datetime
    icon: str
    text: str
    note: str = ""
    tone: str = "quiet"


def read_history(parts: Parts, verification: Verification, state: State) -> list[Happening]:
    """Oldest first."""
    statuses = _statuses(parts, verification)
    happenings = [_sent(attempt, statuses) for attempt in verification.send_code_attempts]
    most = verification.max_checks
    happenings += [
        Happening(at, "cross", "Wrong code", f"{number} of {most}", "bad")
        for number, at in enumerate(verification.wrong_checks, 1)
    ]
    happenings.sort(key=lambda happening: happening.at)
    return happenings + _end(verification, state)


def _statuses(parts: Parts, verification: Verification) -> dict[str, str]:
    """What became of each message that is still kept, and why it failed, by the SID of its attempt."""
    wanted = Wanted(to=verification.to, account_sid=verification.account_sid)
    return {
        message.attempt_sid: " ".join(filter(None, (message.status, message.error_code)))
        for message in parts.outbox.newest_first(wanted)
    }


def _sent(attempt: SendCodeAttempt, statuses: dict[str, str]) -> Happening:
    label = label_of(attempt.channel)
    if attempt.sna is None:
        status = statuses.get(attempt.attempt_sid, "")
        tone = "bad" if status.startswith(UNHAPPY) else "good" if status == "delivered" else "quiet"
        return Happening(attempt.time, attempt.channel, f"Sent by {label}", status, tone)
    outcome = attempt.sna.outcome
    if outcome == SNA_PENDING:
        return Happening(attempt.time, "sna", f"{label} begun", "not opened yet")
    note, tone = ("number matches", "good") if outcome == SNA_MATCHED else (str(outcome), "bad")
    return Happening(attempt.time, "sna", f"{label} begun", note, tone)


def _end(verification: Verification, state: State) -> list[Happening]:
    if state is State.PENDING:
        return []
    at = verification.expires_at if state is State.EXPIRED else verification.date_updated
    icon = {State.APPROVED: "check", State.EXPIRED: "clock"}.get(state, "cross")
    return [Happening(at, icon, STATES[state], "", TONES.get(state, "bad"))]
