"""What is wrong with a document, in one line: the place and the reason. Never a value out of it: some are secrets."""

import re
from collections.abc import Generator
from contextlib import contextmanager

from pydantic import ValidationError

from verify_emulator.places import Place, written

_REASONS = {
    "missing": "is required",
    "extra_forbidden": "there is no such field",
    "unexpected_keyword_argument": "there is no such field",
    "dataclass_type": "should be an object",
    "model_type": "should be an object",
    "dict_type": "should be an object",
    "list_type": "should be an array",
}
_NOISE = re.compile(r"^Value error, |^\w+ (?=should)| after validation, not [0-9]+$")


class StateError(ValueError):
    """A document that is no state. Its text is `accounts[0].records.Service[3].code_length: is required`."""

    def __init__(self, reason: str, place: Place = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.place = place

    def __str__(self) -> str:
        return ": ".join(part for part in (written(self.place), self.reason) if part)


@contextmanager
def at(*place: str | int) -> Generator[None, None, None]:
    """Lets what goes wrong inside have its place below this one, whoever found it."""
    try:
        yield
    except StateError as error:
        error.place = (*place, *error.place)
        raise
    except ValidationError as error:
        fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
        reason = _REASONS.get(fault["type"]) or _NOISE.sub("", fault["msg"])
        raise StateError(reason, (*place, *fault["loc"])) from None
    except (ValueError, OverflowError) as error:
        raise StateError(str(error), place) from None
