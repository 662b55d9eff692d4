"""Parameters of entities, factors and challenges that carry JSON, and the error that a bad value has there.

Source: twilio-oai for names and lengths; twilio.com/docs/api/errors/60306 lists what it is for.
"""

from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator
from pydantic_core import from_json, to_json

from verify_emulator.errors import INVALID_REQUEST, ErrorKind
from verify_emulator.resources.pages import PageParams
from verify_emulator.resources.params import Params

MAX_MAP = 1024
MAX_LABEL, MAX_VALUE = 36, 128


class EntityParams(Params):
    """Guess: around entities every bad value is 60306; a missing one is 20001 as elsewhere."""

    WHEN_BAD: ClassVar[ErrorKind] = INVALID_REQUEST


class EntityPageParams(PageParams):
    """Guess: bad paging parameters are 60306 around entities."""

    WHEN_BAD: ClassVar[ErrorKind] = INVALID_REQUEST


def _read(text: str) -> Any:
    try:
        return from_json(text)
    except ValueError:
        raise ValueError("not JSON") from None


def _read_texts(value: object) -> object:
    """A JSON object whose values are texts. Guess: the 1024 characters of HiddenDetails
    and Metadata are those of the text as it was sent."""
    if not isinstance(value, str):
        return value
    if len(value) > MAX_MAP:
        raise ValueError(f"longer than {MAX_MAP} characters")
    found = _read(value)
    if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
        raise ValueError("not a JSON object whose values are texts")
    return found


def _read_field(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = _read(value)
    if not isinstance(found, dict) or set(found) != {"label", "value"}:
        raise ValueError("not a JSON object with label and value")
    for name, longest in (("label", MAX_LABEL), ("value", MAX_VALUE)):
        if not isinstance(found[name], str) or not 0 < len(found[name]) <= longest:
            raise ValueError(f"{name} is no text of 1 to {longest} characters")
    return {"label": found["label"], "value": found["value"]}


Texts = Annotated[dict[str, str], BeforeValidator(_read_texts)]
DetailField = Annotated[dict[str, str], BeforeValidator(_read_field)]


def as_text(value: Any) -> str:
    """A JSON value as the text of a parameter; empty for nothing."""
    return "" if value is None else to_json(value).decode()
