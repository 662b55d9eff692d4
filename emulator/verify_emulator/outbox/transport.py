"""Sends one request and reads the answer, distrusting the receiver: bounded in time and size, and never raising."""

import asyncio
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from verify_emulator.outbox.posts import Letter

if TYPE_CHECKING:
    import ssl

    import httpx2

LONGEST_ANSWER = 64 * 1024
"""Bytes. Guess: a longer answer to a webhook is a failure, as it is to a call (twilio.com/docs/api/errors/11750)."""

MOST_HEADERS = 64 * 1024
PIECE = 4 * 1024
"""Bytes."""

TOO_LONG = f"The answer is longer than {LONGEST_ANSWER} bytes"

EXCERPT = 1_000
"""Bytes of an answer that are kept."""

LONGEST_ERROR = 300
"""Characters."""


@dataclass(slots=True)
class Reply:
    """What came back; without an error it counts as received."""

    status: int | None = None
    body: bytes = b""
    error: str = ""


_loaded: set[bool] = set()


async def prepare(tls: bool) -> None:
    """Load what sending needs, in a thread: it takes up to 0.2 s, for which the server must not stand still."""
    if tls not in _loaded:
        await asyncio.to_thread(_load, tls)


def _load(tls: bool) -> None:
    import httpx2

    httpx2.AsyncClient(verify=_trust() if tls else False, trust_env=False)  # imports what it is made of
    _loaded.add(tls)


@cache
def _trust() -> "ssl.SSLContext":
    import httpx2

    return httpx2.create_ssl_context()


async def send(letter: Letter, timeout: float) -> Reply:
    """Post the letter. Takes `timeout` seconds at most.

    Guess: every status from 200 to 299 counts as received, though twilio.com/docs/verify/api/webhooks asks for 200; a
    redirect is not followed and counts as a failure.
    """
    reply = Reply()
    try:
        async with asyncio.timeout(timeout):
            await _exchange(letter, reply)
    except TimeoutError:
        what = "answer" if reply.status is None else "end of the answer"
        reply.error = f"No {what} within {timeout:g} s"
    except Exception as error:
        reply.error = explain(error)
    return reply


async def _exchange(letter: Letter, reply: Reply) -> None:
    import httpx2

    opened: list[Any] = []

    async def notice(step: str, details: dict[str, Any]) -> None:
        if step in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            opened.append(details["return_value"])
            ration(details["return_value"])

    request = httpx2.Request(
        "POST",
        letter.url,
        headers=list(letter.headers),
        content=letter.body,
        extensions={"trace": notice},
    )
    try:
        async with _client(request.url) as client:
            response = await client.send(request, stream=True)
            reply.status = response.status_code
            try:
                await _read(response, reply)
            finally:
                await response.aclose()
    finally:
        for connection in opened:  # httpx2 forgets to close one that is given up during the TLS handshake
            await connection.aclose()


def ration(connection: Any) -> None:
    """Let a connection give no more than an answer may have, in small pieces.

    httpx2 takes apart at one go what it has read, and reads promises (`100 Continue`) for as long as they come: a
    receiver that sends nothing else would keep the event loop from its other work.
    """
    read, left = connection.read, LONGEST_ANSWER + MOST_HEADERS

    async def read_some(max_bytes: int, timeout: float | None = None) -> bytes:
        nonlocal left
        piece: bytes = await read(min(max_bytes, PIECE), timeout)
        left -= len(piece)
        if left < 0:
            raise ValueError(TOO_LONG)
        return piece

    connection.read = read_some


async def _read(response: "httpx2.Response", reply: Reply) -> None:
    size = 0
    async for piece in response.aiter_raw():
        size += len(piece)
        reply.body += piece[: EXCERPT - len(reply.body)]
        if size > LONGEST_ANSWER:
            reply.error = TOO_LONG
            return
    if response.is_redirect:
        reply.error = f"Status {reply.status}: redirects are not followed"
    elif not response.is_success:
        reply.error = f"Status {reply.status}"


def _client(url: "httpx2.URL") -> "httpx2.AsyncClient":
    """One for a single request, so that nothing is shared: no connection, no cookie, no event loop."""
    import httpx2

    return httpx2.AsyncClient(
        verify=_trust() if url.scheme == "https" else False,
        trust_env=not is_local(url.host),
        timeout=None,
        limits=httpx2.Limits(max_keepalive_connections=0),
    )


def is_local(host: str) -> bool:
    """Whether a host is this machine, to which no proxy leads."""
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def explain(error: BaseException) -> str:
    """An error in one short line. Our own ValueErrors are whole sentences already."""
    kind = "" if type(error) is ValueError else f"{type(error).__name__}: "
    return (kind + " ".join(str(error).split()))[:LONGEST_ERROR]
