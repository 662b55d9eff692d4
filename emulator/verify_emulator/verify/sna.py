"""Silent Network Auth: the handset opens a URL over its carrier's network, and the carrier says whose it is.

Source: twilio.com/docs/verify/sna. Guess: every handset's number matches; outcomes cannot be scripted yet.
"""

from datetime import datetime, timedelta

from verify_emulator.resources.store import Session
from verify_emulator.verify.deliveries import SNA_MATCHED, SNA_PENDING
from verify_emulator.verify.rules.lifecycle import State
from verify_emulator.verify.verification import Verification

URL_LIFE = timedelta(minutes=10)
SUCCESS = "ErrorCode=0&ErrorDescription=Success&Carrier=Emulated"
FAILURE = "ErrorCode=-10&ErrorDescription=Failure"


def open_url(session: Session, now: datetime, service_sid: str, sid: str, attempt_sid: str) -> str:
    """What the handset reads. A URL works once and for ten minutes."""
    verification = session.get(Verification, sid, service_sid)
    if verification is None or verification.state(now) is not State.PENDING:
        return FAILURE
    session.lock((verification.account_sid, service_sid, verification.to))
    attempts = list(verification.send_code_attempts)
    for position, attempt in enumerate(attempts):
        fresh = attempt.sna_outcome == SNA_PENDING and now < attempt.time + URL_LIFE
        if attempt.attempt_sid == attempt_sid and fresh:
            attempts[position] = attempt.settled(SNA_MATCHED)
            session.put(verification.changed(send_code_attempts=tuple(attempts)))
            return SUCCESS
    return FAILURE
