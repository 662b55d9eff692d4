"""What the rules ask of a store. One call is one transaction; every access is by key or declared index."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, NamedTuple, Protocol, TypeVar

from verify_emulator.resources.resource import Resource

R = TypeVar("R", bound=Resource)


class Section(NamedTuple):
    """The records of one model below one parent, as they are at one moment, in the order of creation."""

    model: type[Resource]
    parent: str
    last_number: int  # that was given to a record, also if that is gone
    rows: tuple[Any, ...]


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

    def remember(self, resource: Resource, at: datetime) -> None:
        """Keep for a while that the record was deleted, and when: not in what is saved, and within bounds."""
        ...

    def deleted(self, model: type[Resource], name: str, parent: str | None = None) -> datetime | None:
        """When a record with that key, or that value of a declared index, was last deleted, if that is remembered.

        `parent` is the one it was below; None for whatever parent.
        """
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

    def mark(self) -> object:
        """Something that compares equal to an earlier one if nothing has changed since."""
        ...

    def sections(self, account_sid: str) -> tuple[Section, ...] | None:
        """All records of an account as they are now; None for one that has not been furnished yet."""
        ...

    def prepare(
        self, contents: Mapping[str, Sequence[Section] | None], account_sid: str | None = None
    ) -> Callable[[], None]:
        """Make the records of these accounts ready, on any thread. What is returned puts them, in one step, in the
        place of what all accounts have, or the one that is named; an account with None is furnished anew."""
        ...


Furnish = Callable[[Session, str], None]
"""Puts what every new account has into its first transaction: `(session, account_sid)`."""
