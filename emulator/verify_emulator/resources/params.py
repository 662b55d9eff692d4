"""Twilio's form parameters: read from the request by their names, checked by their types, refused in Twilio's words."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Self, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from verify_emulator.errors import INVALID_PARAMETER, MISSING_PARAMETER, ErrorKind, TwilioError, cited


def form_name(field: str) -> str:
    """Twilio's name of a field: `code_length` is `CodeLength`, `push__include_date` is `Push.IncludeDate`."""
    return ".".join("".join(word.capitalize() for word in part.split("_")) for part in field.split("__"))


def _whole(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"-?[0-9]{1,18}", value):
        raise ValueError("not a whole number")
    return value


def _flag(value: object) -> object:
    if isinstance(value, str) and value.lower() not in ("true", "false"):
        raise ValueError("neither true nor false")
    return value


Whole = Annotated[int, BeforeValidator(_whole)]
Flag = Annotated[bool, BeforeValidator(_flag)]


@dataclass(frozen=True, slots=True)
class RefusedWith:
    """A remark on a parameter, `Annotated[type, RefusedWith(ERROR)]`: a bad value has an error of its own."""

    kind: ErrorKind


@dataclass(frozen=True, slots=True)
class MadeOf:
    """A remark on a parameter, `Annotated[type, MadeOf("letters")]`: its pattern, as a hint says it."""

    words: str


class Params(BaseModel):
    """The parameters of one operation. Field order is the order in which faults are reported.

    An absent parameter keeps its default; an empty one is absent where a value is needed and clears the field
    where none is (Node's SDK sends null as an empty value). Unknown parameters are ignored.
    Source: twilio.com/docs/api/errors/20001, runs of the SDKs.
    """

    model_config = ConfigDict(alias_generator=form_name, frozen=True, defer_build=True)

    JSON: ClassVar[bool] = False  # whether they come as a JSON object instead of a form or query
    WHEN_MISSING: ClassVar[ErrorKind] = MISSING_PARAMETER
    WHEN_BAD: ClassVar[ErrorKind] = INVALID_PARAMETER

    _lists: ClassVar[frozenset[str]]
    _nullable: ClassVar[frozenset[str]]
    _refusals: ClassVar[Mapping[str, ErrorKind]]
    _forms: ClassVar[Mapping[str, str]]

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        fields = {name if cls.JSON else form_name(name): field for name, field in cls.model_fields.items()}
        cls._lists = frozenset(
            name for name, field in fields.items() if get_origin(field.annotation) is tuple
        )
        cls._nullable = frozenset(
            name for name, field in fields.items() if field.default is None and not field.is_required()
        )
        cls._refusals = {
            name: mark.kind
            for name, field in fields.items()
            for mark in field.metadata
            if isinstance(mark, RefusedWith)
        }
        cls._forms = {
            name: mark.words
            for name, field in fields.items()
            for mark in field.metadata
            if isinstance(mark, MadeOf)
        }

    @classmethod
    def parse(cls, form: Iterable[tuple[str, str]]) -> Self:
        """Read the parameters. Raises 20001 for the first missing, else 60200 for the first bad one."""
        values: dict[str, Any] = {}
        for name, text in form:
            if name in cls._lists:
                values.setdefault(name, []).append(text)
            elif text:
                values[name] = text
            elif name in cls._nullable:
                values[name] = None
        return cls._checked(values)

    @classmethod
    def _checked(cls, values: Mapping[str, Any]) -> Self:
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise cls._refusal(error.errors(include_url=False), values) from None

    @classmethod
    def _refusal(cls, faults: list[ErrorDetails], sent: Iterable[str]) -> TwilioError:
        for fault in faults:
            if fault["type"] == "missing":
                name = str(fault["loc"][0])
                return TwilioError(cls.WHEN_MISSING, name=name, hint=cls._explain_missing(name, sent))
        first = faults[0]
        name = str(first["loc"][0])
        kind = cls._refusals.get(name, cls.WHEN_BAD)
        from verify_emulator.resources.refusals import explain_fault  # not needed while all goes well

        return TwilioError(kind, name=name, hint=explain_fault(first, cls._forms.get(name, "")))

    @classmethod
    def _explain_missing(cls, name: str, sent: Iterable[str]) -> str:
        """What was sent in its place, perhaps."""
        from verify_emulator.resources.refusals import nearest  # not needed while all goes well

        known = {field if cls.JSON else form_name(field) for field in cls.model_fields}
        unknown = [other for other in sent if other not in known]
        near = nearest(name, unknown)
        if near:
            return f"{name} is missing or empty. {cited(near, 32)} was sent: names have their capitals."
        if unknown:
            named = ", ".join(cited(other, 32) for other in unknown[:5])
            return f"{name} is missing or empty. Sent was what this call does not know: {named}."
        return f"{name} is missing or empty."

    def given(self) -> dict[str, Any]:
        """The fields that the request named, with their values."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class JsonParams(Params):
    """Parameters that come as a JSON object, under the names of the fields. An absent member keeps its default."""

    model_config = ConfigDict(alias_generator=None)

    JSON: ClassVar[bool] = True

    @classmethod
    def parse(cls, body: object) -> Self:
        """Read the parameters. Raises WHEN_BAD for what is no JSON object."""
        if not isinstance(body, dict):
            raise TwilioError(
                cls.WHEN_BAD,
                name="body",
                hint="This call takes a JSON object as its body, with Content-Type application/json.",
            )
        return cls._checked(body)


class Nothing(Params):
    """No parameters."""
