"""Failures that a test scripts in its own process. Source of all: our contract."""

import asyncio
from base64 import b64encode
from collections.abc import Callable
from threading import Thread, active_count
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from verify_emulator import Account, Emulator

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")

TO = "+15017122661"


def start(account: Account, to: str = TO, channel: str = "sms") -> Any:
    return (
        account.client().verify.v2.services(account.service_sid).verifications.create(to=to, channel=channel)
    )


def start_async(account: Account, to: str = TO) -> Any:
    service = account.async_client().verify.v2.services(account.service_sid)
    return asyncio.run(service.verifications.create_async(to=to, channel="sms"))


def basic(account: Account) -> dict[str, str]:
    pair = f"{account.account_sid}:{account.auth_token}"
    return {"authorization": "Basic " + b64encode(pair.encode()).decode()}


Start = Callable[[Account], Any]
both = pytest.mark.parametrize("begin", [start, start_async], ids=["sync", "async"])


def code_of(begin: Start, account: Account) -> int:
    with pytest.raises(TwilioRestException) as refused:
        begin(account)
    return int(refused.value.code)


@both
def test_a_failure_is_met_as_often_as_it_was_scripted(account: Account, begin: Start) -> None:
    failure = account.faults.add(operation="CreateVerification", error=60203, times=2)
    assert [code_of(begin, account), code_of(begin, account)] == [60203, 60203]
    assert begin(account).status == "pending"
    assert (failure.matched, failure.happened, failure.remaining) == (2, 2, 0)


@both
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_dropped_connection_is_what_the_sdks_http_client_raises(
    account: Account, begin: Start, when: str
) -> None:
    """Source: requests and aiohttp, of which a real server that closes the connection gets the same."""
    account.faults.add(drop=when, times=1)
    lost = requests.exceptions.ConnectionError if begin is start else aiohttp.ClientConnectionError
    with pytest.raises(lost):
        begin(account)
    assert len(account.messages) == (when == "after")
    assert begin(account).status == "pending"


def test_plain_http_gets_a_connection_error(account: Account) -> None:
    account.faults.add(drop=True)
    with pytest.raises(ConnectionError, match=r"closed without an answer"):
        account.send("GET", "https://verify.twilio.com/v2/Services", basic(account))


def with_patience(account: Account, seconds: float) -> Any:
    """What an application does that waits no longer for an answer."""
    with account.patch():
        client = Client(http_client=TwilioHttpClient(timeout=seconds))
        return client.verify.v2.services(account.service_sid).verifications.create(to=TO, channel="sms")


def test_who_does_not_wait_for_the_answer_gets_the_sdks_timeout(account: Account) -> None:
    """Source: requests, of which a real server that is late gets the same; there, too, the call goes on."""
    account.faults.add(operation="CreateVerification", delay=0.5, times=1)
    with pytest.raises(requests.exceptions.ReadTimeout):
        with_patience(account, 0.1)
    assert len(account.inbox(TO).next_code()) == 6
    assert with_patience(account, 0.1).status == "pending"


def test_who_waits_for_each_byte_of_the_answer_gets_it(account: Account) -> None:
    """Source: requests, whose timeout is not for the whole answer."""
    account.faults.add(operation="CreateVerification", bytes_per_second=1_000, times=1)
    assert with_patience(account, 0.5).status == "pending"


def test_who_does_not_wait_for_all_of_the_answer_gets_aiohttps_timeout(account: Account) -> None:
    account.faults.add(operation="FetchService", delay=0.5, times=1)

    async def fetch(seconds: float | None) -> int:
        url = f"https://verify.twilio.com/v2/Services/{account.service_sid}"
        answer = await account.async_client().request_async("GET", url, timeout=seconds)
        return int(answer.status_code)

    async def main() -> int:
        with pytest.raises(asyncio.TimeoutError):
            await fetch(0.1)
        return await fetch(10)

    assert asyncio.run(main()) == 200


@both
def test_an_answer_may_take_its_time(verify: Emulator, begin: Start) -> None:
    account = verify.account()
    account.faults.add(operation="CreateVerification", delay=0.05, bytes_per_second=100_000)
    assert begin(account).status == "pending"
    assert account.requests[-1].seconds >= 0.05


