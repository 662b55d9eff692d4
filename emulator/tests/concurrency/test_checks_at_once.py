"""Checks that arrive at the same moment, each on a connection of its own."""

from collections import Counter

from harness.local import SERVICE, TO, wrong
from harness.served import Served
from harness.wire import post

CHECKS = f"/v2/Services/{SERVICE}/VerificationCheck"


def test_of_32_wrong_checks_at_once_exactly_five_count(served: Served) -> None:
    """twilio.com/docs/api/errors/60202."""
    sid = served.wire.start().json["sid"]
    request = post(CHECKS, {"To": TO, "Code": wrong(served.wire.code())})
    answers = served.wire.together([request] * 32)
    outcomes = Counter(
        (answer.status, answer.json.get("code") or answer.json["status"]) for answer in answers
    )
    assert outcomes == {(200, "pending"): 5, (429, 60202): 27}
    fetched = served.wire.get(f"/v2/Services/{SERVICE}/Verifications/{sid}")
    assert fetched.json["status"] == "max_attempts_reached"


def test_of_two_right_checks_at_once_exactly_one_is_approved(served: Served) -> None:
    """twilio.com/docs/verify/api/verification-check: an approved verification is gone."""
    for number in range(10):
        to = f"+1501712266{number}"
        served.wire.start(to)
        request = post(CHECKS, {"To": to, "Code": served.wire.code(to)})
        first, second = sorted(served.wire.together([request] * 2), key=lambda answer: answer.status)
        assert (first.status, first.json["status"], first.json["valid"]) == (200, "approved", True)
        assert second.refusal == (404, 20404, f"The requested resource {CHECKS} was not found")


def test_a_right_check_among_wrong_ones_is_approved_at_most_once(served: Served) -> None:
    """twilio.com/docs/api/errors/60202: five checks, right or wrong."""
    served.wire.start()
    code = served.wire.code()
    requests = [
        post(CHECKS, {"To": TO, "Code": code if index % 8 == 3 else wrong(code)}) for index in range(32)
    ]
    answers = served.wire.together(requests)
    approved = [answer for answer in answers if answer.status == 200 and answer.json["valid"]]
    counted = [answer for answer in answers if answer.status == 200]
    assert len(approved) <= 1
    assert len(counted) <= 5
    assert {answer.status for answer in answers} <= {200, 404, 429}
