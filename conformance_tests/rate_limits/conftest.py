"""What the tests of rate limits share."""

import pytest


@pytest.fixture
def path(service_sid: str) -> str:
    """Where the rate limits of a new Service are."""
    return f"/v2/Services/{service_sid}/RateLimits"
