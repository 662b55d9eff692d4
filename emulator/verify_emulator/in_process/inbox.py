"""What reached one recipient, read one message after the other, waiting for the next one if need be."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Condition
from time import monotonic

from verify_emulator.outbox.messages import TICK, Message, Wanted

PATIENCE = 2.0
"""Seconds that an inbox waits for a message unless told otherwise."""


class NoMessage(AssertionError):
    """Nobody sent what a test was waiting for; the text says what was sent instead."""


class Arrivals:
    """Lets threads wait for messages."""

    def __init__(self, some_on_their_way: Callable[[], bool] = lambda: False) -> None:
        """`some_on_their_way` tells whether the mere passing of time may make a message arrive."""
        self._some_on_their_way = some_on_their_way
        self._changed = Condition()
        self._count = 0

    def tell(self, news: object) -> None:
        with self._changed:
            self._count += 1
            self._changed.notify_all()

    def wait_for(self, find: Callable[[], Message | None], seconds: float) -> Message | None:
        """What `find` finds, now or after one of the messages that come within that time.

        It looks while nothing is locked: it may have to wait for the very call that tells of a message.
        """
        end, left = monotonic() + seconds, seconds
        while True:
            count = self._count
            found = find()
            if found is not None or left <= 0:
                return found
            step = min(left, TICK) if self._some_on_their_way() else left
            with self._changed:
                if self._count == count and not self._changed.wait(step):
                    left -= step  # counted, because a test may have stopped the machine's time
            left = min(left, end - monotonic())


Read = Callable[[Wanted], list[Message]]
"""Matching messages, oldest first."""


class Inbox:
    """The messages to one recipient that have not been read yet, oldest first.

    >>> inbox = verify.inbox("+15017122661")
    >>> inbox.next_code()  # the first code
    '424242'
    """

    def __init__(self, read: Read, arrivals: Arrivals, wanted: Wanted) -> None:
        """`wanted` says whose messages these are, and after which cursor they begin."""
        self.to = wanted.to or ""
        self._read = read
        self._arrivals = arrivals
        self._all = wanted
        self.place = wanted.after  # the cursor of the last message that was read

    def __repr__(self) -> str:
        return f"<Inbox {self.to}>"

    def next(self, timeout: float = PATIENCE, *, channel: str | None = None) -> Message:
        """The next message that arrived, waiting up to `timeout` seconds for it; it then counts as read.

        Messages that never arrive (account setting `undeliverable`) are passed over, and, if a channel is given,
        those on other channels. Raises NoMessage.
        """
        __tracebackhide__ = True
        found = self._arrivals.wait_for(lambda: self._find(channel), timeout)
        if found is None:
            raise NoMessage(self._why_not(timeout, channel))
        self.place = found.cursor
        return found

    def next_code(self, timeout: float = PATIENCE, *, channel: str | None = None) -> str:
        """The code in the next message. Raises NoMessage."""
        __tracebackhide__ = True
        return self.next(timeout, channel=channel).code

    async def next_async(self, timeout: float = PATIENCE, *, channel: str | None = None) -> Message:
        """`next` for a coroutine: the event loop goes on while it waits."""
        __tracebackhide__ = True
        wait = 0.0 if self._find(channel) else timeout
        if not wait:
            return self.next(0, channel=channel)
        return await asyncio.to_thread(self.next, wait, channel=channel)

    async def next_code_async(self, timeout: float = PATIENCE, *, channel: str | None = None) -> str:
        """`next_code` for a coroutine."""
        __tracebackhide__ = True
        return (await self.next_async(timeout, channel=channel)).code

    @property
    def messages(self) -> list[Message]:
        """All messages to this recipient, read or not, also those that never arrived; oldest first."""
        return self._read(self._all)

    def _find(self, channel: str | None) -> Message | None:
        unread = self._read(replace(self._all, channel=channel, after=self.place))
        return next((message for message in unread if message.arrived), None)

    def _why_not(self, timeout: float, channel: str | None) -> str:
        what = f"no {describe_channel(channel)}" if channel else "no message"
        sent = self._read(replace(self._all, to=None))
        here = [message for message in sent if message.to == self.to]
        read = f"; all to {self.to} were read" if here and here[-1].cursor <= self.place else ""
        return f"{what} to {self.to} within {timeout:g} s; {summary(sent)}{read}"


CHANNELS = {
    "sms": "SMS",
    "call": "call",
    "email": "e-mail",
    "whatsapp": "WhatsApp message",
    "rcs": "RCS message",
}


def describe_channel(channel: str) -> str:
    return CHANNELS.get(channel, channel)


def describe(messages: Sequence[Message]) -> str:
    """Messages in words, the last ten of them."""
    shown = "; ".join(
        f"{describe_channel(message.channel)} to {message.to}, code {message.code}"
        + ("" if message.arrived else f", {message.status}")
        for message in messages[-10:]
    )
    return f"… {shown}" if len(messages) > 10 else shown


def summary(messages: Sequence[Message]) -> str:
    """All that was sent, in words."""
    return f"{len(messages)} sent so far: {describe(messages)}" if messages else "nothing was sent"
