"""What is implemented, and where each rule comes from."""

from functools import cache
from inspect import getdoc, getmodule
from typing import Any

from verify_emulator.resources.collection import Collection, Operation
from verify_emulator.sources import marked
from verify_emulator.verify.catalogue import collections


def describe(collection: Collection, operation: Operation) -> dict[str, Any]:
    own = getdoc(operation.rule) or ""
    module = getdoc(getmodule(collection.model)) or ""
    key = collection.model.ADDRESS or collection.model.KEY
    path = f"{collection.path}/{{{key}}}" if operation.on_item else collection.path
    return {
        "name": collection.operation_id(operation),
        "method": operation.method,
        "path": path,
        "implemented": True,
        "source": marked("Source", own) or marked("Source", module),
        "guess": marked("Guess", own),
    }


@cache
def operations() -> list[dict[str, Any]]:
    """All 57, as they are declared."""
    return [
        describe(collection, operation) for collection in collections() for operation in collection.operations
    ]
