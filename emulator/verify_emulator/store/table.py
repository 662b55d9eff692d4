"""The records of one model below one parent: by key, in the order of creation, and by what they are indexed by."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from datetime import datetime
from heapq import heapify, heappop, heappush
from typing import Any

from verify_emulator.resources.resource import Resource
from verify_emulator.resources.store import Section

Undo = Callable[[], object]

Keys = str | list[str]
"""Of the records that an index value leads to: mostly one, which then takes no list."""

SWEPT_AT_ONCE = 2
"""Two, so that each new record makes room for more than itself and a backlog shrinks."""


class Table:
    """The records of one model below one parent, in the order of creation. Each change returns how to undo it."""

    def __init__(self, model: type[Resource], most: int) -> None:
        """Beyond the `most` records the oldest are to go; 0 for all that come."""
        self._model = model
        self.most = most
        self._last_number = 0
        self.rows: OrderedDict[str, Any] = OrderedDict()
        self._indexes: dict[str, dict[Hashable, Keys]] = {name: {} for name in model.INDEXES}
        self._due: list[
            tuple[datetime, int, str]
        ] = []  # a heap; entries of changed or deleted records are stale

    def fill(self, section: Section) -> None:
        """Take over what another table had, numbers included."""
        for row in section.rows:
            self._last_number = row.number - 1
            self.insert(getattr(row, self._model.KEY), row)
        self._last_number = section.last_number

    def section(self, parent: str) -> Section:
        return Section(self._model, parent, self._last_number, tuple(self.rows.values()))

    def find(self, index: str, value: Hashable) -> Any | None:
        keys = self._indexes[index].get(value)
        return None if keys is None else self.rows[keys if isinstance(keys, str) else keys[-1]]

    def where(self, index: str, value: Hashable) -> list[Any]:
        """All records with that value, in the order of creation."""
        keys = self._indexes[index].get(value, ())
        return [self.rows[key] for key in ((keys,) if isinstance(keys, str) else keys)]

    def insert(self, key: str, row: Any) -> Undo:
        row.number = self._last_number = self._last_number + 1
        self.rows[key] = row
        for name in self._indexes:
            self._point(name, row, key)
        if self._model.FORGET:
            self._schedule(key, row)
        return lambda: self.remove(key, row)

    def replace(self, key: str, row: Any, before: Any) -> Undo:
        row.number = before.number
        self.rows[key] = row
        for name in self._indexes:
            if getattr(row, name) != getattr(before, name):
                self._unpoint(name, before, key)
                self._point(name, row, key)
        forget = self._model.FORGET
        if forget and getattr(row, forget) != getattr(before, forget):
            self._schedule(key, row)
        return lambda: self.replace(key, before, row)

    def remove(self, key: str, row: Any) -> Undo:
        del self.rows[key]
        for name in self._indexes:
            self._unpoint(name, row, key)
        return lambda: self._restore(key, row)

    def _restore(self, key: str, row: Any) -> None:
        self.rows[key] = row
        self.rows = OrderedDict(sorted(self.rows.items(), key=lambda item: int(item[1].number)))
        for name in self._indexes:
            self._point(name, row, key)
        self._schedule(key, row)

    def due(self, now: datetime) -> Iterator[Any]:
        """A few of the records that may be dropped by now."""
        for _ in range(SWEPT_AT_ONCE):
            if not self._due or self._due[0][0] > now:
                return
            moment, _, key = heappop(self._due)
            row = self.rows.get(key)
            if row is not None and getattr(row, self._model.FORGET) == moment:
                yield row

    def _point(self, name: str, row: Any, key: str) -> None:
        """The keys behind a value stay in the order of creation, whoever joins them late."""
        places, value = self._indexes[name], getattr(row, name)
        keys = places.setdefault(value, key)
        if keys is key:
            return
        if isinstance(keys, str):
            keys = places[value] = [keys]
        keys.append(key)
        if self.rows[keys[-2]].number > row.number:
            keys.sort(key=lambda other: int(self.rows[other].number))

    def _unpoint(self, name: str, row: Any, key: str) -> None:
        places, value = self._indexes[name], getattr(row, name)
        keys = places[value]
        if isinstance(keys, str):
            del places[value]
            return
        keys.remove(key)
        if len(keys) == 1:
            places[value] = keys[0]

    def _schedule(self, key: str, row: Any) -> None:
        forget = self._model.FORGET
        if not forget:
            return
        heappush(self._due, (getattr(row, forget), row.number, key))
        if (
            len(self._due) > 2 * len(self.rows) + 64
        ):  # mostly stale: rebuilt at a cost that is flat on average
            self._due = [(getattr(kept, forget), kept.number, other) for other, kept in self.rows.items()]
            heapify(self._due)
