"""Records made and copied in a quicker way are the same as those that their class makes. Source: our contract."""

from dataclasses import dataclass, field

import pytest
from harness.local import SERVICE

from verify_emulator.records import copier, maker


class Numbered:
    __slots__ = ("number",)
    number: int


@dataclass(slots=True, kw_only=True)
class Room(Numbered):
    sid: str
    size: int = 3
    hosts: list[str] = field(default_factory=list)


new_room = maker(Room)


def test_what_is_made_is_what_the_class_makes() -> None:
    made = new_room(sid=SERVICE, size=4, hosts=["a"])
    assert type(made) is Room
    assert made == Room(sid=SERVICE, size=4, hosts=["a"])


def test_fields_that_are_not_given_have_their_defaults() -> None:
    assert new_room(sid="a") == Room(sid="a", size=3, hosts=[])


def test_each_record_has_a_default_of_its_own_where_the_class_makes_one() -> None:
    first, second = new_room(sid="a"), new_room(sid="b")
    first.hosts.append("x")
    assert second.hosts == []


@pytest.mark.parametrize("given", [{}, {"sid": "a", "sise": 2}])
def test_a_field_that_is_missing_or_unknown_is_an_error(given: dict[str, str]) -> None:
    with pytest.raises(TypeError):
        new_room(**given)  # type: ignore[arg-type]


def test_a_copy_is_another_record_with_the_same_values() -> None:
    room = new_room(sid="a", hosts=["x"])
    copy = copier(Room)(room)
    assert copy == room
    assert copy is not room


def test_a_copy_has_the_further_slots_that_are_named_and_no_others() -> None:
    room = new_room(sid="a")
    room.number = 7
    assert copier(Room, "number")(room).number == 7
    assert not hasattr(copier(Room)(room), "number")
