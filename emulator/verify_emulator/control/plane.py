"""The control plane as one Starlette application under /_emulator; it needs no Twilio credentials."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route, Router
from starlette.types import Receive, Scope, Send

from verify_emulator.accounts import Accounts
from verify_emulator.clock import Clock
from verify_emulator.control import PREFIX, messages, requests, sna, webhooks
from verify_emulator.control import accounts as account_settings
from verify_emulator.control import clock as clocks
from verify_emulator.control import faults as faults_of
from verify_emulator.control.bodies import account_in
from verify_emulator.control.operations import operations
from verify_emulator.faults.faults import Faults
from verify_emulator.journal import Journal
from verify_emulator.outbox.deliveries import Deliveries
from verify_emulator.outbox.messages import Outbox
from verify_emulator.resources.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What of an emulator is steered."""

    clock: Clock
    accounts: Accounts
    outbox: Outbox
    deliveries: Deliveries
    journal: Journal
    store: Store
    faults: Faults
    reset: Callable[[str | None], None]
    clock_moved: Callable[[], None]


class ControlPlane:
    """What steers an emulator from outside. Its errors are `{"error": "…"}` with a 4xx status."""

    def __init__(self, parts: Parts) -> None:
        self._reset = parts.reset
        routes = [
            Route("/operations", self._operations),
            Route("/reset", self._reset_all, methods=["POST"]),
            *messages.routes(parts.outbox),
            *webhooks.routes(parts.deliveries),
            *requests.routes(parts.journal),
            *clocks.routes(parts.clock, parts.accounts, parts.clock_moved),
            *account_settings.routes(parts.accounts),
            *sna.routes(parts.store, parts.accounts),
            *faults_of.routes(parts.faults),
        ]
        self._app = Starlette(
            routes=[Mount(PREFIX, app=Router(routes, redirect_slashes=False))],
            exception_handlers={HTTPException: _show_refusal},
        )
        self._app.router.redirect_slashes = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_foreign = dict(scope["headers"]).get(b"sec-fetch-site") == b"cross-site"
        if is_foreign and not scope["path"].startswith(sna.PATH):  # that is Twilio's side, made for pages
            refusal = JSONResponse({"error": "Pages of other sites may not steer the emulator."}, 403)
            await refusal(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _operations(self, request: Request) -> Response:
        return JSONResponse({"operations": operations()})

    async def _reset_all(self, request: Request) -> Response:
        self._reset(account_in(request))
        return Response(status_code=204)


async def _show_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": error.detail}, error.status_code, headers=error.headers)
