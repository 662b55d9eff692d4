"""Which pages may ask: browsers say whether one is of another site.

Source: w3.org/TR/fetch-metadata, fetch.spec.whatwg.org (Origin).
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}


def is_foreign(headers: Mapping[bytes, bytes], public_url: str | None) -> bool:
    """Whether a page of another site asks.

    Browsers send Sec-Fetch-Site over HTTPS and on this machine only; but Origin with every POST, wherever it goes.
    """
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        return site == b"cross-site"
    origin = headers.get(b"origin")
    return origin is not None and not _is_own(origin.decode("latin-1"), headers, public_url)


def _is_own(origin: str, headers: Mapping[bytes, bytes], public_url: str | None) -> bool:
    """Whether a page comes from here, be it by way of a proxy. No page can send X-Forwarded-Host to another site."""
    hosts = b",".join(headers.get(name, b"") for name in (b"host", b"x-forwarded-host")).decode("latin-1")
    try:
        return any(
            _is_at(origin, host.strip()) for host in [*hosts.split(","), urlsplit(public_url or "").netloc]
        )
    except ValueError:  # one of them is malformed
        return False


def _is_at(origin: str, host: str) -> bool:
    """Some proxies pass a host on without its port."""
    page, here = urlsplit(origin), urlsplit(f"//{host}")
    port = page.port or DEFAULT_PORTS.get(page.scheme)
    return page.hostname is not None and page.hostname == here.hostname and here.port in (None, port)
