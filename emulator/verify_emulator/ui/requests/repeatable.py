"""A request of the journal made ready to be sent again: what was masked is a placeholder, and so is a token."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from verify_emulator.accounts import WELL_KNOWN_ACCOUNT, WELL_KNOWN_TOKEN
from verify_emulator.journal import Entry
from verify_emulator.masking import MASKED, without_password

TOKEN = "TWILIO_AUTH_TOKEN"
ACCOUNT = "TWILIO_ACCOUNT_SID"


@dataclass(frozen=True, slots=True)
class Value:
    """Either a text, or a variable of the environment that somebody has to set."""

    text: str = ""
    variable: str = ""


@dataclass(frozen=True, slots=True)
class Repeatable:
    """What has to be sent. A `document` that is not empty is JSON, and goes instead of the form.

    `remarks` say in which way it cannot be the same.
    """

    base: str
    method: str
    path: str
    operation: str
    query: list[tuple[str, str]]
    form: list[tuple[str, Value]]
    document: str
    account: Value
    token: Value
    remarks: tuple[str, ...]

    @property
    def url(self) -> str:
        return self.base + self.path


def repeatable(entry: Entry, base: str) -> Repeatable:
    """By whichever credentials it came, it goes with those of the account."""
    is_form = b"form-urlencoded" in entry.content_type
    return Repeatable(
        base=base,
        method=entry.method,
        path=entry.path,
        operation=entry.operation,
        query=_pairs(entry.query),
        form=[(name, _value(name, text)) for name, text in _pairs(entry.body)] if is_form else [],
        document="" if is_form else entry.body.decode("utf-8", "replace"),
        account=Value(entry.account_sid) if entry.account_sid else Value(variable=ACCOUNT),
        token=Value(WELL_KNOWN_TOKEN) if entry.account_sid == WELL_KNOWN_ACCOUNT else Value(variable=TOKEN),
        remarks=("The body was longer than what is kept of it.",) if entry.truncated else (),
    )


def _pairs(text: bytes) -> list[tuple[str, str]]:
    return parse_qsl(text.decode("utf-8", "replace"), keep_blank_values=True, errors="replace")


def _value(name: str, text: str) -> Value:
    """A secret, also the password in an address, is not written out."""
    if name in MASKED:
        return Value(variable=re.sub(r"(?<=[a-z])(?=[A-Z])|\.", "_", name).upper())
    return Value(without_password(text))
