"""The half of the screen Phones that shows messages: its page, and the fragments that its script asks for."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from verify_emulator.accounts import WELL_KNOWN_ACCOUNT
from verify_emulator.outbox.messages import Wanted
from verify_emulator.ui.pages import Pages, account_in, number_in, search_in
from verify_emulator.ui.parts import Parts
from verify_emulator.ui.phones.authenticators import count_pending
from verify_emulator.ui.phones.handset import read_messages, read_spotlight, show
from verify_emulator.ui.phones.links import Link, read_links
from verify_emulator.ui.phones.recipients import Recipients, newest_to, read_recipients
from verify_emulator.verify.services import ready_service


class MessagePages:
    """Each public method answers one kind of request."""

    def __init__(self, pages: Pages, parts: Parts) -> None:
        self._pages = pages
        self._parts = parts

    async def page(self, request: Request) -> Response:
        """Without `to` it is about whoever got the newest message or link, and stays so."""
        account, to, search = account_in(request), request.query_params.get("to"), search_in(request)
        before = number_in(request, "before")
        recipients = read_recipients(self._parts.outbox, account, search=search, before=before)
        links = read_links(self._parts, account)
        link_leads = self._link_leads(request, links)
        messages = [] if link_leads else recipients.newest
        newest = [message.to for message in messages] or [link.verification.to for link in links]
        shown = to or (newest[0] if newest else None)
        return self._pages.page(
            request,
            "phones",
            recipients=recipients,
            links=links,
            link_leads=link_leads,
            follows=to is None,
            search=search,
            last=self._parts.outbox.last,
            start=self._start_of(request),
            tab="messages",
            pending=count_pending(self._parts, account),
            base=_base(request),
            handset=None if shown is None else self._handset(account, shown),
        )

    async def tabs(self, request: Request) -> Response:
        pending = count_pending(self._parts, account_in(request))
        return self._pages.fragment(request, "phones/tabs.html", tab="messages", pending=pending)

    async def recipients(self, request: Request) -> Response:
        outbox, account, to = self._parts.outbox, account_in(request), request.query_params.get("to")
        search = search_in(request)
        if to is None:
            cursors = {name: number_in(request, name) for name in ("after", "before")}
            found = read_recipients(outbox, account, search=search, **cursors)
        else:
            newest = newest_to(outbox, account, to)
            found = Recipients([] if newest is None else [newest], more=False)
        return self._pages.fragment(request, "phones/recipients.html", recipients=found, search=search)

    async def links(self, request: Request) -> Response:
        links = read_links(self._parts, account_in(request))
        leads = self._link_leads(request, links)
        return self._pages.fragment(request, "phones/links.html", links=links, link_leads=leads)

    async def nobody(self, request: Request) -> Response:
        start = self._start_of(request)
        return self._pages.fragment(request, "phones/nobody.html", search=search_in(request), start=start)

    async def handset(self, request: Request) -> Response:
        handset = self._handset(account_in(request), _to(request))
        return self._pages.fragment(request, "phones/handset.html", handset=handset, base=_base(request))

    async def messages(self, request: Request) -> Response:
        """What is new on the phone that is shown, or older: messages beyond a cursor, and its newest code."""
        cursors = {name: number_in(request, name) for name in ("after", "before")}
        handset = self._handset(account_in(request), _to(request), **cursors)
        return self._pages.fragment(request, "phones/news.html", handset=handset, base=_base(request))

    async def message(self, request: Request) -> Response:
        """One message as it is now: what had been on its way may have arrived."""
        wanted = Wanted(to=_to(request), account_sid=account_in(request))
        sid = request.query_params.get("sid")
        for message in self._parts.outbox.newest_first(wanted):
            if message.sid == sid:
                bubble = show(self._parts, message)
                return self._pages.fragment(request, "phones/message.html", bubble=bubble)
        raise HTTPException(404)

    def _handset(self, account: str | None, to: str, **cursors: int) -> dict[str, Any]:
        """The newest code stands in the spotlight, unless a link has come after it."""
        newest = newest_to(self._parts.outbox, account, to)
        links = read_links(self._parts, account, to)
        link_is_newer = bool(links) and (newest is None or links[0].at > newest.created_at)
        return {
            "to": to,
            "messages": read_messages(self._parts, account, to, **cursors),
            "links": links,
            "link": links[0] if link_is_newer else None,
            "spotlight": None
            if newest is None or link_is_newer
            else read_spotlight(self._parts, account, newest),
        }

    def _link_leads(self, request: Request, links: list[Link]) -> bool:
        """Whether the newest is a link and no message. Who searches looks for messages."""
        if not links or search_in(request):
            return False
        newest = next(self._parts.outbox.newest_first(Wanted(account_sid=account_in(request))), None)
        return newest is None or links[0].at > newest.created_at

    def _start_of(self, request: Request) -> dict[str, Any]:
        """What somebody needs who has not sent anything yet."""
        account = account_in(request)
        return {
            "account": account or WELL_KNOWN_ACCOUNT,
            "token_is_known": account in (None, WELL_KNOWN_ACCOUNT),
            "service_sid": ready_service(self._parts.settings),
            "base": _base(request),
        }


def _to(request: Request) -> str:
    to = request.query_params.get("to")
    if not to:
        raise HTTPException(400, "to: whose phone?")
    return to


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/")
