"""Twilio Verify's side: authenticate, find the declared operation, run its rule, render what it returns."""

from asyncio import sleep, to_thread
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic_core import to_json
from starlette.types import Receive

from verify_emulator.accounts import Account, Accounts
from verify_emulator.clock import Clock
from verify_emulator.errors import AUTHENTICATE, METHOD_NOT_ALLOWED, NOT_FOUND, TwilioError
from verify_emulator.events import Events
from verify_emulator.faults.encounter import Encounter
from verify_emulator.faults.faults import Faults
from verify_emulator.http.authentication import identify
from verify_emulator.http.bodies import parse_form, parse_json, parse_pairs, read_body
from verify_emulator.http.rendering import show, show_page
from verify_emulator.http.routes import Route, Routes
from verify_emulator.http.scripts import Scripts
from verify_emulator.http.side import NO_CONTENT, Answer, Request, Side
from verify_emulator.ids import Ids
from verify_emulator.resources.call import Call, new_call
from verify_emulator.resources.collection import Collection, Operation
from verify_emulator.resources.pages import Page, filters_of
from verify_emulator.resources.resource import Resource
from verify_emulator.resources.store import Store
from verify_emulator.settings import Settings

T = TypeVar("T")
Mark = tuple[str, str, str | None]
"""What an exclusive call is for."""

BAD_REQUEST = 400

NOBODY: Mapping[str, str] = MappingProxyType({})


@dataclass(slots=True)
class Work:
    """One request, understood: for whom, which operation, on what, with which parameters."""

    account: Account
    route: Route
    keys: tuple[str, ...]
    fields: Any  # the pairs of a form or query, or a JSON value
    form: Mapping[str, str]  # the pairs, where a call is to somebody
    device: str | None = None  # a device's credential, where it is not the account's own
    overlaps: bool = False
    script: Encounter | None = None


class VerifySide(Side):
    """Serves every declared operation."""

    def __init__(  # noqa: PLR0913 - all that calls are made of, by keyword
        self,
        routes: Routes,
        *,
        clock: Clock,
        accounts: Accounts,
        store: Store,
        ids: Ids,
        settings: Settings,
        events: Events,
        faults: Faults,
    ) -> None:
        super().__init__(clock, settings, accounts, events)
        self._routes = routes
        self._store = store
        self._ids = ids
        self._settings = settings
        self._scripts = Scripts(faults, store, self.pauses)
        self._in_flight: set[Mark] = set()

    async def answer(self, request: Request, receive: Receive) -> Answer:
        request.body = await read_body(receive)
        if request.method == "OPTIONS":  # a browser's preflight carries no credentials
            return Answer(NO_CONTENT)
        request.account, device = identify(request.headers.get(b"authorization"), self._accounts)
        route, keys = self._find(request)
        request.operation, request.rule = route.name, route.rule
        fields = _read(request, route)
        form = NOBODY if route.operation.subject is None else dict(fields)
        work = Work(request.account, route, keys, fields, form, device)
        if not self._scripts.may_concern(work):
            return await self._take_place(request, work)
        work.script = await self._aside(self._scripts.meet, request, work)
        return await self._scripts.carry_out(request, work, lambda: self._take_place(request, work))

    async def _take_place(self, request: Request, work: Work) -> Answer:
        mark = self._mark(request, work) if work.route.operation.exclusive else None
        try:
            if mark is not None:
                await sleep(0)  # lets the requests that came together with this one show themselves
            call, result = await self._aside(self._perform, work)
        except TwilioError as error:
            if error.kind.status == BAD_REQUEST and request.method == "POST":
                from verify_emulator.http.near_misses import explain_body

                unseen = explain_body(request, wants_json=work.route.operation.params.JSON)
                error.hint = f"{unseen} {error.hint}".lstrip()
            raise
        finally:
            if mark is not None:
                self._in_flight.discard(mark)
        for event in call.events:
            self._events.publish(event)
        shown = _render(request, work.route.collection, result, work.fields)
        return Answer(work.route.operation.status, shown, call.now, call.headers)

    def _find(self, request: Request) -> tuple[Route, tuple[str, ...]]:
        methods, keys = self._routes.find(request.path)
        route = methods.get(request.method)
        if route is not None:
            return route, keys
        from verify_emulator.http.near_misses import explain_method, explain_path  # only few programs need it

        if methods:
            raise TwilioError(METHOD_NOT_ALLOWED, hint=explain_method(request, methods))
        raise TwilioError(NOT_FOUND, hint=explain_path(request.path, self._routes.declared))

    def _mark(self, request: Request, work: Work) -> Mark | None:
        """While an exclusive call is in flight, another one for the same thing overlaps with it, and gets no mark."""
        mark = (work.account.sid, request.path, work.form.get(work.route.operation.exclusive))
        work.overlaps = mark in self._in_flight
        if work.overlaps:
            return None
        self._in_flight.add(mark)
        return mark

    async def _aside(self, step: Callable[..., T], *arguments: Any) -> T:
        """In a thread if the store may wait, so that the event loop does not."""
        return await to_thread(step, *arguments) if self._store.blocks else step(*arguments)

    def _perform(self, work: Work) -> tuple[Call, Any]:
        """One call, one transaction: find the record, read the parameters, run the rule."""
        operation, collection = work.route.operation, work.route.collection
        with self._store.transaction(work.account.sid) as session:
            call = new_call(
                account_sid=work.account.sid,
                now=work.account.clock.now(),
                store=session,
                model=collection.model,
                ids=self._ids,
                settings=self._settings,
                account=work.account.settings,
                path=work.keys,
                device=work.device,
                reset_at=work.account.reset_at,
                overlaps=work.overlaps,
                script=work.script,
            )
            if call.device is not None:
                _admit(call, operation, call.device)
            for ancestor, key in zip(work.route.ancestors, work.keys, strict=False):
                call.parent = _locate(call, ancestor, key)
            items = (_locate(call, collection, work.keys[-1]),) if operation.on_item else ()
            params = operation.params.parse(work.fields)
            if self._store.blocks and operation.contends is not None:
                session.lock(operation.contends(call, *items, params))
            return call, operation.rule(call, *items, params)


def _read(request: Request, route: Route) -> Any:
    if request.method != "POST":
        return parse_pairs(request.query)
    if route.operation.params.JSON:
        return parse_json(request.body)
    return parse_form(request.body, request.headers.get(b"content-type", b""))


def _admit(call: Call, operation: Operation, device: str) -> None:
    if operation.admits is None:
        raise TwilioError(AUTHENTICATE, hint="A device may not do this; use the account's credentials.")
    operation.admits(call, device)


def _render(request: Request, collection: Collection, result: Any, fields: Any) -> bytes:
    if result is None:
        return b""
    if isinstance(result, Page):
        return to_json(show_page(collection, result, request.base, request.path, filters_of(fields)))
    return to_json(show(collection, result, request.base))


def _locate(call: Call, collection: Collection, key: str) -> Resource:
    resource = collection.find(call, collection.model, key)
    if resource is None:
        from verify_emulator.http.near_misses import explain_missing

        raise TwilioError(collection.model.MISSING, hint=explain_missing(call, collection, key))
    return resource
