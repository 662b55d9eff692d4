"""Methods that a path does not take."""

import pytest

from conformance_tests.refusals import METHOD_NOT_ALLOWED, assert_refused
from conformance_tests.targets.wire import Wire

REFUSED = [
    ("DELETE", ""),
    ("PUT", ""),
    ("PATCH", ""),
    ("PUT", "/{service}"),
    ("PATCH", "/{service}"),
    ("GET", "/{service}/Verifications"),
    ("DELETE", "/{service}/Verifications"),
    ("PUT", "/{service}/Verifications/+15017122661"),
    ("PATCH", "/{service}/Verifications/+15017122661"),
    ("DELETE", "/{service}/Verifications/+15017122661"),
    ("GET", "/{service}/VerificationCheck"),
    ("PUT", "/{service}/VerificationCheck"),
    ("DELETE", "/{service}/VerificationCheck"),
]


@pytest.mark.parametrize(("method", "path"), REFUSED)
def test_a_method_that_the_path_does_not_take_is_refused(
    http: Wire, service_sid: str, method: str, path: str
) -> None:
    """Source: twilio.com/docs/api/errors/20004 gives the title, nobody the body (guess)."""
    answer = http.request(method, "/v2/Services" + path.format(service=service_sid))
    assert_refused(answer, METHOD_NOT_ALLOWED)
