"""Checks of one verification at the same moment."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from twilio.rest.verify.v2.service.verification import VerificationInstance

from conformance_tests.attempts import CHECK_LIMIT, another
from conformance_tests.targets.target import Target

CLIENTS = 32
pytestmark = pytest.mark.needs("no_charge")


def check_at_once(
    target: Target, verification: VerificationInstance, code: str, clients: int
) -> Counter[str]:
    """What so many clients are told, each checking once: the status or the HTTP status."""
    path = f"/v2/Services/{verification.service_sid}/VerificationCheck"
    wires = [target.http() for _ in range(clients)]

    def check(number: int) -> str:
        answer = wires[number].post(path, {"To": str(verification.to), "Code": code})
        return str(answer.json()["status"])

    with ThreadPoolExecutor(clients) as pool:
        return Counter(pool.map(check, range(clients)))


def test_of_many_wrong_checks_at_once_exactly_five_are_taken(
    pending: VerificationInstance, target: Target
) -> None:
    """Source: twilio.com/docs/api/errors/60202: five checks per verification (documented)."""
    code = target.read_code(str(pending.to))
    told = check_at_once(target, pending, another(code), CLIENTS)
    assert told == {"pending": CHECK_LIMIT, "429": CLIENTS - CHECK_LIMIT}


def test_of_two_right_checks_at_once_exactly_one_is_approved(
    pending: VerificationInstance, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/verification-check: approval deletes it (documented)."""
    told = check_at_once(target, pending, target.read_code(str(pending.to)), 2)
    assert told == {"approved": 1, "404": 1}
