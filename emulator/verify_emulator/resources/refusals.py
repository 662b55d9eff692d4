"""Why a parameter is refused, in words for the person who sent it. Needed only when one is."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from pydantic_core import ErrorDetails, to_json

from verify_emulator.errors import cited
from verify_emulator.ids import is_sid, kind_of
from verify_emulator.masking import MASKED, without_password

_SID = re.compile(r"\^([A-Z]{2})\[0-9a-fA-F\]\{32\}\$")
_LIMITS = {
    "greater_than_equal": "less than {ge}, which is the least",
    "less_than_equal": "more than {le}, which is the most",
    "string_too_short": "shorter than {min_length} characters",
    "string_too_long": "longer than {max_length} characters",
    "too_short": "has {actual_length}, and {min_length} are the least",
    "too_long": "has {actual_length}, and {max_length} are the most",
    "string_type": "no text",
    "int_type": "no whole number",
    "bool_type": "neither true nor false",
    "dict_type": "no JSON object",
    "model_type": "no JSON object",
    "model_attributes_type": "no JSON object",
    "list_type": "no list",
    "tuple_type": "no list",
}


def explain_fault(fault: ErrorDetails, form: str = "") -> str:
    """What is wrong with a value, and which it was; `form` is the one that it has to have, if that has a name."""
    places = [str(part) for part in fault["loc"]]
    value = fault["input"]
    text = value if isinstance(value, str) else to_json(value, fallback=str).decode()
    said = f"{'.'.join(places)}: {_wrong(fault, text, form)}"
    if places[0] in MASKED or (is_sid(text) and text in said):
        return f"{said}."
    length = f" ({len(text)} characters)" if fault["type"].startswith("string_too_") else ""
    meant = nearest(text, _choices(fault))
    shown = (cited(without_password(text)) or "an empty text") + length
    end = f": is {meant} meant?" if meant else "" if shown.endswith("...") else "."
    return f"{said}. Sent was {shown}{end}"


def _wrong(fault: ErrorDetails, text: str, form: str) -> str:
    kind, about = fault["type"], fault.get("ctx", {})
    if kind in _LIMITS:
        return _LIMITS[kind].format(**about)
    if kind == "value_error":
        return str(about["error"])
    if kind == "literal_error":
        return f"none of {', '.join(_choices(fault)) or about['expected']}"
    if kind == "string_pattern_mismatch":
        return _of_pattern(str(about["pattern"]), text, form)
    return re.sub("^(Input|Value|String|Field) ", "", fault["msg"])


def _choices(fault: ErrorDetails) -> list[str]:
    expected = str(fault.get("ctx", {}).get("expected", ""))
    return re.findall(r"'([^']*)'", expected) if fault["type"] == "literal_error" else []


def _of_pattern(pattern: str, text: str, form: str) -> str:
    prefix = _SID.fullmatch(pattern)
    if prefix is None:
        return f"not made of {form}" if form else f"not of the form {pattern}"
    wanted = f"{kind_of(prefix[1])} ({prefix[1]} and 32 hex digits)"
    if is_sid(text):
        return f"{text} is the SID of {kind_of(text)}, not of {wanted}"
    return f"not the SID of {wanted}"


def nearest(name: str, known: Iterable[str]) -> str:
    """Which of those that there are is like a name; empty if none is."""
    choices = list(known)
    same = (one for one in choices if one.lower() == name.lower())
    return next(same, "") or next(iter(get_close_matches(name[:64], choices, 1)), "")
