"""Waits on the event loop for something that matches, without polling."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T")


class Waiters(Generic[T]):
    """Those who wait. Whoever adds something tells them."""

    def __init__(self) -> None:
        self._waiting: dict[asyncio.Future[bool], Callable[[T], bool]] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    async def wait(self, there: Iterable[T], matches: Callable[[T], bool], seconds: float) -> bool:
        """Until something matches, be it there already, for so long at most. Returns whether something does."""
        if any(map(matches, there)):
            return True
        future: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting[future] = matches
        try:
            return await asyncio.wait_for(future, seconds)
        except TimeoutError:
            return False
        finally:
            del self._waiting[future]

    def tell(self, news: T) -> None:
        for future, matches in self._waiting.items():
            if matches(news) and not future.done():
                future.set_result(True)

    def stop(self) -> None:
        """Send everybody away, because the server stops."""
        for future in self._waiting:
            if not future.done():
                future.set_result(False)
