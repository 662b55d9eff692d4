"""X-Twilio-Signature: how a receiver knows that a post is Twilio's and unchanged.

Source: twilio.com/docs/usage/webhooks/webhooks-security, the RequestValidator of twilio-python 9.13.0.
"""

import hmac
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import urlsplit, urlunsplit

BODY_HASH = "bodySHA256"


def sign_form(token: str, url: str, fields: Iterable[tuple[str, str]]) -> str:
    """The signature of a form: over the URL and all fields by name, each different value of a name once."""
    return sign(token, visible(url) + "".join(name + value for name, value in in_order(fields)))


def sign_json(token: str, url: str) -> str:
    """The signature of a JSON body: over the URL alone, which carries the body's hash (see `with_body_hash`)."""
    return sign(token, visible(url))


def in_order(fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Fields as they are signed, one after the other without anything between."""
    return sorted(set(fields))


def with_body_hash(url: str, body: bytes) -> str:
    """The URL to which a JSON body is posted: its query ends with the SHA-256 of the body."""
    scheme, host, path, query, _ = urlsplit(url)
    named = f"{BODY_HASH}={sha256(body).hexdigest()}"
    return urlunsplit((scheme, host, path, f"{query}&{named}" if query else named, ""))


def visible(url: str) -> str:
    """The URL as its receiver can put it together from the request: no credentials, no fragment, some path.

    Guess: credentials in a webhook's URL are not signed, because a receiver does not see them in its own URL.
    """
    scheme, host, path, query, _ = urlsplit(url)
    return urlunsplit((scheme, host.rpartition("@")[2], path or "/", query, ""))


def sign(token: str, text: str) -> str:
    """HMAC-SHA1 in Base64."""
    return b64encode(hmac.digest(token.encode(), text.encode(errors="replace"), "sha1")).decode()
