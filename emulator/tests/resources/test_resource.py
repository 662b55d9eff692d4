"""Records: never changed in place."""

from dataclasses import dataclass

import pytest

from verify_emulator.resources.resource import Resource


@dataclass(slots=True, kw_only=True)
class Thing(Resource):
    sid: str
    size: int = 1


def test_a_changed_record_is_a_copy_with_the_same_number() -> None:
    """Our contract: what a store has handed out stays as it was."""
    thing = Thing(sid="x")
    thing.number = 7  # type: ignore[misc]
    changed = thing.changed(size=2)
    assert (thing.size, changed.size, changed.sid, changed.number) == (1, 2, "x", 7)


def test_a_name_that_is_no_field_is_an_error() -> None:
    """Our contract: a typo must fail."""
    thing = Thing(sid="x")
    thing.number = 7  # type: ignore[misc]
    with pytest.raises((AttributeError, TypeError)):
        thing.changed(sise=2)
