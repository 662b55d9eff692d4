"""One request: what its browser is in the middle of, what was typed, and how it is answered."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from refusals import Refused
from sessions import COOKIE, People, Person, Session, Sessions
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.templating import Jinja2Templates
from twilio.rest.verify.v2.service import ServiceContext

TEMPLATES = Jinja2Templates(Path(__file__).parent / "templates")
SECURITY = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
NOT_SHOWN_AGAIN = ("code",)

Json = dict[str, Any]


@dataclass
class Shop:
    """What all visits share. `service` is the Verify Service, `inbox` the emulator's, where there is one."""

    name: str
    service: ServiceContext
    inbox: str | None
    people: People = field(default_factory=People)
    sessions: Sessions = field(default_factory=Sessions)


class Visit:
    def __init__(self, shop: Shop, request: Request, typed: dict[str, str], body: Json) -> None:
        self.shop = shop
        self.request = request
        self.typed = typed
        self.body = body
        self._known = shop.sessions.find(request.cookies)
        self.session = self._known or Session()

    @property
    def person(self) -> Person:
        """Who is logged in. Raises Refused if nobody is."""
        if self.session.person is None:
            raise Refused("Log in first.", at="/")
        return self.session.person

    @property
    def halfway(self) -> Person:
        """Who has proven a phone number and owes a second factor. Raises Refused if nobody does."""
        if self.session.halfway is None:
            raise Refused("Begin with your phone number.", at="/")
        return self.session.halfway

    def show(self, template: str, status: int = 200, **more: Any) -> Response:
        """A page, with what is to be said since the last one."""
        session = self.session
        context = {
            "shop": self.shop,
            "session": session,
            "refusal": session.refusal,
            "notice": session.notice,
        }
        context |= {"typed": session.typed, **more}
        session.refusal, session.notice, session.typed = "", "", {}
        return TEMPLATES.TemplateResponse(self.request, template, context, status, SECURITY)

    def go(self, path: str, session: Session | None = None) -> Response:
        """On to another page; with a new session, under a new cookie, where more or less is allowed from now on."""
        return self._keep(RedirectResponse(path, 303, SECURITY), session)

    def answer(self, content: Json, session: Session | None = None) -> Response:
        """The same for a script."""
        return self._keep(JSONResponse(content, headers=SECURITY), session)

    def refuse(self, refused: Refused, back: str | None) -> Response:
        """Say why not, on the page to go back to."""
        self.session.refusal = refused.reason
        path = refused.at or back
        if path is None:
            return self.show("trouble.html", 502)
        self.session.typed = {name: text for name, text in self.typed.items() if name not in NOT_SHOWN_AGAIN}
        return self.go(path)

    def _keep(self, response: Response, session: Session | None) -> Response:
        if session is None and self._known is not None:
            return response
        token = self.shop.sessions.replace(self.request.cookies, session or self.session)
        secure = self.request.url.scheme == "https"
        response.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=secure)
        return response


Endpoint = Callable[[Request], Awaitable[Response]]


def page(shop: Shop, do: Callable[[Visit], Response], back: str | None = None) -> Endpoint:
    """Pages and their forms. A form that is refused leads `back`, or to the page of the same path."""

    async def endpoint(request: Request) -> Response:
        check_origin(request)
        form = await request.form()
        typed = {name: value.strip() for name, value in form.items() if isinstance(value, str)}
        visit = Visit(shop, request, typed, {})
        try:
            return await run_in_threadpool(do, visit)
        except Refused as refused:
            return visit.refuse(refused, back or (request.url.path if request.method == "POST" else None))

    return endpoint


def script(shop: Shop, do: Callable[[Visit], Response]) -> Endpoint:
    """What the pages' scripts ask for, in JSON."""

    async def endpoint(request: Request) -> Response:
        check_origin(request)
        visit = Visit(shop, request, {}, await read_json(request))
        try:
            return await run_in_threadpool(do, visit)
        except Refused as refused:
            return JSONResponse({"error": refused.reason}, 403, headers=SECURITY)

    return endpoint


def check_origin(request: Request) -> None:
    """No page of another site may send anything, not even one on this machine, which has this site's cookies."""
    origin = request.headers.get("origin")
    if request.method == "POST" and origin and urlsplit(origin).netloc != request.headers.get("host"):
        raise HTTPException(403, "That does not come from this site.")


async def read_json(request: Request) -> Json:
    if request.method != "POST":
        return {}
    try:
        body = await request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise HTTPException(400, "This is not what a page of this site sends.")
    return body
