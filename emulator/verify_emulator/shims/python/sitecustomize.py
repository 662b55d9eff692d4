"""Loaded into every Python program below `verify-emulator exec`: Twilio's SDK then calls the emulator, async as well.

It runs with whatever Python and packages the program has, so it needs nothing but the standard library, imports next to
nothing, and does its work only when the SDK's HTTP clients, or aiohttp's, are imported.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # typing itself would cost more than all of this
if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.machinery import ModuleSpec
    from typing import Any

CLIENTS = {
    "twilio.http.http_client": ("TwilioHttpClient", "request"),
    "twilio.http.async_http_client": ("AsyncTwilioHttpClient", "request"),
    "aiohttp.client": ("ClientSession", "_request"),  # whoever calls Verify by it, without the SDK
}


class Finder:
    """Finds these modules as everybody else does, and has their clients changed once they are there."""

    def __init__(self, base: str) -> None:
        self._base = base

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if name not in CLIENTS:
            return None
        for finder in sys.meta_path:
            find = None if finder is self else getattr(finder, "find_spec", None)
            spec: ModuleSpec | None = find(name, path, target) if find else None
            if spec is not None:
                self._watch(spec)
                return spec
        return None

    def _watch(self, spec: ModuleSpec) -> None:
        loader: Any = spec.loader
        try:
            execute = loader.exec_module

            def exec_module(module: Any) -> None:
                execute(module)
                name, method = CLIENTS[module.__name__]
                redirect(getattr(module, name, None), method, self._base)

            loader.exec_module = exec_module
        except AttributeError:  # a loader of an old or odd kind; the variables for proxies may still do
            pass


def redirect(client: Any, name: str, base: str) -> None:
    """Have a client's requests to Twilio's hosts for Verify sent to the emulator.

    Those of a client that has an emulator of its own, in the same process (as tests do), stay with that.
    """
    import functools
    import inspect

    plain: Callable[..., Any] | None = getattr(client, name, None)
    if plain is None:
        return

    def place(self: Any, url: Any) -> Any:
        return url if getattr(self, "is_in_memory", False) else moved(url, base)

    if inspect.iscoroutinefunction(plain):

        @functools.wraps(plain)
        async def request(self: Any, method: Any, url: Any, *more: Any, **named: Any) -> Any:
            return await plain(self, method, place(self, url), *more, **named)

    else:

        @functools.wraps(plain)
        def request(self: Any, method: Any, url: Any, *more: Any, **named: Any) -> Any:
            return plain(self, method, place(self, url), *more, **named)

    setattr(client, name, request)


def moved(url: Any, base: str) -> Any:
    """The same URL at the emulator, if it is one of Twilio's for Verify or for reading messages."""
    import re

    found = re.match(
        r"(?i)https://(verify|api)(\.[a-z0-9-]+){0,2}\.twilio\.com\.?(:443)?(?=[/?#]|$)", str(url)
    )
    return base.rstrip("/") + str(url)[found.end() :] if found else url


def import_shadowed() -> None:
    """Import the `sitecustomize` that would have been found without this one, and leave no trace of ours."""
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry) != here]
    own = sys.modules.pop(__name__)
    try:
        import sitecustomize  # type: ignore[import-not-found]  # noqa: F401
    except ImportError as error:
        if error.name != __name__:
            raise
        sys.modules[__name__] = own


if __name__ == "sitecustomize":
    if os.environ.get("VERIFY_EMULATOR_URL"):
        sys.meta_path.insert(0, Finder(os.environ["VERIFY_EMULATOR_URL"]))
    import_shadowed()
