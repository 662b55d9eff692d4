"""One side of Twilio as an ASGI application: every answer, good or bad, leaves through here with Twilio's headers."""

import logging
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import formatdate
from functools import lru_cache
from time import perf_counter
from types import MappingProxyType
from typing import NamedTuple

from pydantic_core import to_json
from starlette.types import Receive, Scope, Send

from verify_emulator.accounts import Account, Accounts
from verify_emulator.clock import Clock
from verify_emulator.errors import BODY_TOO_LARGE, INTERNAL, ErrorKind, TwilioError, cited
from verify_emulator.events import Events
from verify_emulator.http.authentication import claimed_sid
from verify_emulator.http.bodies import Disconnected
from verify_emulator.http.headers import (
    COMMON,
    OVER_TLS,
    RequestIds,
    Spelled,
    raw,
    safe,
    with_type,
)
from verify_emulator.http.pauses import Pauses
from verify_emulator.journal import KEPT, Entry
from verify_emulator.settings import Settings
from verify_emulator.sources import raised_in
from verify_emulator.verify.rules.dialects import ERRORS

log = logging.getLogger("verify_emulator")

DATE = Spelled(b"Date")
REQUEST_ID = Spelled(b"Twilio-Request-Id")
REQUEST_DURATION = Spelled(b"Twilio-Request-Duration")
HINT = "X-Emulator-Hint"
LONGEST_HINT = 340
"""Characters, before the address."""

NO_CONTENT = 204  # carries no Content-Length (RFC 9110, section 8.6)


class Answer(NamedTuple):
    """`moment` is when it happened on the account's clock, if there is an account."""

    status: int
    body: bytes = b""
    moment: datetime | None = None
    headers: Mapping[str, str] = MappingProxyType({})
    content_type: bytes = b""  # where it is not JSON


HANG_UP = "verify_emulator.hang_up"
"""In the state of ASGI's scope: what closes the connection; see `protocol`."""

NO_ANSWER = Answer(0)
"""The connection is closed instead."""


@dataclass(slots=True)
class Request:
    """What the rest of a request's way needs of it. `path` is as received, `base` is scheme and host.

    The rest is found out on that way, for the journal.
    """

    method: str
    path: str
    query: bytes
    base: str
    headers: Mapping[bytes, bytes]
    body: bytes = b""
    account: Account | None = None
    operation: str = ""
    rule: str = ""
    hint: str = ""
    error: ErrorKind | None = None
    fault: str = ""
    bytes_per_second: float | None = None  # how slowly the answer goes out, if it is to


class Side(ABC):
    """Subclasses answer; what they raise is rendered here, in the words of the dialect."""

    def __init__(self, clock: Clock, settings: Settings, accounts: Accounts, events: Events) -> None:
        self._clock = clock
        self._accounts = accounts
        self._events = events
        self._public_url = settings.public_url
        self._refusals = ERRORS[settings.dialect]
        self._request_ids = RequestIds()
        self.pauses = Pauses()

    @abstractmethod
    async def answer(self, request: Request, receive: Receive) -> Answer: ...

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = perf_counter()
        request = read_request(scope, self._public_url)
        try:
            answer = await self.answer(request, receive)
        except TwilioError as error:
            answer = self._refuse(error, request)
        except Disconnected:
            return
        except Exception as error:
            log.exception("%s %s failed", request.method, request.path)
            answer = self._refuse(TwilioError(INTERNAL).with_traceback(error.__traceback__), request)
        moment = answer.moment or self._clock_of(request).now()
        id, seconds = self._request_ids.next(), perf_counter() - started
        if answer is NO_ANSWER:
            self._note(request, answer, moment, id, seconds)
            await hang_up(scope, receive)
            return
        headers = [
            *(with_type(answer.content_type) if answer.content_type else COMMON),
            *(OVER_TLS if request.base.startswith("https:") else ()),
            *(raw(answer.headers) if answer.headers else ()),
            (DATE, http_date(int(moment.timestamp()))),
            (REQUEST_ID, id.encode()),
            (REQUEST_DURATION, b"%.3f" % seconds),
        ]
        if answer.status != NO_CONTENT:
            headers.append((b"content-length", b"%d" % len(answer.body)))
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        self._note(request, answer, moment, id, seconds)  # before the client can ask for it
        if request.bytes_per_second is None:
            await send({"type": "http.response.body", "body": answer.body})
        else:
            await self.pauses.drip(answer.body, request.bytes_per_second, send)

    def _clock_of(self, request: Request) -> Clock:
        return self._clock if request.account is None else request.account.clock

    def _refuse(self, error: TwilioError, request: Request) -> Answer:
        error.kind = self._refusals.get(error.kind, error.kind)
        error.details.setdefault("path", request.path)
        request.rule, request.error = raised_in(error.__traceback__), error.kind
        request.hint = explain(error)
        log.debug("%s %s: %d %s", request.method, request.path, error.kind.status, request.hint)
        headers = {**error.headers, HINT: request.hint}
        return Answer(error.kind.status, to_json(error.body()), headers=headers)

    def _note(self, request: Request, answer: Answer, moment: datetime, id: str, seconds: float) -> None:
        """Tell the journal, and whoever else listens."""
        account = request.account
        sent, shown = request.body, answer.body
        self._events.publish(
            Entry(  # in the order of its fields, because keywords take three times as long
                id,
                moment,
                self._claimed(request) if account is None else account.sid,
                request.method,
                request.path,
                request.query,
                request.headers.get(b"content-type", b""),
                sent[:KEPT],
                answer.status,
                request.hint,
                shown[:KEPT],
                seconds,
                request.operation,
                request.rule,
                request.error,
                request.fault,
                len(sent) > KEPT or len(shown) > KEPT or answer.status == BODY_TOO_LARGE.status,
            )
        )

    def _claimed(self, request: Request) -> str:
        """The account of one who was not let in."""
        return claimed_sid(request.headers.get(b"authorization"), self._accounts)


def explain(error: TwilioError) -> str:
    """The hint as a header carries it: one line of ASCII, bounded, with the place where Twilio documents the error."""
    text = cited(error.hint.replace("…", "..."), LONGEST_HINT)
    return safe(f"{text} See {error.kind.address}".lstrip()).decode()


async def hang_up(scope: Scope, receive: Receive) -> None:
    """Close the connection, where there is one, and wait until the server has seen that."""
    abort = scope.get("state", {}).get(HANG_UP)
    if abort is not None:
        abort()
        while (await receive())["type"] != "http.disconnect":
            pass


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
