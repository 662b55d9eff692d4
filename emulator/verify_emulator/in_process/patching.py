"""Leads every Twilio client of this process to an emulator, however the application has built it."""

import inspect
import os
import re
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import ContextDecorator
from functools import wraps
from types import TracebackType
from typing import Any, Literal, Self, TypeVar, cast
from urllib.parse import urlsplit

from verify_emulator.hosts import is_api, is_verify
from verify_emulator.loopback import Sent

Others = Literal["block", "leave"]
Credentials = Literal["replace", "keep"]
Decorated = TypeVar("Decorated", bound=Callable[..., Any])

POSITION_OF_TIMEOUT = 4
"""Among the arguments of `HttpClient.request` after the URL."""

_MESSAGES = re.compile(r"/2010-04-01/Accounts/[^/]+/Messages(\.json)?")
_ACCOUNT = re.compile(r"(?<=/2010-04-01/Accounts/)AC[0-9a-fA-F]{32}")


class HostBlocked(RuntimeError):
    """A client was about to call one of Twilio's products that the emulator does not have."""


class Route:
    """Where requests go while a patch is in force."""

    def __init__(
        self, sync_client: Any, async_client: Callable[[], Any], others: Others, blocked: deque[str]
    ) -> None:
        """`blocked` gets the requests that are not let through."""
        self._sync_client = sync_client
        self._async_client = async_client
        self._others = others
        self._blocked = blocked

    def send(self, own: Any, method: str, url: str, *args: Any, **more: Any) -> Any:
        """What `own` would answer, or a coroutine of it if that is for asyncio."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        if is_verify(host) or (is_api(host) and method == "GET" and _MESSAGES.fullmatch(parts.path)):
            if own.is_async:  # its timeout is nothing that the SDK heeds
                return self._async_client().request(method, url, *args, **more)
            if more.get("timeout") is None and len(args) <= POSITION_OF_TIMEOUT:
                more["timeout"] = getattr(own, "timeout", None)
            return self._sync_client.request(method, url, *args, **more)
        if self._others == "block" and host.endswith(".twilio.com"):
            self._blocked.append(f"{method} {parts.scheme}://{host}{parts.path}")
            raise HostBlocked(
                f"{self._blocked[-1]} is not Twilio Verify, so it was not sent; "
                "patch(others='leave') would let it through"
            )
        return own.request(method, url, *args, **more)


_routes: list[Route] = []  # the last one is in force


class Switch:
    """Stands before the HTTP client that the application gave its Twilio client, as long as a patch is in force."""

    def __init__(self, own: Any) -> None:
        self._own = own

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)

    def request(self, method: str, url: str, *args: Any, **more: Any) -> Any:
        if not _routes:
            return self._own.request(method, url, *args, **more)
        return _routes[-1].send(self._own, method, url, *args, **more)


def _get_http_client(client: Any) -> Any:
    return Switch(client.__dict__["http_client"])


def _set_http_client(client: Any, own: Any) -> None:
    client.__dict__["http_client"] = own


def _install(route: Route) -> None:
    """On the class and not on its objects: those that exist already are reached as well as those to come."""
    from twilio.base.client_base import ClientBase

    if not _routes:
        ClientBase.http_client = property(_get_http_client, _set_http_client)
    _routes.append(route)


def _remove(route: Route) -> None:
    from twilio.base.client_base import ClientBase

    _routes.remove(route)
    if not _routes:
        del ClientBase.http_client


class Patch(ContextDecorator):
    """A context manager, and a decorator of functions and coroutine functions."""

    def __init__(self, open_route: Callable[[], Route], variables: Mapping[str, str]) -> None:
        self._open_route = open_route
        self._variables = variables
        self._entered: list[tuple[Route, list[str]]] = []

    def __enter__(self) -> Self:
        route = self._open_route()
        _install(route)
        missing = [name for name in self._variables if name not in os.environ]
        os.environ.update((name, self._variables[name]) for name in missing)
        self._entered.append((route, missing))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        route, added = self._entered.pop()
        for name in added:
            os.environ.pop(name, None)
        _remove(route)

    def __call__(self, function: Decorated) -> Decorated:
        if not inspect.iscoroutinefunction(function):
            return super().__call__(function)

        @wraps(function)
        async def patched(*args: Any, **more: Any) -> Any:
            with self:
                return await function(*args, **more)

        return cast(Decorated, patched)


def addressed_as(account_sid: str, authorization: bytes) -> Callable[[Sent], Sent]:
    """Makes any request one of that account's, whatever credentials the application has."""

    def address(sent: Sent) -> Sent:
        headers = [header for header in sent.headers if header[0] != b"authorization"]
        url = _ACCOUNT.sub(account_sid, sent.url)
        return sent._replace(url=url, headers=[*headers, (b"authorization", authorization)])

    return address
