"""Records as Twilio shows them: keys in declared order, whole-second Z dates, absolute URLs of this server."""

import re
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache, lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints
from urllib.parse import quote, urlencode

from verify_emulator.resources.collection import Collection
from verify_emulator.resources.pages import Page
from verify_emulator.resources.resource import HIDDEN, LOCAL_PATH, MILLISECONDS, WHEN_GIVEN, Marker

Show = Callable[[Any, str], Any]
"""Turns a value into what JSON can carry, given the scheme and host of this server."""


class Column(NamedTuple):
    """A shown field: where it goes (`push`, `include_date`), its attribute, and its type."""

    place: tuple[str, ...]
    attribute: str
    hint: Any


class View:
    """How records of one type, or a nested part of them, are shown: worked out once, then only looked up."""

    def __init__(self, columns: Sequence[Column]) -> None:
        keys: list[str] = []
        attributes: list[str] = []
        self._shows: list[tuple[str, Show]] = []
        self._parts: list[tuple[str, View]] = []
        self._optional: list[str] = []
        for key, group in groupby(columns, key=lambda column: column.place[0]):
            below = list(group)
            keys.append(key)
            attributes.append(below[0].attribute)
            if len(below[0].place) > 1:
                self._parts.append((key, View([column._replace(place=column.place[1:]) for column in below])))
                continue
            if (show := _show_for(below[0].hint)) is not None:
                self._shows.append((key, show))
            if WHEN_GIVEN in _markers(below[0].hint):
                self._optional.append(key)
        self._keys = tuple(keys)
        self._values = attrgetter(
            *attributes, attributes[0]
        )  # twice the first: a tuple even if it is the only one

    def __call__(self, record: Any, base: str) -> dict[str, Any]:
        shown = dict(zip(self._keys, self._values(record), strict=False))
        for key, show in self._shows:
            shown[key] = show(shown[key], base)
        for key, part in self._parts:
            shown[key] = part(record, base)
        for key in self._optional:
            if shown[key] is None:
                del shown[key]
        return shown


_VIEWS: dict[type, View] = {}


def view_of(model: type[Any]) -> View:
    view = _VIEWS.get(model)
    if view is None:
        hints = get_type_hints(model, include_extras=True)
        columns = [Column(tuple(f.name.split("__")), f.name, hints[f.name]) for f in fields(model)]
        view = _VIEWS[model] = View([column for column in columns if HIDDEN not in _markers(column.hint)])
    return view


def _markers(hint: Any) -> list[Marker]:
    return [m for m in get_args(hint)[1:] if isinstance(m, Marker)] if get_origin(hint) is Annotated else []


def _show_for(hint: Any) -> Show | None:
    """The conversion that a type needs; None for what JSON carries as it is."""
    markers = _markers(hint)
    if markers:
        hint = get_args(hint)[0]
    types = [kind for kind in get_args(hint) or (hint,) if kind not in (type(None), ...)]
    if datetime in types:
        return _show_milliseconds if MILLISECONDS in markers else _show_seconds
    if LOCAL_PATH in markers:
        return _show_local_url
    for kind in types:
        if get_origin(kind) is tuple:
            kind = get_args(kind)[0]
        if is_dataclass(kind):
            return _show_nested
        if isinstance(kind, type) and issubclass(kind, Enum):
            return _show_value
    return None


def _show_seconds(value: datetime | None, base: str) -> str | None:
    return None if value is None else _seconds(value)


@lru_cache(maxsize=256)
def _seconds(value: datetime) -> str:
    """Remembered, because a record is mostly shown soon after its dates were set, and often twice."""
    return value.isoformat()[:19] + "Z"


def _show_milliseconds(value: datetime | None, base: str) -> str | None:
    return None if value is None else value.isoformat(timespec="milliseconds")[:23] + "Z"


def _show_value(value: Enum, base: str) -> Any:
    return value.value


def _show_local_url(value: str, base: str) -> str:
    return base + value


def _show_nested(value: Any, base: str) -> Any:
    if value is None:
        return None
    if isinstance(value, tuple):
        return [view_of(type(item))(item, base) for item in value]
    return view_of(type(value))(value, base)


def show(collection: Collection, record: Any, base: str) -> dict[str, Any]:
    """One record, with its `url` and `links` where it has an address of its own."""
    shown = view_of(type(record))(record, base)
    address = _address(collection)
    if address is not None:
        path, parts = address
        url = shown["url"] = base + path % tuple(map(_segment, parts(record)))
        if collection.links:
            shown["links"] = {name: f"{url}/{below}" for name, below in collection.links.items()}
    return shown


@cache
def _address(collection: Collection) -> tuple[str, Callable[[Any], tuple[str, ...]]] | None:
    """An item's path with a %s for each variable part, and what reads those parts off a record."""
    if not collection.has_items:
        return None
    parents = re.findall(r"{(\w+)}", collection.path)
    path = re.sub(r"{\w+}", "%s", collection.path) + "/%s"
    key = collection.model.KEY
    return path, attrgetter(*parents, key) if parents else lambda record: (getattr(record, key),)


def _segment(value: str) -> str:
    return value if value.isalnum() else quote(value, safe="+@")


def show_page(
    collection: Collection, page: Page, base: str, path: str, filters: list[tuple[str, str]]
) -> dict[str, Any]:
    """The list envelope. Source: twilio-oai examples. Guess: the URLs keep the filters of the request."""

    def url(number: int, token: str | None = None) -> str:
        query = [*filters, ("PageSize", str(page.size)), ("Page", str(number))]
        return f"{base}{path}?{urlencode(query + ([('PageToken', token)] if token else []))}"

    return {
        collection.name: [show(collection, record, base) for record in page.records],
        "meta": {
            "page": page.number,
            "page_size": page.size,
            "first_page_url": url(0),
            "previous_page_url": page.previous_token and url(max(page.number - 1, 0), page.previous_token),
            "next_page_url": page.next_token and url(page.number + 1, page.next_token),
            "key": collection.name,
            "url": url(page.number, page.token),
        },
    }
