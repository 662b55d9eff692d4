"""Every success of every operation, held against its schema in Twilio's OpenAPI file, strictly."""

import json

import pytest
from harness.local import Local
from harness.openapi import DRIFTS, document, needs_openapi
from harness.operations import OPERATIONS
from harness.tenant import Tenant

pytestmark = needs_openapi


def test_every_operation_is_performed() -> None:
    """twilio-oai, paths."""
    assert set(OPERATIONS) == set(document().operations)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_success_is_as_the_schema_says(emulator: Local, operation: str) -> None:
    """twilio-oai, responses and components.schemas. A drift that is none any more must go from the table."""
    faults: set[str] = set()
    for number, perform in enumerate(OPERATIONS[operation]):
        answer = perform(Tenant(emulator.send, f"{operation} {number}"))
        assert answer.status < 300, answer.body
        faults.update(document().faults(operation, answer.status, json.loads(answer.body or "null")))
    assert faults == set(DRIFTS.get(operation, {}))
