"""The numbers of a Service and their ranges."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext, ServiceList

from conformance_tests.refusals import assert_refused, invalid
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

RANGES = {
    "CodeLength": (4, 10),
    "Totp.TimeStep": (20, 60),
    "Totp.CodeLength": (3, 8),
    "Totp.Skew": (0, 2),
}
INSIDE = [(name, value) for name, (low, high) in RANGES.items() for value in {low, low + 1, high - 1, high}]
OUTSIDE = [
    (name, str(value)) for name, (low, high) in RANGES.items() for value in (-1, low - 1, high + 1, 1000)
]
NO_NUMBERS = [(name, value) for name in RANGES for value in ("six", "4.5", "0x6", "6;", "²")]


def shown(body: dict[str, object], parameter: str) -> object:
    """The member of a Service that a parameter sets."""
    group, _, name = parameter.rpartition(".")
    members = body[group.lower()] if group else body
    assert isinstance(members, dict)
    return members[{"CodeLength": "code_length", "TimeStep": "time_step", "Skew": "skew"}[name]]


@pytest.mark.parametrize(("parameter", "value"), sorted(INSIDE))
def test_a_number_within_its_range_is_taken(http: Wire, target: Target, parameter: str, value: int) -> None:
    """Source: twilio.com/docs/verify/api/service; code lengths 4 and 10 live, 2026-03 (documented)."""
    created = http.post("/v2/Services", {"FriendlyName": target.fresh_name(), parameter: str(value)})
    assert created.status_code == 201, created.text
    assert shown(created.json(), parameter) == value


@pytest.mark.parametrize(("parameter", "value"), [*dict.fromkeys(OUTSIDE), *NO_NUMBERS])
def test_a_number_out_of_its_range_is_refused(http: Wire, target: Target, parameter: str, value: str) -> None:
    """Source: live observation 2026-03 of code lengths 3 and 11; the message is inferred (observed)."""
    form = {"FriendlyName": target.fresh_name(), parameter: value}
    assert_refused(http.post("/v2/Services", form), invalid(parameter))


@pytest.mark.parametrize(
    ("parameter", "value"), [(name, str(high + 1)) for name, (_, high) in RANGES.items()]
)
def test_an_update_obeys_the_same_ranges(http: Wire, service_sid: str, parameter: str, value: str) -> None:
    """Source: twilio.com/docs/verify/api/service (inferred)."""
    path = f"/v2/Services/{service_sid}"
    before = http.get(path).json()
    assert_refused(http.post(path, {parameter: value}), invalid(parameter))
    assert http.get(path).json() == before


def test_the_sdk_sets_them_too(services: ServiceList, target: Target) -> None:
    """Source: twilio-python (observed)."""
    created = services.create(
        friendly_name=target.fresh_name(), code_length=10, totp_time_step=60, totp_code_length=8, totp_skew=2
    )
    assert created.code_length == 10
    assert created.totp == {"issuer": created.friendly_name, "time_step": 60, "code_length": 8, "skew": 2}


def test_numbers_of_a_service_are_numbers(service: ServiceContext) -> None:
    """Source: twilio.com/docs/verify/api/service (documented)."""
    fetched = service.fetch()
    assert type(fetched.code_length) is int
    assert {type(fetched.totp[name]) for name in ("time_step", "code_length", "skew")} == {int}
