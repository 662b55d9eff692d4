"""One request and what it meets: the failure that decides about it, and the fates of the messages it sends."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from verify_emulator.faults.scripted import Facts, Scripted

if TYPE_CHECKING:
    from verify_emulator.receipts import Receipt


class Encounter:
    """A failure of the request itself happens when it is met.

    A message's fate and the truth of a code are used up only where the call comes so far that they matter.
    """

    def __init__(
        self, facts: Facts, live: Sequence[Scripted], changed: Callable[[], None] = lambda: None
    ) -> None:
        """Asks each of `live` in turn, until it is somebody's."""
        self.facts = facts
        self._changed = changed
        self._turns: dict[Scripted, bool] = {}
        self._first = True
        self.used: Scripted | None = None
        """The one that has happened, if any."""
        self.chosen = next((one for one in live if one.concerns(facts) and self._is_turn_of(one)), None)
        self._fates = [
            one for one in live if one.receipt is not None and one.concerns(facts, any_channel=True)
        ]
        chosen = self.chosen
        if chosen is not None and chosen.receipt is None:
            self._fates.clear()
            if not chosen.fault.approves:
                self._use(chosen)

    @property
    def is_nothing(self) -> bool:
        """Whether all goes as if nothing were scripted."""
        return self.chosen is None and not self._fates

    def receipt(self, channel: str) -> "Receipt | None":
        """What becomes of a message that the call sends on a channel; None if nothing is scripted.

        The first message is the one asked for. Another one, in its place, is held against what is scripted anew.
        """
        first, self._first = self._first, False
        if first and self.chosen is not None and self.chosen.receipt is not None and self._use(self.chosen):
            return self.chosen.receipt
        for one in self._fates:
            if one.fault.channel in (None, channel) and self._is_turn_of(one) and self._use(one):
                return one.receipt
        return None

    def approves(self) -> bool:
        """Whether any code is right."""
        chosen = self.chosen
        return chosen is not None and bool(chosen.fault.approves) and self._use(chosen)

    def _is_turn_of(self, one: Scripted) -> bool:
        """Asked once: a request counts once, however many messages come of it."""
        if one not in self._turns:
            self._turns[one] = one.meets(self.facts)
        return self._turns[one]

    def _use(self, one: Scripted) -> bool:
        if not one.happen(self.facts):
            return False
        self.used = one
        self._changed()
        return True
