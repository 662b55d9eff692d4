"""Gets deliveries on their way: side by side, few at any one receiver, again after a failure, until told to stop."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from weakref import WeakValueDictionary
from zlib import crc32

from verify_emulator.outbox.delivery import Attempt, Delivery
from verify_emulator.outbox.posts import Letter, Post, compose
from verify_emulator.outbox.transport import explain, prepare, send

log = logging.getLogger("verify_emulator")

MOST_AT_ONCE = 64
MOST_AT_ONE_RECEIVER = 4
MOST_PENDING = 10_000

SINK_SECONDS = 5.0
"""How long a sink may take to answer. Source: twilio.com/docs/events/webhook-quickstart."""

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
"""Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How deliveries are made: how often, for how many seconds each, by which clock and signed with which tokens.

    Guess: how often Twilio tries a webhook again and how long it waits for an answer is not documented, so options
    set it.
    """

    retries: int
    timeout: float
    now: Callable[[str], datetime]
    token_of: Callable[[str], str | None]
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep


class Dispatch:
    """Runs deliveries on the event loop that they are started from, and tells when one that began is settled."""

    def __init__(self, terms: Terms, settled: Callable[[Delivery], None]) -> None:
        self._terms = terms
        self._settled = settled
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: dict[asyncio.Task[None], Delivery] = {}

    def start(self, delivery: Delivery) -> None:
        """Begin at the next turn of the loop. What cannot begin has failed on return; nothing is raised."""
        refusal = self._refusal()
        if refusal:
            return fail(delivery, refusal)
        task = asyncio.get_running_loop().create_task(self._run(delivery))
        self._tasks[task] = delivery
        task.add_done_callback(lambda done: self._end(delivery, done))

    def _refusal(self) -> str:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return "There is no event loop to deliver from"
        if loop is not self._loop:
            self._move_to(loop)
        if self._stopped:
            return "The emulator is stopping"
        return f"{MOST_PENDING} others are pending" if len(self._tasks) >= MOST_PENDING else ""

    def _move_to(self, loop: asyncio.AbstractEventLoop) -> None:
        """Tasks and semaphores belong to one loop; an emulator in a test may see several, one after the other."""
        self._loop = loop
        self._stopped = False
        self._tasks = {}
        self._lanes: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._places = asyncio.Semaphore(MOST_AT_ONCE)

    async def _run(self, delivery: Delivery) -> None:
        post = delivery.post
        await prepare(tls=post.url.lower().startswith("https:"))
        letter = delivery.letter = compose(post, self._terms.token_of(post.account_sid), delivery.id)
        lane = self._lanes.setdefault(letter.receiver, asyncio.Semaphore(MOST_AT_ONE_RECEIVER))
        while True:
            async with lane, self._places:
                attempt = await self._attempt(post, letter)
            delivery.attempts.append(attempt)
            made = len(delivery.attempts)
            if not attempt.error:
                delivery.state = "delivered"
                return
            if made > self._terms.retries or not may_help(post, attempt.status):
                return fail(delivery, attempt.error)
            await self._terms.sleep(pause_after(made, delivery.id))

    async def _attempt(self, post: Post, letter: Letter) -> Attempt:
        started, began = self._terms.now(post.account_sid), perf_counter()
        timeout = self._terms.timeout
        reply = await send(letter, timeout if post.webhook_sid else min(timeout, SINK_SECONDS))
        return Attempt(
            started_at=started,
            seconds=round(perf_counter() - began, 3),
            status=reply.status,
            error=reply.error,
            body=reply.body,
        )

    def _end(self, delivery: Delivery, task: asyncio.Task[None]) -> None:
        self._tasks.pop(task, None)
        if task.cancelled():
            fail(delivery, "The emulator was stopped or reset before the post was delivered", logging.DEBUG)
        elif error := task.exception():
            fail(delivery, explain(error))
        self._settled(delivery)

    def cancel(self, account_sid: str | None) -> None:
        """End what is on its way for one account, or all. May be called from another thread than the loop's."""
        for task, delivery in list(self._tasks.items()):
            if account_sid in (None, delivery.post.account_sid) and not task.get_loop().is_closed():
                task.get_loop().call_soon_threadsafe(task.cancel)

    async def finish(self, seconds: float) -> bool:
        """Wait until nothing is on its way, for so long at most. Returns whether that is so."""
        if asyncio.get_running_loop() is self._loop and self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        return not self._tasks

    async def stop(self) -> None:
        """End all that is on its way, now, and begin nothing more on this loop."""
        if asyncio.get_running_loop() is not self._loop:
            self._move_to(asyncio.get_running_loop())
        self._stopped = True
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def fail(delivery: Delivery, error: str, level: int = logging.WARNING) -> None:
    delivery.state, delivery.error = "failed", error
    receiver = delivery.letter.receiver if delivery.letter else "its receiver"
    log.log(level, "%s was not delivered to %s: %s", delivery.post.event, receiver, error)


def may_help(post: Post, status: int | None) -> bool:
    """Whether a failed post is worth another try.

    Source: a sink that answers 4xx other than 429 loses the event (twilio.com/docs/events/
    event-delivery-and-duplication). Guess: a webhook is tried again after any failure, if at all.
    """
    return bool(post.webhook_sid) or status is None or status == 429 or not 400 <= status < 500


def pause_after(attempt: int, delivery_id: str) -> float:
    """Seconds until the next try: twice as many each time, and up to a quarter more, different for each delivery.

    Source: exponential backoff with jitter for sinks (twilio.com/docs/events/event-delivery-and-duplication).
    Guess: it starts at half a second and ends at 30, and is the same for webhooks.
    """
    doubled: float = FIRST_PAUSE * 2 ** min(attempt - 1, 10)
    spread = crc32(f"{delivery_id} {attempt}".encode()) / 2**32
    return min(doubled, LONGEST_PAUSE) * (1 + spread / 4)
