"""What the rules may count on, whichever store is behind the Store protocol. Source of all: our contract
(`resources.store`): one call is one transaction, everything is found by key or declared index."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify_emulator.resources.resource import Resource
from verify_emulator.resources.store import Session, Store
from verify_emulator.store.memory import Memory

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@dataclass(slots=True, kw_only=True)
class House(Resource):
    sid: str
    name: str = ""


@dataclass(slots=True, kw_only=True)
class Room(Resource):
    PARENT: ClassVar[str] = "house_sid"
    INDEXES: ClassVar[tuple[str, ...]] = ("colour", "size")
    FORGET: ClassVar[str] = "forget_at"

    sid: str
    house_sid: str = "H"
    colour: str = "red"
    size: int = 1
    forget_at: datetime = NOW


@dataclass(slots=True, kw_only=True)
class Chair(Resource):
    PARENT: ClassVar[str] = "room_sid"
    KEY: ClassVar[str] = "name"
    KEEP: ClassVar[int] = 3

    name: str
    room_sid: str = "R"


@dataclass(slots=True, kw_only=True)
class Lock(Resource):
    PARENT: ClassVar[str] = "room_sid"
    UNIQUE: ClassVar[tuple[str, ...]] = ("number_plate", "pin")

    sid: str
    room_sid: str = "a"
    number_plate: str | None = None
    pin: int | None = None


def furnish(session: Session, account_sid: str) -> None:
    session.put(House(sid="H", name=account_sid))


CHILDREN: dict[type, list[type]] = {House: [Room], Room: [Chair, Lock]}
KEEP: dict[type, int] = {Room: 100}

STORES: dict[str, Callable[[], Store]] = {
    "memory": lambda: Memory(furnish=furnish, children=lambda: CHILDREN, keep=KEEP),
}


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest) -> Store:
    return STORES[request.param]()


@pytest.fixture
def rooms(store: Store) -> Store:
    """Three rooms in the order a, b, c, of which a and c are red."""
    with store.transaction("A") as session:
        for sid, colour in (("a", "red"), ("b", "blue"), ("c", "red")):
            session.put(Room(sid=sid, colour=colour))
    return store


class Interruption(Exception):
    """Something goes wrong in the middle of a call."""


@contextmanager
def interrupted(store: Store) -> Iterator[Session]:
    """A call that goes wrong at its end."""
    with suppress(Interruption), store.transaction("A") as session:
        yield session
        raise Interruption


def read(store: Store, **how: object) -> list[str]:
    with store.transaction("A") as session:
        return [room.sid for room in session.read(Room, "H", **how)]  # type: ignore[arg-type]


def found(store: Store, index: str, value: object) -> str | None:
    with store.transaction("A") as session:
        room = session.find(Room, index, value, "H")
        return None if room is None else room.sid


# Keys


def test_a_record_is_found_by_its_key_below_its_parent(rooms: Store) -> None:
    with rooms.transaction("A") as session:
        room = session.get(Room, "b", "H")
        assert (room and room.colour) == "blue"
        assert session.get(Room, "b", "other") is None
        assert session.get(Room, "z", "H") is None
        assert session.get(Chair, "b", "H") is None


def test_a_record_without_a_parent_is_found_by_its_key(store: Store) -> None:
    with store.transaction("A") as session:
        house = session.get(House, "H")
        assert (house and house.name) == "A"


def test_a_key_may_be_another_field_than_the_sid(store: Store) -> None:
    with store.transaction("A") as session:
        session.put(Chair(name="stool"))
    with store.transaction("A") as session:
        assert session.get(Chair, "stool", "R") is not None


def test_a_record_put_again_replaces_the_one_with_its_key_in_its_place(rooms: Store) -> None:
    with rooms.transaction("A") as session:
        room = session.get(Room, "a", "H")
        assert room is not None
        session.put(room.changed(size=9))
    with rooms.transaction("A") as session:
        assert [(room.sid, room.size) for room in session.read(Room, "H")] == [("a", 9), ("b", 1), ("c", 1)]
        assert session.count(Room, "H") == 3


def test_what_was_handed_out_is_not_changed_by_what_is_put(rooms: Store) -> None:
    with rooms.transaction("A") as session:
        before = session.get(Room, "a", "H")
        assert before is not None
        session.put(before.changed(colour="green"))
    assert before.colour == "red"


def test_records_below_different_parents_do_not_meet(store: Store) -> None:
    with store.transaction("A") as session:
        session.put(Room(sid="a", house_sid="H"))
        session.put(Room(sid="a", house_sid="I", colour="blue"))
        assert session.count(Room, "H") == session.count(Room, "I") == 1
        assert session.find(Room, "colour", "blue", "H") is None


def test_count_counts(rooms: Store) -> None:
    with rooms.transaction("A") as session:
        assert (session.count(Room, "H"), session.count(Room, "other"), session.count(House)) == (3, 0, 1)


# Indexes


def test_an_index_finds_the_newest_record(rooms: Store) -> None:
    assert (found(rooms, "colour", "red"), found(rooms, "colour", "blue")) == ("c", "b")


def test_an_index_finds_nothing_where_nothing_is(rooms: Store) -> None:
    assert found(rooms, "colour", "green") is None
    with rooms.transaction("A") as session:
        assert session.find(Room, "colour", "red", "other") is None


def test_an_index_follows_a_change(rooms: Store) -> None:
    change(rooms, "b", colour="green")
    assert (found(rooms, "colour", "blue"), found(rooms, "colour", "green")) == (None, "b")


def test_an_index_finds_the_one_before_once_the_newest_is_deleted(rooms: Store) -> None:
    delete(rooms, "c")
    assert found(rooms, "colour", "red") == "a"


def test_an_index_finds_the_one_before_once_the_newest_has_changed(rooms: Store) -> None:
    change(rooms, "c", colour="green")
    assert found(rooms, "colour", "red") == "a"


def test_an_index_is_not_turned_to_an_older_record_by_its_change(rooms: Store) -> None:
    change(rooms, "a", size=5)
    assert found(rooms, "colour", "red") == "c"


def test_deleting_an_older_record_leaves_the_newest_in_the_index(rooms: Store) -> None:
    delete(rooms, "a")
    assert found(rooms, "colour", "red") == "c"


def test_each_index_stands_for_itself(rooms: Store) -> None:
    change(rooms, "a", size=7)
    assert (found(rooms, "size", 7), found(rooms, "size", 1)) == ("a", "c")


def change(store: Store, sid: str, **changes: object) -> None:
    with store.transaction("A") as session:
        room = session.get(Room, sid, "H")
        assert room is not None
        session.put(room.changed(**changes))


def delete(store: Store, sid: str) -> None:
    with store.transaction("A") as session:
        room = session.get(Room, sid, "H")
        assert room is not None
        session.delete(room)


def within(store: Store, **how: object) -> list[str]:
    """The rooms read by an index."""
    with store.transaction("A") as session:
        return [room.sid for room in session.read(Room, "H", **how)]  # type: ignore[arg-type]


def test_reading_by_an_index_gives_what_has_the_value_in_the_order_of_creation(rooms: Store) -> None:
    assert within(rooms, where=("colour", "red")) == ["a", "c"]
    assert within(rooms, where=("colour", "red"), backwards=True) == ["c", "a"]
    assert within(rooms, where=("size", 1)) == ["a", "b", "c"]
    assert within(rooms, where=("colour", "green")) == []


def test_reading_by_an_index_begins_beyond_a_record_with_the_value_or_without(rooms: Store) -> None:
    with rooms.transaction("A") as session:
        numbers = {room.sid: room.number for room in session.read(Room, "H")}
    for sid, after, before in (("a", ["c"], []), ("b", ["c"], ["a"]), ("c", [], ["a"])):
        red = ("colour", "red")
        assert within(rooms, where=red, beyond=numbers[sid]) == after
        assert within(rooms, where=red, beyond=numbers[sid], backwards=True) == before


def test_reading_by_an_index_follows_changes_and_deletions(rooms: Store) -> None:
    change(rooms, "b", colour="red")
    assert within(rooms, where=("colour", "red")) == ["a", "b", "c"]
    change(rooms, "a", colour="blue")
    delete(rooms, "c")
    assert within(rooms, where=("colour", "red")) == ["b"]
    assert within(rooms, where=("colour", "blue")) == ["a"]


def test_reading_by_an_index_stays_below_its_parent_and_in_its_account(rooms: Store) -> None:
    with rooms.transaction("A") as session:
        assert list(session.read(Room, "other", where=("colour", "red"))) == []
    with rooms.transaction("B") as session:
        assert list(session.read(Room, "H", where=("colour", "red"))) == []


def test_an_exception_takes_back_what_reading_by_an_index_would_show(rooms: Store) -> None:
    with interrupted(rooms) as session:
        for room in list(session.read(Room, "H", where=("colour", "red"))):
            session.put(room.changed(colour="blue"))
        session.put(Room(sid="d", colour="red"))
        assert [room.sid for room in session.read(Room, "H", where=("colour", "blue"))] == ["a", "b", "c"]
        session.delete(next(session.read(Room, "H", where=("colour", "blue"))))
    assert within(rooms, where=("colour", "red")) == ["a", "c"]
    assert within(rooms, where=("colour", "blue")) == ["b"]


# Unique fields


@pytest.fixture
def locks(rooms: Store) -> Store:
    """A lock in each of the rooms a and b; only the second has a PIN."""
    with rooms.transaction("A") as session:
        session.put(Lock(sid="front", room_sid="a", number_plate="F1"))
        session.put(Lock(sid="back", room_sid="b", number_plate="B1", pin=7))
    return rooms


def sought(store: Store, field: str, value: Hashable, account: str = "A") -> str | None:
    with store.transaction(account) as session:
        lock = session.seek(Lock, field, value)
        return None if lock is None else lock.sid


def lock_in(session: Session, sid: str, room: str) -> Lock:
    lock = session.get(Lock, sid, room)
    assert lock is not None
    return lock


def test_a_unique_field_finds_a_record_whatever_its_parent_is(locks: Store) -> None:
    assert sought(locks, "number_plate", "F1") == "front"
    assert sought(locks, "number_plate", "B1") == sought(locks, "pin", 7) == "back"


def test_a_unique_field_finds_nothing_where_nothing_is(locks: Store, store: Store) -> None:
    assert [sought(locks, "number_plate", value) for value in ("X", "", None, 7)] == [None] * 4
    assert sought(locks, "pin", "7") is None
    assert sought(locks, "pin", 7, account="B") is None
    with locks.transaction("A") as session:
        assert session.seek(Chair, "number_plate", "F1") is None


def test_any_number_of_records_may_be_without_a_unique_value(locks: Store) -> None:
    with locks.transaction("A") as session:
        session.put(Lock(sid="one"))
        session.put(Lock(sid="two"))
    assert sought(locks, "pin", None) is None


@pytest.mark.parametrize("room", ["a", "c"])
def test_a_unique_value_is_taken_once(locks: Store, room: str) -> None:
    with pytest.raises(AssertionError), locks.transaction("A") as session:
        session.put(Lock(sid="another", room_sid=room, number_plate="Z9", pin=7))
    assert (sought(locks, "pin", 7), sought(locks, "number_plate", "Z9")) == ("back", None)
    with locks.transaction("A") as session:
        assert session.get(Lock, "another", room) is None


def test_a_change_to_a_taken_unique_value_takes_nothing_away(locks: Store) -> None:
    with pytest.raises(AssertionError), locks.transaction("A") as session:
        session.put(lock_in(session, "front", "a").changed(pin=7))
    assert (sought(locks, "number_plate", "F1"), sought(locks, "pin", 7)) == ("front", "back")


def test_a_unique_field_follows_a_change(locks: Store) -> None:
    with locks.transaction("A") as session:
        session.put(lock_in(session, "back", "b").changed(number_plate="B2", pin=None))
        session.put(lock_in(session, "front", "a").changed(pin=7))
    assert [sought(locks, "number_plate", plate) for plate in ("F1", "B1", "B2")] == ["front", None, "back"]
    assert sought(locks, "pin", 7) == "front"


def test_a_change_of_something_else_keeps_the_unique_values(locks: Store) -> None:
    with locks.transaction("A") as session:
        session.put(lock_in(session, "back", "b").changed(pin=8))
    assert (sought(locks, "number_plate", "B1"), sought(locks, "pin", 7), sought(locks, "pin", 8)) == (
        "back", None, "back",
    )  # fmt: skip


def test_deleting_a_record_frees_its_unique_values(locks: Store) -> None:
    with locks.transaction("A") as session:
        session.delete(lock_in(session, "back", "b"))
        session.put(Lock(sid="new", room_sid="c", pin=7))
    assert (sought(locks, "pin", 7), sought(locks, "number_plate", "B1")) == ("new", None)


@pytest.mark.parametrize("model", [Room, House])
def test_deleting_what_is_above_frees_unique_values(locks: Store, model: type[Resource]) -> None:
    with locks.transaction("A") as session:
        above = session.get(model, "H") if model is House else session.get(model, "b", "H")
        assert above is not None
        session.delete(above)
    assert sought(locks, "pin", 7) is None
    assert sought(locks, "number_plate", "F1") == (None if model is House else "front")
    with locks.transaction("A") as session:
        session.put(Lock(sid="new", room_sid="z", pin=7))
    assert sought(locks, "pin", 7) == "new"


def test_what_goes_beyond_the_bound_frees_unique_values(locks: Store) -> None:
    with locks.transaction("A") as session:
        for number in range(KEEP[Room]):
            session.put(Room(sid=f"r{number:03}"))
        assert session.get(Room, "b", "H") is None
    assert sought(locks, "pin", 7) is None


def test_an_exception_takes_back_every_claim_and_release(locks: Store) -> None:
    with interrupted(locks) as session:
        session.put(lock_in(session, "back", "b").changed(number_plate="B2", pin=8))
        session.put(lock_in(session, "front", "a").changed(pin=7))
        session.delete(lock_in(session, "back", "b"))
        session.put(Lock(sid="new", room_sid="c", number_plate="B1", pin=8))
        house = session.get(House, "H")
        assert house is not None
        session.delete(house)
        session.put(Lock(sid="newer", room_sid="c", number_plate="F1"))
    assert [sought(locks, "number_plate", plate) for plate in ("F1", "B1", "B2")] == ["front", "back", None]
    assert [sought(locks, "pin", pin) for pin in (7, 8)] == ["back", None]


def test_a_reset_forgets_unique_values(locks: Store) -> None:
    locks.reset("A")
    assert sought(locks, "pin", 7) is None


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["put", "delete", "room"]),
            st.sampled_from("xyz"),
            st.sampled_from("ab"),
            st.none() | st.integers(1, 3),
            st.booleans(),
        ),
        max_size=30,
    )
)
def test_unique_values_lead_where_the_calls_that_ended_well_put_them(
    steps: list[tuple[str, str, str, int | None, bool]],
) -> None:
    for make in STORES.values():
        store, model = make(), dict[tuple[str, str], int | None]()
        for verb, sid, room, pin, fails in steps:
            outcome = dict(model)
            with suppress(Interruption), store.transaction("A") as session:
                lock = session.get(Lock, sid, room)
                if verb == "put" and pin not in [
                    other for key, other in model.items() if key != (room, sid)
                ] + [None]:
                    session.put(
                        Lock(sid=sid, room_sid=room, pin=pin) if lock is None else lock.changed(pin=pin)
                    )
                    outcome[room, sid] = pin
                elif verb == "delete" and lock is not None:
                    session.delete(lock)
                    del outcome[room, sid]
                elif verb == "room":
                    session.put(Room(sid=room))
                    session.delete(Room(sid=room))
                    outcome = {key: value for key, value in outcome.items() if key[0] != room}
                if fails:
                    raise Interruption
                model = outcome
        for value in (1, 2, 3):
            expected = next((sid for (_, sid), pin in model.items() if pin == value), None)
            assert sought(store, "pin", value) == expected


# Deleting


def test_a_deleted_record_is_gone(rooms: Store) -> None:
    delete(rooms, "b")
    assert read(rooms) == ["a", "c"]
    with rooms.transaction("A") as session:
        assert session.get(Room, "b", "H") is None


def test_deleting_a_record_deletes_everything_below_it(rooms: Store) -> None:
    with rooms.transaction("A") as session:
        session.put(Chair(name="stool", room_sid="a"))
        session.put(Chair(name="bench", room_sid="elsewhere"))
    with rooms.transaction("A") as session:
        house = session.get(House, "H")
        assert house is not None
        session.delete(house)
    assert read(rooms) == []
    with rooms.transaction("A") as session:
        assert session.get(Chair, "stool", "a") is None
        assert session.get(Chair, "bench", "elsewhere") is not None


def test_what_is_made_below_a_record_of_the_same_key_starts_empty(rooms: Store) -> None:
    with rooms.transaction("A") as session:
        house = session.get(House, "H")
        assert house is not None
        session.delete(house)
        session.put(House(sid="H"))
        session.put(Room(sid="new"))
    assert read(rooms) == ["new"]
    assert found(rooms, "colour", "red") == "new"


# Reading


def test_records_are_read_in_the_order_of_their_creation(rooms: Store) -> None:
    assert read(rooms) == ["a", "b", "c"]
    assert read(rooms, backwards=True) == ["c", "b", "a"]


def test_a_change_keeps_a_record_in_its_place(rooms: Store) -> None:
    change(rooms, "a", size=2)
    assert read(rooms) == ["a", "b", "c"]


def test_reading_begins_beyond_a_record(rooms: Store) -> None:
    with rooms.transaction("A") as session:
        numbers = {room.sid: room.number for room in session.read(Room, "H")}
    assert read(rooms, beyond=numbers["a"]) == ["b", "c"]
    assert read(rooms, beyond=numbers["c"]) == []
    assert read(rooms, beyond=numbers["b"], backwards=True) == ["a"]
    assert read(rooms, beyond=numbers["a"], backwards=True) == []


def test_the_place_of_a_deleted_record_can_still_be_read_beyond(rooms: Store) -> None:
    with rooms.transaction("A") as session:
        numbers = {room.sid: room.number for room in session.read(Room, "H")}
    delete(rooms, "b")
    assert read(rooms, beyond=numbers["b"]) == ["c"]
    assert read(rooms, beyond=numbers["b"], backwards=True) == ["a"]


def test_nothing_is_read_below_an_unknown_parent(store: Store) -> None:
    with store.transaction("A") as session:
        assert list(session.read(Room, "nowhere")) == []


# Transactions


def test_an_exception_takes_back_an_insertion(rooms: Store) -> None:
    with interrupted(rooms) as session:
        session.put(Room(sid="d", colour="red"))
    assert read(rooms) == ["a", "b", "c"]
    assert found(rooms, "colour", "red") == "c"


def test_an_exception_takes_back_a_first_insertion(store: Store) -> None:
    with interrupted(store) as session:
        session.put(Room(sid="a"))
    assert read(store) == []
    assert found(store, "colour", "red") is None


def test_an_exception_takes_back_a_change(rooms: Store) -> None:
    with interrupted(rooms) as session:
        room = session.get(Room, "b", "H")
        assert room is not None
        session.put(room.changed(colour="red", size=5))
        assert session.find(Room, "colour", "blue", "H") is None
    assert (found(rooms, "colour", "red"), found(rooms, "colour", "blue")) == ("c", "b")
    assert (found(rooms, "size", 5), found(rooms, "size", 1)) == (None, "c")


@pytest.mark.parametrize("sid", ["a", "b", "c"])
def test_an_exception_takes_back_a_deletion(rooms: Store, sid: str) -> None:
    with interrupted(rooms) as session:
        room = session.get(Room, sid, "H")
        assert room is not None
        session.delete(room)
    assert read(rooms) == ["a", "b", "c"]
    assert (found(rooms, "colour", "red"), found(rooms, "colour", "blue")) == ("c", "b")


def test_an_exception_takes_back_a_deletion_with_everything_below(rooms: Store) -> None:
    with rooms.transaction("A") as session:
        session.put(Chair(name="stool", room_sid="a"))
    with interrupted(rooms) as session:
        house = session.get(House, "H")
        assert house is not None
        session.delete(house)
        session.put(House(sid="H", name="another"))
        session.put(Room(sid="new"))
    assert read(rooms) == ["a", "b", "c"]
    with rooms.transaction("A") as session:
        house = session.get(House, "H")
        assert (house and house.name) == "A"
        assert session.get(Chair, "stool", "a") is not None


def test_an_exception_takes_back_everything_in_the_call(rooms: Store) -> None:
    with interrupted(rooms) as session:
        for room in list(session.read(Room, "H")):
            session.put(room.changed(colour="black"))
            session.put(Room(sid=room.sid * 2, colour="red"))
            session.delete(room)
    assert read(rooms) == ["a", "b", "c"]
    assert (found(rooms, "colour", "red"), found(rooms, "colour", "black")) == ("c", None)


def test_an_exception_takes_back_nothing_of_the_calls_before(rooms: Store) -> None:
    change(rooms, "a", colour="green")
    with interrupted(rooms):
        pass
    assert found(rooms, "colour", "green") == "a"


def test_what_an_account_starts_with_outlives_an_exception_in_its_first_call(store: Store) -> None:
    with interrupted(store):
        pass
    with store.transaction("A") as session:
        assert session.get(House, "H") is not None


def test_a_name_may_be_locked(store: Store) -> None:
    with store.transaction("A") as session:
        session.lock(("A", "H", "a"))


# Forgetting


def test_sweeping_drops_what_is_due(store: Store) -> None:
    with store.transaction("A") as session:
        session.put(Room(sid="old", forget_at=NOW))
        session.put(Room(sid="young", forget_at=NOW + timedelta(seconds=1)))
        session.sweep(Room, "H", NOW)
        session.sweep(Room, "nowhere", NOW)
    assert read(store) == ["young"]


def test_sweeping_does_a_bounded_amount_of_work(store: Store) -> None:
    with store.transaction("A") as session:
        for number in range(20):
            session.put(Room(sid=f"r{number:02}"))
    with store.transaction("A") as session:
        session.sweep(Room, "H", NOW)
        assert 0 < 20 - session.count(Room, "H") < 10


def test_sweeping_again_and_again_drops_everything_that_is_due(store: Store) -> None:
    with store.transaction("A") as session:
        for number in range(20):
            session.put(Room(sid=f"r{number:02}"))
    for _ in range(20):
        with store.transaction("A") as session:
            session.sweep(Room, "H", NOW)
    assert read(store) == []


def test_the_time_of_a_changed_record_is_the_one_it_was_changed_to(rooms: Store) -> None:
    change(rooms, "a", forget_at=NOW + timedelta(days=1))
    sweep(rooms, NOW)
    assert read(rooms) == ["a"]
    sweep(rooms, NOW + timedelta(days=1))
    assert read(rooms) == []


def sweep(store: Store, now: datetime) -> None:
    for _ in range(10):
        with store.transaction("A") as session:
            session.sweep(Room, "H", now)


def test_an_exception_takes_back_a_sweep_but_not_its_cause(rooms: Store) -> None:
    with interrupted(rooms) as session:
        session.sweep(Room, "H", NOW)
    assert read(rooms) == ["a", "b", "c"]
    sweep(rooms, NOW)
    assert read(rooms) == []


def test_a_record_changed_very_often_is_still_swept(rooms: Store) -> None:
    for step in range(300):
        change(rooms, "a", forget_at=NOW + timedelta(seconds=300 - step))
    with interrupted(rooms) as session:
        room = session.get(Room, "a", "H")
        assert room is not None
        for step in range(300):
            room = room.changed(forget_at=NOW + timedelta(days=step))
            session.put(room)
    sweep(rooms, NOW + timedelta(seconds=1))
    assert read(rooms) == []


def test_beyond_the_bound_the_oldest_goes_with_everything_below(store: Store) -> None:
    with store.transaction("A") as session:
        session.put(Chair(name="stool", room_sid="r000"))
        for number in range(KEEP[Room] + 2):
            session.put(Room(sid=f"r{number:03}"))
    assert read(store)[:2] == ["r002", "r003"]
    with store.transaction("A") as session:
        assert session.count(Room, "H") == KEEP[Room]
        assert session.get(Chair, "stool", "r000") is None


def test_the_bound_holds_for_each_parent(store: Store) -> None:
    with store.transaction("A") as session:
        for number in range(KEEP[Room]):
            session.put(Room(sid=f"r{number}", house_sid="H"))
            session.put(Room(sid=f"r{number}", house_sid="I"))
        assert session.count(Room, "H") == session.count(Room, "I") == KEEP[Room]


def test_a_model_may_have_a_bound_of_its_own(store: Store) -> None:
    with store.transaction("A") as session:
        for name in "abcde":
            session.put(Chair(name=name, room_sid="R"))
        assert [chair.name for chair in session.read(Chair, "R")] == ["c", "d", "e"]


def test_a_record_that_is_put_anew_takes_the_place_of_the_old_one(rooms: Store) -> None:
    with rooms.transaction("A") as session:
        session.put(Room(sid="a", house_sid="H", size=2))
        assert next(room.size for room in session.read(Room, "H") if room.sid == "a") == 2
        assert [room.number for room in session.read(Room, "H")] == [1, 2, 3]


def test_replacing_at_the_bound_drops_nothing(store: Store) -> None:
    with store.transaction("A") as session:
        for number in range(KEEP[Room]):
            session.put(Room(sid=f"r{number:03}"))
    change(store, "r050", size=2)
    assert len(read(store)) == KEEP[Room]


# Accounts


def test_accounts_do_not_see_each_other(rooms: Store) -> None:
    with rooms.transaction("B") as session:
        assert session.get(Room, "a", "H") is None
        assert session.find(Room, "colour", "red", "H") is None
        assert list(session.read(Room, "H")) == []
        assert [house.name for house in session.read(House)] == ["B"]


def test_an_account_is_furnished_once(store: Store) -> None:
    with store.transaction("A") as session:
        house = session.get(House, "H")
        assert house is not None
        session.put(house.changed(name="renamed"))
    with store.transaction("A") as session:
        assert [house.name for house in session.read(House)] == ["renamed"]


def test_a_reset_of_one_account_leaves_the_others(rooms: Store) -> None:
    with rooms.transaction("B") as session:
        session.put(Room(sid="z"))
    rooms.reset("A")
    rooms.reset("unknown")
    assert read(rooms) == []
    with rooms.transaction("B") as session:
        assert [room.sid for room in session.read(Room, "H")] == ["z"]


def test_a_reset_account_is_furnished_anew(rooms: Store) -> None:
    rooms.reset()
    with rooms.transaction("A") as session:
        assert [house.name for house in session.read(House)] == ["A"]
        assert session.count(Room, "H") == 0


# Handing over


def hand_over(store: Store, *accounts: str, only: str | None = None) -> Store:
    """Another store of the same kind, with something of its own, that takes these accounts over."""
    other = next(make() for make in STORES.values() if type(make()) is type(store))
    with other.transaction("A") as session:
        session.put(Room(sid="old"))
    with other.transaction("Z"):
        pass
    other.prepare({sid: store.sections(sid) for sid in accounts}, only)()
    return other


def contents(store: Store, account_sid: str = "A") -> list[tuple[type, str, int, list[tuple[object, int]]]]:
    return [
        (model, parent, last, [(row, row.number) for row in rows])
        for model, parent, last, rows in store.sections(account_sid) or ()
    ]


def test_what_is_taken_over_is_the_same_with_its_numbers(rooms: Store) -> None:
    with rooms.transaction("A") as session:
        session.delete(Room(sid="c"))
        session.put(Chair(name="stool", room_sid="a"))
        session.put(Lock(sid="L", number_plate="X"))
    other = hand_over(rooms, "A")
    assert contents(other) == contents(rooms)
    with other.transaction("A") as session:
        session.put(Room(sid="d"))
        assert [(room.sid, room.number) for room in session.read(Room, "H")] == [("a", 1), ("b", 2), ("d", 4)]


def test_what_is_taken_over_is_found_by_everything_it_is_found_by(rooms: Store) -> None:
    with rooms.transaction("A") as session:
        session.put(Lock(sid="L", number_plate="X", pin=None))
    other = hand_over(rooms, "A")
    assert (found(other, "colour", "red"), found(other, "colour", "blue")) == ("c", "b")
    with other.transaction("A") as session:
        lock = session.seek(Lock, "number_plate", "X")
        assert (lock and lock.sid) == "L"
        session.delete(Room(sid="a"))
        assert session.seek(Lock, "number_plate", "X") is None


def test_what_is_taken_over_is_swept(rooms: Store) -> None:
    other = hand_over(rooms, "A")
    sweep(other, NOW)
    assert (read(other), read(rooms)) == ([], ["a", "b", "c"])


def test_an_account_that_has_not_been_furnished_is_so_later(store: Store) -> None:
    assert store.sections("A") is None
    other = hand_over(store, "A")
    assert other.sections("A") is None
    with other.transaction("A") as session:
        assert session.count(House) == 1


def test_a_table_that_is_empty_goes_on_counting(rooms: Store) -> None:
    with rooms.transaction("A") as session:
        for sid in "abc":
            session.delete(Room(sid=sid))
    with hand_over(rooms, "A").transaction("A") as session:
        session.put(Room(sid="d"))
        assert [room.number for room in session.read(Room, "H")] == [4]


def test_beyond_the_bound_the_oldest_are_not_taken_over(store: Store) -> None:
    many = Memory(furnish=furnish, children=lambda: CHILDREN, keep={})
    with many.transaction("A") as session:
        for number in range(KEEP[Room] + 2):
            session.put(Room(sid=f"r{number:03}"))
            session.put(Chair(name="stool", room_sid=f"r{number:03}"))
    store.prepare({"A": many.sections("A")})()
    assert read(store)[:1] == ["r002"]
    with store.transaction("A") as session:
        assert session.get(Chair, "stool", "r000") is None
        assert session.get(Chair, "stool", "r002") is not None


def test_nothing_changes_before_what_is_ready_is_put(rooms: Store) -> None:
    before = contents(rooms)
    swap = rooms.prepare({"B": ()})
    assert contents(rooms) == before
    swap()
    assert rooms.sections("A") is None
    assert rooms.sections("B") == ()


def test_taking_over_one_account_leaves_the_others(rooms: Store) -> None:
    with rooms.transaction("B") as session:
        session.put(Room(sid="z"))
    rooms.prepare({"A": ()}, "A")()
    assert rooms.sections("A") == ()
    assert [row.sid for _, _, _, rows in contents(rooms, "B") for row, _ in rows] == ["H", "z"]


def test_sections_are_what_there_was_at_that_moment(rooms: Store) -> None:
    before = rooms.sections("A")
    change(rooms, "a", size=9)
    with rooms.transaction("A") as session:
        session.delete(Room(sid="b"))
    (section,) = (one for one in before or () if one.model is Room)
    assert [(room.sid, room.size) for room in section.rows] == [("a", 1), ("b", 1), ("c", 1)]


def test_a_mark_tells_whether_something_has_changed(rooms: Store) -> None:
    mark = rooms.mark()
    read(rooms)
    with interrupted(rooms) as session:
        session.put(Room(sid="d"))
    assert rooms.mark() == mark
    change(rooms, "a", size=9)
    changed = rooms.mark()
    assert changed != mark
    rooms.reset("A")
    assert rooms.mark() not in (mark, changed)


# All together

KEYS = st.sampled_from("abcd")
COLOURS = st.sampled_from(["red", "blue"])
STEPS = st.lists(
    st.tuples(st.sampled_from(["put", "delete"]), KEYS, COLOURS, st.booleans()), min_size=1, max_size=40
)


@given(STEPS)
def test_any_sequence_of_calls_leaves_what_the_calls_that_ended_well_did(
    steps: list[tuple[str, str, str, bool]],
) -> None:
    for make in STORES.values():
        store, model = make(), dict[str, str]()
        for verb, sid, colour, fails in steps:
            outcome = dict(model)
            with suppress(Interruption), store.transaction("A") as session:
                room = session.get(Room, sid, "H")
                if verb == "put":
                    session.put(Room(sid=sid, colour=colour) if room is None else room.changed(colour=colour))
                    outcome[sid] = colour
                elif room is not None:
                    session.delete(room)
                    del outcome[sid]
                if fails:
                    raise Interruption
                model = outcome
        with store.transaction("A") as session:
            assert [(room.sid, room.colour) for room in session.read(Room, "H")] == list(model.items())
            for colour in ("red", "blue"):
                every = [sid for sid in model if model[sid] == colour]
                assert [room.sid for room in session.read(Room, "H", where=("colour", colour))] == every
                newest = next((sid for sid in reversed(model) if model[sid] == colour), None)
                room = session.find(Room, "colour", colour, "H")
                assert (room and room.sid) == newest


# What was deleted


def test_a_deletion_is_remembered_by_key_and_index_below_its_parent(rooms: Store) -> None:
    with rooms.transaction("A") as session:
        room = session.get(Room, "b", "H")
        assert room is not None
        session.delete(room)
        session.remember(room, NOW)
    with rooms.transaction("A") as session:
        assert session.deleted(Room, "b") == session.deleted(Room, "b", "H") == NOW
        assert session.deleted(Room, "blue", "H") == NOW
        assert session.deleted(Room, "b", "other") is session.deleted(House, "b") is None
        assert session.deleted(Room, "a") is None
    with rooms.transaction("B") as session:
        assert session.deleted(Room, "b") is None
    rooms.reset("A")
    with rooms.transaction("A") as session:
        assert session.deleted(Room, "b") is None


def test_a_deletion_that_is_undone_is_not_remembered(rooms: Store) -> None:
    with interrupted(rooms) as session:
        room = session.get(Room, "b", "H")
        assert room is not None
        session.delete(room)
        session.remember(room, NOW)
    with rooms.transaction("A") as session:
        assert session.deleted(Room, "b") is None
