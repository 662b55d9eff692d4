"""What a client may have meant when a request leads nowhere. Looked for only then, within bounds, in one account."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import islice

from verify_emulator.errors import cited
from verify_emulator.http.bodies import FORM
from verify_emulator.http.rendering import path_of
from verify_emulator.http.side import Request
from verify_emulator.ids import is_sid
from verify_emulator.resources.call import Call
from verify_emulator.resources.collection import Collection
from verify_emulator.resources.params import form_name
from verify_emulator.resources.resource import Resource
from verify_emulator.resources.rules import key_of
from verify_emulator.resources.store import Session
from verify_emulator.verify.near_misses import told_deleted, told_reset
from verify_emulator.verify.rules.moments import ago

MOST_PARENTS = 200
"""Places that are searched for a record."""
MOST_NAMED = 3
LONGEST_PATH = 200
LIKENESS = 0.7

_UNSET = re.compile(r"|undefined|null|none|nil|nan|\[object Object\]|.*[{}$<>].*", re.IGNORECASE)


def explain_missing(call: Call, collection: Collection, key: str) -> str:
    """There is no record of that key: what is there instead, or where it is."""
    owner, model = call.parent, collection.model
    whose = f"Account {call.account_sid}" if owner is None else f"{type(owner).__name__} {name_of(owner)}"
    lacks = f"{whose} has no {model.__name__} {cited(key)}."
    if _UNSET.fullmatch(key):
        return f"{lacks} Is the variable set that this address was made from?"
    elsewhere = next(_elsewhere(call.store, collection, key), None)
    if elsewhere is not None:
        return f"{lacks} It is at {path_of(collection, elsewhere)}."
    named = call.store.get(model, key, key_of(owner)) if model.ADDRESS else None
    if named is not None:
        return f"{lacks} It is at {path_of(collection, named)}: the {model.ADDRESS} is its address."
    gone = _gone(call, model, key)
    if gone:
        return f"{lacks} {gone}{_instead(call, model)}"
    shape = ""
    if model.KEY == "sid" and model.PREFIX and not model.ADDRESS and not is_sid(key):
        shape = f" A SID of one is {model.PREFIX} and 32 hex digits."
    return f"{lacks}{shape}{_instead(call, model)}"


def _gone(call: Call, model: type[Resource], key: str) -> str:
    """When it, or what it was below, stopped being there; empty if that is not known."""
    told = told_deleted(call, model, key, None if is_sid(key) else key_of(call.parent))
    if told:
        return told
    owner = call.parent
    if owner is not None and owner.ADDRESS:  # with another key, but under the same name
        above = getattr(owner, owner.PARENT) if owner.PARENT else ""
        gone = call.store.deleted(type(owner), name_of(owner), above)
        if gone is not None:
            whose = f"{type(owner).__name__} {name_of(owner)}"
            return f"{whose} was deleted {ago(gone, call.now)} with all that it had, and made anew."
    return told_reset(call)


def name_of(record: Resource) -> str:
    """What stands in its address."""
    return str(getattr(record, record.ADDRESS or record.KEY))


def _elsewhere(session: Session, collection: Collection, key: str) -> Iterator[Resource]:
    """The records of that key below other parents."""
    model = collection.model
    for parent in islice(_parents(session, collection), MOST_PARENTS):
        found = (
            session.find(model, model.ADDRESS, key, parent)
            if model.ADDRESS
            else session.get(model, key, parent)
        )
        if found is not None:
            yield found


def _parents(session: Session, collection: Collection) -> Iterator[str]:
    """The keys of all records below which there can be one of this collection."""
    above = collection.parent
    if above is None:
        yield ""
        return
    for parent in _parents(session, above):
        yield from map(key_of, session.read(above.model, parent, backwards=True))


def _instead(call: Call, model: type[Resource]) -> str:
    """A few that are there: the newest ones and the first one, which may be the ready one."""
    parent = key_of(call.parent) if model.PARENT else ""
    newest = list(islice(call.store.read(model, parent, backwards=True), MOST_NAMED))
    if call.store.count(model, parent) > MOST_NAMED:
        newest[-1:] = islice(call.store.read(model, parent), 1)
    return f" There are: {', '.join(map(_described, newest))}." if newest else ""


def _described(record: Resource) -> str:
    label = getattr(record, "friendly_name", "") or getattr(record, "unique_name", "")
    return f"{name_of(record)} ({cited(label, 24)})" if label else name_of(record)


def explain_path(path: str, declared: Mapping[str, Iterable[str]]) -> str:
    """No operation has that path: which one is like it. `declared` are all paths with their methods."""
    asked = path[:LONGEST_PATH].split("/")
    filled = {"/".join(_filled(known.split("/"), asked)).lower(): known for known in declared}
    starred = {re.sub(r"{\w+}", "*", known).lower(): known for known in declared}
    shape = "/".join("*" if _is_variable(part) else part for part in asked).lower()
    nearest = get_close_matches(shape, starred, 1, LIKENESS)
    likest = get_close_matches("/".join(asked).lower(), filled, 1, LIKENESS)
    known = starred[nearest[0]] if nearest else filled[likest[0]] if likest else ""
    if not known:
        return f"No operation of Verify v2 has this path; other products of Twilio's are not here. {_ALL}"
    return f"No operation of Verify v2 has this path. Near it is {spelled(known)} ({', '.join(declared[known])})."


_ALL = "GET /_emulator/operations lists those that there are."


def spelled(path: str) -> str:
    """A declared path as Twilio writes it: /v2/Services/{ServiceSid}/Verifications."""
    return re.sub(r"{(\w+)}", lambda found: "{" + form_name(found[1]) + "}", path)


def _filled(known: list[str], asked: list[str]) -> Iterator[str]:
    """A declared path with what was asked for in its variable places."""
    for index, part in enumerate(known):
        yield asked[index] if part.startswith("{") and index < len(asked) else part


def _is_variable(part: str) -> bool:
    return is_sid(part) or part.startswith(("+", "%2B")) or "@" in part


def explain_method(request: Request, methods: Iterable[str]) -> str:
    update = " Twilio updates with POST." if request.method in ("PUT", "PATCH") else ""
    return f"{cited(request.method, 16)} is not for this path, which takes {', '.join(methods)}.{update}"


def explain_body(request: Request, *, wants_json: bool) -> str:
    """Why parameters of a POST may not have been seen; empty if they were."""
    kind = request.headers.get(b"content-type", b"").decode("latin-1")
    is_form = FORM.decode() in kind.lower()
    if request.body and is_form is wants_json:
        wanted = "a JSON body (application/json)" if wants_json else f"parameters as a form ({FORM.decode()})"
        came = f"as {cited(kind, 40)}" if kind else "without a Content-Type"
        return f"The body came {came}, and this call takes {wanted}."
    if request.query and not request.body:
        return "The parameters are in the query; this call takes them in its body."
    return ""
