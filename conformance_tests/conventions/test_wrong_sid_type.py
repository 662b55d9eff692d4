"""A well-formed SID of another resource where a Service SID belongs."""

import pytest

from conformance_tests.refusals import WRONG_SID_TYPE, assert_refused
from conformance_tests.targets.wire import Wire

CALLS = [
    ("GET", "", {}),
    ("POST", "", {"FriendlyName": "Other"}),
    ("DELETE", "", {}),
    ("POST", "/Verifications", {"To": "+15017122661", "Channel": "sms"}),
    ("GET", "/Verifications/VE" + "f" * 32, {}),
    ("POST", "/Verifications/VE" + "f" * 32, {"Status": "canceled"}),
    ("POST", "/VerificationCheck", {"To": "+15017122661", "Code": "123456"}),
]


@pytest.mark.parametrize("prefix", ["AC", "VE", "SK", "MG"])
@pytest.mark.parametrize(("method", "rest", "form"), CALLS)
def test_a_sid_of_another_type_is_an_invalid_parameter(
    http: Wire, method: str, rest: str, form: dict[str, str], prefix: str
) -> None:
    """Source: github.com/twilio/twilio-go/issues/177, an Account SID in a live call, 2022 (observed)."""
    answer = http.request(method, f"/v2/Services/{prefix}{'a' * 32}{rest}", data=form)
    assert_refused(answer, WRONG_SID_TYPE)
