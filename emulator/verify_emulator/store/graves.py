"""What was deleted because somebody asked for that, and when: remembered for who asks for it afterwards."""

from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from verify_emulator.resources.resource import Resource

MOST = 200
"""Of one account; beyond that the oldest go."""


class Grave(NamedTuple):
    model: type[Resource]
    parent: str
    names: tuple[str, ...]
    at: datetime


class Graves:
    """The newest deletions of one account. They are no part of its state, and searched only for a refusal."""

    def __init__(self) -> None:
        self._graves: deque[Grave] = deque(maxlen=MOST)

    def dig(self, resource: Resource, at: datetime) -> Callable[[], object]:
        """Returns how to undo it, but for the oldest one, which may have made room."""
        model = type(resource)
        names = tuple(str(getattr(resource, field)) for field in (model.KEY, *model.INDEXES))
        parent = getattr(resource, model.PARENT) if model.PARENT else ""
        self._graves.append(Grave(model, parent, names, at))
        return self._graves.pop

    def find(self, model: type[Resource], name: str, parent: str | None) -> datetime | None:
        for grave in reversed(self._graves):
            if grave.model is model and name in grave.names and parent in (None, grave.parent):
                return grave.at
        return None
