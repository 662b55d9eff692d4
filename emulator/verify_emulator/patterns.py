"""Patterns for recipients and names, in which `*` stands for any text."""

import re
from collections.abc import Callable
from fnmatch import translate
from functools import lru_cache


def matches(pattern: str, recipient: str) -> bool:
    """Whether a recipient matches a pattern in which `*` stands for any text."""
    return _matcher(pattern)(recipient) is not None


@lru_cache(maxsize=1024)
def _matcher(pattern: str) -> Callable[[str], object]:
    return re.compile(translate(pattern.replace("[", "[[]").replace("?", "[?]"))).match
