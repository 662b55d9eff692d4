"""Runs an App's coroutines: in the thread that asks; once something needs an event loop, on one on a thread."""

import asyncio
import os
import time
from collections.abc import Callable, Coroutine, Sized
from functools import partial
from threading import Event, RLock, Thread
from typing import Any, TypeVar
from weakref import WeakSet

T = TypeVar("T")

START_SECONDS = 10
CLOSED = "This emulator has been closed."
FORKED = (
    "This emulator is in the process that this one was forked from; lead the application there by its `url`."
)


class Runner:
    """Calls never overlap unless they are on the loop together, so an App needs no locks.

    A webhook, an event that has to be told in time and a socket need the loop. Until then nothing starts a thread.
    """

    def __init__(self) -> None:
        self._lock = RLock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: Thread | None = None
        self._deferred: list[Callable[[], object]] = []
        self.may_wait: Callable[[], bool] = lambda: False
        """Whether any call may come to wait for time to pass, so that all of them need the loop."""
        self._gone = ""
        _RUNNERS.add(self)

    @property
    def is_elsewhere(self) -> bool:
        """Whether this is a process that was forked from the emulator's."""
        return self._gone is FORKED

    @property
    def started(self) -> bool:
        """Whether there is an event loop."""
        return self._loop is not None

    def run(self, work: Coroutine[Any, Any, T], patience: float | None = None, came: Sized = ()) -> T:
        """The result of a coroutine of the App's. May be called from any thread, also from one that runs a loop.

        Raises TimeoutError if for so many seconds nothing new `came`. The coroutine goes on.
        """
        with self._lock:
            if self._runs_here():
                return self._run_here(work)
            loop = self.start()
        future = asyncio.run_coroutine_threadsafe(work, loop)
        while True:
            before = len(came)
            try:
                return future.result(patience)
            except TimeoutError:
                if future.done() or len(came) == before:
                    raise

    async def run_async(self, work: Coroutine[Any, Any, T]) -> T:
        """The same for a caller on an event loop of its own, which goes on meanwhile.

        What its other tasks ask at the same time is in flight together with this, as it would be at a socket.
        """
        while True:
            with self._lock:
                if not self._runs_here():
                    loop = self.start()
                    break
                ended = self._step(work)
            if ended is not None:
                result: T = ended.value
                return result
            try:
                await asyncio.sleep(0)
            except BaseException:
                work.close()
                raise
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, loop))

    def call(self, function: Callable[[], T]) -> T:
        """The result of a function that reads or changes the App."""

        async def work() -> T:
            return function()

        return self.run(work())

    def later(self, work: Callable[[], object]) -> None:
        """What a call of the App leaves to be done on the event loop: done there once the call is over."""
        loop = self._loop
        if loop is None:
            self._deferred.append(work)
        elif _running_loop() is loop:
            work()
        else:
            loop.call_soon_threadsafe(work)

    def _runs_here(self) -> bool:
        return self._loop is None and (bool(self._gone) or not self.may_wait())

    def _run_here(self, work: Coroutine[Any, Any, T]) -> T:
        while (ended := self._step(work)) is None:
            pass
        result: T = ended.value
        return result

    def _step(self, work: Coroutine[Any, Any, Any]) -> StopIteration | None:
        """Run a coroutine that waits for nothing but its turn as far as that. Returns its end, if that is reached."""
        if self._gone:
            work.close()
            raise RuntimeError(self._gone)
        try:
            foreign = work.send(None)
        except StopIteration as ended:
            self._do_deferred()
            return ended
        if foreign is not None:
            work.close()
            raise RuntimeError("A call of the emulator waited for something outside of it.")
        return None

    def _do_deferred(self) -> None:
        if self._deferred:
            loop = self.start()
            while self._deferred:
                loop.call_soon_threadsafe(self._deferred.pop(0))

    def start(self) -> asyncio.AbstractEventLoop:
        """The event loop, on its thread from now on."""
        with self._lock:
            if self._loop is None:
                started = Event()
                loop = _new_loop()
                self._thread = Thread(
                    target=_serve, args=(loop, started), name="verify-emulator", daemon=True
                )
                self._thread.start()
                if not started.wait(START_SECONDS):
                    raise RuntimeError("The emulator's thread did not start.")
                self._loop = loop
            return self._loop

    def close(self) -> None:
        """End the loop, if there is one, and take no more calls."""
        with self._lock:
            loop, self._loop, self._gone = self._loop, None, CLOSED
        if loop is not None and self._thread is not None:
            loop.call_soon_threadsafe(loop.stop)
            self._thread.join()


def _leave_behind() -> None:
    """In a process that was forked there is neither the thread nor, for anybody who looks, what comes in here."""
    for runner in _RUNNERS:
        runner._lock, runner._loop, runner._gone = RLock(), None, FORKED


_RUNNERS: "WeakSet[Runner]" = WeakSet()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_behind)


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _serve(loop: asyncio.AbstractEventLoop, started: Event) -> None:
    asyncio.set_event_loop(loop)
    loop.call_soon(started.set)
    try:
        loop.run_forever()
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


def _steady_clock() -> Callable[[], float]:
    """Like `time.monotonic`, but out of freezegun's reach, even if this is imported while it has stopped time."""
    if hasattr(time, "clock_gettime"):
        return partial(time.clock_gettime, time.CLOCK_MONOTONIC)
    return time.monotonic


class _SteadyLoop(asyncio.SelectorEventLoop):
    """A loop whose timers go on while everybody else's time stands still."""

    time = staticmethod(_steady_clock())


def _new_loop() -> asyncio.AbstractEventLoop:
    """uvloop's timers are out of freezegun's reach by themselves."""
    try:
        import uvloop
    except ImportError:
        return _SteadyLoop()
    return uvloop.new_event_loop()
