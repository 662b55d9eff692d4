"""How records of each type become what JSON carries: one dict display a type, written once from its declaration.

A display such as `lambda r, base: {"sid": r.sid, "push": {"include_date": r.push__include_date}, …}` is compiled
when a type is first shown. Walking the declaration at each call instead would cost a quarter of the whole call.
"""

from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import lru_cache
from itertools import groupby
from typing import Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints

from verify_emulator.resources.resource import HIDDEN, LOCAL_PATH, MILLISECONDS, WHEN_GIVEN, Marker

View = Callable[[Any, str], dict[str, Any]]
"""Shows a record, given the scheme and host of this server."""


class Column(NamedTuple):
    """A shown field: where it goes (`push`, `include_date`), its attribute, and its type."""

    place: tuple[str, ...]
    attribute: str
    hint: Any


_VIEWS: dict[type, View] = {}


def view_of(model: type[Any]) -> View:
    view = _VIEWS.get(model)
    if view is None:
        hints = get_type_hints(model, include_extras=True)
        columns = [Column(tuple(f.name.split("__")), f.name, hints[f.name]) for f in fields(model)]
        shown = [column for column in columns if HIDDEN not in _markers(column.hint)]
        names = {"seconds": _seconds, "milliseconds": _milliseconds, "nested": _nested}
        view = _VIEWS[model] = eval(f"lambda r, base: {_display(shown)}", names)
    return view


def _display(columns: Sequence[Column]) -> str:
    """The source of a dict display of these columns, those below a common name nested."""
    members: list[str] = []
    for key, group in groupby(columns, key=lambda column: column.place[0]):
        below = list(group)
        if len(below[0].place) > 1:
            inner = _display([column._replace(place=column.place[1:]) for column in below])
            members.append(f'"{key}": {inner}')
            continue
        value = _value(f"r.{below[0].attribute}", below[0].hint)
        member = f'"{key}": {value}'
        if WHEN_GIVEN in _markers(below[0].hint):
            member = f"**({{}} if r.{below[0].attribute} is None else {{{member}}})"
        members.append(member)
    return "{" + ", ".join(members) + "}"


def _value(field: str, hint: Any) -> str:
    """The source of a field's value as JSON carries it."""
    markers = _markers(hint)
    kinds = get_args(get_args(hint)[0] if markers else hint) or (get_args(hint)[0] if markers else hint,)
    shown = _conversion(field, [kind for kind in kinds if kind is not type(None)], markers)
    return f"(None if {field} is None else {shown})" if type(None) in kinds and shown != field else shown


def _conversion(field: str, kinds: Sequence[Any], markers: Sequence[Marker]) -> str:
    if LOCAL_PATH in markers:
        return f"base + {field}"
    for kind in kinds:
        # Not `is`: freezegun puts a class of its own here for a while, and a module may be loaded meanwhile.
        if isinstance(kind, type) and issubclass(kind, datetime):
            return f"milliseconds({field})" if MILLISECONDS in markers else f"seconds({field})"
        item = get_args(kind)[0] if get_origin(kind) is tuple else kind
        if is_dataclass(item):
            return f"nested({field}, base)"
        if isinstance(item, type) and issubclass(item, Enum):
            return f"{field}._value_"  # what `.value` reads, without the detour that takes longer than all the rest
    return field


def _markers(hint: Any) -> list[Marker]:
    return [m for m in get_args(hint)[1:] if isinstance(m, Marker)] if get_origin(hint) is Annotated else []


def _seconds(value: datetime) -> str:
    return _spelled(value.year, value.month, value.day, value.hour, value.minute, value.second)


@lru_cache(maxsize=256)
def _spelled(*parts: int) -> str:
    """Remembered, because one second has many calls, and a record is mostly shown soon after its dates were set."""
    return "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*parts)


def _milliseconds(value: datetime) -> str:
    return f"{_seconds(value)[:-1]}.{value.microsecond // 1000:03d}Z"


def _nested(value: Any, base: str) -> Any:
    if isinstance(value, tuple):
        return [view_of(type(item))(item, base) for item in value]
    return view_of(type(value))(value, base)
