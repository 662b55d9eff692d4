"""The pages of the screen Phones, and the fragments that its script asks for as messages come in."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from verify_emulator.accounts import WELL_KNOWN_ACCOUNT
from verify_emulator.outbox.messages import Wanted
from verify_emulator.ui.pages import Pages, account_in, number_in
from verify_emulator.ui.parts import Parts, Screen
from verify_emulator.ui.phones.handset import read_messages, read_spotlight, show
from verify_emulator.ui.phones.recipients import Recipients, newest_to, read_recipients
from verify_emulator.verify.services import ready_service


def make_screen(pages: Pages, parts: Parts) -> Screen:
    phones = Phones(pages, parts)
    return Screen(
        name="phones",
        title="Phones",
        path="/",
        routes=[
            Route("/", phones.page),
            Route("/phones", phones.page),
            Route("/ui/fragments/recipients", phones.recipients),
            Route("/ui/fragments/nobody", phones.nobody),
            Route("/ui/fragments/handset", phones.handset),
            Route("/ui/fragments/messages", phones.messages),
            Route("/ui/fragments/message", phones.message),
        ],
    )


class Phones:
    """Each method answers one kind of request."""

    def __init__(self, pages: Pages, parts: Parts) -> None:
        self._pages = pages
        self._parts = parts

    async def page(self, request: Request) -> Response:
        """Without `to` it is about whoever got the newest message, and stays so."""
        account, to, search = account_in(request), request.query_params.get("to"), _search(request)
        before = number_in(request, "before")
        recipients = read_recipients(self._parts.outbox, account, search=search, before=before)
        shown = to or (recipients.newest[0].to if recipients.newest else None)
        return self._pages.page(
            request,
            "phones",
            recipients=recipients,
            follows=to is None,
            search=search,
            shown=shown,
            last=self._parts.outbox.last,
            start=self._start_of(request),
            handset=None if shown is None else self._handset(account, shown),
        )

    def _start_of(self, request: Request) -> dict[str, object]:
        """What somebody needs who has not sent anything yet."""
        return {
            "account": account_in(request) or WELL_KNOWN_ACCOUNT,
            "token_is_known": account_in(request) in (None, WELL_KNOWN_ACCOUNT),
            "service_sid": ready_service(self._parts.settings),
            "base": str(request.base_url).rstrip("/"),
        }

    async def nobody(self, request: Request) -> Response:
        return self._pages.fragment(request, "phones/nobody.html", search="", start=self._start_of(request))

    async def recipients(self, request: Request) -> Response:
        outbox, account, to = self._parts.outbox, account_in(request), request.query_params.get("to")
        if to is None:
            cursors = {name: number_in(request, name) for name in ("after", "before")}
            found = read_recipients(outbox, account, search=_search(request), **cursors)
        else:
            newest = newest_to(outbox, account, to)
            found = Recipients([] if newest is None else [newest], more=False)
        return self._pages.fragment(
            request, "phones/recipients.html", recipients=found, search=_search(request)
        )

    async def handset(self, request: Request) -> Response:
        return self._pages.fragment(
            request, "phones/handset.html", handset=self._handset(account_in(request), _to(request))
        )

    async def messages(self, request: Request) -> Response:
        """What is new on the phone that is shown, or older: messages beyond a cursor, and its newest code."""
        cursors = {name: number_in(request, name) for name in ("after", "before")}
        handset = self._handset(account_in(request), _to(request), **cursors)
        return self._pages.fragment(request, "phones/news.html", handset=handset)

    async def message(self, request: Request) -> Response:
        """One message as it is now: what had been on its way may have arrived."""
        wanted = Wanted(to=_to(request), account_sid=account_in(request))
        sid = request.query_params.get("sid")
        for message in self._parts.outbox.newest_first(wanted):
            if message.sid == sid:
                return self._pages.fragment(request, "phones/message.html", bubble=show(self._parts, message))
        raise HTTPException(404)

    def _handset(self, account: str | None, to: str, **cursors: int) -> dict[str, object]:
        newest = newest_to(self._parts.outbox, account, to)
        return {
            "to": to,
            "messages": read_messages(self._parts, account, to, **cursors),
            "spotlight": None if newest is None else read_spotlight(self._parts, newest),
        }


def _to(request: Request) -> str:
    to = request.query_params.get("to")
    if not to:
        raise HTTPException(400, "to: whose phone?")
    return to


def _search(request: Request) -> str:
    return request.query_params.get("q", "")[:200]
