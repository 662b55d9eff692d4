"""What the tests of buckets share."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.rate_limit import RateLimitContext

from conformance_tests.buckets.sender import Sender
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire


@pytest.fixture
def rate_limit(service: ServiceContext) -> RateLimitContext:
    """A new rate limit, called `ip`, without buckets."""
    return service.rate_limits(str(service.rate_limits.create(unique_name="ip").sid))


@pytest.fixture
def path(service_sid: str, rate_limit: RateLimitContext) -> str:
    """Where its buckets are."""
    return f"/v2/Services/{service_sid}/RateLimits/{rate_limit.fetch().sid}/Buckets"


@pytest.fixture
def sender(http: Wire, service_sid: str, target: Target, to: str) -> Sender:
    """Asking for `to` says that messages are sent."""
    return Sender(http, service_sid, target)
