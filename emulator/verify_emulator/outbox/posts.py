"""What is posted to webhooks and sinks: one event for one URL, and the HTTP request that this makes."""

import json
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from verify_emulator.outbox.signature import sign_form, sign_json, with_body_hash

if TYPE_CHECKING:
    import httpx2

FORM = "application/x-www-form-urlencoded; charset=UTF-8"
JSON = "application/json"
COMMON = (("Accept", "*/*"), ("User-Agent", "TwilioProxy/1.1"), ("Connection", "close"))
"""Source: the headers of Twilio's webhooks, as receivers have recorded them (observed 2020)."""

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One event for one URL.

    `fields` go out as a form, or with `as_json` as an object; a `document` that is not None goes out instead of them.
    Without a `webhook_sid` the URL is a sink of Verify Events.
    """

    account_sid: str
    service_sid: str
    webhook_sid: str
    event: str  # its type, such as factor.created
    url: str
    fields: Fields = ()
    document: Any = None
    as_json: bool = False
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """A post made ready to be sent: what goes over the wire, signature included."""

    url: str  # without credentials, which have become a header
    headers: Fields
    body: bytes

    @property
    def receiver(self) -> str:
        """Scheme, host and port."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


def compose(post: Post, token: str | None, number: str) -> Letter:
    """The post as a request, signed with the account's token. Raises ValueError for what cannot be sent.

    The number tells this delivery from others of the same post. Source: credentials in the URL are sent unasked
    (sinks: twilio.com/docs/events/webhook-quickstart). Guess: to webhooks, too; and the post of an account whose
    token is not known yet, because only API keys were used, is not signed.
    """
    url = parse(post.url)
    target = str(url.copy_with(userinfo=b"", fragment=None))
    body, content_type = encode(post)
    if content_type == JSON:
        target = with_body_hash(target, body)
    headers = [*COMMON, ("Content-Type", content_type)]
    headers.append(("I-Twilio-Idempotency-Token", idempotency_token(post, number)))
    if url.userinfo:
        headers.append(("Authorization", _basic(url.username, url.password)))
    if token is not None:
        signature = (
            sign_json(token, target) if content_type == JSON else sign_form(token, target, post.fields)
        )
        headers.append(("X-Twilio-Signature", signature))
    return Letter(target, tuple(headers), body)


def parse(url: str) -> "httpx2.URL":
    import httpx2

    try:
        parsed = httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError):  # whose text may quote a password
        parsed = httpx2.URL()
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise ValueError("The URL is not a valid one of http:// or https:// and a host")
    return parsed


def encode(post: Post) -> tuple[bytes, str]:
    """Body and content type. Raises ValueError for a document that is no JSON.

    Guess: events go to a sink as application/json, which is what body parsers look for, and not as a media type
    of CloudEvents.
    """
    if post.document is None and not post.as_json:
        return urlencode(post.fields, errors="replace").encode(), FORM
    document = _as_object(post.fields) if post.document is None else post.document
    try:
        return json.dumps(document, separators=(",", ":"), allow_nan=False).encode(), JSON
    except (TypeError, RecursionError) as error:
        raise ValueError(f"The document is not JSON: {error}") from None


def _as_object(fields: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Fields as one object. Guess: a name that comes more than once has a list of its values."""
    values: dict[str, list[str]] = {}
    for name, value in fields:
        values.setdefault(name, []).append(value)
    return {name: several if len(several) > 1 else several[0] for name, several in values.items()}


def _basic(username: str, password: str) -> str:
    return "Basic " + b64encode(f"{username}:{password}".encode()).decode()


def idempotency_token(post: Post, number: str) -> str:
    """The same for all attempts of one delivery, and for no other; unless a seed and a frozen clock repeat a run."""
    digest = sha256(repr((number, post)).encode(errors="replace")).hexdigest()
    return "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:32]))
