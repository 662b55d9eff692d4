"""Two calls at once for the same thing are told from two that follow each other. Source of all: our contract."""

import asyncio
from collections.abc import Callable

from verify_emulator.http.in_flight import InFlight


async def call(in_flight: InFlight, name: str) -> bool:
    """Whether it was the only one of that name."""
    flight = in_flight.start(name)
    if flight is not None:
        in_flight.end(flight)
    return flight is not None


async def together(in_flight: InFlight, *names: str) -> list[bool]:
    return await asyncio.gather(*(call(in_flight, name) for name in names))


def test_of_calls_that_start_in_one_turn_only_the_first_of_a_name_is_alone() -> None:
    assert asyncio.run(together(InFlight(), "a", "b", "a", "a")) == [True, True, False, False]


def test_calls_of_one_task_follow_each_other_even_where_nothing_waits() -> None:
    async def follow(in_flight: InFlight) -> list[bool]:
        return [await call(in_flight, "a") for _ in range(3)]

    assert asyncio.run(follow(InFlight())) == [True, True, True]


def test_a_call_of_another_task_follows_once_it_could_know_of_the_end() -> None:
    async def follow(in_flight: InFlight) -> list[bool]:
        return [await asyncio.create_task(call(in_flight, "a")) for _ in range(3)]

    assert asyncio.run(follow(InFlight())) == [True, True, True]


def test_a_call_that_takes_its_time_is_in_flight_until_it_ends() -> None:
    async def overlap(in_flight: InFlight) -> list[bool]:
        flight = in_flight.start("a")
        assert flight is not None
        found = [await asyncio.create_task(call(in_flight, "a"))]
        in_flight.end(flight)
        await asyncio.sleep(0)
        return [*found, await asyncio.create_task(call(in_flight, "a"))]

    assert asyncio.run(overlap(InFlight())) == [False, True]


def test_the_end_of_a_call_is_not_that_of_the_next_one_of_the_same_task() -> None:
    async def follow(in_flight: InFlight) -> bool:
        first = in_flight.start("a")
        assert first is not None
        in_flight.end(first)
        assert in_flight.start("a") is not None
        await asyncio.sleep(0)  # the first is forgotten
        return await asyncio.create_task(call(in_flight, "a"))

    assert not asyncio.run(follow(InFlight()))


def test_what_a_loop_was_left_in_the_middle_of_is_in_flight_no_more() -> None:
    in_flight, left = InFlight(), asyncio.new_event_loop()
    start: Callable[[], object] = lambda: in_flight.start("a")  # noqa: E731 - what the loop calls
    left.call_soon(start)
    left.call_soon(left.stop)
    left.run_forever()
    left.close()
    assert asyncio.run(call(in_flight, "a"))


def test_without_a_loop_calls_follow_each_other() -> None:
    in_flight = InFlight()
    for _ in range(2):
        flight = in_flight.start("a")
        assert flight is not None
        in_flight.end(flight)
