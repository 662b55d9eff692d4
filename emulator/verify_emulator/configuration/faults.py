"""What is wrong with a configuration file, in one line: the file, the key and the reason. Never a value out of it."""

import re
from collections.abc import Generator
from contextlib import contextmanager

from pydantic import ValidationError

from verify_emulator.errors import TwilioError
from verify_emulator.places import Place, written

_REASONS = {
    "missing": "is required",
    "extra_forbidden": "there is no such key",
    "tuple_type": "should be an array",
    "model_type": "should be a table",
    "dict_type": "should be a table",
}
_NOISE = re.compile(r"^Value error, |^\w+ (?=should)| after validation, not [0-9]+$")


class ConfigurationError(ValueError):
    """A configuration file that cannot be used. Its text is `verify.toml: accounts[0].token: is required`."""

    def __init__(self, reason: str, place: Place = (), file: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.place = place
        self.file = file

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, written(self.place), self.reason) if part)


@contextmanager
def naming(file: str) -> Generator[None, None, None]:
    """Lets what goes wrong inside name the file."""
    try:
        yield
    except ConfigurationError as error:
        error.file = file
        raise


@contextmanager
def beneath(place: Place) -> Generator[None, None, None]:
    """Lets what goes wrong inside have its place below this one."""
    try:
        yield
    except ConfigurationError as error:
        error.place = (*place, *error.place)
        raise


def invalid(error: ValidationError, within: Place = ()) -> ConfigurationError:
    """The first fault that pydantic found."""
    fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
    reason = _REASONS.get(fault["type"]) or _NOISE.sub("", fault["msg"])
    return ConfigurationError(reason, (*within, *fault["loc"]))


def refused(error: TwilioError, place: Place) -> ConfigurationError:
    """What an API call that makes the same thing would be answered with."""
    body = error.body()
    return ConfigurationError(f"{body['code']} {body['message']}. {error.hint}".rstrip(". "), place)
