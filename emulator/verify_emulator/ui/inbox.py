"""The inbox as one Starlette application: its screens, its files, and a guard before both."""

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from verify_emulator.ui import files
from verify_emulator.ui.guard import Guard
from verify_emulator.ui.pages import Pages
from verify_emulator.ui.parts import Parts, Screen
from verify_emulator.ui.phones import screen as phones
from verify_emulator.ui.requests import screen as requests
from verify_emulator.ui.settings import screen as settings
from verify_emulator.ui.verifications import screen as verifications
from verify_emulator.ui.webhooks import screen as webhooks

SCREENS: tuple[Callable[[Pages, Parts], Screen], ...] = (
    phones.make_screen,
    verifications.make_screen,
    requests.make_screen,
    webhooks.make_screen,
    settings.make_screen,
)
"""In the order of the navigation. A screen has: `make_screen(pages, parts)` in a module of its own, a template
`<name>.html`, `<name>.js` and `<name>.css` in static/, and a symbol `i-<name>` in templates/icons.html."""


class Inbox:
    """Everything a person looks at."""

    def __init__(self, parts: Parts) -> None:
        static = files.static_files()
        self._pages = Pages(parts, static)
        self._pages.screens = screens = [make(self._pages, parts) for make in SCREENS]
        app = Starlette(
            routes=[
                *(route for screen in screens for route in screen.routes),
                Route("/ui/fragments/accounts", self._pages.accounts),
                Route(f"{files.PATH}/{{version}}/{{name}}", static.serve),
                Route("/favicon.ico", static.serve_icon),
            ],
            exception_handlers={HTTPException: self._show_refusal},
        )
        app.router.redirect_slashes = False
        self._app = Guard(app, parts.settings.names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)

    async def _show_refusal(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        message = "There is no such page." if error.status_code == 404 else error.detail
        return self._pages.refusal(request, error.status_code, message)
