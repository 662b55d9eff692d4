"""Dataclasses with slots, made and copied quickly: what their class would do, written out once as a function."""

from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from functools import cache
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")


def maker(kind: Callable[P, T]) -> Callable[P, T]:
    """A function that makes records of a dataclass, from the keywords that the class takes, in half the time.

    A class that is called with keywords packs them into a dictionary, only to unpack it again; a function does not,
    as long as it gets no more than fifteen. There must be no `__post_init__`.
    """
    declared = fields(cast(Any, kind))
    names: dict[str, Any] = {"new": object.__new__, "kind": kind, "absent": MISSING}
    lines = ["made = new(kind)"]
    for field in declared:
        names[f"default_{field.name}"] = _default(field)
        if field.default_factory is not MISSING:
            lines.append(f"if {field.name} is absent: {field.name} = default_{field.name}()")
        lines.append(f"made.{field.name} = {field.name}")
    make = _compiled(f"make(*, {', '.join(map(_parameter, declared))})", [*lines, "return made"], names)
    return cast(Callable[P, T], make)


def _default(field: "Field[Any]") -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory


def _parameter(field: "Field[Any]") -> str:
    if field.default_factory is not MISSING:
        return f"{field.name}=absent"
    return field.name if field.default is MISSING else f"{field.name}=default_{field.name}"


@cache
def copier(kind: type[Any], *further: str) -> Callable[[Any], Any]:
    """A function that copies records of a dataclass, together with `further` slots that its bases have.

    `dataclasses.replace` and the like take a tenth of a whole call.
    """
    lines = [f"made.{name} = record.{name}" for name in (*kind.__slots__, *further)]
    names = {"new": object.__new__, "kind": kind}
    copy: Callable[[Any], Any] = _compiled("copy(record)", ["made = new(kind)", *lines, "return made"], names)
    return copy


def _compiled(head: str, lines: list[str], names: dict[str, Any]) -> Any:
    exec("\n    ".join([f"def {head}:", *lines]), names)
    return names[head.partition("(")[0]]
