"""The account settings as fields of a form: each from its declaration, with what it says now."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from verify_emulator.account_settings import AccountSettings

Kind = Literal["flag", "number", "text", "choice", "several", "lines", "records", "record"]


@dataclass(frozen=True, slots=True)
class SettingField:
    """One setting. `options` are what can be chosen; `members` the words of a line of a record.

    `numbers` are those members that are numbers. `value` is what stands in the form: for several lines, a text.
    """

    name: str
    kind: Kind
    help: str
    value: Any
    is_default: bool
    options: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    @property
    def hint(self) -> str:
        """How a line is written."""
        if self.kind == "lines":
            return "One on each line."
        form = " ".join(member.upper() for member in self.members)
        return {"records": f"On each line: {form}", "record": form}.get(self.kind, "")


def fields_of(settings: AccountSettings) -> list[SettingField]:
    return [
        _field(name, declared, getattr(settings, name))
        for name, declared in AccountSettings.model_fields.items()
    ]


def _field(name: str, declared: FieldInfo, value: Any) -> SettingField:
    kind, of = _kind(declared.annotation)
    members: dict[str, FieldInfo] = of.model_fields if kind in ("record", "records") else {}
    return SettingField(
        name=name,
        kind=kind,
        help=declared.description or "",
        value=_shown(kind, value),
        is_default=value == declared.get_default(call_default_factory=True, validated_data={}),
        options=get_args(of) if kind in ("choice", "several") else (),
        members=tuple(members),
        numbers=tuple(each for each, info in members.items() if _is_number(info.annotation)),
    )


def _kind(annotation: Any) -> tuple[Kind, Any]:
    """How a type is filled in, and what of."""
    if get_origin(annotation) is tuple:
        each = get_args(annotation)[0]
        if _is_model(each):
            return "records", each
        return ("several", each) if get_origin(each) is Literal else ("lines", each)
    (of,) = (each for each in _alternatives(annotation) if each is not type(None))
    if _is_model(of):
        return "record", of
    if get_origin(of) is Literal:
        return "choice", of
    plain: dict[Any, Kind] = {bool: "flag", int: "number"}
    return plain.get(of, "text"), of


def _alternatives(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) in (Union, UnionType):
        yield from get_args(annotation)
    else:
        yield annotation


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _is_number(annotation: Any) -> bool:
    return annotation is int or all(isinstance(each, int) for each in get_args(annotation) or ("",))


def _shown(kind: Kind, value: Any) -> Any:
    if kind == "lines":
        return "\n".join(value)
    if kind == "records":
        return "\n".join(map(_line, value))
    if kind == "record":
        return "" if value is None else _line(value)
    return value


def _line(record: BaseModel) -> str:
    return " ".join(str(value) for _, value in record if value is not None)
