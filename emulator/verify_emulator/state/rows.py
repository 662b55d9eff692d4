"""The records of one account, out of a document: checked one by one, and against each other."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from verify_emulator.ids import is_sid
from verify_emulator.resources.resource import Resource
from verify_emulator.resources.store import Section
from verify_emulator.state.codecs import codec_of
from verify_emulator.state.faults import StateError, at
from verify_emulator.state.soundness import check_record
from verify_emulator.verify.catalogue import records

Objects = Sequence[dict[str, Any]]
LastNumbers = Mapping[str, Mapping[str, int]]


def read_records(
    account_sid: str, found: Mapping[str, Objects], last_numbers: LastNumbers
) -> tuple[Section, ...]:
    """Raises StateError."""
    for kind, names in (("records", found), ("last_numbers", last_numbers)):
        for name in names:
            if name not in records():
                raise StateError("there is no such kind of record", (kind, name))
    sections: list[Section] = []
    for name, model in records().items():
        reader = _Reader(account_sid, model)
        for position, fields in enumerate(found.get(name, ())):
            with at("records", name, position):
                reader.add(fields)
        sections.extend(reader.sections(last_numbers.get(name, {})))
    return tuple(sections)


class _Reader:
    """Reads the records of one model, whatever is above them."""

    def __init__(self, account_sid: str, model: type[Resource]) -> None:
        self._account_sid = account_sid
        self._model = model
        self._rows: dict[str, list[Any]] = {}
        self._names: set[Hashable] = set()

    def add(self, fields: dict[str, Any]) -> None:
        """A record. One without a number has the next one."""
        number = fields.pop("number", None)
        row = codec_of(self._model).read(fields)
        check_owner(getattr(row, "account_sid", self._account_sid), self._account_sid)
        if self._model.PREFIX and not is_sid(row.sid, self._model.PREFIX):
            raise StateError(f"not a SID ({self._model.PREFIX} and 32 hex digits)", ("sid",))
        check_record(row)
        parent = getattr(row, self._model.PARENT) if self._model.PARENT else ""
        self._claim("", parent, self._model.KEY, row)
        for field in self._model.UNIQUE:
            if getattr(row, field) is not None:
                self._claim(field, "", field, row)
        rows = self._rows.setdefault(parent, [])
        row.number = _checked(number, rows[-1].number if rows else 0)
        rows.append(row)

    def _claim(self, kind: str, parent: str, field: str, row: Any) -> None:
        name = (kind, parent, getattr(row, field))
        if name in self._names:
            raise StateError("a record that came before has the same", (field,))
        self._names.add(name)

    def sections(self, last_numbers: Mapping[str, int]) -> list[Section]:
        return [
            Section(self._model, parent, max(rows[-1].number if rows else 0, last), tuple(rows))
            for parent in dict.fromkeys((*self._rows, *last_numbers))
            for rows, last in [(self._rows.get(parent, []), last_numbers.get(parent, 0))]
        ]


def _checked(number: Any, before: int) -> int:
    if number is None:
        return before + 1
    if not isinstance(number, int) or isinstance(number, bool) or number <= before:
        raise StateError("not a whole number beyond that of the record before", ("number",))
    return number


def check_owner(account_sid: str, owner: str) -> None:
    """Raises StateError."""
    if account_sid != owner:
        raise StateError("not that of the account", ("account_sid",))
