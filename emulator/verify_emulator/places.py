"""Where in a document something stands, as one writes it: `accounts[0].services[1].code_length`."""

import json
import re

Place = tuple[str | int, ...]
"""The way to a value: keys of tables, and positions in arrays."""

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_OF_A_KEY = "[key]"  # what pydantic adds to the place when a key itself is bad


def written(place: Place) -> str:
    text = ""
    for part in place:
        if isinstance(part, int):
            text += f"[{part}]"
        elif part != _OF_A_KEY:
            text += "." * bool(text) + (part if _BARE_KEY.fullmatch(part) else json.dumps(part))
    return text
