"""Where a rule is written down: its name in this package, and what its docstring says of where it comes from."""

import re
from collections.abc import Callable
from functools import lru_cache
from inspect import cleandoc
from pkgutil import resolve_name
from types import TracebackType
from typing import Any

PACKAGE = __package__ + "."
_MARK = r"{name}: (.+?)(?=\s(?:Source|Guess): |\n\n|\Z)"


def name_of(rule: Callable[..., Any]) -> str:
    """Module and function, such as `verify.verifications.start`."""
    return f"{rule.__module__.removeprefix(PACKAGE)}.{rule.__qualname__}"


def raised_in(trace: TracebackType | None) -> str:
    """The innermost function of this package that an exception came from; nothing of the trace is kept."""
    innermost = None
    while trace is not None:
        if trace.tb_frame.f_globals.get("__name__", "").startswith(PACKAGE):
            innermost = trace.tb_frame
        trace = trace.tb_next
    if innermost is None:
        return ""
    module, function = innermost.f_globals["__name__"], innermost.f_code.co_qualname
    return f"{module.removeprefix(PACKAGE)}.{function.partition('.<locals>')[0]}"


def marked(name: str, text: str) -> str:
    """What a docstring says after `Source:` or `Guess:`, on one line."""
    found = re.search(_MARK.format(name=name), text, re.DOTALL)
    return " ".join(found[1].split()) if found else ""


@lru_cache(maxsize=512)
def source_of(rule: str) -> str:
    """The source that the docstring of a function, given by its name, tells; empty if it tells none."""
    try:
        function = resolve_name(PACKAGE + rule)
    except (AttributeError, ImportError, ValueError):
        return ""
    return marked("Source", cleandoc(function.__doc__ or ""))
