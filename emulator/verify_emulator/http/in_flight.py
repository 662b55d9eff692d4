"""Which calls are in flight, so that two at once for the same thing are told from two that follow each other."""

from asyncio import AbstractEventLoop, Task, current_task, get_running_loop
from collections.abc import Hashable
from typing import Any

Flight = tuple[Hashable, Task[Any] | None, AbstractEventLoop | None]
"""What the call is for, and in whose course it is made."""


class InFlight:
    """A call is in flight until the turn of the event loop is over in which it ends.

    Requests that came together start in one turn, but each may well have its answer before the next one starts.
    """

    def __init__(self) -> None:
        self._flights: dict[Hashable, Flight] = {}

    def start(self, name: Hashable) -> Flight | None:
        """None if another call of that name is in flight. What one task does, or no loop, is done one by one."""
        try:
            loop = get_running_loop()
        except RuntimeError:
            return name, None, None
        task, other = current_task(loop), self._flights.get(name)
        # A loop may have been left in the middle of a turn, whose calls are then in flight no more.
        if other is not None and other[1] is not task and other[2] is loop:
            return None
        flight = self._flights[name] = (name, task, loop)
        return flight

    def end(self, flight: Flight) -> None:
        """Once those that came together with it have started."""
        if flight[2] is not None:
            flight[2].call_soon(self._forget, flight)

    def _forget(self, flight: Flight) -> None:
        if self._flights.get(flight[0]) is flight:
            del self._flights[flight[0]]
