"""How records become JSON and JSON becomes records: worked out from their declarations, so that a new field follows."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import SchemaSerializer, SchemaValidator

from verify_emulator.verify.send_code_attempts import Wording

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(9500, 1, 1, tzinfo=UTC)
LONGEST = 10.0**9
"""Seconds. What rules reckon from a time and a span of time stays within the calendar."""


class Codec:
    """Writes and reads the dataclasses of one type. What is read is exactly what was written."""

    def __init__(self, kind: type[Any]) -> None:
        schema: Any = _adapted(TypeAdapter(kind).core_schema)
        self._serializer = SchemaSerializer(schema, {"ser_json_inf_nan": "constants"})
        self._validator = SchemaValidator(schema)

    def write(self, record: Any) -> bytes:
        return self._serializer.to_json(record)

    def read(self, fields: Any) -> Any:
        """Raises pydantic's ValidationError, whose places are the names of the fields."""
        return self._validator.validate_python(fields)


def codec_of(kind: Any) -> Codec:
    """Made when it is first needed: one costs a millisecond."""
    return _codec_of(kind)


@cache
def _codec_of(kind: Any) -> Codec:
    return Codec(kind)


def _adapted(schema: Any) -> Any:
    """What JSON alone would not keep: times are in UTC, names that are no fields are refused, and a message's text is
    composed of what a Wording has."""
    if isinstance(schema, list):
        return [_adapted(item) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    kind = schema.get("type")
    if kind == "datetime":
        return _TIME
    if kind == "float":
        return {"type": "float", "allow_inf_nan": False, "ge": -LONGEST, "le": LONGEST}
    if kind == "callable":
        return _adapted(TypeAdapter(Wording).core_schema)
    adapted = {key: value if key in _OPAQUE else _adapted(value) for key, value in schema.items()}
    return {**adapted, "extra_behavior": "forbid"} if kind in _STRICT else adapted


_OPAQUE = ("default", "metadata", "config")
_STRICT = ("dataclass-args", "typed-dict")


def to_utc(moment: datetime) -> datetime:
    """Raises ValueError for a time that rules could not reckon with."""
    try:
        utc = (
            moment.astimezone(UTC) if moment.utcoffset() else moment.replace(tzinfo=UTC)
        )  # the latter is quick
    except OverflowError:
        utc = LATEST
    if not EARLIEST <= utc < LATEST:
        raise ValueError("outside the years 1970 to 9500")
    return utc


_TIME = {
    "type": "function-after",
    "function": {"type": "no-info", "function": to_utc},
    "schema": {"type": "datetime", "tz_constraint": "aware"},
}
