"""Posts to webhooks and sinks: sent in the background, and kept, bounded, for reading, waiting and replaying."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from itertools import islice

from verify_emulator.outbox.delivery import Attempt, Delivery, Wanted
from verify_emulator.outbox.dispatch import Dispatch, Terms
from verify_emulator.outbox.posts import Post
from verify_emulator.waiting import Waiters

__all__ = ["Attempt", "Deliveries", "Delivery", "Post", "Wanted"]


class Deliveries:
    """The newest deliveries of all accounts, oldest first.

    `token_of` tells an account's auth token and `now` its time; `timeout` is in seconds and holds for one attempt;
    `retries` is how many attempts may follow a failed one. `sleep` waits between attempts. `changed` hears of each
    delivery when it begins and when it is settled.

    >>> deliveries = Deliveries(token_of=token_of, keep=1000, retries=0, timeout=5, now=now)
    >>> deliveries.add(Post(account_sid=…, event="factor.created", url="http://127.0.0.1:3000/hook", …))
    >>> await deliveries.stop()
    """

    def __init__(
        self,
        *,
        token_of: Callable[[str], str | None],
        keep: int,
        retries: int,
        timeout: float,
        now: Callable[[str], datetime],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        changed: Callable[[Delivery], object] = lambda delivery: None,
    ) -> None:
        self._keep = keep
        self._now = now
        self._changed = changed
        self._last = 0
        self._deliveries: dict[str, Delivery] = {}
        self._waiters = Waiters[Delivery]()
        terms = Terms(retries=retries, timeout=timeout, now=now, token_of=token_of, sleep=sleep)
        self._dispatch = Dispatch(terms, self._wake)

    def add(self, post: Post) -> Delivery:
        """Begin to deliver a post from the running event loop. Returns at once and raises nothing."""
        return self._begin(post, post.created_at)

    def replay(self, id: str) -> Delivery:
        """Deliver the same post again, signed afresh, with an idempotency token of its own. Raises KeyError."""
        post = self._deliveries[id].post
        return self._begin(post, self._now(post.account_sid), replay_of=id)

    def _begin(self, post: Post, moment: datetime, replay_of: str = "") -> Delivery:
        self._last += 1
        delivery = Delivery(
            id=f"WD{self._last:032x}", cursor=self._last, post=post, created_at=moment, replay_of=replay_of
        )
        self._deliveries[delivery.id] = delivery
        if len(self._deliveries) > self._keep:
            del self._deliveries[next(iter(self._deliveries))]
        self._dispatch.start(delivery)
        self._wake(delivery)
        return delivery

    def get(self, id: str) -> Delivery | None:
        return self._deliveries.get(id)

    def read(self, wanted: Wanted, limit: int) -> list[Delivery]:
        """Matching deliveries, oldest first."""
        return list(islice(filter(wanted.matches, self._deliveries.values()), limit))

    def newest_first(self, wanted: Wanted) -> Iterator[Delivery]:
        return filter(wanted.matches, reversed(list(self._deliveries.values())))

    async def wait_until_settled(self, wanted: Wanted, seconds: float) -> bool:
        """Wait until one that matches is delivered or has failed, for so long at most. Returns whether one is."""
        return await self._waiters.wait(self._deliveries.values(), wanted.ends_with, seconds)

    async def finish(self, seconds: float) -> bool:
        """Wait until nothing is on its way, for so long at most. Returns whether that is so."""
        return await self._dispatch.finish(seconds)

    def _wake(self, delivery: Delivery) -> None:
        self._changed(delivery)
        self._waiters.tell(delivery)

    def stop_waiting(self) -> None:
        """Send everybody who waits away, because the server stops."""
        self._waiters.stop()

    def reset(self, account_sid: str | None = None) -> None:
        """Forget the deliveries of one account, or all; those on their way are ended. Cursors go on."""
        self._dispatch.cancel(account_sid)
        for delivery in list(self._deliveries.values()):
            if account_sid in (None, delivery.post.account_sid):
                self._deliveries.pop(delivery.id, None)

    async def stop(self) -> None:
        """End what is on its way and whoever waits, at once. Posts added to this event loop from now on fail."""
        self.stop_waiting()
        await self._dispatch.stop()
