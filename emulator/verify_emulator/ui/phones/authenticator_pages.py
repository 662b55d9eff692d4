"""The half of the screen Phones that shows authenticators: TOTP codes, and challenges to approve or deny."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from verify_emulator.ui.pages import Pages, account_in, search_in
from verify_emulator.ui.parts import Parts
from verify_emulator.ui.phones.authenticators import Holder, Totp, count_pending, draw, read_holders


class AuthenticatorPages:
    """Each public method answers one kind of request."""

    def __init__(self, pages: Pages, parts: Parts) -> None:
        self._pages = pages
        self._parts = parts

    async def page(self, request: Request) -> Response:
        script = "phones-authenticators.js"
        return self._pages.page(
            request, "phones", "authenticators.html", script=script, **self._context(request)
        )

    async def news(self, request: Request) -> Response:
        """All that changes on that page: it is little, so it is always asked for as a whole."""
        template = "phones/authenticators_news.html"
        return self._pages.fragment(request, template, **self._context(request))

    def _context(self, request: Request) -> dict[str, Any]:
        account, search = account_in(request), search_in(request)
        holders = read_holders(self._parts, account, search)
        holder = _chosen(request, holders)
        return {
            "holders": holders,
            "holder": holder,
            "chosen": None if holder is None else _chosen_factor(request, holder),
            "search": search,
            "tab": "authenticators",
            "pending": count_pending(self._parts, account),
            "draw": draw,
        }


def _chosen(request: Request, holders: list[Holder]) -> Holder | None:
    """The one named in the query, else whoever was active last."""
    query = request.query_params
    for holder in holders:
        if (holder.identity, holder.service_sid) == (query.get("identity"), query.get("service_sid")):
            return holder
    return holders[0] if holders else None


def _chosen_factor(request: Request, holder: Holder) -> Totp | None:
    sid = request.query_params.get("factor")
    newest = holder.totps[0] if holder.totps else None
    return next((each for each in holder.totps if each.factor.sid == sid), newest)
