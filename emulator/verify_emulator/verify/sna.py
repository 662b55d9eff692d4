"""Silent Network Auth: the handset opens a URL over its carrier's network, and the carrier says whose it is.

Source: twilio.com/docs/verify/sna, …/best-practices-for-verify-sna-error-handling (a URL works once and for ten
minutes; ErrorCode=0 says that the carrier answered, and not that the number is the right one). Guess: every
handset's number matches, unless the account setting sna_results says otherwise.
"""

from datetime import datetime, timedelta

from verify_emulator.account_settings import AccountSettings
from verify_emulator.resources.store import Session
from verify_emulator.verify.rules.lifecycle import State
from verify_emulator.verify.send_code_attempts import SNA_MATCHED, SNA_MISMATCH, SNA_PENDING, SendCodeAttempt
from verify_emulator.verify.verification import Verification

URL_LIFE = timedelta(minutes=10)
SUCCESS = "ErrorCode=0&ErrorDescription=Success&Carrier=Emulated"
FAILURE = "ErrorCode=-10&ErrorDescription=Failure"
ANSWERED = frozenset({SNA_MATCHED, SNA_MISMATCH})
"""What the carrier finds out in these two cases it tells Twilio, and not the handset."""


def open_url(
    session: Session, account: AccountSettings, now: datetime, service_sid: str, sid: str, attempt_sid: str
) -> tuple[str, Verification | None]:
    """What the handset reads; and the verification, if the carrier has found something out for it."""
    verification = session.get(Verification, sid, service_sid)
    if verification is None or verification.state(now) is not State.PENDING:
        return FAILURE, None
    session.lock((verification.account_sid, service_sid, verification.to))
    attempts = list(verification.send_code_attempts)
    for position, attempt in enumerate(attempts):
        if attempt.attempt_sid == attempt_sid and _is_fresh(attempt, now):
            outcome = account.sna_result(verification.to)
            attempts[position] = attempt.settled(outcome)
            opened = verification.changed(send_code_attempts=tuple(attempts))
            session.put(opened)
            return _answer(attempt, outcome), opened
    return FAILURE, None


def _is_fresh(attempt: SendCodeAttempt, now: datetime) -> bool:
    return attempt.sna is not None and attempt.sna.outcome == SNA_PENDING and now < attempt.time + URL_LIFE


def _answer(attempt: SendCodeAttempt, outcome: int) -> str:
    """Guess: an SnaClientToken stands at the end of the answer."""
    if outcome not in ANSWERED:
        return FAILURE
    token = attempt.sna and attempt.sna.client_token
    return f"{SUCCESS}&SnaClientToken={token}" if token else SUCCESS
