"""What a start cannot do without."""

import pytest

from conformance_tests.refusals import assert_refused, missing
from conformance_tests.targets.wire import Wire

NUMBER = "+15017122661"
CASES = [
    ({}, "To"),
    ({"Channel": "sms"}, "To"),
    ({"To": "", "Channel": "sms"}, "To"),
    ({"To": NUMBER}, "Channel"),
    ({"To": NUMBER, "Channel": ""}, "Channel"),
    ({"To": "", "Channel": ""}, "To"),
    ({"to": NUMBER, "channel": "sms"}, "To"),
]


@pytest.mark.parametrize(("form", "name"), CASES)
def test_a_start_without_recipient_or_channel_is_refused(
    http: Wire, service_sid: str, form: dict[str, str], name: str
) -> None:
    """Source: github.com/netzbegruenung/keycloak-mfa-plugins#202, live body, 2025-02 (observed)."""
    assert_refused(http.post(f"/v2/Services/{service_sid}/Verifications", form), missing(name))
