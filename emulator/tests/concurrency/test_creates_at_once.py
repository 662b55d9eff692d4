"""Requests for codes that arrive at the same moment."""

import asyncio
from collections import Counter
from collections.abc import Callable
from urllib.parse import urlencode

import httpx2
import pytest
from harness.answers import Answer
from harness.local import ACCOUNT, SERVICE, TO, TOKEN, Local
from harness.served import Served
from harness.wire import post

from verify_emulator.app import App

CREATES = f"/v2/Services/{SERVICE}/Verifications"
CONCURRENT = (429, 60212, "Too many concurrent requests for phone number")


def together(emulator: Local, *requests: tuple[str, dict[str, str]]) -> list[Answer]:
    """Requests that are in flight together: each has begun before the first is answered."""

    async def all_of_them() -> list[Answer]:
        return await asyncio.gather(
            *(emulator.ask("POST", path, urlencode(form).encode()) for path, form in requests)
        )

    return emulator.run(all_of_them())


def test_of_two_creates_in_flight_for_one_number_one_is_refused(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60212; a guess that only requests really in flight together count."""
    sms = (CREATES, {"To": TO, "Channel": "sms"})
    first, second = together(emulator, sms, sms)
    assert first.status == 201
    assert second.refusal == CONCURRENT
    assert second.hint == f"Another request to send to {TO} is in flight at this moment."
    assert len(emulator.messages()) == 1


def test_after_a_refused_create_the_next_one_passes(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60212: wait and try again."""
    sms = (CREATES, {"To": TO, "Channel": "sms"})
    together(emulator, sms, sms)
    assert emulator.start().status == 201


def test_creates_one_after_the_other_are_not_in_flight_together(emulator: Local) -> None:
    """Our contract: whoever has the answer may ask again at once, also within the process, where nothing waits."""

    async def one_after_the_other() -> list[Answer]:
        body = urlencode({"To": TO, "Channel": "sms"}).encode()
        return [await emulator.ask("POST", CREATES, body) for _ in range(5)]

    assert [answer.status for answer in emulator.run(one_after_the_other())] == [201] * 5


def test_creates_one_after_the_other_through_httpx_are_not_in_flight_together() -> None:
    """Our contract: an application may be tested against the emulator without a server."""

    async def one_after_the_other() -> list[int]:
        transport = httpx2.ASGITransport(App())
        async with httpx2.AsyncClient(
            transport=transport, base_url="http://emulator.test", auth=(ACCOUNT, TOKEN)
        ) as client:
            form = {"To": TO, "Channel": "sms"}
            return [(await client.post(CREATES, data=form)).status_code for _ in range(5)]

    assert asyncio.run(one_after_the_other()) == [201] * 5


def test_in_the_skill_dialect_both_creates_in_flight_pass(make_emulator: Callable[..., Local]) -> None:
    """The twilio-verify-send-otp skill card gives 60212 another meaning."""
    emulator = make_emulator(dialect="skill")
    sms = (CREATES, {"To": TO, "Channel": "sms"})
    assert [answer.status for answer in together(emulator, sms, sms)] == [201, 201]


def test_creates_in_flight_for_two_numbers_both_pass(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60212 is about one phone number."""
    answers = together(
        emulator,
        (CREATES, {"To": TO, "Channel": "sms"}),
        (CREATES, {"To": "+15017122662", "Channel": "sms"}),
    )
    assert [answer.status for answer in answers] == [201, 201]


def test_creates_in_flight_under_two_services_both_pass(emulator: Local) -> None:
    """Our contract: what two calls contend on is service and recipient."""
    form = {"To": TO, "Channel": "sms"}
    other = f"/v2/Services/{emulator.service()}/Verifications"
    assert [answer.status for answer in together(emulator, (CREATES, form), (other, form))] == [201, 201]


def test_three_in_flight_are_one_answer_and_two_refusals(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60212."""
    sms = (CREATES, {"To": TO, "Channel": "sms"})
    assert sorted(answer.status for answer in together(emulator, sms, sms, sms)) == [201, 429, 429]


@pytest.mark.parametrize("form", [{}, {"To": "123", "Channel": "sms"}, {"To": TO, "Channel": "fax"}])
def test_a_faulty_create_in_flight_is_told_its_own_fault(emulator: Local, form: dict[str, str]) -> None:
    """Our contract: 60212 comes after the request itself was looked at."""
    answers = together(emulator, (CREATES, form), (CREATES, form))
    assert [answer.status for answer in answers] == [400, 400]


def test_of_32_creates_at_once_over_sockets_at_most_five_send(served: Served) -> None:
    """twilio.com/docs/api/errors/60203 and 60212."""
    answers = served.wire.together([post(CREATES, {"To": TO, "Channel": "sms"})] * 32)
    outcomes = Counter((answer.status, answer.json.get("code")) for answer in answers)
    assert set(outcomes) <= {(201, None), (429, 60203), (429, 60212)}
    sent = outcomes[201, None]
    assert 1 <= sent <= 5
    fetched = served.wire.get(f"{CREATES}/{TO}")
    assert len(fetched.json["send_code_attempts"]) == sent
    assert len({answer.json["sid"] for answer in answers if answer.status == 201}) == 1


def test_creates_at_once_for_different_numbers_all_pass(served: Served) -> None:
    """twilio.com/docs/api/errors/60212 is about one phone number."""
    requests = [post(CREATES, {"To": f"+150171226{index}", "Channel": "sms"}) for index in range(10, 42)]
    answers = served.wire.together(requests)
    assert [answer.status for answer in answers] == [201] * 32
    assert len({answer.json["sid"] for answer in answers}) == 32
