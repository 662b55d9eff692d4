"""Dates as Twilio's SDKs send them, and dates nobody should send."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from verify_emulator.verify.rules.moments import Moment

READER: TypeAdapter[datetime] = TypeAdapter(Moment)
INSTANT = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2030-01-02T03:04:05Z",
        "2030-01-02T03:04:05+00:00",
        "2030-01-02T03:04:05.000Z",
        "2030-01-02T03:04:05.000000Z",
        "2030-01-02T03:04:05",
        "2030-01-02 03:04:05",
        "2030-01-02T04:04:05+01:00",
        "2030-01-02T04:04:05 01:00",
        "2030-01-01T22:04:05-05:00",
        "20300102T030405Z",
    ],
)
def test_every_spelling_of_an_instant_is_read(text: str) -> None:
    """Runs of seven SDKs; a plus sign that was not escaped arrives as a space."""
    assert READER.validate_python(text) == INSTANT
    assert READER.validate_python(text).tzinfo is UTC


def test_a_day_is_its_beginning() -> None:
    """Runs of the SDKs: a date without a time."""
    assert READER.validate_python("2030-01-02") == datetime(2030, 1, 2, tzinfo=UTC)


def test_fractions_are_kept() -> None:
    """ISO 8601."""
    assert READER.validate_python("2030-01-02T03:04:05.5Z") == INSTANT + timedelta(milliseconds=500)


def test_a_date_that_is_one_already_passes() -> None:
    """Our contract: the type can stand in models that are not made from forms."""
    assert READER.validate_python(INSTANT) == INSTANT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "1767323045",
        "2030-13-01T00:00:00Z",
        "2030-02-30T00:00:00Z",
        "2030-01-01T24:00:01Z",
        "Wed, 02 Jan 2030 03:04:05 GMT",
        "2030-01-02T03:04:05ZZ",
        "0000-01-01T00:00:00Z",
        "10000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "२०३०-०१-०२",
        "2030-01-02T03:04:05+99:00",
        "\0",
    ],
)
def test_what_is_no_instant_is_refused(text: str) -> None:
    """Our contract: a bad value, never a fault of the server; not even where a zone leads out of the calendar."""
    with pytest.raises(ValidationError):
        READER.validate_python(text)


@given(
    st.text(max_size=40) | st.from_regex(r"[0-9]{1,5}-[0-9]{2}-[0-9]{2}[T ][0-9:.]{0,12}[Z+-]?[0-9:]{0,6}")
)
def test_no_text_is_more_than_a_bad_value(text: str) -> None:
    """Our contract: an instant in UTC, or refused."""
    try:
        moment = READER.validate_python(text)
    except ValidationError:
        return
    assert moment.utcoffset() == timedelta()
