"""Twilio's own clients with an App in the place of the network: everything above the socket is the installed SDK's."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp
import requests
from multidict import CIMultiDict
from requests.structures import CaseInsensitiveDict
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.http_client import TwilioHttpClient

from verify_emulator.in_process.runner import Runner
from verify_emulator.loopback import ConnectionLost, Reply, Sent, encode, exchange, takes_time


class SyncAnswer:
    """As much of `requests.Response` as the SDK reads."""

    def __init__(self, reply: Reply) -> None:
        self.status_code = reply.status
        self.headers = CaseInsensitiveDict(_texts(reply))
        self.text = reply.body.decode()


class AsyncAnswer:
    """As much of `aiohttp.ClientResponse` as the SDK reads."""

    def __init__(self, reply: Reply) -> None:
        self.status = reply.status
        self.headers = CIMultiDict(_texts(reply))
        self._body = reply.body

    async def text(self) -> str:
        return self._body.decode()


def _texts(reply: Reply) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in reply.headers]


Address = Callable[[Sent], Sent]
"""Changes a request before it is sent."""


class SyncSession:
    """Stands where `TwilioHttpClient` has its `requests.Session`."""

    def __init__(self, app: Any, runner: Runner, address: Address) -> None:
        self._app, self._runner, self._address = app, runner, address

    def prepare_request(self, request: Any) -> Any:
        sent = encode(
            request.method,
            request.url,
            params=request.params,
            data=request.data or None,
            as_json=request.json,
            headers=request.headers,
            auth=request.auth,
        )
        return _Prepared(sent)

    def merge_environment_settings(self, *_: Any) -> dict[str, Any]:
        """There is neither a proxy nor a certificate between the SDK and the App."""
        return {}

    def send(self, prepared: "_Prepared", *, timeout: float | None = None, **_: Any) -> SyncAnswer:
        """As with requests, the timeout is for the next byte, not for all."""
        sent = self._address(prepared.sent)
        if takes_time(self._app.faults, sent):
            self._runner.start()
        parts: list[bytes] = []
        try:
            return SyncAnswer(self._runner.run(exchange(self._app, sent, parts), timeout, parts))
        except ConnectionLost as lost:
            raise requests.exceptions.ConnectionError(*lost.args) from None
        except TimeoutError:
            raise requests.exceptions.ReadTimeout(f"Read timed out. (read timeout={timeout})") from None

    def close(self) -> None:
        """Nothing is open."""


class _Prepared:
    """As much of `requests.PreparedRequest` as the SDK reads."""

    def __init__(self, sent: Sent) -> None:
        self.sent = sent
        self.url = sent.url


class AsyncSession:
    """Stands where `AsyncTwilioHttpClient` has its `aiohttp.ClientSession`."""

    def __init__(self, app: Any, runner: Runner, address: Address) -> None:
        self._app, self._runner, self._address = app, runner, address

    async def request(self, method: str, url: str, **given: Any) -> AsyncAnswer:
        auth = given.get("auth")
        sent = encode(
            method,
            url,
            params=given.get("params"),
            data=given.get("data"),
            as_json=given.get("json"),
            headers=given.get("headers"),
            auth=None if auth is None else (auth.login, auth.password),
        )
        sent = self._address(sent)
        if takes_time(self._app.faults, sent):
            self._runner.start()
        try:
            return AsyncAnswer(await self._within(given.get("timeout"), exchange(self._app, sent)))
        except ConnectionLost as lost:
            raise aiohttp.ServerDisconnectedError(*lost.args) from None

    async def _within(self, seconds: float | None, work: Coroutine[Any, Any, Reply]) -> Reply:
        """As with aiohttp, the timeout is for all of it. The call goes on, as it would on a server."""
        if seconds is None:
            return await self._runner.run_async(work)
        asking = asyncio.ensure_future(self._runner.run_async(work))
        try:
            return await asyncio.wait_for(asyncio.shield(asking), seconds)
        except TimeoutError:
            asking.add_done_callback(lambda asked: asked.cancelled() or asked.exception())
            raise

    async def close(self) -> None:
        """Nothing is open."""


def as_it_is(sent: Sent) -> Sent:
    return sent


def sync_http_client(app: Any, runner: Runner, address: Address = as_it_is) -> TwilioHttpClient:
    """The SDK's usual HTTP client, ending in the App."""
    client = TwilioHttpClient(pool_connections=False)
    _lead(client, SyncSession(app, runner, address))
    return client


def async_http_client(app: Any, runner: Runner, address: Address = as_it_is) -> AsyncTwilioHttpClient:
    """The SDK's HTTP client for asyncio, ending in the App. Belongs to no event loop."""
    client = AsyncTwilioHttpClient(pool_connections=False)
    _lead(client, AsyncSession(app, runner, address))
    return client


def _lead(client: Any, session: SyncSession | AsyncSession) -> None:
    client.session = session
    client.is_in_memory = True  # tells the shim of `verify-emulator exec` to leave its addresses alone
