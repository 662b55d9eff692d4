"""A failure at work: how often it was met and happened, and whether it is this request's turn."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from verify_emulator.ids import Ids
from verify_emulator.patterns import matches

if TYPE_CHECKING:
    from verify_emulator.faults.fault import Fault
    from verify_emulator.receipts import Receipt

SENDS = "CreateVerification"
"""The operation that sends messages."""
CHECKS = "CreateVerificationCheck"
"""The operation that takes codes."""

REMEMBERED_REQUESTS = 1_000
"""How many requests a failure remembers, to know their retries again."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a failure gets to know of a request. `identity` is the same for a request and its retries."""

    operation: str
    account_sid: str
    service_sid: str = ""
    to: str = ""
    channel: str = ""
    identity: Hashable = None


@dataclass(slots=True, eq=False)
class Scripted:
    """One that somebody added. It counts the requests that match it, and those that it happened to."""

    id: str
    fault: "Fault"
    chances: Ids = field(repr=False)
    matched: int = 0
    happened: int = 0
    receipt: "Receipt | None" = field(default=None, repr=False)
    _hit: dict[Hashable, None] = field(default_factory=dict, repr=False)  # the requests, newest last

    def __post_init__(self) -> None:
        if self.fault.delivery is not None:
            self.receipt = self.fault.delivery.receipt()

    @property
    def remaining(self) -> int | None:
        """How often it can still happen; None for always."""
        if self._was_that_one:
            return 0
        return None if self.fault.most is None else max(0, self.fault.most - self.happened)

    @property
    def _was_that_one(self) -> bool:
        """Whether the only request that it was for has been met, whatever became of it."""
        return self.fault.times is None and self.fault.nth is not None and self.matched > self.fault.nth

    @property
    def is_over(self) -> bool:
        """Whether it will never happen again, to no request."""
        return self.remaining == 0 and self.fault.count_retries

    def concerns(self, facts: Facts, *, any_channel: bool = False) -> bool:
        """Whether a request, or (on `any_channel`) one that a message may come of, is of those it is for."""
        fault = self.fault
        return (
            fault.account_sid in (None, facts.account_sid)
            and fault.service_sid in (None, facts.service_sid)
            and (any_channel or fault.channel in (None, facts.channel))
            and matches(fault.operation, facts.operation)
            and (fault.to is None or matches(fault.to, facts.to))
        )

    def meets(self, facts: Facts) -> bool:
        """Count a request that it is for, and tell whether it is to happen to it."""
        if not self.fault.count_retries and facts.identity in self._hit:
            return True
        self.matched += 1
        if self.remaining == 0 or self.matched < (self.fault.nth or 1):
            return False
        return self.fault.probability is None or self.chances.chance(self.fault.probability)

    def happen(self, facts: Facts) -> bool:
        """Use up a time; False if another request has taken the last one meanwhile."""
        if not self.fault.count_retries:
            if facts.identity in self._hit:
                return True
            self._hit[facts.identity] = None
            if len(self._hit) > REMEMBERED_REQUESTS:
                del self._hit[next(iter(self._hit))]
        if self.fault.most is not None and self.happened >= self.fault.most:
            return False
        self.happened += 1
        return True

    @property
    def hint(self) -> str:
        most = self.fault.most
        how_often = f"time {self.happened}" if most is None else f"{self.happened} of {most} times"
        return f"Scripted failure {self.id} ({how_often})."

    def show(self) -> dict[str, Any]:
        """As the control plane shows it: what was written down, and how far it has got."""
        return {
            "id": self.id,
            **self.fault.model_dump(mode="json", exclude_none=True),
            "matched": self.matched,
            "happened": self.happened,
            "remaining": self.remaining,
        }
