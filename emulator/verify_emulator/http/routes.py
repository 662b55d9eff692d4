"""The table that leads from a path to an operation, built once from the declarations."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote

from verify_emulator.resources.collection import Collection, Operation
from verify_emulator.sources import name_of


@dataclass(frozen=True, slots=True)
class Route:
    """An operation, its collection, and the collections above it, outermost first."""

    collection: Collection
    operation: Operation
    ancestors: tuple[Collection, ...]
    name: str  # as Twilio's OpenAPI file has it
    rule: str  # the function behind it, by its name


@dataclass(slots=True)
class Node:
    """What stands behind one part of a path: named parts, one variable part, and the methods that end here."""

    literals: dict[str, "Node"] = field(default_factory=dict)
    variable: "Node | None" = None
    methods: dict[str, Route] = field(default_factory=dict)


class Routes:
    """A tree of path segments; a named part goes before a variable one."""

    def __init__(
        self, collections: Iterable[Collection], rest: Callable[[], Iterable[Collection]] | None = None
    ) -> None:
        """`rest` gives all collections; it is asked when a path is not found among the first."""
        self._root = Node()
        self.declared: dict[str, dict[str, Route]] = {}  # all paths so far, with their methods
        self._rest = rest
        self._add(collections)
        self.find = lru_cache(maxsize=256)(self._find)  # most requests go to the paths of few collections

    def _add(self, collections: Iterable[Collection]) -> None:
        for collection in collections:
            for operation in collection.operations:
                key = collection.model.ADDRESS or collection.model.KEY
                path = f"{collection.path}/{{{key}}}" if operation.on_item else collection.path
                name, rule = collection.operation_id(operation), name_of(operation.rule)
                route = Route(collection, operation, ancestors(collection), name, rule)
                self._node(path).methods[operation.method] = route
                self.declared.setdefault(path, {})[operation.method] = route

    def _node(self, path: str) -> Node:
        node = self._root
        for part in path.split("/"):
            if part.startswith("{"):
                node.variable = node = node.variable or Node()
            else:
                node = node.literals.setdefault(part, Node())
        return node

    def _find(self, path: str) -> tuple[Mapping[str, Route], tuple[str, ...]]:
        """The methods of a path as received, and the decoded values of its variable parts.

        `+` stays `+`, percent-escapes are decoded, empty parts count (runs of the SDKs).
        """
        node = self._root
        values: list[str] = []
        for part in path.split("/"):
            named = node.literals.get(part)
            if named is not None:
                node = named
            elif node.variable is not None:
                node = node.variable
                values.append(unquote(part) if "%" in part else part)
            else:
                return self._find_in_rest(path)
        return node.methods, tuple(values)

    def _find_in_rest(self, path: str) -> tuple[Mapping[str, Route], tuple[str, ...]]:
        if self._rest is None:
            return {}, ()
        rest, self._rest = self._rest, None
        self._add(rest())
        return self._find(path)


def ancestors(collection: Collection) -> tuple[Collection, ...]:
    above: list[Collection] = []
    parent = collection.parent
    while parent is not None:
        above.insert(0, parent)
        parent = parent.parent
    return tuple(above)
