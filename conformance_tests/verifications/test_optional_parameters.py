"""Parameters that change nothing one can see, and those with a fixed set of values."""

import pytest

from conformance_tests.refusals import assert_refused, invalid
from conformance_tests.targets.wire import Wire

TAKEN = [
    ("CustomMessage", "Hello"),
    ("DeviceIp", "203.0.113.7"),
    ("DeviceIp", "2001:db8::1"),
    ("EnableSnaClientToken", "true"),
    ("RiskCheck", "enable"),
    ("RiskCheck", "disable"),
    ("SendDigits", "ww1234"),
    ("ChannelConfiguration", '{"from":"a@example.com"}'),
]
REFUSED = [
    ("DeviceIp", "not an address"),
    ("DeviceIp", "300.1.1.1"),
    ("EnableSnaClientToken", "maybe"),
    ("RiskCheck", "never"),
    ("RiskCheck", "DISABLED"),
]


@pytest.mark.parametrize(("name", "value"), TAKEN)
def test_an_optional_parameter_is_taken(http: Wire, service_sid: str, to: str, name: str, value: str) -> None:
    """Source: twilio.com/docs/verify/api/verification (documented)."""
    form = {"To": to, "Channel": "sms", name: value}
    answer = http.post(f"/v2/Services/{service_sid}/Verifications", form)
    assert answer.status_code == 201, answer.text


@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_a_value_that_the_parameter_does_not_have_is_refused(
    http: Wire, service_sid: str, idle_number: str, name: str, value: str
) -> None:
    """Source: twilio.com/docs/api/errors/60200 (inferred)."""
    form = {"To": idle_number, "Channel": "sms", name: value}
    assert_refused(http.post(f"/v2/Services/{service_sid}/Verifications", form), invalid(name))


@pytest.mark.needs("call")
def test_digits_for_an_extension_are_taken_in_a_call(http: Wire, service_sid: str, to: str) -> None:
    """Source: twilio.com/docs/verify/api/verification (documented)."""
    form = {"To": to, "Channel": "call", "SendDigits": "ww1234#"}
    assert http.post(f"/v2/Services/{service_sid}/Verifications", form).status_code == 201
