"""The default store: dictionaries. A call runs to its end before the next one starts, so nothing ever waits."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from heapq import heapify, heappop, heappush
from types import TracebackType
from typing import Any, Self, TypeVar

from verify_emulator.resources.resource import Resource
from verify_emulator.resources.store import Furnish

R = TypeVar("R", bound=Resource)

Undo = Callable[[], object]

Children = Callable[[], Mapping[type[Resource], Iterable[type[Resource]]]]
"""Which models live below which; asked for when something is deleted."""

Keys = str | list[str]
"""Of the records that an index value leads to: mostly one, which then takes no list."""

SWEPT_AT_ONCE = 2
"""Two, so that each new record makes room for more than itself and a backlog shrinks."""


class Table:
    """The records of one model below one parent, in the order of creation. Each change returns how to undo it."""

    def __init__(self, model: type[Resource]) -> None:
        self._model = model
        self._last_number = 0
        self.rows: OrderedDict[str, Any] = OrderedDict()
        self._indexes: dict[str, dict[Hashable, Keys]] = {name: {} for name in model.INDEXES}
        self._due: list[
            tuple[datetime, int, str]
        ] = []  # a heap; entries of changed or deleted records are stale

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


class Tenant:
    """One account's tables, which are also its session: there is never more than one call at a time."""

    def __init__(self, children: Children, keep: Mapping[type, int]) -> None:
        self._children = children
        self._keep = keep
        self._tables: dict[tuple[type, str], Table] = {}
        self._unique: dict[tuple[type, str, Hashable], tuple[str, str]] = {}  # leads to parent and key
        self._undo: list[Undo] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            for step in reversed(self._undo):
                step()
        self._undo.clear()

    def lock(self, name: Hashable) -> None:
        """Nothing to do: calls never run side by side."""

    def get(self, model: type[R], key: str, parent: str = "") -> R | None:
        table = self._tables.get((model, parent))
        return None if table is None else table.rows.get(key)

    def find(self, model: type[R], index: str, value: Hashable, parent: str = "") -> R | None:
        table = self._tables.get((model, parent))
        return None if table is None else table.find(index, value)

    def seek(self, model: type[R], field: str, value: Hashable) -> R | None:
        place = self._unique.get((model, field, value))
        return None if place is None else self.get(model, place[1], place[0])

    def put(self, resource: Any) -> None:
        model, table, key = self._place(resource)
        before = table.rows.get(key)
        if model.UNIQUE:
            if before is not None:
                self._release(model, before)
            self._claim(model, resource, key)
        if before is not None:
            self._undo.append(table.replace(key, resource, before))
            return
        self._undo.append(table.insert(key, resource))
        most = self._keep.get(model) or model.KEEP
        if most and len(table.rows) > most:
            self.delete(next(iter(table.rows.values())))

    def _claim(self, model: type[Resource], resource: Any, key: str) -> None:
        place = (getattr(resource, model.PARENT) if model.PARENT else "", key)
        for field in model.UNIQUE:
            name = (model, field, getattr(resource, field))
            if name[2] is not None:
                assert name not in self._unique, f"{field} {name[2]} is taken"
                self._unique[name] = place
                self._undo.append(partial(self._unique.pop, name))

    def _release(self, model: type[Resource], resource: Any) -> None:
        for field in model.UNIQUE:
            name = (model, field, getattr(resource, field))
            place = self._unique.pop(name, None)
            if place is not None:
                self._undo.append(partial(self._unique.__setitem__, name, place))

    def delete(self, resource: Any) -> None:
        model, table, key = self._place(resource)
        self._release(model, table.rows[key])
        self._undo.append(table.remove(key, table.rows[key]))
        self._delete_below(model, key)

    def _delete_below(self, model: type, key: str) -> None:
        for child in self._children().get(model, ()):
            table = self._tables.pop((child, key), None)
            if table is not None:
                self._undo.append(partial(self._tables.__setitem__, (child, key), table))
                for below, row in table.rows.items() if child.UNIQUE or self._children().get(child) else ():
                    self._release(child, row)
                    self._delete_below(child, below)

    def count(self, model: type[Resource], parent: str = "") -> int:
        table = self._tables.get((model, parent))
        return 0 if table is None else len(table.rows)

    def read(
        self,
        model: type[R],
        parent: str = "",
        *,
        where: tuple[str, Hashable] | None = None,
        beyond: int | None = None,
        backwards: bool = False,
    ) -> Iterator[R]:
        table = self._tables.get((model, parent))
        if table is None:
            return iter(())
        rows: Any = table.rows.values() if where is None else table.where(*where)
        if backwards:
            return (row for row in reversed(rows) if beyond is None or row.number < beyond)
        return (row for row in rows if beyond is None or row.number > beyond)

    def sweep(self, model: type[Resource], parent: str, now: datetime) -> None:
        table = self._tables.get((model, parent))
        for row in () if table is None else table.due(now):
            self.delete(row)

    def _place(self, resource: Any) -> tuple[type[Resource], Table, str]:
        model = type(resource)
        parent = getattr(resource, model.PARENT) if model.PARENT else ""
        table = self._tables.get((model, parent))
        if table is None:
            table = self._tables[model, parent] = Table(model)
        return model, table, getattr(resource, model.KEY)


class Memory:
    """Implements `resources.store.Store` for as long as the process lives."""

    blocks = False

    def __init__(
        self,
        *,
        furnish: Furnish,
        children: Children,
        keep: Mapping[type, int],
    ) -> None:
        self._furnish = furnish
        self._children = children
        self._keep = keep
        self._tenants: dict[str, Tenant] = {}

    def transaction(self, account_sid: str) -> Tenant:
        tenant = self._tenants.get(account_sid)
        if tenant is None:
            tenant = self._tenants[account_sid] = Tenant(self._children, self._keep)
            with tenant:  # a transaction of its own: what follows may fail
                self._furnish(tenant, account_sid)
        return tenant

    def reset(self, account_sid: str | None = None) -> None:
        if account_sid is None:
            self._tenants.clear()
        else:
            self._tenants.pop(account_sid, None)
