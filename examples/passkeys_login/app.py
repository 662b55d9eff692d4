"""A site where people sign in with passkeys, with their name or without: `python app.py`."""

import os
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pages
import passkeys
import uvicorn
from sessions import COOKIE, People, Session, Sessions
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from twilio.base.exceptions import TwilioRestException
from twilio.rest.verify.v2.service import ServiceContext

import emulator

HERE = Path(__file__).parent
LONGEST_NAME = 64
SECURITY = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}

Json = dict[str, Any]


class Site:
    """The pages and what they ask for. `service` is the Verify Service that keeps the passkeys."""

    def __init__(self, service: ServiceContext) -> None:
        self.service = service
        self.people = People()
        self.sessions = Sessions()

    async def show(self, request: Request) -> Response:
        identity = self.sessions.find(request.cookies).identity
        if identity is None:
            return HTMLResponse(pages.welcome(), headers=SECURITY)
        own = await run_in_threadpool(passkeys.of, self.service, identity)
        return HTMLResponse(pages.account(self.people.names[identity], own), headers=SECURITY)

    async def start_registration(self, request: Request) -> Response:
        """Somebody new, or one more passkey for the person who is signed in."""
        session, name = self.sessions.find(request.cookies), await read_name(request)
        identity = session.identity
        if identity is None:
            self.check_name(name)
        factor = await run_in_threadpool(
            passkeys.ask_to_register,
            self.service,
            identity or str(uuid4()),
            self.people.names.get(identity or "", name),
        )
        session.registering = (factor.sid, factor.identity, factor.friendly_name)
        return self.answer(request, session, factor.options["publicKey"])

    async def finish_registration(self, request: Request) -> Response:
        session, credential = self.sessions.find(request.cookies), await read_credential(request)
        asked, session.registering = session.registering, None
        factor = await run_in_threadpool(passkeys.register, self.service, credential)
        if asked is None or asked[0] != factor.sid:
            raise HTTPException(403, "This browser was not asked to make that passkey.")
        _, identity, name = asked
        if identity not in self.people.names:
            self.check_name(name)  # once more: somebody may have been faster
            self.people.names[identity] = name
        return self.answer(request, Session(identity), {"name": name})

    async def start_login(self, request: Request) -> Response:
        """For a name, or without one for whoever has a passkey."""
        session, name = self.sessions.find(request.cookies), await read_name(request)
        identity = self.people.identity_of(name)
        if name and identity is None:
            raise HTTPException(404, "Nobody here has that name.")
        challenge = await run_in_threadpool(passkeys.ask_to_sign_in, self.service, identity)
        session.challenge_sid = challenge.sid
        return self.answer(request, session, challenge.options["publicKey"])

    async def finish_login(self, request: Request) -> Response:
        session, credential = self.sessions.find(request.cookies), await read_credential(request)
        asked, session.challenge_sid = session.challenge_sid, None
        challenge = await run_in_threadpool(passkeys.sign_in, self.service, credential)
        if asked is None or asked != challenge.sid:
            raise HTTPException(403, "This browser was not asked to sign that.")
        if challenge.identity not in self.people.names:
            raise HTTPException(403, "That passkey is from before the site was restarted.")
        return self.answer(
            request, Session(challenge.identity), {"name": self.people.names[challenge.identity]}
        )

    async def log_out(self, request: Request) -> Response:
        self.sessions.end(request.cookies)
        return RedirectResponse("/", 303)

    def check_name(self, name: str) -> None:
        if not 0 < len(name) <= LONGEST_NAME:
            raise HTTPException(400, f"A name has 1 to {LONGEST_NAME} characters.")
        if self.people.identity_of(name) is not None:
            raise HTTPException(409, "Somebody has that name already.")

    def answer(self, request: Request, session: Session, content: Json) -> Response:
        """The session goes on under a new cookie."""
        response = JSONResponse(content, headers=SECURITY)
        token = self.sessions.keep(session, request.cookies)
        response.set_cookie(
            COOKIE, token, httponly=True, samesite="strict", secure=request.url.scheme == "https"
        )
        return response


async def read(request: Request) -> Json:
    """The JSON object that a page sends. Other sites' forms cannot send this type."""
    try:
        body = await request.json() if request.headers.get("content-type") == "application/json" else None
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise HTTPException(400, "This is not what a page of this site sends.")
    return body


async def read_name(request: Request) -> str:
    """Empty if there is none."""
    name = (await read(request)).get("name") or ""
    if not isinstance(name, str):
        raise HTTPException(400, "A name is a text.")
    return name.strip()


async def read_credential(request: Request) -> Json:
    credential = await read(request)
    if not isinstance(credential.get("response"), dict):
        raise HTTPException(400, "This is no passkey.")
    return credential


async def refuse(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": error.detail}, error.status_code, headers=SECURITY)


async def refuse_passkey(request: Request, error: Exception) -> Response:
    """What Twilio Verify refuses is refused. Its codes are on twilio.com/docs/api/errors."""
    assert isinstance(error, TwilioRestException)
    text = f"That passkey was not accepted (error {error.code} of Twilio Verify)."
    return JSONResponse({"error": text, "code": error.code}, 403, headers=SECURITY)


def make(site: Site) -> Starlette:
    asked: dict[str, Callable[[Request], Awaitable[Response]]] = {
        "/register/start": site.start_registration,
        "/register/finish": site.finish_registration,
        "/login/start": site.start_login,
        "/login/finish": site.finish_login,
        "/logout": site.log_out,
    }
    return Starlette(
        routes=[
            Route("/", site.show),
            *(Route(path, do, methods=["POST"]) for path, do in asked.items()),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ],
        exception_handlers={HTTPException: refuse, TwilioRestException: refuse_passkey},
    )


def main() -> None:
    emulator.start_unless_there_is_one()
    sock = socket.create_server(("127.0.0.1", int(os.environ.get("PORT", "8000"))))
    # Browsers take localhost for safe without https. Behind a real domain, say which: https://login.example.com
    origin = os.environ.get("ORIGIN") or f"http://localhost:{sock.getsockname()[1]}"
    domain = origin.split("://")[1].split(":")[0]
    site = Site(passkeys.create_service(passkeys.connect(), domain, origin))
    print(f"Passkeys login ready on {origin}", flush=True)
    uvicorn.Server(uvicorn.Config(make(site), log_level="warning")).run(sockets=[sock])


if __name__ == "__main__":
    main()
