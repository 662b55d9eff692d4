"""Who may look at the inbox: pages hold codes, so no page of another site may read them, whatever name it goes by."""

from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from verify_emulator.hosts import is_private, name_in

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
        host = name_in(request.headers.get("host", "localhost"))
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
