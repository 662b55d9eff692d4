"""What the rules ask of a store. One call is one transaction; every access is by key or declared index."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, TypeVar

from verify_emulator.resources.resource import Resource

R = TypeVar("R", bound=Resource)


class Session(Protocol):
    """One account's records during one call. What it hands out is never changed in place, but replaced by `put`."""

    def lock(self, name: Hashable) -> None:
        """Let no other call that locks the same name go on until this one has ended."""
        ...

    def get(self, model: type[R], key: str, parent: str = "") -> R | None: ...

    def find(self, model: type[R], index: str, value: Hashable, parent: str = "") -> R | None:
        """The newest record whose declared index has that value."""
        ...

    def seek(self, model: type[R], field: str, value: Hashable) -> R | None:
        """The record of that model, below whatever parent, whose declared UNIQUE field has that value."""
        ...

    def put(self, resource: Resource) -> None:
        """Insert, or replace the record with the same key."""
        ...

    def delete(self, resource: Resource) -> None:
        """Delete the record and everything below it."""
        ...

    def count(self, model: type[Resource], parent: str = "") -> int: ...

    def read(
        self,
        model: type[R],
        parent: str = "",
        *,
        where: tuple[str, Hashable] | None = None,
        beyond: int | None = None,
        backwards: bool = False,
    ) -> Iterator[R]:
        """Records in the order of creation, or backwards, starting beyond the one with that number.

        `where` is a declared index and its value.
        """
        ...

    def sweep(self, model: type[Resource], parent: str, now: datetime) -> None:
        """Drop a few records whose FORGET time has come: a fixed amount of work, however many there are."""
        ...


class Store(Protocol):
    """Holds all accounts' records."""

    blocks: bool
    """Whether a transaction may wait, and so must leave the event loop."""

    def transaction(self, account_sid: str) -> AbstractContextManager[Session]:
        """Commits when it ends well, changes nothing when an exception leaves it."""
        ...

    def reset(self, account_sid: str | None = None) -> None:
        """Forget one account, or all."""
        ...


Furnish = Callable[[Session, str], None]
"""Puts what every new account has into its first transaction: `(session, account_sid)`."""
