"""One side of Twilio as an ASGI application: every answer, good or bad, leaves through here with Twilio's headers."""

import logging
from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import datetime
from email.utils import formatdate
from functools import lru_cache
from time import perf_counter
from types import MappingProxyType
from typing import NamedTuple

from pydantic_core import to_json
from starlette.types import Receive, Scope, Send

from verify_emulator.clock import Clock
from verify_emulator.errors import INTERNAL, TwilioError
from verify_emulator.http.bodies import Disconnected
from verify_emulator.http.headers import (
    COMMON,
    OVER_TLS,
    RawHeaders,
    RequestIds,
    Spelled,
    raw,
    safe,
)
from verify_emulator.settings import Settings
from verify_emulator.verify.rules.dialects import ERRORS

log = logging.getLogger("verify_emulator")

DATE = Spelled(b"Date")
REQUEST_ID = Spelled(b"Twilio-Request-Id")
REQUEST_DURATION = Spelled(b"Twilio-Request-Duration")
HINT = Spelled(b"X-Emulator-Hint")

NO_CONTENT = 204  # carries no Content-Length (RFC 9110, section 8.6)


class Answer(NamedTuple):
    """`moment` is when it happened on the account's clock, if there is an account."""

    status: int
    body: bytes = b""
    moment: datetime | None = None
    headers: Mapping[str, str] = MappingProxyType({})


class Request(NamedTuple):
    """What the rest of a request's way needs of it. `path` is as received, `base` is scheme and host."""

    method: str
    path: str
    query: bytes
    base: str
    headers: Mapping[bytes, bytes]


class Side(ABC):
    """Subclasses answer; what they raise is rendered here, in the words of the dialect."""

    def __init__(self, clock: Clock, settings: Settings) -> None:
        self._clock = clock
        self._public_url = settings.public_url
        self._refusals = ERRORS[settings.dialect]
        self._request_ids = RequestIds()

    @abstractmethod
    async def answer(self, request: Request, receive: Receive) -> Answer: ...

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = perf_counter()
        request = read_request(scope, self._public_url)
        extra: RawHeaders = OVER_TLS if request.base.startswith("https:") else []
        try:
            answer = await self.answer(request, receive)
        except TwilioError as error:
            answer, extra = self._refuse(error, request, extra)
        except Disconnected:
            return
        except Exception:
            log.exception("%s %s failed", request.method, request.path)
            answer, extra = self._refuse(TwilioError(INTERNAL), request, extra)
        if answer.headers:
            extra = [*extra, *raw(answer.headers)]
        headers = [
            *COMMON,
            *extra,
            (DATE, http_date(int((answer.moment or self._clock.now()).timestamp()))),
            (REQUEST_ID, self._request_ids.next()),
            (REQUEST_DURATION, b"%.3f" % (perf_counter() - started)),
        ]
        if answer.status != NO_CONTENT:
            headers.append((b"content-length", b"%d" % len(answer.body)))
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    def _refuse(self, error: TwilioError, request: Request, extra: RawHeaders) -> tuple[Answer, RawHeaders]:
        error.kind = self._refusals.get(error.kind, error.kind)
        error.details.setdefault("path", request.path)
        headers = [*extra, *raw(error.headers)]
        if error.hint:
            headers.append((HINT, safe(error.hint)))
        log.debug("%s %s: %d %s", request.method, request.path, error.kind.status, error.hint)
        return Answer(error.kind.status, to_json(error.body()), error.moment), headers


@lru_cache(maxsize=8)
def http_date(second: int) -> bytes:
    """The Date header follows the emulator's clock: push SDKs correct theirs by it."""
    return formatdate(second, usegmt=True).encode()


@lru_cache(maxsize=64)
def base_url(scheme: bytes, host: bytes) -> str:
    return f"{scheme.decode('latin-1')}://{host.decode('latin-1')}"


def read_request(scope: Scope, public_url: str | None) -> Request:
    """Scheme and host are those the client used, so that paging leads back here and never to the real Twilio."""
    headers = dict(scope["headers"])
    base = public_url or base_url(
        headers.get(b"x-forwarded-proto") or scope["scheme"].encode(),
        headers.get(b"x-forwarded-host") or headers.get(b"host", b"localhost"),
    )
    path = scope.get("raw_path") or scope["path"].encode()
    return Request(scope["method"], path.decode("latin-1"), scope["query_string"], base, headers)
