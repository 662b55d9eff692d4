"""The Verify half of the installed Twilio SDK, taken apart: what it offers, and what it reads of each payload."""

import ast
import inspect
import pkgutil
import textwrap
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any, Union, get_args, get_origin

import pytest
from twilio.base.instance_context import InstanceContext
from twilio.base.instance_resource import InstanceResource
from twilio.base.list_resource import ListResource
from twilio.base.page import Page
from twilio.rest.verify import v2

KINDS = (ListResource, InstanceContext, InstanceResource, Page)
OF_EVERY_PAGE = ("next_page", "next_page_async", "previous_page", "previous_page_async")
NOTE = "_noted"


@cache
def classes() -> dict[str, type]:
    """Every class of `verify.v2` that stands for something of the API, by `module.Class`."""
    found = {}
    for module in pkgutil.walk_packages(v2.__path__, f"{v2.__name__}."):
        for name, it in inspect.getmembers(import_module(module.name), inspect.isclass):
            if it.__module__ == module.name and issubclass(it, KINDS):
                found[f"{module.name.removeprefix(v2.__name__ + '.')}.{name}"] = it
    return found


def name_of(it: type) -> str:
    return f"{it.__module__.removeprefix(v2.__name__ + '.')}.{it.__name__}"


def methods(it: type) -> set[str]:
    """What a user can call or read on it: public functions and properties, and being called itself."""
    own = {
        name
        for name, member in vars(it).items()
        if (name == "__call__" or not name.startswith("_")) and not inspect.isclass(member)
    }
    return own.union(OF_EVERY_PAGE) if issubclass(it, Page) else own


class Watched(dict[str, Any]):
    """A payload that notes which keys are asked for."""

    def __init__(self, payload: dict[str, Any]) -> None:
        super().__init__(payload)
        self.read: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.read.add(key)
        return super().get(key, default)

    def __getitem__(self, key: str) -> Any:
        self.read.add(key)
        return super().__getitem__(key)


def watch(patch: pytest.MonkeyPatch) -> None:
    """From now on every instance of the SDK notes which keys it asked its payload for."""
    for it in classes().values():
        if issubclass(it, InstanceResource):
            patch.setattr(it, "__init__", _watching(it.__init__))


def _watching(plain: Any) -> Any:
    def init(self: Any, version: Any, payload: dict[str, Any], *rest: Any, **more: Any) -> None:
        noted = Watched(payload)
        plain(self, version, noted, *rest, **more)
        setattr(self, NOTE, noted)

    init.__wrapped__ = plain  # where the annotations are read from
    return init


def missing_keys(instance: InstanceResource) -> set[str]:
    """The keys that the SDK asked for and the answer does not have."""
    noted: Watched = getattr(instance, NOTE)
    assert noted.read, f"{name_of(type(instance))} read nothing"
    return noted.read - noted.keys()


def properties(instance: InstanceResource) -> dict[str, Any]:
    """Every annotated property of an instance, read."""
    return {name: getattr(instance, name) for name in annotations(type(instance))}


@cache
def annotations(it: type) -> dict[str, Any]:
    """The types that the SDK declares for the properties of an instance: `self.sid: Optional[str] = …`."""
    source = textwrap.dedent(inspect.getsource(inspect.unwrap(it.__init__)))
    names = vars(import_module(it.__module__))
    return {
        node.target.attr: eval(ast.unparse(node.annotation), names)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Attribute)
        and not node.target.attr.startswith("_")
    }


def type_faults(instance: InstanceResource) -> Iterator[str]:
    """Each property whose value is not what the SDK declares. It reads the text of a number too; others do not."""
    names = vars(import_module(type(instance).__module__))
    for name, declared in annotations(type(instance)).items():
        value = getattr(instance, name)
        sent = dict.get(getattr(instance, NOTE), name)
        if not _is_a(declared, value, names) or (isinstance(value, int) and not isinstance(sent, int)):
            yield f"{name_of(type(instance))}.{name} is {value!r}, declared {declared}"


def _is_a(declared: Any, value: Any, names: dict[str, Any]) -> bool:
    if hasattr(declared, "__forward_arg__"):  # one of the SDK's enums: a class with constants of text
        enum = eval(declared.__forward_arg__, names)
        return value in [text for key, text in vars(enum).items() if not key.startswith("_")]
    kind, inner = get_origin(declared), get_args(declared)
    if kind is Union:
        return any(_is_a(one, value, names) for one in inner)
    if kind is list:
        return isinstance(value, list) and all(_is_a(inner[0], item, names) for item in value)
    if kind is dict:
        return isinstance(value, dict) and all(isinstance(key, str) for key in value)
    if declared is datetime:
        return isinstance(value, datetime) and value.tzinfo is not None
    return isinstance(value, bool) is (declared is bool) and isinstance(value, declared)
