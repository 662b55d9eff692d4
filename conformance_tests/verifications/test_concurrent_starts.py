"""Starts for one number at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from conformance_tests.refusals import CONCURRENT_SENDS, MAX_SENDS
from conformance_tests.targets.target import Target


@pytest.mark.needs("no_charge")
def test_starts_in_flight_together_are_one_verification_and_at_most_five_sends(
    target: Target, service_sid: str, to: str
) -> None:
    """Source: twilio.com/docs/api/errors/60212; its threshold is not published (guess)."""
    form = {"To": to, "Channel": "sms"}
    wires = [target.http() for _ in range(12)]

    def start(number: int) -> requests.Response:
        return wires[number].post(f"/v2/Services/{service_sid}/Verifications", form)

    with ThreadPoolExecutor(len(wires)) as pool:
        answers = list(pool.map(start, range(len(wires))))
    taken = [answer.json()["sid"] for answer in answers if answer.status_code == 201]
    refused = [answer.json() for answer in answers if answer.status_code != 201]
    assert len(set(taken)) == 1
    assert len(taken) <= 5
    assert all(body in (MAX_SENDS.body(), CONCURRENT_SENDS.body()) for body in refused)
    assert len(target.outbox(to)) == len(taken)
