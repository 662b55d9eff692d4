"""The proxy that the emulator itself is to use, as its environment says."""

import ssl
from base64 import b64encode
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from verify_emulator.proxy.requests import DEFAULT_PORTS, Refusal


@dataclass(frozen=True)
class Upstream:
    """A further proxy."""

    host: str
    port: int
    credentials: str
    context: ssl.SSLContext | None


def upstream_for(scheme: str, host: str, own: tuple[str, int]) -> Upstream | None:
    """The proxy by which a host is reached, if any. Never ourselves. Raises Refusal for one of a kind unknown."""
    proxies = getproxies()
    url = proxies.get("http" if scheme == "http" else "https") or proxies.get("all")
    if not url or proxy_bypass(host):
        return None
    upstream = _parse(url)
    is_own = upstream.port == own[1] and upstream.host in (own[0], "localhost", "127.0.0.1", "::1")
    return None if is_own else upstream


def _parse(url: str) -> Upstream:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    standard = DEFAULT_PORTS.get(parts.scheme)
    try:
        host, port = parts.hostname, parts.port or standard
    except ValueError:
        host, port = None, None
    if not host or not port or standard is None:
        raise Refusal(502, "The emulator's own environment names a proxy that is none for HTTP.")
    credentials = ""
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        credentials = "Basic " + b64encode(pair.encode()).decode()
    context = ssl.create_default_context() if parts.scheme == "https" else None
    return Upstream(host, port, credentials, context)
