"""How a request's body is read."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.refusals import assert_refused, missing
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

SERVICES = "/v2/Services"


@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=UTF-8",
        "application/x-www-form-urlencoded;charset=utf-8",
        "Application/X-WWW-Form-Urlencoded",
    ],
)
def test_a_form_is_read_whatever_its_charset_parameter(http: Wire, target: Target, content_type: str) -> None:
    """Source: twilio-java sends `; charset=UTF-8` with every form (observed)."""
    name = target.fresh_name()
    body = "FriendlyName=" + name.replace(" ", "+") + "&CodeLength=7"
    created = http.post(SERVICES, body, headers={"Content-Type": content_type})
    assert created.status_code == 201, created.text
    assert (created.json()["friendly_name"], created.json()["code_length"]) == (name, 7)


def test_a_json_body_is_not_read_so_parameters_count_as_missing(
    http: Wire, idle_number: str, service_sid: str
) -> None:
    """Source: volcengine.com/article/1982950 reports a refusal; which one is not settled (guess)."""
    path = f"{SERVICES}/{service_sid}/Verifications"
    assert_refused(http.request("POST", path, json={"To": idle_number, "Channel": "sms"}), missing("To"))
    assert_refused(http.request("POST", SERVICES, json={"FriendlyName": "JSON"}), missing("FriendlyName"))


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("True", True), ("TRUE", True), ("false", False)]
)
def test_booleans_are_read_in_any_case(http: Wire, target: Target, text: str, value: bool) -> None:
    """Source: twilio-python writes `true`, other callers pass their own text through (observed)."""
    created = http.post(SERVICES, {"FriendlyName": target.fresh_name(), "LookupEnabled": text})
    assert created.json()["lookup_enabled"] is value


def test_an_empty_value_counts_as_not_given(http: Wire, target: Target) -> None:
    """Source: twilio-node sends null as `Name=` (observed)."""
    form = {"FriendlyName": target.fresh_name(), "CodeLength": "", "TtsName": "", "LookupEnabled": ""}
    created = http.post(SERVICES, form)
    assert created.status_code == 201
    assert (created.json()["code_length"], created.json()["tts_name"]) == (6, None)
    assert created.json()["lookup_enabled"] is False


@pytest.mark.parametrize("parameter", ["Nonsense", "friendly_name", "UniqueName"])
def test_unknown_parameters_are_ignored(http: Wire, target: Target, parameter: str) -> None:
    """Source: twilio.com/docs/api/errors/20001, "Unknown parameters", is a warning (documented)."""
    created = http.post(SERVICES, {parameter: "x", "FriendlyName": target.fresh_name()})
    assert created.status_code == 201


@pytest.mark.parametrize("text", ["A%20B", "A+B"])
def test_a_space_in_a_form_may_be_written_both_ways(http: Wire, service: ServiceContext, text: str) -> None:
    """Source: twilio-node writes %20 where the other SDKs write a plus sign (observed)."""
    path = f"{SERVICES}/{service.fetch().sid}"
    answer = http.post(path, f"TtsName={text}", headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.json()["tts_name"] == "A B"


def test_parameters_in_the_query_of_a_post_do_not_count(http: Wire) -> None:
    """Source: "in the post body", says the message of error 20001 itself; live body, 2025-02 (inferred)."""
    assert_refused(http.post(f"{SERVICES}?FriendlyName=Query"), missing("FriendlyName"))
