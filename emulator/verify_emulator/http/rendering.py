"""Answers as Twilio words them: records with their absolute `url` and `links` on this server, and the list envelope."""

import re
from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any
from urllib.parse import quote, urlencode

from verify_emulator.http.views import view_of
from verify_emulator.resources.collection import Collection
from verify_emulator.resources.pages import Page


def show(collection: Collection, record: Any, base: str) -> dict[str, Any]:
    """One record, with its `url` and `links` where it has an address of its own."""
    shown = view_of(type(record))(record, base)
    path = path_of(collection, record)
    if path is not None:
        url = shown["url"] = base + path
        if collection.links:
            shown["links"] = {name: f"{url}/{below}" for name, below in collection.links.items()}
    return shown


def path_of(collection: Collection, record: Any) -> str | None:
    """The address of a record; None for one that has none."""
    address = _address(collection)
    if address is None:
        return None
    path, parts = address
    return path % tuple(map(_segment, parts(record)))


@cache
def _address(collection: Collection) -> tuple[str, Callable[[Any], tuple[str, ...]]] | None:
    """An item's path with a %s for each variable part, and what reads those parts off a record."""
    if not collection.has_items:
        return None
    parents = re.findall(r"{(\w+)}", collection.path)
    path = re.sub(r"{\w+}", "%s", collection.path) + "/%s"
    key = collection.model.ADDRESS or collection.model.KEY
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
