"""A small client of the control plane, for the command line. It never uses a proxy: the emulator is local."""

import json
from time import monotonic, sleep
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, build_opener

GRACE_SECONDS = 5
_POLL_SECONDS = 0.05


class Unreachable(Exception):
    """Nobody answers at that URL."""


class NotThere(Exception):
    """The emulator answers that it has no such thing."""


def get(url: str, wait: float = 0) -> str:
    """The body of a GET. Raises Unreachable and NotThere."""
    opener = build_opener(ProxyHandler({}))
    try:
        with opener.open(url, timeout=wait + GRACE_SECONDS) as answer:
            return str(answer.read().decode())
    except HTTPError as error:
        with error:
            raise NotThere(_reason(error)) from None
    except (URLError, OSError, ValueError) as error:
        raise Unreachable(f"{url}: {getattr(error, 'reason', error)}") from None


def _reason(error: HTTPError) -> str:
    try:
        return str(json.loads(error.read())["error"])
    except (ValueError, KeyError, TypeError):
        return f"HTTP status {error.code}"


def read_code(url: str, to: str, wait: float) -> str:
    return get(f"{url.rstrip('/')}/_emulator/code?{urlencode({'to': to, 'wait': wait})}", wait)


def read_authority(url: str) -> str:
    """The certificate of the emulator's CA."""
    return get(f"{url.rstrip('/')}/_emulator/ca.pem")


def is_ready(url: str, wait: float) -> bool:
    """Whether the emulator answers, now or within that many seconds."""
    deadline = monotonic() + wait
    while True:
        try:
            get(f"{url.rstrip('/')}/_emulator/health")
            return True
        except (Unreachable, NotThere):
            if monotonic() >= deadline:
                return False
        sleep(_POLL_SECONDS)
