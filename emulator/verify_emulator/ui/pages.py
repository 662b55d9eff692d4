"""Pages and fragments: templates filled with what a screen says, inside the frame that all screens share."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse

from verify_emulator import __version__
from verify_emulator.accounts import WELL_KNOWN_ACCOUNT
from verify_emulator.clock import timestamp
from verify_emulator.ids import Ids, is_sid
from verify_emulator.ui.files import Files
from verify_emulator.ui.labels import STATES, counted, grouped, label_of, link, readable
from verify_emulator.ui.parts import Parts, Screen, clock_of

TEMPLATES = Path(__file__).parent / "templates"
MOST_ACCOUNTS = 200


@cache
def _templates(files: Files) -> Environment:
    """Compiling them takes a tenth of a second, which is long where each test has an emulator."""
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    templates.globals.update(
        file=files.url,
        timestamp=timestamp,
        counted=counted,
        grouped=grouped,
        readable=readable,
        link=link,
        label_of=label_of,
        STATES=STATES,
    )
    return templates


class Pages:
    """Renders templates. Every one knows `file` (the address of a static file) and `timestamp`."""

    def __init__(self, parts: Parts, files: Files) -> None:
        self.screens: Sequence[Screen] = ()
        self._parts = parts
        self._files = files
        self._run = Ids().sid("")  # browsers forget what they noted of an emulator that is gone
        self._templates = _templates(files)

    def page(self, request: Request, name: str, template: str = "", **context: Any) -> HTMLResponse:
        """A whole page of the screen of that name; its template is `<name>.html` unless another one is given."""
        screen = next(screen for screen in self.screens if screen.name == name)
        frame = self._frame(request, screen)
        return HTMLResponse(self._render(template or f"{name}.html", **{**frame, **context}))

    def fragment(self, request: Request, template: str, **context: Any) -> HTMLResponse:
        """A piece that a script puts into a page."""
        return HTMLResponse(self._render(template, account=account_in(request), **context))

    async def accounts(self, request: Request) -> HTMLResponse:
        """What there is to choose from in the frame."""
        return self.fragment(request, "accounts.html", accounts=self._accounts(account_in(request)))

    def refusal(self, request: Request, status: int, message: str) -> HTMLResponse:
        frame = self._frame(request, self.screens[0]) | {"account": None, "script": "plain.js"}
        body = self._render("refusal.html", **frame, message=message)
        return HTMLResponse(body, status)

    def _render(self, template: str, **context: Any) -> str:
        return self._templates.get_template(template).render(context)

    def _frame(self, request: Request, screen: Screen) -> dict[str, Any]:
        sid = request.query_params.get("account_sid") or None
        clock = clock_of(self._parts, sid)
        return {
            "screens": self.screens,
            "account": sid,
            "accounts": self._accounts(sid),
            "clock": {
                "now": timestamp(clock.now()),
                "offset": clock.offset_seconds,
                "frozen": clock.frozen,
            },
            "screen": screen,
            "script": "",
            "modules": self._modules_of(screen),
            "run": self._run,
            "version": __version__,
        }

    def _modules_of(self, screen: Screen) -> list[str]:
        """Its own and those of the frame; other screens' begin with the names of these."""
        others = tuple(other.name for other in self.screens if other is not screen)
        return [name for name in self._files.modules if not name.startswith(others)]

    def _accounts(self, chosen: str | None) -> list[str]:
        """The well-known one first, then the others as they were used, newest first."""
        seen = list(reversed(self._parts.accounts.all()))[:MOST_ACCOUNTS]
        return list(dict.fromkeys([WELL_KNOWN_ACCOUNT, *([chosen] if chosen else []), *seen]))


def account_in(request: Request) -> str | None:
    """The account that a page is about; None for all."""
    sid = request.query_params.get("account_sid") or None
    if sid is not None and not is_sid(sid, "AC"):
        raise HTTPException(400, "account_sid: not an Account SID (AC and 32 hex digits)")
    return sid


def number_in(request: Request, name: str) -> int:
    """A cursor in the query, or 0."""
    text = request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def search_in(request: Request) -> str:
    """What somebody looks for."""
    return request.query_params.get("q", "")[:200]
