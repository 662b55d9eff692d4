"""Verbs and paths that Verify does not have."""

import pytest
from harness.local import SERVICE, Local

VERIFICATION = f"/v2/Services/{SERVICE}/Verifications/VE{'1' * 32}"


@pytest.mark.parametrize(
    ("method", "path", "there"),
    [
        ("DELETE", "/v2/Services", "POST, GET"),
        ("PUT", f"/v2/Services/{SERVICE}", "GET, POST, DELETE"),
        ("PATCH", f"/v2/Services/{SERVICE}", "GET, POST, DELETE"),
        ("GET", f"/v2/Services/{SERVICE}/Verifications", "POST"),
        ("DELETE", VERIFICATION, "GET, POST"),
        ("GET", f"/v2/Services/{SERVICE}/VerificationCheck", "POST"),
        ("HEAD", "/v2/Services", "POST, GET"),
    ],
)
def test_another_verb_is_405(emulator: Local, method: str, path: str, there: str) -> None:
    """twilio.com/docs/api/errors/20004; its wording on the wire was never published."""
    answer = emulator.send(method, path)
    assert answer.refusal == (405, 20004, "Method not allowed")


@pytest.mark.parametrize(
    "path",
    [
        "/v2",
        "/v2/",
        "/v2/services",
        "/v1/Services",
        "/v2//Services",
        f"/v2/Services/{SERVICE}/",
        f"/v2/Services/{SERVICE}/VerificationChecks",
        f"/v2/Services/{SERVICE}/VerificationCheck/VE{'1' * 32}",
        "/v3/Services",
        "/_emulato",
    ],
)
@pytest.mark.parametrize("query", ["", "?PageSize=1"])
def test_an_unknown_path_is_404_and_echoed_without_its_query(emulator: Local, path: str, query: str) -> None:
    """github.com/twilio/twilio-node/issues/1126, 2025."""
    answer = emulator.get(path + query)
    assert answer.refusal == (404, 20404, f"The requested resource {path} was not found")


def test_a_path_is_echoed_as_it_came(emulator: Local) -> None:
    """Observed 2025: the request path as received."""
    path = f"/v2/Services/{SERVICE}/Verifications/%2B15017122661"
    assert emulator.get(path).refusal[2] == f"The requested resource {path} was not found"
