"""The messages that would have been sent: kept, bounded, for reading and for waiting."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice, takewhile

from verify_emulator.clock import Clock
from verify_emulator.outbox.message import Message, Wanted

__all__ = ["Message", "Outbox", "Wanted"]

TICK = 1.0
"""Seconds between two looks at the clock, while somebody waits for a message that is on its way."""


class _LookAgain:
    """Something has changed, or may have."""


LOOK_AGAIN = _LookAgain()
News = Message | _LookAgain | None
"""None: there will be none."""


class Outbox:
    """The newest messages of all accounts, oldest first, and by recipient.

    One that takes its time takes a new place, the last, when it arrives or fails.
    """

    def __init__(
        self,
        keep: int,
        *,
        now: Callable[[str], datetime] = lambda account_sid: Clock().now(),
        changed: Callable[[Message], object] = lambda message: None,
    ) -> None:
        """`now` tells an account's time; `changed` hears of each message that was on its way."""
        self._keep = keep
        self._now = now
        self._changed = changed
        self._last = 0
        self._messages: deque[Message] = deque()
        self._by_recipient: dict[str, list[Message]] = {}  # lists: a deque of one takes 600 bytes
        self._on_their_way: list[Message] = []
        self._waiting: dict[asyncio.Future[News], Wanted] = {}

    def add(self, message: Message) -> None:
        if message.on_its_way is not None:
            self._on_their_way.append(message)
        message.cursor = self._last = self._last + 1
        self._messages.append(message)
        self._by_recipient.setdefault(message.to, []).append(message)
        if self._waiting:
            self._wake(message)
        if len(self._messages) > self._keep:
            self._drop_oldest()

    def settle(self) -> None:
        """See which messages have met their fate by now."""
        if not self._on_their_way:
            return
        due = [message for message in self._on_their_way if self._is_due(message)]
        for message in sorted(due, key=lambda message: message.created_at):
            self._withdraw(message)
            message.settle()
            self.add(message)
            self._changed(message)

    def _is_due(self, message: Message) -> bool:
        assert message.on_its_way is not None
        return message.on_its_way.due(message.created_at) <= self._now(message.account_sid)

    @property
    def has_some_on_their_way(self) -> bool:
        return bool(self._on_their_way)

    def _withdraw(self, message: Message) -> None:
        """From its place. It takes a look at all, which few messages ever ask for."""
        self._on_their_way = [other for other in self._on_their_way if other is not message]
        self._messages = deque(other for other in self._messages if other is not message)
        to_same = [other for other in self._by_recipient.pop(message.to, ()) if other is not message]
        if to_same:
            self._by_recipient[message.to] = to_same

    def _drop_oldest(self) -> None:
        oldest = self._messages.popleft()
        to_same = self._by_recipient[oldest.to]
        del to_same[0]
        if not to_same:
            del self._by_recipient[oldest.to]
        if oldest.on_its_way is not None:
            self._on_their_way = [other for other in self._on_their_way if other is not oldest]

    def _candidates(self, wanted: Wanted) -> Sequence[Message]:
        if wanted.to is None:
            return self._messages
        return self._by_recipient.get(wanted.to, ())

    @property
    def last(self) -> int:
        """The cursor of the newest message, also if it is gone."""
        return self._last

    def read(self, wanted: Wanted, limit: int) -> list[Message]:
        """Matching messages, oldest first. What is not after the cursor wanted is not even looked at."""
        self.settle()
        candidates: Iterable[Message] = self._candidates(wanted)
        if wanted.after:
            newer = list(
                takewhile(lambda message: message.cursor > wanted.after, reversed(self._candidates(wanted)))
            )
            candidates = reversed(newer)
        return list(islice(filter(wanted.matches, candidates), limit))

    def newest_first(self, wanted: Wanted) -> Iterator[Message]:
        self.settle()
        return filter(wanted.matches, reversed(self._candidates(wanted)))

    def latest(self, wanted: Wanted) -> Message | None:
        """The newest matching message that reached its recipient."""
        return next((message for message in self.newest_first(wanted) if message.arrived), None)

    async def wait(self, wanted: Wanted, seconds: float) -> Message | None:
        """The newest matching message that arrived, or the next one within that time.

        No polling, but while a message is on its way the clock is looked at every second.
        """
        if seconds <= 0:  # nor is an event loop needed then
            return self.latest(wanted)
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while (message := self.latest(wanted)) is None and (left := end - loop.time()) > 0:
            news = await self._news(wanted, min(left, TICK) if self._on_their_way else left)
            if not isinstance(news, _LookAgain):
                return news
        return message

    async def _news(self, wanted: Wanted, seconds: float) -> News:
        """What comes within that time."""
        future: asyncio.Future[News] = asyncio.get_running_loop().create_future()
        self._waiting[future] = wanted
        try:
            return await asyncio.wait_for(future, seconds)
        except TimeoutError:
            return LOOK_AGAIN
        finally:
            del self._waiting[future]

    def _wake(self, message: Message) -> None:
        """Also those who have to look at the clock from now on."""
        if message.arrived or message.on_its_way is not None:
            news = message if message.arrived else LOOK_AGAIN
            for future, wanted in self._waiting.items():
                if wanted.matches(message) and not future.done():
                    future.set_result(news)

    def stop_waiting(self) -> None:
        """Send everybody who waits away empty-handed, because the server stops."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    def reset(self, account_sid: str | None = None) -> None:
        """Forget the messages of one account, or all. Cursors go on from where they are."""
        self._fill(() if account_sid is None else self._others(account_sid))

    def _others(self, account_sid: str) -> list[Message]:
        return [message for message in self._messages if message.account_sid != account_sid]

    def _fill(self, messages: Iterable[Message]) -> None:
        self._messages.clear()
        self._by_recipient.clear()
        for message in messages:
            self._messages.append(message)
            self._by_recipient.setdefault(message.to, []).append(message)
        self._on_their_way = [message for message in self._messages if message.on_its_way is not None]
        while len(self._messages) > self._keep:
            self._drop_oldest()

    def kept(self, account_sid: str | None = None) -> tuple[Message, ...]:
        """All messages of one account, or of all, oldest first: those that are kept now, as they are now.

        Only one that is on its way will ever change.
        """
        return tuple(
            message if message.on_its_way is None else message.copy()
            for message in self._messages
            if account_sid in (None, message.account_sid)
        )

    def mark(self) -> object:
        """Compares equal to an earlier mark if no message has come, gone or changed since."""
        return self._last, tuple(message.status for message in self._messages)

    def restore(self, messages: Iterable[Message], last: int, account_sid: str | None = None) -> None:
        """Put messages in the place of all, or of one account's. `last` is the cursor up to which some were given.

        Cursors never go back, so that whoever reads on from one misses nothing; and two messages never share one.
        """
        others = [] if account_sid is None else self._others(account_sid)
        restored = [message.copy() for message in messages]
        self._last = max(self._last, last)
        if {message.cursor for message in others} & {message.cursor for message in restored}:
            for message in restored:
                message.cursor = self._last = self._last + 1
        self._fill(sorted((*others, *restored), key=lambda message: message.cursor))
