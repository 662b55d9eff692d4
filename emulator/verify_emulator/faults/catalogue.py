"""Every error that a scripted failure can name: by Twilio's code, or by what this project calls the situation."""

from dataclasses import replace
from functools import cache

from verify_emulator import errors
from verify_emulator.errors import ErrorKind
from verify_emulator.faults.unraised import UNRAISED
from verify_emulator.receipts import DELIVERY_ERRORS

DIGITS = 5

USUAL = {
    20003: errors.AUTHENTICATE,
    20404: errors.NOT_FOUND,
    60200: errors.INVALID_TO,
    60204: errors.FEATURE_MISSING,
}
"""Of the codes with several messages, which one is meant; of the rest the first."""


def find_error(name: int | str) -> ErrorKind:
    """The error of that code (60203) or situation (MAX_SENDS). Raises ValueError.

    By its code it is a copy, which no dialect puts another number on.
    """
    text = str(name)
    if not text.isdecimal() or len(text) > DIGITS:
        kind = getattr(errors, text, None)
        if not isinstance(kind, ErrorKind):
            raise ValueError(f"{text} is neither a code of Twilio's nor one of {', '.join(situations())}")
        return kind
    found = _by_code().get(int(text))
    if found is None:
        hint = ", a message does: delivery.error_code" if int(text) in DELIVERY_ERRORS else ""
        raise ValueError(f"no call of Verify fails with {text}{hint}")
    return replace(found)


def situations() -> list[str]:
    return [name for name, kind in vars(errors).items() if isinstance(kind, ErrorKind)]


@cache
def _by_code() -> dict[int, ErrorKind]:
    raised = [kind for kind in vars(errors).values() if isinstance(kind, ErrorKind)]
    return {kind.code: kind for kind in (*UNRAISED, *reversed(raised))} | USUAL


def codes() -> list[int]:
    """All codes, in their order."""
    return sorted(_by_code())
