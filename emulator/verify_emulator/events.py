"""In-process publish and subscribe: what a call did is told to whoever listens, once the call has succeeded."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Event = TypeVar("Event")


class Events:
    """Delivers each published event, in order, to the subscribers of its type."""

    def __init__(self) -> None:
        self._subscribers: dict[type, list[Callable[[Any], object]]] = {}

    def subscribe(self, kind: type[Event], subscriber: Callable[[Event], object]) -> Callable[[], None]:
        """Call `subscriber` with every event of that type. Returns a function that ends it."""
        listening = self._subscribers.setdefault(kind, [])
        listening.append(subscriber)
        return lambda: listening.remove(subscriber)

    def publish(self, event: object) -> None:
        for subscriber in tuple(self._subscribers.get(type(event), ())):
            subscriber(event)


@dataclass(frozen=True, slots=True)
class ClockMoved:
    """The clock of one account was moved, or (None) everybody's."""

    account_sid: str | None


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    """What an account may do was changed."""

    account_sid: str


@dataclass(frozen=True, slots=True)
class FaultsChanged:
    """A scripted failure was added, removed or met."""


@dataclass(frozen=True, slots=True)
class Reset:
    """All that one account, or (None) everybody, had is gone or was replaced."""

    account_sid: str | None


@dataclass(frozen=True, slots=True)
class JournalCleared:
    """The requests of one account, or (None) everybody's, were taken out of the journal."""

    account_sid: str | None


@dataclass(frozen=True, slots=True)
class VerificationSteered:
    """A verification, of type `verify.verification.Verification`, was brought to its end by hand."""

    verification: Any


@dataclass(frozen=True, slots=True)
class LinkOpened:
    """The link of a verification, of type `verify.verification.Verification`, by Silent Network Auth was opened."""

    verification: Any


@dataclass(frozen=True, slots=True)
class MessageChanged:
    """A message, of type `outbox.messages.Message`, that was on its way has arrived, or failed."""

    message: Any
