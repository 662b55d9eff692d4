"""Who may look at the inbox: pages hold codes, so no page of another site may read them, whatever name it goes by."""

import re
from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PRIVATE_ENDINGS = (
    "localhost",
    "test",
    "example",
    "invalid",
    "local",
    "internal",
    "lan",
    "home.arpa",
    "svc",
)
"""Nobody can register a name that ends so, hence none leads here by somebody else's will."""
_WORD = re.compile(r"[A-Za-z0-9_-]+")


class Guard:
    """Stands before the inbox. Links from other sites may lead here; nothing else of theirs gets an answer."""

    def __init__(self, app: ASGIApp, public_names: Iterable[str]) -> None:
        self._app = app
        self._names = {name.lower() for name in public_names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        request = Request(scope)
        refusal = self._refusal(request)
        app = self._app if refusal is None else PlainTextResponse(refusal, 403)
        await app(scope, receive, send_guarded)

    def _refusal(self, request: Request) -> str | None:
        if is_foreign(request):
            return "Pages of other sites may not read the inbox."
        host = name_of(request.headers.get("host", "localhost"))
        if host not in self._names and not is_private(host):
            return (
                f"The inbox is not shown at the name {host!a}, because a page of another site could use a name "
                f"of its own to read codes. If this one is yours, start with --public-url {request.base_url}"
            ).rstrip("/")
        return None


def is_foreign(request: Request) -> bool:
    """Whether another site asks, other than by a link that somebody follows."""
    is_link = request.headers.get("sec-fetch-mode") == "navigate"
    return request.headers.get("sec-fetch-site") == "cross-site" and not is_link


def name_of(host: str) -> str:
    """A Host header without its port; one that is malformed as it is."""
    try:
        name = urlsplit(f"//{host}").hostname
    except ValueError:
        name = None
    return (name or host).removesuffix(".")


def is_private(name: str) -> bool:
    """Whether only this machine or its network gives that name: an address, a word without dots, a reserved ending.

    Containers know each other by words without dots, so none is shut out.
    """
    try:
        ip_address(name)
    except ValueError:
        return bool(_WORD.fullmatch(name)) or any(name.endswith(f".{ending}") for ending in PRIVATE_ENDINGS)
    return True
