"""All failures that are scripted, in the order in which they were added, and what a request meets of them."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from verify_emulator.faults.encounter import Encounter
from verify_emulator.faults.magic import bring_about
from verify_emulator.faults.scripted import Facts, Scripted
from verify_emulator.ids import Ids
from verify_emulator.patterns import matches

if TYPE_CHECKING:
    from verify_emulator.faults.fault import Fault

MOST_FAULTS = 1_000


def could_be_met(fault: "Fault", operations: Iterable[str]) -> bool:
    """Whether there is an operation that it is for; anything goes where none are known."""
    names = tuple(operations)
    return not names or any(matches(fault.operation, name) for name in names)


class Faults:
    """Bounded: the oldest that are over make room for new ones."""

    def __init__(
        self,
        seed: int | None = None,
        *,
        magic: bool = True,
        laid_down: Iterable["Fault"] = (),
        operations: Callable[[], Iterable[str]] = lambda: (),
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        """`operations` tells the names of all operations, to refuse a failure that none could meet.

        What is `laid_down` is there from the start, and again after a reset.
        """
        self.magic = magic
        """Whether magic recipients bring failures about."""
        self._seed = seed
        self._ids = Ids(None if seed is None else f"faults {seed}")
        self._operations = operations
        self._changed = changed
        self._all: dict[str, Scripted] = {}
        self.live: tuple[Scripted, ...] = ()
        """Those that may still happen."""
        self._laid_down = tuple(laid_down)
        self._lay_down(self._laid_down)

    def _lay_down(self, faults: Iterable["Fault"]) -> None:
        for fault in faults:
            self._put(fault)

    def add(self, fault: "Fault") -> Scripted:
        """Raises ValueError if it could never happen, or if there are too many."""
        if not could_be_met(fault, self._operations()):
            raise ValueError(f"operation: there is none that {fault.operation} matches")
        if len(self._all) >= MOST_FAULTS:
            self._make_room()
        added = self._put(fault)
        self._changed()
        return added

    def _put(self, fault: "Fault") -> Scripted:
        sid = self._ids.sid("FA")
        added = self._all[sid] = Scripted(
            sid, fault, Ids(None if self._seed is None else f"{self._seed} {sid}")
        )
        self.live = self._may_happen()
        return added

    def _make_room(self) -> None:
        over = next((one.id for one in self._all.values() if one.is_over), None)
        if over is None:
            raise ValueError(f"there are {MOST_FAULTS} already: delete some")
        del self._all[over]

    def _note_change(self) -> None:
        self.live = self._may_happen()
        self._changed()

    def read(self, account_sid: str | None = None) -> list[Scripted]:
        """All, or those of one account only, in the order in which they were added."""
        return [one for one in self._all.values() if account_sid in (None, one.fault.account_sid)]

    def remove(self, sid: str) -> bool:
        """Whether it was there."""
        if self._all.pop(sid, None) is None:
            return False
        self._note_change()
        return True

    def clear(self, account_sid: str | None = None) -> None:
        """Drop all, or those that are for one account only."""
        gone = self.read(account_sid)
        for one in gone:
            del self._all[one.id]
        if gone:
            self._note_change()

    def reset(self, account_sid: str | None = None) -> None:
        """Have what is laid down and nothing else, or so for what is for one account only."""
        self.clear(account_sid)
        self._lay_down(fault for fault in self._laid_down if account_sid in (None, fault.account_sid))

    @property
    def are_slow(self) -> bool:
        """Whether an answer to anybody may take its time."""
        return any(one.fault.waits for one in self.live)

    def are_slow_for(self, to: str) -> bool:
        """Whether a magic recipient makes an answer take its time."""
        return any(one.fault.waits for one in self._brought_about(to))

    def meet(self, facts: Facts) -> Encounter | None:
        """What a request comes upon; None if nothing is scripted for it."""
        if any(one.is_over for one in self.live):
            self.live = self._may_happen()
        met = Encounter(facts, (*self.live, *self._brought_about(facts.to)), self._changed)
        return None if met.is_nothing else met

    def _brought_about(self, to: str) -> tuple[Scripted, ...]:
        return bring_about(to) if self.magic else ()

    def _may_happen(self) -> tuple[Scripted, ...]:
        return tuple(one for one in self._all.values() if not one.is_over)
