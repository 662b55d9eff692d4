"""Twilio's paging: PageSize, Page and PageToken in; a page that knows its neighbours out."""

import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from itertools import islice
from sys import maxsize
from typing import Annotated, Any, TypeVar

from pydantic import Field

from verify_emulator.errors import PAGE_TOO_LARGE, TwilioError
from verify_emulator.resources.call import Call
from verify_emulator.resources.params import Params, Whole
from verify_emulator.resources.resource import Resource

R = TypeVar("R", bound=Resource)

MAX_PAGE_SIZE = 1000
PAGING = frozenset({"PageSize", "Page", "PageToken"})


def filters_of(form: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The parameters of a list that are not about paging: its filters, which every page's address keeps."""
    return [(name, value) for name, value in form if name not in PAGING]


class PageParams(Params):
    """Source: twilio.com/docs/usage/twilios-response, twilio-oai. Guess: an oversized page is clamped."""

    page_size: Annotated[Whole, Field(ge=1)] = 50
    page: Annotated[Whole, Field(ge=0)] = 0
    page_token: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some records, the parameters they were asked for with, and the tokens of the neighbouring pages."""

    records: list[Any]
    size: int
    number: int
    token: str | None
    previous_token: str | None
    next_token: str | None


def cut(
    call: Call,
    params: PageParams,
    model: type[R],
    parent: str,
    *,
    where: tuple[str, Hashable] | None = None,
    matching: Callable[[R], bool] | None = None,
    newest_first: bool = False,
) -> Page:
    """The page that the parameters ask for. A token names the record beyond which its page begins.

    `where` is a declared index and its value, `matching` says which records count.
    Guess: tokens are opaque on Twilio; an unreadable one is 60200. A deleted record does not shift later pages.
    """
    if params.page_size > MAX_PAGE_SIZE and call.settings.strict:
        raise TwilioError(PAGE_TOO_LARGE)
    size = min(params.page_size, MAX_PAGE_SIZE)
    back, beyond = _position(params)
    found: Iterable[Any] = call.store.read(
        model, parent, where=where, beyond=beyond, backwards=back != newest_first
    )
    if matching is not None:
        found = filter(matching, found)
    if params.page_token is None:
        found = islice(found, min(params.page * size, maxsize), None)
    records = list(islice(found, size + 1))
    more, records = len(records) > size, records[:size]
    if back:
        records.reverse()
    first_page = not (more if back else beyond is not None or params.page > 0)
    last_page = not (back or more)
    return Page(
        records,
        size,
        params.page,
        params.page_token,
        None if first_page or not records else f"PB{records[0].number}",
        None if last_page or not records else f"PA{records[-1].number}",
    )


def _position(params: PageParams) -> tuple[bool, int | None]:
    """Whether a page lies back from a record, and the number of that record."""
    token = params.page_token
    if token is None:
        return False, None
    if not re.fullmatch(r"P[AB][0-9]{1,18}", token):
        raise TwilioError(
            params.WHEN_BAD,
            name="PageToken",
            hint="PageToken comes from next_page_url or previous_page_url; this one does not.",
        )
    return token[1] == "B", int(token[2:])
