"""Records that the file lists: each is one API call, kept until the account is furnished and then made by its rule."""

from dataclasses import dataclass, field, replace
from hashlib import sha256

from pydantic import ValidationError

from verify_emulator.configuration.faults import ConfigurationError, invalid, refused
from verify_emulator.configuration.tables import Table
from verify_emulator.errors import TwilioError
from verify_emulator.ids import Ids
from verify_emulator.places import Place, written
from verify_emulator.resources.call import Call
from verify_emulator.resources.collection import Collection, Operation
from verify_emulator.resources.params import Params, form_name


@dataclass(frozen=True, slots=True)
class Kind:
    """A collection of which the file lists records, and what it can list below each of them."""

    collection: Collection
    below: tuple["Kind", ...] = ()

    @property
    def create(self) -> Operation:
        return next(one for one in self.collection.operations if one.verb == "create")

    @property
    def name(self) -> str:
        """What one of the records is called."""
        return self.collection.model.__name__

    @property
    def operation_id(self) -> str:
        """Twilio's name of the call that makes one."""
        return self.collection.operation_id(self.create)


@dataclass(frozen=True, slots=True)
class Entry:
    """One record: its place below the account, its SID, its parameters, and what is below it."""

    kind: Kind
    place: Place
    sid: str
    params: Params = field(repr=False)
    below: tuple["Entry", ...] = ()

    def make(self, call: Call) -> None:
        """Make the record and what is below it. Raises ConfigurationError if its rule refuses it."""
        own = replace(call, model=self.kind.collection.model, ids=_Given(self.sid))
        try:
            record = self.kind.create.rule(own, self.params)
        except TwilioError as error:
            raise refused(error, self.place) from None
        for entry in self.below:
            entry.make(replace(call, parent=record))


class _Given(Ids):
    """Hands out one SID that is laid down."""

    def __init__(self, sid: str) -> None:
        super().__init__(0)
        self._sid = sid

    def sid(self, prefix: str) -> str:
        return self._sid


def sid_at(prefix: str, owner: str, place: Place) -> str:
    """The SID of what the file gives none: always the same for the same place in the same account."""
    return prefix + sha256(f"{owner} {written(place)}".encode()).hexdigest()[:32]


def entry_of(kind: Kind, table: Table, owner: str, place: Place) -> Entry:
    """A table of the file as the call that it stands for, by the owner's account. Raises ConfigurationError."""
    below = tuple(
        entry_of(inner, inner_table, owner, (*place, inner.collection.name, position))
        for inner in kind.below
        for position, inner_table in enumerate(getattr(table, inner.collection.name))
    )
    sid = getattr(table, "sid", None) or sid_at(kind.collection.model.PREFIX, owner, place)
    return Entry(kind, place, sid, _params(kind, dict(table.given()), place), below)


def _params(kind: Kind, given: dict[str, object], place: Place) -> Params:
    """An empty text counts as absent, as it does in a call."""
    params = kind.create.params
    names = {form_name(name): name for name in params.model_fields}
    try:
        return params.model_validate(
            {form: given[name] for form, name in names.items() if given.get(name, "") != ""}
        )
    except ValidationError as error:
        fault = invalid(error)
        name = names[str(fault.place[0])]
        raise ConfigurationError(fault.reason, (*place, *name.split("__"))) from None
