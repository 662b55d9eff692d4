"""The declaration of a resource: where it lives, what it looks like, and each of its operations written out."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from verify_emulator.resources import rules
from verify_emulator.resources.call import Call, Rule
from verify_emulator.resources.pages import PageParams
from verify_emulator.resources.params import Nothing, Params
from verify_emulator.resources.resource import Resource
from verify_emulator.resources.store import Session

Contention = Callable[..., Hashable]
"""Names the one thing a call contends on; called with the same arguments as the rule."""

Admission = Callable[[Call, str], None]
"""Holds a device's credential against a call, before anything else is looked at. Raises 401."""


Search = Callable[[Session, tuple[str, ...], Mapping[str, str]], tuple[str, str]]
"""Finds recipient and channel by the variable parts of the path and the form; both empty if there is none."""


@dataclass(frozen=True, slots=True)
class Subject:
    """To whom a call is: the form's parameter that names the recipient, and a search where it names none."""

    parameter: str
    search: Search


@dataclass(frozen=True, slots=True)
class Operation:
    """One verb on a collection or on one of its items, the status of its success and the rule behind it."""

    verb: str
    method: str
    on_item: bool
    status: int
    params: type[Params]
    rule: Rule
    contends: Contention | None = None
    exclusive: str = ""  # the form parameter whose value makes two calls in flight at once overlap
    admits: Admission | None = None  # lets a device in, which has no credentials of the account
    subject: Subject | None = None  # where a call is to somebody


@dataclass(frozen=True, slots=True, eq=False)
class Collection:
    """A resource, declared. `name` is the key of its lists, `path` names the fields of the record it is filled from."""

    name: str
    model: type[Resource]
    path: str
    operations: tuple[Operation, ...]
    parent: "Collection | None" = None
    links: Mapping[str, str] = field(default_factory=dict)
    find: Callable[[Call, type[Any], str], Resource | None] = rules.find_by_key

    @property
    def has_items(self) -> bool:
        """Whether single records have an address of their own, and so a `url`."""
        return any(operation.on_item for operation in self.operations)

    def operation_id(self, operation: Operation) -> str:
        """The name in Twilio's OpenAPI file, such as `CreateVerificationCheck`."""
        return operation.verb.capitalize() + self.model.__name__


def creates(
    params: type[Params],
    *,
    by: Rule = rules.create,
    status: int = 201,
    contends: Contention | None = None,
    exclusive: str = "",
    admits: Admission | None = None,
    subject: Subject | None = None,
) -> Operation:
    return Operation("create", "POST", False, status, params, by, contends, exclusive, admits, subject)


def lists(
    params: type[PageParams] = PageParams, *, by: Rule = rules.list_page, admits: Admission | None = None
) -> Operation:
    return Operation("list", "GET", False, 200, params, by, admits=admits)


def fetches(
    *,
    by: Rule = rules.fetch,
    contends: Contention | None = None,
    admits: Admission | None = None,
    subject: Subject | None = None,
) -> Operation:
    return Operation("fetch", "GET", True, 200, Nothing, by, contends, admits=admits, subject=subject)


def sums_up(params: type[Params], *, by: Rule) -> Operation:
    """A fetch of what has no items: one answer about a whole collection."""
    return Operation("fetch", "GET", False, 200, params, by)


def updates(
    params: type[Params],
    *,
    by: Rule = rules.update,
    contends: Contention | None = None,
    admits: Admission | None = None,
    subject: Subject | None = None,
) -> Operation:
    return Operation("update", "POST", True, 200, params, by, contends, admits=admits, subject=subject)


def answers(params: type[Params], *, by: Rule, contends: Contention | None = None) -> Operation:
    """An update of an item that the parameters name, and not the path."""
    return Operation("update", "POST", False, 200, params, by, contends)


def deletes(
    *, by: Rule = rules.delete, contends: Contention | None = None, admits: Admission | None = None
) -> Operation:
    return Operation("delete", "DELETE", True, 204, Nothing, by, contends, admits=admits)
