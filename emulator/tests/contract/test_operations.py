"""What the emulator lists as Verify v2 is what Twilio's OpenAPI file lists, and what it serves."""

import re
from typing import Any

import pytest
from harness.local import Local
from harness.openapi import document, needs_openapi, shape
from harness.operations import OPERATIONS
from harness.tenant import Tenant


def listed(emulator: Local) -> list[dict[str, Any]]:
    operations: list[dict[str, Any]] = emulator.get("/_emulator/operations").json["operations"]
    return operations


@needs_openapi
def test_the_operations_are_those_of_the_openapi_file(emulator: Local) -> None:
    """twilio-oai, twilio_verify_v2.json."""
    theirs = {(it.name, it.method, shape(it.path)) for it in document().operations.values()}
    ours = [(it["name"], it["method"], shape(it["path"])) for it in listed(emulator)]
    assert len(theirs) == len(ours) == 57
    assert set(ours) == theirs


def test_every_operation_is_listed_once_and_says_where_its_rule_comes_from(emulator: Local) -> None:
    """Our contract: a documented source for every rule."""
    operations = listed(emulator)
    assert len({operation["name"] for operation in operations}) == len(operations) == 57
    assert [operation["name"] for operation in operations if not operation["source"]] == []
    for operation in operations:
        assert list(operation) == ["name", "method", "path", "implemented", "source", "guess"]
        assert operation["implemented"]


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_is_served_where_it_is_listed(emulator: Local, name: str) -> None:
    """Our contract: the list is made from the same declarations as the routes."""
    (operation,) = (it for it in listed(emulator) if it["name"] == name)
    answer = emulator.send(operation["method"], re.sub(r"{\w+}", "x", operation["path"]))
    assert answer.status != 405
    assert answer.hint != emulator.get("/v2/Nowhere").hint


@needs_openapi
@pytest.mark.parametrize("name", OPERATIONS)
def test_a_success_has_the_documented_status(emulator: Local, name: str) -> None:
    """twilio-oai, responses. Of the two statuses of a check, 200 is the one that was observed."""
    documented = document().operations[name].successes
    answer = OPERATIONS[name][0](Tenant(emulator.send, name))
    assert answer.status == (200 if name == "CreateVerificationCheck" else max(documented))
    assert answer.headers["content-type"] == "application/json"
