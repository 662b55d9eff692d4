"""Every status of a verification against everything that can be done with it."""

from collections.abc import Callable

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.verification import VerificationInstance

from conformance_tests.attempts import another, guess_wrongly
from conformance_tests.targets.target import Target

# Rows: what became of the verification. Columns: what is then tried. Cells: the status or error told.
# A start tells whether it continues the verification (`same`) or begins another one (`fresh`). `max` is short
# for max_attempts_reached; `maxed_expired` is a verification that was so until its time was over.
TABLE = """
status        fetch    fetch_by_to check    check_by_sid wrong   cancel   approve  cancel_by_to start
pending       pending  pending     approved approved     pending canceled approved canceled     same
approved      20404    20404       20404    20404        20404   20404    20404    20404        fresh
approved_by   20404    20404       20404    20404        20404   20404    20404    20404        fresh
canceled      canceled 20404       20404    20404        20404   20404    20404    20404        fresh
maxed         max      20404       60202    60202        60202   20404    20404    20404        60202
expired       20404    20404       20404    20404        20404   20404    20404    20404        fresh
maxed_expired 20404    20404       20404    20404        20404   20404    20404    20404        fresh
"""
HEAD, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
CELLS = [
    (row[0], verb, "max_attempts_reached" if cell == "max" else cell)
    for row in ROWS
    for verb, cell in zip(HEAD[1:], row[1:], strict=True)
]
STATUS_OF = {20404: 404, 60202: 429}


class Case:
    """One verification, brought into a status and then tried."""

    def __init__(self, service: ServiceContext, to: str, target: Target) -> None:
        self.service, self.to, self.target = service, to, target
        self.started = service.verifications.create(to=to, channel="sms")
        self.sid = str(self.started.sid)
        self.code = target.read_code(to)

    def become(self, status: str) -> None:
        steps: dict[str, list[Callable[[], object]]] = {
            "pending": [],
            "approved": [self.check],
            "approved_by": [self.approve],
            "canceled": [self.cancel],
            "maxed": [self.exhaust],
            "expired": [self.expire],
            "maxed_expired": [self.exhaust, self.expire],
        }
        for step in steps[status]:
            step()

    def exhaust(self) -> None:
        guess_wrongly(self.service, self.to, self.code)

    def expire(self) -> None:
        self.target.advance(600)

    def fetch(self) -> object:
        return self.service.verifications(self.sid).fetch().status

    def fetch_by_to(self) -> object:
        return self.service.verifications(self.to).fetch().status

    def check(self) -> object:
        return self.service.verification_checks.create(to=self.to, code=self.code).status

    def check_by_sid(self) -> object:
        return self.service.verification_checks.create(verification_sid=self.sid, code=self.code).status

    def wrong(self) -> object:
        return self.service.verification_checks.create(to=self.to, code=another(self.code)).status

    def cancel(self) -> object:
        return self.service.verifications(self.sid).update(status="canceled").status

    def approve(self) -> object:
        return self.service.verifications(self.sid).update(status="approved").status

    def cancel_by_to(self) -> object:
        return self.service.verifications(self.to).update(status="canceled").status

    def start(self) -> object:
        again: VerificationInstance = self.service.verifications.create(to=self.to, channel="sms")
        assert again.status == "pending"
        return "same" if again.sid == self.sid else "fresh"

    def told(self, verb: str) -> str:
        """The answer in the words of the table."""
        try:
            return str(getattr(self, verb)())
        except TwilioRestException as error:
            return str(error.code) if error.status == STATUS_OF.get(error.code) else str(error)


def marks(status: str) -> list[pytest.MarkDecorator]:
    return [pytest.mark.needs("clock")] if "expired" in status else []


@pytest.mark.parametrize(
    ("status", "verb", "cell"),
    [pytest.param(*case, marks=marks(case[0]), id="-".join(case[:2])) for case in CELLS],
)
def test_what_can_be_done_in_each_status(
    service: ServiceContext, to: str, target: Target, status: str, verb: str, cell: str
) -> None:
    """Source: twilio.com/docs/verify/api/verification and /verification-check, live observation 2026-03; for
    max_attempts the fetch and the check are observed, update and start are chosen; so are check and update of a
    canceled one (observed).
    """
    case = Case(service, to, target)
    case.become(status)
    assert case.told(verb) == cell


@pytest.mark.needs("time_travel")
def test_a_canceled_verification_stays_fetchable_after_its_time(
    service: ServiceContext, pending: VerificationInstance, target: Target
) -> None:
    """Source: fetchable live, 2026-03; for how long is not known (guess)."""
    service.verifications(str(pending.sid)).update(status="canceled")
    target.advance(3600)
    assert service.verifications(str(pending.sid)).fetch().status == "canceled"
