"""What the emulator lists as Verify v2 is what Twilio's OpenAPI file lists."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from harness.local import SERVICE, TO, Local

OPENAPI = Path(__file__).parents[4] / "shared" / "openapi" / "twilio_verify_v2.json"
METHODS = ("get", "post", "delete", "put", "patch")

needs_openapi = pytest.mark.skipif(not OPENAPI.exists(), reason=f"Twilio's OpenAPI file is not at {OPENAPI}")


@pytest.fixture
def openapi() -> Any:
    return json.loads(OPENAPI.read_text())


def shape(path: str) -> str:
    """A path whose variable parts have no names."""
    return re.sub(r"{\w+}", "{}", path)


def listed(emulator: Local) -> list[dict[str, Any]]:
    operations: list[dict[str, Any]] = emulator.get("/_emulator/operations").json["operations"]
    return operations


@needs_openapi
def test_the_operations_are_those_of_the_openapi_file(emulator: Local, openapi: Any) -> None:
    """twilio-oai, twilio_verify_v2.json."""
    theirs = {
        (operation["operationId"], method.upper(), shape(path))
        for path, operations in openapi["paths"].items()
        for method, operation in operations.items()
        if method in METHODS
    }
    ours = [
        (operation["name"], operation["method"], shape(operation["path"])) for operation in listed(emulator)
    ]
    assert len(theirs) == len(ours) == 57
    assert set(ours) == theirs


EXTRAS = {
    "verify.v2.service": {"mailer_sid"},
    "verify.v2.service.verification": set(),
    "verify.v2.service.verification_check": set(),
}
"""Keys beyond the schema: mailer_sid left it, and was still in a live body of 2022."""


@needs_openapi
@pytest.mark.parametrize("name", EXTRAS)
def test_an_answer_has_exactly_the_keys_of_its_schema(emulator: Local, openapi: Any, name: str) -> None:
    """twilio-oai, components.schemas."""
    schema = set(openapi["components"]["schemas"][name]["properties"])
    assert set(answers(emulator)[name]) == schema | EXTRAS[name]


@needs_openapi
def test_a_success_has_a_documented_status(emulator: Local, openapi: Any) -> None:
    """twilio-oai, responses. Of the two statuses of a check, 200 is the one that was observed."""
    documented = {
        operation["operationId"]: {int(status) for status in operation["responses"] if status < "300"}
        for operations in openapi["paths"].values()
        for method, operation in operations.items()
        if method in METHODS
    }
    service = emulator.service()
    statuses = {
        "CreateService": emulator.post("/v2/Services", FriendlyName="Mine").status,
        "ListService": emulator.get("/v2/Services").status,
        "FetchService": emulator.get(f"/v2/Services/{service}").status,
        "UpdateService": emulator.post(f"/v2/Services/{service}").status,
        "DeleteService": emulator.send("DELETE", f"/v2/Services/{service}").status,
        "CreateVerification": emulator.start().status,
        "FetchVerification": emulator.fetch(TO).status,
        "CreateVerificationCheck": emulator.check("0000").status,
        "UpdateVerification": emulator.update(TO, "canceled").status,
    }
    assert {name: status for name, status in statuses.items() if status not in documented[name]} == {}


def answers(emulator: Local) -> dict[str, dict[str, Any]]:
    return {
        "verify.v2.service": emulator.get(f"/v2/Services/{SERVICE}").json,
        "verify.v2.service.verification": emulator.start().json,
        "verify.v2.service.verification_check": emulator.check("0000").json,
    }


def test_every_operation_is_listed_once_and_says_where_its_rule_comes_from(emulator: Local) -> None:
    """Our contract: a documented source for every rule."""
    operations = listed(emulator)
    assert len({operation["name"] for operation in operations}) == len(operations) == 57
    for operation in operations:
        assert list(operation) == ["name", "method", "path", "implemented", "source", "guess"]
        assert bool(operation["source"]) is operation["implemented"]


def test_an_operation_still_to_come_answers_404_and_says_so(emulator: Local) -> None:
    """Our contract: Twilio's 404, and a hint that tells it from a wrong address."""
    for operation in listed(emulator):
        if operation["implemented"]:
            continue
        path = re.sub(r"{\w+}", "x", operation["path"].replace("{service_sid}", SERVICE))
        answer = emulator.send(operation["method"], path)
        assert answer.refusal == (404, 20404, f"The requested resource {path} was not found")
        assert answer.hint == f"The emulator does not implement {operation['name']} yet."


def test_another_verb_on_a_resource_still_to_come_says_so_as_well(emulator: Local) -> None:
    """Our contract: a hint that tells it from a wrong address."""
    answer = emulator.send("PUT", f"/v2/Services/{SERVICE}/RateLimits")
    assert (answer.status, answer.hint) == (404, "The emulator does not implement this resource yet.")


def test_every_implemented_operation_is_found_at_its_path(emulator: Local) -> None:
    """Our contract: the list is made from the same declarations as the routes."""
    for operation in listed(emulator):
        if operation["implemented"]:
            path = re.sub(r"{\w+}", "x", operation["path"].replace("{service_sid}", SERVICE))
            assert "does not implement" not in emulator.send(operation["method"], path).hint
