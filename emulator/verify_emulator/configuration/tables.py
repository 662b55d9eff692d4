"""Tables of the file that are derived from the parameters of API calls, so that none is declared twice."""

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import or_
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model
from pydantic.fields import FieldInfo

from verify_emulator.resources.params import Params, form_name


class Table(BaseModel):
    """A table of the file. A key that it does not have is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True)

    def given(self) -> Iterator[tuple[str, Any]]:
        """The keys that were written, each with its value; `a.b` is `a__b`, as in the fields of Params."""
        for name in self.model_fields_set:
            value = getattr(self, name)
            if isinstance(value, Table):
                yield from ((f"{name}__{below}", leaf) for below, leaf in value.given())
            else:
                yield name, value


Leaf = tuple[Any, Any]
"""A type with its constraints, and the default: what `create_model` takes."""


def leaf_of(params: type[Params], name: str) -> Leaf:
    """A parameter as a key: same type, same checks, same default."""
    info: FieldInfo = params.model_fields[name]
    described = Field(description=f"Parameter {form_name(name)} of the API.")
    kind = _as_itself(typed(info.annotation, *info.metadata, described))
    return kind, ... if info.is_required() else info.default


def _as_itself(kind: Any) -> Any:
    """A type without what reads it from the text of a form: TOML has numbers, booleans and arrays of its own."""
    if get_origin(kind) in (Union, UnionType):
        return reduce(or_, map(_as_itself, get_args(kind)))
    if get_origin(kind) is not Annotated:
        return kind
    inner, *remarks = get_args(kind)
    kept = [remark for remark in remarks if not isinstance(remark, BeforeValidator)]
    return typed(_as_itself(inner), *kept) if kept else inner


def typed(kind: Any, *remarks: Any) -> Any:
    """`Annotated[kind, *remarks]`, for a type that is known only at run time."""
    return Annotated[kind, *remarks]


def many(kind: Any, description: str) -> Leaf:
    """An array, empty by default."""
    array: Any = tuple
    return array[kind, ...], Field((), description=description)


def table_of(params: type[Params], name: str, **more: Leaf) -> type[Table]:
    """A table with a key for each parameter, dotted ones in tables of their own, and `more` keys."""
    leaves = {tuple(field.split("__")): leaf_of(params, field) for field in params.model_fields}
    return _nested(name, leaves, more)


def _nested(name: str, leaves: Mapping[tuple[str, ...], Leaf], more: Mapping[str, Leaf]) -> type[Table]:
    fields: dict[str, Any] = dict(more)
    groups: dict[str, dict[tuple[str, ...], Leaf]] = {}
    for (first, *rest), leaf in leaves.items():
        if rest:
            groups.setdefault(first, {})[tuple(rest)] = leaf
        else:
            fields[first] = leaf
    for group, below in groups.items():
        inner = _nested(name + form_name(group), below, {})
        fields[group] = (inner | None, None)
    return create_model(name, __base__=Table, **fields)
