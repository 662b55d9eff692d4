"""What three screens have in common: a list that is filtered and paged, and beside it the entry that is chosen."""

from collections.abc import Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from verify_emulator.ui.citations import cited
from verify_emulator.ui.pages import Pages
from verify_emulator.ui.parts import Screen

PAGE = 100
"""Entries of a list; the rest is behind a link."""

FILTERS = ("q", "status", "channel", "service", "operation", "to", "event")

Context = dict[str, Any]


def make_board(
    pages: Pages,
    title: str,
    *,
    rows: Callable[[Request], Context],
    detail: Callable[[Request], Context],
) -> Screen:
    """`rows` says what the list shows, `detail` what is beside it; both go by the query, as the page does."""
    name = title.lower()

    async def page(request: Request) -> Response:
        return pages.page(request, name, **_common(request), **rows(request), **detail(request))

    async def only_rows(request: Request) -> Response:
        return pages.fragment(request, f"{name}/rows.html", **_common(request), **rows(request))

    async def only_filters(request: Request) -> Response:
        return pages.fragment(request, f"{name}/filters.html", **_common(request), **rows(request))

    async def only_detail(request: Request) -> Response:
        found = detail(request)
        if found["chosen"] is None:
            raise HTTPException(404)
        return pages.fragment(request, f"{name}/detail.html", **_common(request), **found)

    return Screen(
        name=name,
        title=title,
        path=f"/{name}",
        routes=[
            Route(f"/{name}", page),
            Route(f"/ui/fragments/{name}/rows", only_rows),
            Route(f"/ui/fragments/{name}/filters", only_filters),
            Route(f"/ui/fragments/{name}/detail", only_detail),
        ],
    )


def _common(request: Request) -> Context:
    """`query` is what a link keeps: the filters, without the page and without the entry."""
    given = request.query_params
    kept = {name: given.get(name, "") for name in FILTERS}
    return {
        "query": kept,
        "is_filtered": any(kept.values()),
        "show": request.query_params.get("show", ""),
        "cited": cited,
    }


def text_in(request: Request, name: str) -> str | None:
    """A filter in the query; None if it is not set."""
    return request.query_params.get(name, "")[:300] or None
