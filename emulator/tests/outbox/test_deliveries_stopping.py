"""Deliveries end with the server, and serve one event loop after the other. Source of all: our contract."""

import asyncio
import gc
import socket
import threading
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

import pytest
from harness import receiver as receivers
from harness.posting import NOW, play, post
from harness.receiver import Behaviour, Receiver, hang

from verify_emulator.outbox.deliveries import Deliveries, Delivery, Wanted

LONG = 60
STOPPED = "The emulator was stopped or reset before the post was delivered"
LOOPS = [asyncio.new_event_loop]
if find_spec("uvloop") is not None:
    LOOPS.append(import_module("uvloop").new_event_loop)


def make() -> Deliveries:
    return Deliveries(token_of=lambda sid: "token", keep=100, retries=3, timeout=LONG, now=lambda sid: NOW)


@pytest.mark.parametrize("new_loop", LOOPS)
@pytest.mark.parametrize(
    "behaviour", [hang, receivers.answer_without_end, receivers.drip, receivers.endless_promises]
)
def test_stopping_ends_what_is_on_its_way_at_once_and_leaves_nothing_behind(
    behaviour: Behaviour, new_loop: Callable[[], asyncio.AbstractEventLoop]
) -> None:
    """Ten deliveries, of which four are on their way and six wait; warnings of unclosed things are errors here."""

    async def main() -> tuple[list[Delivery], float]:
        added = [deliveries.add(post(receiver.url)) for _ in range(10)]
        await asyncio.to_thread(receiver.wait, 4)
        began = time.monotonic()
        await deliveries.stop()
        seconds = time.monotonic() - began
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return added, seconds

    deliveries = make()
    with Receiver(behaviour) as receiver, asyncio.Runner(loop_factory=new_loop) as runner:
        added, seconds = runner.run(main())
        receiver.wait_until_alone()
    gc.collect()
    assert {(delivery.state, delivery.error) for delivery in added} == {("failed", STOPPED)}
    assert seconds < 2


@pytest.mark.parametrize("new_loop", LOOPS)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_stopping_ends_connections_that_are_being_made(
    scheme: str, new_loop: Callable[[], asyncio.AbstractEventLoop]
) -> None:
    """The receiver's queue accepts the connection, and nobody ever takes it from there."""

    async def main() -> list[Delivery]:
        added = [deliveries.add(post(url)) for _ in range(3)]
        connection, _ = await asyncio.to_thread(listening.accept)
        with connection:
            await asyncio.to_thread(connection.recv, 1)
            await deliveries.stop()
        return added

    deliveries = make()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"{scheme}://127.0.0.1:{listening.getsockname()[1]}/"
        with asyncio.Runner(loop_factory=new_loop) as runner:
            added = runner.run(main())
    gc.collect()
    assert {delivery.error for delivery in added} == {STOPPED}


def test_stopping_ends_pauses() -> None:
    async def main() -> list[str]:
        delivery = deliveries.add(post("http://127.0.0.1:1/"))
        while not delivery.attempts:
            await asyncio.sleep(0.001)
        await deliveries.stop()
        return [delivery.state, *(attempt.error for attempt in delivery.attempts)]

    deliveries = make()
    assert asyncio.run(main()) == ["failed", "ConnectError: All connection attempts failed"]


def test_stopping_before_anything_has_begun() -> None:
    async def main() -> str:
        delivery = deliveries.add(post("http://127.0.0.1:1/"))
        await deliveries.stop()
        return delivery.error

    deliveries = make()
    assert asyncio.run(main()) == STOPPED


def test_what_is_added_after_the_stop_fails() -> None:
    async def main() -> list[str]:
        await deliveries.stop()
        refused = deliveries.add(post(receiver.url))
        await deliveries.stop()
        return [refused.state, refused.error]

    deliveries = make()
    with Receiver() as receiver:
        assert asyncio.run(main()) == ["failed", "The emulator is stopping"]
    assert receiver.received == []


def test_whoever_waits_is_sent_away() -> None:
    async def scenario(deliveries: Deliveries) -> list[bool]:
        wanted = (Wanted(), Wanted(state="queued"), Wanted(event="factor.verified"))
        waiting = [asyncio.ensure_future(deliveries.wait_until_settled(one, LONG)) for one in wanted]
        await asyncio.sleep(0)
        deliveries.add(post("http://127.0.0.1:1/"))
        deliveries.stop_waiting()
        return await asyncio.gather(*waiting)

    assert play(scenario) == [False, True, False]


def test_whoever_stops_waiting_is_forgotten() -> None:
    async def scenario(deliveries: Deliveries) -> bool:
        waiting = asyncio.ensure_future(deliveries.wait_until_settled(Wanted(), LONG))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        deliveries.add(post("http://127.0.0.1:1/"))
        assert await deliveries.finish(LONG)
        deliveries.stop_waiting()
        return waiting.cancelled()

    assert play(scenario)


def test_another_event_loop_is_served_like_the_first() -> None:
    """Also after a first one that was closed with deliveries on their way, and one that was stopped."""

    async def abandon() -> Delivery:
        added = [deliveries.add(post(slow.url)) for _ in range(6)]
        await asyncio.to_thread(slow.wait, 4)
        return added[-1]

    async def deliver() -> list[str]:
        added = [deliveries.add(post(fast.url)) for _ in range(6)]
        assert await deliveries.finish(LONG)
        await deliveries.stop()
        return [delivery.state for delivery in added]

    deliveries = make()
    with Receiver(hang) as slow, Receiver() as fast:
        abandoned = asyncio.run(abandon())
        assert (abandoned.state, abandoned.error) == ("failed", STOPPED)
        assert asyncio.run(deliver()) == ["delivered"] * 6
        assert asyncio.run(deliver()) == ["delivered"] * 6
        deliveries.reset()
    gc.collect()


def test_a_reset_after_a_loop_was_closed_in_the_middle_of_things_does_no_harm() -> None:
    """Some test frameworks close loops without cancelling what runs on them."""

    async def sleep(seconds: float) -> None:
        await asyncio.get_running_loop().create_future()

    async def begin() -> Delivery:
        delivery = deliveries.add(post("http://127.0.0.1:1/"))
        while not delivery.attempts:
            await asyncio.sleep(0.001)
        return delivery

    deliveries = Deliveries(
        token_of=lambda sid: None, keep=9, retries=1, timeout=5, now=lambda sid: NOW, sleep=sleep
    )
    loop = asyncio.new_event_loop()
    delivery = loop.run_until_complete(begin())
    (left_behind,) = asyncio.all_tasks(loop)
    left_behind._log_destroy_pending = False  # type: ignore[attr-defined]
    loop.close()
    deliveries.reset()
    assert deliveries.read(Wanted(), 9) == []
    assert delivery.state == "queued"


def test_a_reset_from_another_thread_ends_what_is_on_its_way() -> None:
    async def scenario(deliveries: Deliveries) -> list[str]:
        delivery = deliveries.add(post(receiver.url))
        await asyncio.to_thread(receiver.wait)
        thread = threading.Timer(0.05, deliveries.reset)
        thread.start()
        assert await deliveries.finish(5)
        thread.join()
        return [delivery.state, delivery.error]

    with Receiver(hang) as receiver:
        assert play(scenario, timeout=LONG) == ["failed", STOPPED]
