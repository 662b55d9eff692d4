"""The only place that draws randomness: SIDs and codes, repeatable under a seed."""

import random
import re
from collections.abc import Sequence

SID_PATTERN = re.compile(r"[A-Z]{2}[0-9a-fA-F]{32}")
ZEROS = "0" * 32


KINDS = {
    "AC": "an Account",
    "SK": "an API key",
    "VA": "a Verify Service",
    "VE": "a Verification",
    "VL": "a Verification Attempt",
    "YE": "an Entity",
    "YF": "a Factor",
    "YC": "a Challenge",
    "YK": "an Access Token",
    "YW": "a Webhook",
    "RK": "a Rate Limit",
    "BL": "a Bucket",
    "HJ": "a Template of Verify",
    "GN": "a number of the Safe List",
    "MD": "a Mailer",
    "MG": "a Messaging Service",
    "SM": "a message",
    "PN": "a phone number",
    "HX": "a Content Template",
}
"""What the two letters of a SID stand for; those of Verify, and those that are put in their place."""


def kind_of(sid: str) -> str:
    """What a SID is one of, in words."""
    return KINDS.get(sid[:2], "something else")


def is_sid(text: str, prefix: str = "") -> bool:
    """Whether the text has the shape of a SID: two capitals (those of `prefix`, if given) and 32 hex digits."""
    return text.startswith(prefix) and SID_PATTERN.fullmatch(text) is not None


class Ids:
    """Draws SIDs and codes: from a source of its own, or repeatably from a seed.

    The source is not one for secrets: nothing here guards anything, and the operating system's is ten times slower.
    """

    def __init__(self, seed: int | str | None = None) -> None:
        self._source = random.Random(seed)

    def sid(self, prefix: str) -> str:
        return f"{prefix}{self._source.getrandbits(128):032x}"

    def chance(self, probability: float) -> bool:
        """True as often as the probability (0 to 1) says."""
        return self._source.random() < probability

    def octets(self, count: int) -> bytes:
        """That many random bytes."""
        return self._source.randbytes(count)

    def uuid(self) -> str:
        """A random UUID (version 4)."""
        from uuid import UUID  # takes longer to load than all of this package's small modules

        return str(UUID(int=self._source.getrandbits(128), version=4))

    def code(self, length: int) -> str:
        """A numeric code of `length` digits, leading zeros included."""
        return f"{self._source.randrange(10**length):0{length}d}"

    @property
    def position(self) -> tuple[int, ...]:
        """Where in its sequence the source is."""
        internal: tuple[int, ...] = self._source.getstate()[1]
        return internal

    def go_to(self, position: Sequence[int]) -> None:
        """Draw on from there. Raises ValueError for what is no position."""
        try:
            if not any(position[:-1]):
                raise ValueError("it would draw zeros only")
            self._source.setstate((3, tuple(position), None))
        except (TypeError, ValueError, OverflowError):
            raise ValueError("not a position of the source of randomness") from None
