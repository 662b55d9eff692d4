"""Twilio's OpenAPI file as a measure: its operations, and an answer held against their schemas, strictly."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pytest

FILE = Path(__file__).parents[4] / "shared" / "openapi" / "twilio_verify_v2.json"
METHODS = ("get", "post", "delete", "put", "patch")

needs_openapi = pytest.mark.skipif(not FILE.exists(), reason=f"Twilio's OpenAPI file is not at {FILE}")

TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "object": dict,
    "array": list,
}
FORMATS = {
    "date-time": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),  # SDKs read whole seconds only
    "uri": re.compile(r"https?://[^/\s]+(/\S*)?"),
}

_MAILER = "left the schema; was in a live body of 2022"
_ANYBODY = "empty in the file's own example of a challenge for nobody in particular"
DRIFTS: Mapping[str, Mapping[str, str]] = {
    "CreateService": {"mailer_sid: is unexpected": _MAILER},
    "FetchService": {"mailer_sid: is unexpected": _MAILER},
    "UpdateService": {"mailer_sid: is unexpected": _MAILER},
    "ListService": {"services[].mailer_sid: is unexpected": _MAILER},
    "CreateChallengePasskeys": {
        "entity_sid: is not ^YE[0-9a-fA-F]{32}$": _ANYBODY,
        "factor_sid: is not ^YF[0-9a-fA-F]{32}$": _ANYBODY,
    },
    "CreateVerification": {
        "channel: 'rcs' is not in the enum": "a documented channel since 2024; the enum lags behind",
    },
}
"""Where an answer is not as the file says, by operation, each with the reason."""


def shape(path: str) -> str:
    """A path whose variable parts have no names."""
    return re.sub(r"{\w+}", "{}", path)


@dataclass(frozen=True)
class Operation:
    """One operation as Twilio describes it."""

    name: str
    method: str
    path: str
    description: dict[str, Any]

    @property
    def successes(self) -> set[int]:
        return {int(status) for status in self.description["responses"] if status < "300"}

    @property
    def content_type(self) -> str:
        return str(next(iter(self.description.get("requestBody", {"content": [""]})["content"])))

    @property
    def parameters(self) -> set[str]:
        """Names of what is sent in the query or the body; the path's are left out."""
        query = {it["name"] for it in self.description.get("parameters", ()) if it["in"] == "query"}
        bodies = self.description.get("requestBody", {}).get("content", {}).values()
        return query.union(*(body["schema"]["properties"] for body in bodies))

    @property
    def required(self) -> set[str]:
        bodies = self.description.get("requestBody", {}).get("content", {}).values()
        return set().union(*(body["schema"].get("required", ()) for body in bodies))


class Document:
    """The parsed file."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content

    @cached_property
    def operations(self) -> dict[str, Operation]:
        return {
            description["operationId"]: Operation(
                description["operationId"], method.upper(), path, description
            )
            for path, methods in self.content["paths"].items()
            for method, description in methods.items()
            if method in METHODS
        }

    def faults(self, operation: str, status: int, body: Any) -> list[str]:
        """What is wrong with a success of that operation: each fault is where it is, and what."""
        described = self.operations[operation].description["responses"].get(str(status))
        if described is None:
            return [f"status: {status} is not documented"]
        content = described.get("content")
        if content is None:
            return [] if body is None else ["body: there should be none"]
        return list(self._compare(content["application/json"]["schema"], body, ""))

    def _compare(self, schema: dict[str, Any], value: Any, place: str) -> Iterator[str]:
        if "$ref" in schema:
            name = schema["$ref"].removeprefix("#/components/schemas/")
            yield from self._compare(self.content["components"]["schemas"][name], value, place)
        elif value is None:
            if not schema.get("nullable"):
                yield f"{place}: is null"
        elif not _is_a(schema.get("type"), value):
            yield f"{place}: is no {schema['type']}"
        elif isinstance(value, dict):
            yield from self._compare_members(schema, value, place)
        elif isinstance(value, list):
            for item in value:
                yield from self._compare(schema.get("items", {"nullable": True}), item, f"{place}[]")
        else:
            yield from _compare_text(schema, value, place)

    def _compare_members(self, schema: dict[str, Any], value: dict[str, Any], place: str) -> Iterator[str]:
        if schema.get("format") == "uri-map":
            schema = {"properties": {key: {"type": "string", "format": "uri"} for key in value}}
        members = schema.get("properties", {})
        for key in members.keys() - value.keys():
            yield f"{_below(place, key)}: is missing"
        for key in (value.keys() - members.keys()) if members else ():
            yield f"{_below(place, key)}: is unexpected"
        for key in members.keys() & value.keys():
            yield from self._compare(members[key], value[key], _below(place, key))


@cache
def document() -> Document:
    """Twilio's file, read once."""
    return Document(json.loads(FILE.read_text()))


def _below(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _is_a(name: str | None, value: Any) -> bool:
    if name is None:
        return True
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, TYPES[name])


def _compare_text(schema: dict[str, Any], value: Any, place: str) -> Iterator[str]:
    if "enum" in schema and value not in schema["enum"]:
        yield f"{place}: {value!r} is not in the enum"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{place}: is not {schema['pattern']}"
    if schema.get("format") in FORMATS and not FORMATS[schema["format"]].fullmatch(value):
        yield f"{place}: is no {schema['format']}"
