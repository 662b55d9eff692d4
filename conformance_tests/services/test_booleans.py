"""The switches of a Service."""

import pytest

from conformance_tests.refusals import assert_refused, invalid
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

SWITCHES = {
    "LookupEnabled": "lookup_enabled",
    "SkipSmsToLandlines": "skip_sms_to_landlines",
    "DtmfInputRequired": "dtmf_input_required",
    "Psd2Enabled": "psd2_enabled",
    "DoNotShareWarningEnabled": "do_not_share_warning_enabled",
    "CustomCodeEnabled": "custom_code_enabled",
    "VerifyEventSubscriptionEnabled": "verify_event_subscription_enabled",
}
NEEDS = {"Psd2Enabled": "psd2", "CustomCodeEnabled": "custom_codes"}
CASES = [
    pytest.param(parameter, member, marks=pytest.mark.needs(NEEDS[parameter]) if parameter in NEEDS else ())
    for parameter, member in SWITCHES.items()
]


@pytest.mark.parametrize("value", [True, False])
@pytest.mark.parametrize(("parameter", "member"), CASES)
def test_a_switch_is_set_on_create_and_turned_on_update(
    http: Wire, target: Target, parameter: str, member: str, value: bool
) -> None:
    """Source: twilio.com/docs/verify/api/service (documented)."""
    form = {"FriendlyName": target.fresh_name(), parameter: str(value).lower()}
    created = http.post("/v2/Services", form).json()
    assert created[member] is value
    path = f"/v2/Services/{created['sid']}"
    assert http.post(path, {parameter: str(not value).lower()}).json()[member] is not value
    assert http.get(path).json()[member] is not value


@pytest.mark.parametrize("value", ["maybe", "yes!", "2", "truefalse"])
@pytest.mark.parametrize("parameter", [*SWITCHES, "Push.IncludeDate"])
def test_what_is_no_boolean_is_refused(http: Wire, target: Target, parameter: str, value: str) -> None:
    """Source: twilio.com/docs/api/errors/60200 (inferred)."""
    form = {"FriendlyName": target.fresh_name(), parameter: value}
    assert_refused(http.post("/v2/Services", form), invalid(parameter))


def test_push_include_date_is_set(http: Wire, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/service (documented)."""
    form = {"FriendlyName": target.fresh_name(), "Push.IncludeDate": "true"}
    assert http.post("/v2/Services", form).json()["push"]["include_date"] is True
