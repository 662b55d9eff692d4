"""The control plane as one Starlette application under /_emulator; it needs no Twilio credentials."""

from collections.abc import Mapping
from contextlib import suppress

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route, Router
from starlette.types import Receive, Scope, Send

from verify_emulator.control import (
    PREFIX,
    events,
    messages,
    phones,
    requests,
    sna,
    state,
    verifications,
    webhooks,
)
from verify_emulator.control import accounts as account_settings
from verify_emulator.control import clock as clocks
from verify_emulator.control import faults as faults_of
from verify_emulator.control.bodies import account_named
from verify_emulator.control.origins import is_foreign
from verify_emulator.control.parts import Parts
from verify_emulator.errors import cited
from verify_emulator.hosts import Names, name_asked
from verify_emulator.verify.operations import operations


class ControlPlane:
    """What steers an emulator from outside. Its errors are `{"error": "…"}` with a 4xx status."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._names = Names(parts.settings.names)
        self._streams = events.Streams(parts)
        routes = [
            Route("/operations", self._operations),
            Route("/reset", self._reset_all, methods=["POST"]),
            *self._streams.routes(),
            *messages.routes(parts.outbox),
            *verifications.routes(parts),
            *phones.routes(parts),
            *webhooks.routes(parts.deliveries),
            *requests.routes(parts.journal, parts.events),
            *clocks.routes(parts),
            *state.routes(parts),
            *account_settings.routes(parts),
            *sna.routes(parts.store, parts.accounts, parts.events),
            *faults_of.routes(parts.faults),
        ]
        self._app = Starlette(
            routes=[Mount(PREFIX, app=Router(routes, redirect_slashes=False))],
            exception_handlers={HTTPException: _show_refusal},
        )
        self._app.router.redirect_slashes = False

    def stop_waiting(self) -> None:
        """End the streams of events, so that the server can stop."""
        self._streams.stop()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Those of Silent Network Auth are Twilio's side, made for pages.
        refusal = None if scope["path"].startswith(sna.PATH) else self._refusal(dict(scope["headers"]))
        with suppress(ClientDisconnect):  # nobody is there to be answered
            await (self._app if refusal is None else refusal)(scope, receive, send)

    def _refusal(self, headers: Mapping[bytes, bytes]) -> Response | None:
        """No page of another site may steer the emulator or read codes, not even one whose name leads here."""
        if is_foreign(headers, self._parts.settings.public_url):
            return JSONResponse({"error": _foreign(headers)}, 403)
        name = name_asked(headers)
        if name in self._names:
            return None
        return JSONResponse(
            {"error": f"If {name!a} is a name of this emulator's, start it with --public-url."}, 403
        )

    async def _operations(self, request: Request) -> Response:
        return JSONResponse({"operations": operations()})

    async def _reset_all(self, request: Request) -> Response:
        self._parts.reset(await account_named(request))
        return Response(status_code=204)


def _foreign(headers: Mapping[bytes, bytes]) -> str:
    reason = "Pages of other sites may not steer the emulator."
    if b"sec-fetch-site" in headers:
        return reason
    origin = cited(headers[b"origin"].decode("latin-1"))
    return f"{reason} If {origin!a} is its own address, start it with --public-url."


async def _show_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": error.detail}, error.status_code, headers=error.headers)
