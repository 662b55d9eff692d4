"""What a stored thing is: a plain record whose fields stand in the order in which Twilio answers with them."""

from dataclasses import dataclass
from typing import Any, ClassVar, Final, Self, final

from verify_emulator.errors import NOT_FOUND, ErrorKind
from verify_emulator.records import copier


@final
@dataclass(frozen=True, slots=True)
class Marker:
    """A remark on a field, written `Annotated[type, MARKER]`, that says how the field is shown."""

    name: str


HIDDEN: Final = Marker("never shown")
WHEN_GIVEN: Final = Marker("shown only when it has a value")
MILLISECONDS: Final = Marker("a time shown with milliseconds")
LOCAL_PATH: Final = Marker("a path, shown as an absolute URL on this server")


class Resource:
    """The base of every record. Subclasses are dataclasses with `slots=True, kw_only=True`.

    A double underscore in a field name is a dot in Twilio's: `push__include_date` is read from `Push.IncludeDate`
    and shown as `{"push": {"include_date": …}}`. Records are never changed in place: see `changed`.
    """

    __slots__ = ("number",)

    number: int
    """Its place in the order of creation among its siblings; given by the store, kept by `changed`."""

    PREFIX: ClassVar[str] = ""  # the two letters of its SIDs
    KEY: ClassVar[str] = "sid"  # the field that tells it from its siblings, and that what is below names
    ADDRESS: ClassVar[str] = ""  # the field that stands in its URL, where that is not the key; it is an index
    PARENT: ClassVar[str] = ""  # the field that names its parent's key; empty for what belongs to the account
    INDEXES: ClassVar[tuple[str, ...]] = ()  # further fields (or properties) by which one can be found
    UNIQUE: ClassVar[tuple[str, ...]] = ()  # fields by which one can be found whatever its parent is
    FORGET: ClassVar[str] = ""  # the field with the time from which the record may be dropped
    KEEP: ClassVar[int] = 0  # how many are kept below one parent before the oldest go; 0 for all
    MISSING: ClassVar[ErrorKind] = NOT_FOUND

    def changed(self, **changes: Any) -> Self:
        """A copy with some fields changed. Raises TypeError for a name that is no field."""
        kind: Any = type(self)
        copy: Self = copier(kind, "number")(self)
        for name, value in changes.items():
            if name not in kind.__slots__:  # `number` is a slot as well, and the store's alone
                raise TypeError(f"{kind.__name__} has no field {name}")
            setattr(copy, name, value)
        return copy


def shared_fields(kind: type[Resource], record: Resource) -> dict[str, Any]:
    """What a kind of answer has in common with the record that it shows."""
    return {name: getattr(record, name) for name in kind.__slots__ if hasattr(record, name)}
