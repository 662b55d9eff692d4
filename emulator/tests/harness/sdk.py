"""The installed Twilio SDK, pointed at an emulator: any of its methods called by name, sync or async."""

import asyncio
import inspect
import json
from typing import Any

from twilio.base.api_response import ApiResponse
from twilio.base.instance_context import InstanceContext
from twilio.base.list_resource import ListResource
from twilio.base.page import Page
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from harness import tracking
from harness.caller import TOKEN
from harness.sdk_calls import SCENES, Scene, nothing
from harness.served import Served
from harness.tenant import Tenant

LISTING = ("list", "stream", "page")


class MendedAsyncClient(AsyncTwilioHttpClient):
    """The SDK's own, except that JSON bodies are JSON: it sends them as forms (twilio-python#932, 9.13.0)."""

    async def request(self, method: str, url: str, data: Any = None, headers: Any = None, **more: Any) -> Any:
        if headers and headers.get("Content-Type") == "application/json":
            data = json.dumps(data)
        return await super().request(method, url, data=data, headers=headers, **more)


class Sdk:
    """Its HTTP clients are the SDK's, over a real socket. One client may be sync now and async then."""

    def __init__(self, served: Served) -> None:
        self._served = served
        self._runner = asyncio.Runner()
        self._sync = TwilioHttpClient()
        self._async = self._runner.run(_open())

    def close(self) -> None:
        self._sync.session.close()
        self._runner.run(self._async.close())
        self._runner.close()

    def tenant(self, name: str) -> Tenant:
        wire = self._served.wire
        return Tenant(
            lambda method, path, body, headers: wire.ask(
                method, path, body, [b": ".join(it) for it in headers]
            ),
            name,
        )

    def v2(self, tenant: Tenant) -> Any:
        client = Client(tenant.account, TOKEN, http_client=self._sync)
        client.verify.base_url = self._served.url
        return client.verify.v2

    def call(self, name: str, method: str, scene: Scene, tenant: Tenant) -> Any:
        """What a method of a class gives in that scene. Iterators are drained, pages are read."""
        v2 = self.v2(tenant)
        given = arguments(method, scene, v2, tenant)
        target = self._target(tracking.classes()[name], method, scene, v2, tenant)
        member = getattr(target, method)
        if isinstance(inspect.getattr_static(target, method), property):
            return member
        client = v2.domain.twilio
        client.http_client = self._async if method.endswith("_async") else self._sync
        try:
            return self._runner.run(_settle(member(*given.pop("key", ()), **given)))
        finally:
            client.http_client = self._sync

    @staticmethod
    def _target(it: type, method: str, scene: Scene, v2: Any, tenant: Tenant) -> Any:
        """An object of that class."""
        listing = scene.at(v2, tenant)
        if issubclass(it, ListResource):
            return listing
        if issubclass(it, Page):
            first = listing.page(page_size=1)
            return first.next_page() if method.startswith("previous") else first
        context = listing(*scene.key(tenant))
        if issubclass(it, InstanceContext):
            return context
        if hasattr(context, "fetch"):
            return context.fetch()
        return context.create(**scene.verbs["create"](tenant))


async def _open() -> MendedAsyncClient:
    return MendedAsyncClient()


async def _settle(result: Any) -> Any:
    if inspect.isawaitable(result):
        result = await result
    if inspect.isasyncgen(result):
        return [item async for item in result]
    if inspect.isgenerator(result):
        return list(result)
    if isinstance(result, tuple):
        items, status, headers = result
        return ApiResponse(await _settle(items), status, headers)
    return result


def verb_of(method: str) -> str:
    return method.removesuffix("_async").removesuffix("_with_http_info")


def arguments(method: str, scene: Scene, v2: Any, tenant: Tenant) -> dict[str, Any]:
    """What the method is called with; `key` are those without a name. Makes what a list is to have in it."""
    verb = verb_of(method)
    if verb in ("get", "__call__"):
        return {"key": scene.key(tenant)}
    if verb in (*LISTING, "get_instance") or verb.endswith("_page"):
        scene.key(tenant)
        scene.second(tenant)
    if verb in ("get_page", "get_instance"):
        url = scene.at(v2, tenant).page(page_size=1).next_page_url
        return {"target_url": url} if verb == "get_page" else {"payload": record_at(url, tenant)}
    if verb in LISTING:
        filters = scene.verbs.get("list", nothing)(tenant)
        return {**filters, "page_size": 1, **({"page_number": 0} if verb == "page" else {"limit": 10})}
    return dict(scene.verbs.get(verb, nothing)(tenant))


def record_at(url: str, tenant: Tenant) -> dict[str, Any]:
    """The first record of the page at that address."""
    page = tenant.get("/v2/" + url.partition("/v2/")[2]).json
    record: dict[str, Any] = page[page["meta"]["key"]][0]
    return record


def scenes(name: str, method: str) -> tuple[Scene, ...]:
    """Where a method of a class is called: wherever it is given arguments, else in the first scene."""
    every = SCENES[name.rpartition(".")[0]]
    verb = "list" if verb_of(method) in LISTING else verb_of(method)
    return tuple(scene for scene in every if verb in scene.verbs) or every[:1]