def test_a_failure_from_the_api_may_take_its_time(verify: Emulator) -> None:
    answer = verify.send("POST", "http://emulator/_emulator/faults", {}, b"delay=0.05")
    assert answer[0] == 201
    assert start(verify).status == "pending"


def test_only_what_takes_its_time_starts_a_thread() -> None:
    before = active_count()
    with Emulator() as verify:
        verify.faults.add(error=60203, to="+1502*")
        start(verify)
        start(verify, "+15005550008")
        assert active_count() == before
        verify.faults.add(delay=0.01)
        start(verify)
        assert active_count() == before + 1
    assert active_count() == before


@pytest.mark.parametrize("how", ["sync", "async", "plain"])
def test_a_slow_magic_recipient_is_slow_until_the_emulator_is_closed(how: str) -> None:
    with Emulator() as verify:
        answers: list[Any] = []
        calls: dict[str, Callable[[], Any]] = {
            "sync": lambda: start(verify, "+15005550000").status,
            "async": lambda: start_async(verify, "+15005550010").status,
            "plain": lambda: verify.send(
                "POST",
                f"https://verify.twilio.com/v2/Services/{verify.service_sid}/Verifications",
                {**basic(verify), "content-type": "application/x-www-form-urlencoded"},
                urlencode({"To": "+15005550000", "Channel": "sms"}).encode(),
            )[0],
        }
        thread = Thread(target=lambda: answers.append(calls[how]()))
        thread.start()
        to = "+15005550010" if how == "async" else "+15005550000"
        assert verify.inbox(to).next_code().isdigit()
        assert answers == []
    thread.join(10)
    assert answers == [201 if how == "plain" else "pending"]


def test_an_accounts_failures_are_its_own(verify: Emulator) -> None:
    mine, other = verify.account(), verify.account()
    own = mine.faults.add(error=60203)
    assert own.fault.account_sid == mine.account_sid
    assert code_of(start, mine) == 60203
    assert start(other).status == "pending"
    for_all = verify.faults.add(error=60212)
    assert code_of(start, other) == 60212
    assert mine.faults.all() == [own]
    assert verify.faults.all() == [own, for_all]
    with pytest.raises(ValueError, match=r"^account_sid: an account's failures are for its own"):
        mine.faults.add(error=60203, account_sid=other.account_sid)


def test_they_are_cleared_one_by_one_or_together_or_by_a_reset(verify: Emulator) -> None:
    mine, other = verify.account(), verify.account()
    first, second = mine.faults.add(error=60203), mine.faults.add(error=60202)
    left = other.faults.add(error=60203)
    mine.faults.remove(first)
    assert mine.faults.all() == [second]
    mine.faults.clear()
    assert verify.faults.all() == [left]
    mine.faults.add(error=60203)
    mine.reset()
    assert verify.faults.all() == [left]
    verify.reset()
    assert verify.faults.all() == []


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, r"^fields: nothing is to happen"),
        ({"error": 1}, r"^error: no call of Verify fails with 1$"),
        ({"error": 60203, "tmies": 1}, r"^tmies: Extra inputs are not permitted$"),
        ({"error": 60203, "operation": "Nothing"}, r"^operation: there is none"),
    ],
)
def test_a_bad_one_is_refused(account: Account, fields: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        account.faults.add(**fields)
    assert account.faults.all() == []


def test_a_seed_makes_them_repeat_and_leaves_sids_and_codes_as_they_are() -> None:
    def run(scripted: bool) -> tuple[list[bool], list[str]]:
        with Emulator(seed=5) as verify:
            if scripted:
                verify.faults.add(operation="FetchService", probability=0.5, status=503)
            outcomes, codes = [], []
            for number in range(20):
                status, _, _ = verify.send(
                    "GET", f"https://verify.twilio.com/v2/Services/{verify.service_sid}", basic(verify)
                )
                outcomes.append(status == 503)
                codes.append(start(verify, f"+1501712{number:04}").sid)
            return outcomes, codes

    plain, first, second = run(False), run(True), run(True)
    assert first == second
    assert first[1] == plain[1]
    assert 0 < sum(first[0]) < 20
