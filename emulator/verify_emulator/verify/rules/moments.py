"""Dates: in requests, in every spelling that Twilio's SDKs send; and in answers."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import BeforeValidator


def _read(value: object) -> object:
    """ISO 8601 with Z, an offset, fractions or just a date; without a zone it is UTC (runs of seven SDKs)."""
    if not isinstance(value, str):
        return value
    try:
        moment = datetime.fromisoformat(value.replace(" ", "+"))  # a + that was not escaped
    except ValueError:
        raise ValueError("no date of ISO 8601, such as 2026-01-02T03:04:05Z") from None
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("outside the years 1 to 9999 in UTC") from None


Moment = Annotated[datetime, BeforeValidator(_read)]


def ago(moment: datetime, now: datetime) -> str:
    """How long ago something was, in the words of a hint."""
    return f"{max(0, round((now - moment).total_seconds()))} s ago"


def shown(moment: datetime) -> str:
    """A UTC time as answers have it: to the second."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
