"""The pages of the screen Settings, one for each section, and the fragments that keep them up to date."""

from collections.abc import Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from verify_emulator.accounts import WELL_KNOWN_ACCOUNT, WELL_KNOWN_KEY, WELL_KNOWN_TOKEN
from verify_emulator.environment import FORMATS, variables
from verify_emulator.faults.catalogue import codes, find_error
from verify_emulator.faults.magic import table
from verify_emulator.ids import ZEROS
from verify_emulator.ui.citations import cited
from verify_emulator.ui.labels import CHANNELS
from verify_emulator.ui.pages import Pages, account_in
from verify_emulator.ui.parts import Parts, Screen, clock_of
from verify_emulator.ui.settings.failures import describe
from verify_emulator.ui.settings.fields import fields_of
from verify_emulator.ui.settings.snippets import SNIPPETS, Target
from verify_emulator.verify.operations import operations
from verify_emulator.verify.services import ready_service

SECTIONS = {
    "clock": "Clock",
    "connect": "Connect",
    "account": "Account",
    "failures": "Failures",
    "operations": "Operations",
    "state": "State",
}
"""The first is what the screen opens with."""

Context = dict[str, Any]


def make_screen(pages: Pages, parts: Parts) -> Screen:
    settings = SettingsPages(pages, parts)
    return Screen(
        name="settings",
        title="Settings",
        path="/settings",
        routes=[
            Route("/settings", settings.page),
            Route("/settings/{section}", settings.page),
            Route("/ui/fragments/settings/{section}", settings.fragment),
        ],
    )


class SettingsPages:
    """Reads what each section shows."""

    def __init__(self, pages: Pages, parts: Parts) -> None:
        self._pages = pages
        self._parts = parts
        self._reads: dict[str, Callable[[Request], Context]] = {
            "clock": self._clock,
            "connect": self._connect,
            "account": self._account,
            "failures": self._failures,
            "operations": self._operations,
            "state": self._state,
        }

    async def page(self, request: Request) -> Response:
        return self._pages.page(request, "settings", **self._context(request))

    async def fragment(self, request: Request) -> Response:
        context = self._context(request)
        return self._pages.fragment(request, f"settings/{context['section']}.html", **context)

    def _context(self, request: Request) -> Context:
        section = request.path_params.get("section", next(iter(SECTIONS)))
        if section not in SECTIONS:
            raise HTTPException(404)
        return {"sections": SECTIONS, "section": section, **self._reads[section](request)}

    def _clock(self, request: Request) -> Context:
        clock = clock_of(self._parts, account_in(request))
        return {
            "offset": clock.offset_seconds,
            "is_frozen": clock.frozen,
            "now": clock.now(),
            "base": str(request.base_url).rstrip("/"),
        }

    def _connect(self, request: Request) -> Context:
        sid = account_in(request) or WELL_KNOWN_ACCOUNT
        is_known = sid == WELL_KNOWN_ACCOUNT
        token = WELL_KNOWN_TOKEN if is_known else "your-auth-token"
        target = Target(str(request.base_url).rstrip("/"), sid, token, ready_service(self._parts.settings))
        environment = variables(target.url, service_sid=target.service)
        if not is_known:
            environment |= {"TWILIO_ACCOUNT_SID": sid, "TWILIO_AUTH_TOKEN": token}
            environment = {name: text for name, text in environment.items() if "API" not in name}
        return {
            "target": target,
            "key": (WELL_KNOWN_KEY, ZEROS) if is_known else None,
            "is_known": is_known,
            "snippets": [(each, each.filled(target)) for each in SNIPPETS],
            "environment": FORMATS["sh"](environment) + "\n",
        }

    def _account(self, request: Request) -> Context:
        """Those of the account that is chosen, else of the well-known one."""
        sid = account_in(request) or WELL_KNOWN_ACCOUNT
        return {"owner": sid, "fields": fields_of(self._parts.accounts.get(sid).settings)}

    def _failures(self, request: Request) -> Context:
        return {
            "scripted": [describe(each) for each in self._parts.faults.read(account_in(request))],
            "operations": [each["name"] for each in operations()],
            "channels": CHANNELS,
            "errors": [(code, find_error(code).message) for code in codes()],
            "magic": table(),
            "has_magic": not self._parts.settings.no_magic,
        }

    def _operations(self, request: Request) -> Context:
        return {"operations": operations(), "cited": cited}

    def _state(self, request: Request) -> Context:
        return {"points": self._parts.state.points.listed(account_in(request))}
