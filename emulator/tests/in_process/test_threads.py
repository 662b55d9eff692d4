"""Any thread and any event loop may use one emulator, together. Source: our contract."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from harness.local import SERVICE, TO
from harness.receiver import Receiver

from verify_emulator import Account, Emulator
from verify_emulator.in_process import runner

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")


def sign_in(account: Account, to: str, client: Any = None) -> str:
    service = (client or account.client()).verify.v2.services(SERVICE)
    service.verifications.create(to=to, channel="sms")
    code = account.inbox(to).next_code()
    return str(service.verification_checks.create(to=to, code=code).status)


def in_flight(account: Account) -> bool:
    return bool(account._app._verify._in_flight)


def numbers(count: int) -> list[str]:
    return [f"+1501712{number:04d}" for number in range(2000, 2000 + count)]


@pytest.mark.parametrize("listening", [False, True])
def test_threads_sign_in_side_by_side(listening: bool) -> None:
    with Emulator(listen=listening) as verify, ThreadPoolExecutor(8) as pool:
        account = verify.account()
        outcomes = list(pool.map(lambda to: sign_in(account, to), numbers(80)))
        assert outcomes == ["approved"] * 80
        assert len(account.messages) == 80


def test_it_may_begin_to_listen_while_threads_are_at_work(verify: Emulator) -> None:
    account = verify.account()
    with ThreadPoolExecutor(8) as pool:
        signing_in = [pool.submit(sign_in, account, to) for to in numbers(80)]
        assert verify.url
        assert [it.result() for it in signing_in] == ["approved"] * 80


def test_coroutines_sign_in_side_by_side(verify: Emulator) -> None:
    async def one(account: Account, to: str) -> str:
        service = account.async_client().verify.v2.services(SERVICE)
        await service.verifications.create_async(to=to, channel="sms")
        code = await account.inbox(to).next_code_async()
        return str((await service.verification_checks.create_async(to=to, code=code)).status)

    async def many(account: Account) -> list[str]:
        return await asyncio.gather(*(one(account, to) for to in numbers(40)))

    assert asyncio.run(many(verify.account())) == ["approved"] * 40
    assert verify.url  # from now on there is an event loop, on a thread
    assert asyncio.run(many(verify.account())) == ["approved"] * 40


def test_coroutines_that_send_to_one_number_at_once_are_in_flight_together(account: Account) -> None:
    """Source: twilio.com/docs/api/errors/60212; as it is at a socket."""

    async def main() -> list[Any]:
        verifications = account.async_client().verify.v2.services(SERVICE).verifications
        sends = (verifications.create_async(to=TO, channel="sms") for _ in range(2))
        return await asyncio.gather(*sends, return_exceptions=True)

    sent, refused = asyncio.run(main())
    assert sent.status == "pending"
    assert (refused.status, refused.code) == (429, 60212)
    assert len(account.messages) == 1


def test_a_coroutine_that_is_cancelled_in_flight_leaves_nothing_behind(account: Account) -> None:
    async def main() -> str:
        verifications = account.async_client().verify.v2.services(SERVICE).verifications
        given_up = asyncio.ensure_future(verifications.create_async(to=TO, channel="sms"))
        while not account.requests and not given_up.done() and not in_flight(account):
            await asyncio.sleep(0)
        given_up.cancel()
        with pytest.raises(asyncio.CancelledError):
            await given_up
        return str((await verifications.create_async(to=TO, channel="sms")).status)

    assert asyncio.run(main()) == "pending"
    assert len(account.messages) == 1


def test_a_sync_client_works_inside_of_a_running_event_loop(account: Account) -> None:
    async def main() -> str:
        return sign_in(account, TO)

    assert asyncio.run(main()) == "approved"


def test_a_thread_waits_for_what_another_one_sends(account: Account) -> None:
    waiting = threading.Event()
    codes: list[str] = []

    def wait() -> None:
        waiting.set()
        codes.append(account.inbox(TO).next_code(timeout=10))

    thread = threading.Thread(target=wait)
    thread.start()
    waiting.wait(10)
    account.client().verify.v2.services(SERVICE).verifications.create(to=TO, channel="sms")
    thread.join(10)
    assert codes == [account.messages[0].code]


def test_a_coroutine_waits_for_what_another_one_sends(account: Account) -> None:
    async def main() -> str:
        waiting = asyncio.ensure_future(account.inbox(TO).next_code_async(timeout=10))
        await asyncio.sleep(0)
        service = account.async_client().verify.v2.services(SERVICE)
        await service.verifications.create_async(to=TO, channel="sms")
        return await waiting

    assert asyncio.run(main()) == account.messages[0].code


@pytest.mark.parametrize("with_uvloop", [True, False])
def test_webhooks_are_posted_in_the_background(with_uvloop: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """They need an event loop, which then starts by itself."""
    if not with_uvloop:
        monkeypatch.setattr(runner, "_new_loop", runner._SteadyLoop)
    with Emulator() as verify, Receiver() as receiver:
        service = verify.client().verify.v2.services(SERVICE)
        service.webhooks.create(
            friendly_name="Hook", event_types=["factor.created"], webhook_url=receiver.url
        )
        service.entities("identity-1").new_factors.create(factor_type="totp", friendly_name="Phone")
        assert receiver.wait()[0].form[0][0]
        assert verify.settle(10)
        assert [delivery.state for delivery in verify.deliveries] == ["delivered"]
        assert verify.account().deliveries == []


def test_an_expiry_is_told_when_the_clock_is_moved(account: Account) -> None:
    with Receiver() as receiver:
        account.settings.event_sink = receiver.url
        service = account.client().verify.v2.services.create(
            friendly_name="Shop", verify_event_subscription_enabled=True
        )
        verifications = account.client().verify.v2.services(service.sid).verifications
        verifications.create(to=TO, channel="sms")
        receiver.wait(1)
        account.clock.advance(minutes=10)
        assert "expired" in receiver.wait(2)[1].body.decode()


def test_what_waits_for_something_outside_is_an_error_and_no_deadlock() -> None:
    async def wait() -> None:
        await asyncio.get_running_loop().create_future()

    async def bare() -> None:
        await _Forever()

    with pytest.raises(RuntimeError, match="waited for something"):
        runner.Runner().run(bare())


class _Forever:
    def __await__(self) -> Any:
        yield object()


def test_a_call_that_fails_leaves_the_emulator_usable(account: Account) -> None:
    """An error on the way is an answer, and the lock is free again."""
    with pytest.raises(ZeroDivisionError):
        account._runner.call(lambda: 1 // 0)
    assert sign_in(account, TO) == "approved"


def test_threads_that_ask_for_its_url_together_get_the_same(verify: Emulator) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: verify.url, range(8)))) == 1


def test_requests_may_be_looked_at_while_others_are_made(verify: Emulator) -> None:
    account = verify.account()
    assert verify.url
    with ThreadPoolExecutor(4) as pool:
        signing_in = [pool.submit(sign_in, account, to) for to in numbers(40)]
        while not all(it.done() for it in signing_in):
            assert isinstance(account.requests, list)
        assert [it.result() for it in signing_in] == ["approved"] * 40
    assert len(account.requests) == 80


def test_a_server_that_does_not_start_says_why(verify: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: object, **__: object) -> None:
        raise OSError("no")

    with monkeypatch.context() as broken:
        broken.setattr("verify_emulator.server.Server.startup", refuse)
        with pytest.raises(OSError, match="no"):
            verify.listen()
    assert verify.url  # the next try is another one
