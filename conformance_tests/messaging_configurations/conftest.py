"""What the tests of messaging configurations share."""

from typing import Any

import pytest

from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire


@pytest.fixture
def path(service_sid: str) -> str:
    """Where the messaging configurations of a new Service are."""
    return f"/v2/Services/{service_sid}/MessagingConfigurations"


@pytest.fixture
def sender(target: Target) -> str:
    """The SID of a Messaging Service."""
    return target.messaging_service()


@pytest.fixture
def canadian(http: Wire, path: str, sender: str) -> dict[str, Any]:
    """The configuration of a country."""
    answer = http.post(path, {"Country": "CA", "MessagingServiceSid": sender})
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body
