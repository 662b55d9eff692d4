"""The default store: dictionaries. A call runs to its end before the next one starts, so nothing ever waits."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

from verify_emulator.resources.resource import Resource
from verify_emulator.resources.store import Furnish, Section
from verify_emulator.store.graves import Graves
from verify_emulator.store.table import Table, Undo

R = TypeVar("R", bound=Resource)

Children = Callable[[], Mapping[type[Resource], Iterable[type[Resource]]]]
"""Which models live below which; asked for when something is deleted."""


class Tenant:
    """One account's tables, which are also its session: there is never more than one call at a time."""

    def __init__(self, children: Children, keep: Mapping[type, int]) -> None:
        self._children = children
        self._keep = keep
        self._tables: dict[tuple[type, str], Table] = {}
        self._unique: dict[tuple[type, str, Hashable], tuple[str, str]] = {}  # leads to parent and key
        self._graves = Graves()
        self._undo: list[Undo] = []
        self.changes = 0
        """How many calls have changed something."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            for step in reversed(self._undo):
                step()
        elif self._undo:
            self.changes += 1
        self._undo.clear()

    def sections(self) -> tuple[Section, ...]:
        """All that there is, as it is now."""
        return tuple(table.section(parent) for (_, parent), table in self._tables.items())

    def fill(self, sections: Sequence[Section]) -> None:
        """Take over what another tenant had. Beyond what is kept the oldest go."""
        for section in sections:
            self._open(section.model, section.parent).fill(section)
            for row in section.rows if section.model.UNIQUE else ():
                self._claim(section.model, row, getattr(row, section.model.KEY))
        for model, parent, _, rows in sections:
            table = self._tables.get((model, parent))
            for row in rows[: -table.most] if table is not None and table.most else ():
                self.delete(row)
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
        if table.most and len(table.rows) > table.most:
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

    def remember(self, resource: Resource, at: datetime) -> None:
        self._undo.append(self._graves.dig(resource, at))

    def deleted(self, model: type[Resource], name: str, parent: str | None = None) -> datetime | None:
        return self._graves.find(model, name, parent)

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
            table = self._open(model, parent)
        return model, table, getattr(resource, model.KEY)

    def _open(self, model: type[Resource], parent: str) -> Table:
        table = self._tables[model, parent] = Table(model, self._keep.get(model) or model.KEEP)
        return table


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

    def mark(self) -> object:
        """Compares equal to another mark as long as no call has changed anything."""
        return {sid: (tenant, tenant.changes) for sid, tenant in self._tenants.items()}

    def sections(self, account_sid: str) -> tuple[Section, ...] | None:
        tenant = self._tenants.get(account_sid)
        return None if tenant is None else tenant.sections()

    def prepare(
        self, contents: Mapping[str, Sequence[Section] | None], account_sid: str | None = None
    ) -> Callable[[], None]:
        tenants = {}
        for sid, sections in contents.items():
            if sections is not None:
                tenants[sid] = Tenant(self._children, self._keep)
                tenants[sid].fill(sections)

        def replace() -> None:
            self.reset(account_sid)
            self._tenants.update(tenants)

        return replace
