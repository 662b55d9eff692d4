"""What an operation does when Twilio does nothing special: plain create, fetch, list, update and delete."""

from typing import Any, TypeVar

from verify_emulator.errors import INVALID_SID_TYPE, TwilioError
from verify_emulator.ids import is_sid, kind_of
from verify_emulator.resources.call import Call
from verify_emulator.resources.pages import Page, PageParams, cut
from verify_emulator.resources.params import Params
from verify_emulator.resources.resource import Resource

R = TypeVar("R", bound=Resource)


def key_of(parent: Resource | None) -> str:
    return "" if parent is None else str(getattr(parent, parent.KEY))


def find_by_key(call: Call, model: type[R], key: str) -> R | None:
    """The record that a path segment names.

    Source: a well-formed SID of another type is 60200 (twilio.com/docs/api/errors/60200, observed 2022).
    """
    if model.ADDRESS:
        return call.store.find(model, model.ADDRESS, key, key_of(call.parent))
    found = call.store.get(model, key, key_of(call.parent))
    by_sid = model.KEY == "sid" and model.PREFIX
    if found is None and by_sid and is_sid(key) and not key.startswith(model.PREFIX):
        raise TwilioError(
            INVALID_SID_TYPE,
            hint=f"{key} is the SID of {kind_of(key)}, not of a {model.__name__} ({model.PREFIX}…).",
        )
    return found


def list_page(call: Call, params: PageParams) -> Page:
    return cut(call, params, call.model, key_of(call.parent))


def fetch(call: Call, resource: R, params: Params) -> R:
    return resource


def update(call: Call, resource: R, params: Params) -> R:
    """Changes what was sent, and nothing else."""
    changed = resource.changed(date_updated=call.now, **params.given())
    call.store.put(changed)
    return changed


def delete(call: Call, resource: Resource, params: Params) -> None:
    call.store.delete(resource)
    call.store.remember(resource, call.now)


def create(call: Call, params: Params) -> Resource:
    """A new record: the parameters, a SID, the dates, and the SIDs that it shares with its parent."""
    model, parent = call.model, call.parent
    values: dict[str, Any] = {
        name: getattr(parent, name)
        for name in model.__slots__
        if name.endswith("_sid") and hasattr(parent, name)
    }
    values |= {"account_sid": call.account_sid, "date_created": call.now, "date_updated": call.now}
    if model.PREFIX:
        values["sid"] = call.ids.sid(model.PREFIX)
    if model.PARENT:
        values[model.PARENT] = key_of(parent)
    values |= params.model_dump()
    resource: Resource = model(**{name: values[name] for name in model.__slots__ if name in values})
    call.store.put(resource)
    return resource
