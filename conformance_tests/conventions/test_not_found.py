"""What is said about resources and paths that do not exist."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext, ServiceList

from conformance_tests.refusals import assert_refused, not_found, refused
from conformance_tests.targets.wire import Wire

UNKNOWN = "VA" + "f" * 32
FORM = {"To": "+15017122661", "Channel": "sms"}
GARBAGE = [
    "00",
    "VA" + "f" * 33,
    "VA" + "f" * 31,
    "VA" + "g" * 32,
    "A" + "f" * 32,
    "VA123",
    "undefined",
    "null",
    "",
]


@pytest.mark.parametrize("sid", [UNKNOWN, *GARBAGE])
def test_starting_a_verification_in_an_unknown_service_names_the_sub_resource(http: Wire, sid: str) -> None:
    """Source: github.com/twilio/twilio-node/issues/1111, live body, 2025-08 (observed)."""
    path = f"/v2/Services/{sid}/Verifications"
    assert_refused(http.post(path, FORM), not_found(path))


@pytest.mark.parametrize("sid", [UNKNOWN, *GARBAGE])
def test_checking_in_an_unknown_service_names_the_sub_resource(http: Wire, sid: str) -> None:
    """Source: github.com/twilio/twilio-node/issues/1126, live body, 2025-09 (observed)."""
    path = f"/v2/Services/{sid}/VerificationCheck"
    assert_refused(http.post(path, {"To": "+15017122661", "Code": "123456"}), not_found(path))


@pytest.mark.parametrize("sid", [UNKNOWN, *GARBAGE[:-1]])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_unknown_service_is_not_found(http: Wire, method: str, sid: str) -> None:
    """Source: twilio.com/docs/api/errors/20404 (documented)."""
    path = f"/v2/Services/{sid}"
    assert_refused(http.request(method, path), not_found(path))


@pytest.mark.parametrize("name", ["VE" + "f" * 32, "VE123", "+15017122999", "nobody@example.com", "x"])
@pytest.mark.parametrize(("method", "form"), [("GET", None), ("POST", {"Status": "canceled"})])
def test_an_unknown_verification_is_not_found(
    http: Wire, service_sid: str, method: str, form: dict[str, str] | None, name: str
) -> None:
    """Source: github.com/twilio/twilio-csharp/issues/664, live body, 2023-01 (observed)."""
    path = f"/v2/Services/{service_sid}/Verifications/{name}"
    assert_refused(http.request(method, path, data=form), not_found(path))


@pytest.mark.parametrize(
    "path",
    [
        "/v2",
        "/v2/",
        "/v2/Nothing",
        "/v2/services",
        "/v2/Services/",
        "/v3/Services",
        "/Services",
        "/v2/Services//",
    ],
)
def test_an_unknown_path_is_not_found_and_leads_nowhere_else(http: Wire, path: str) -> None:
    """Source: twilio.com/docs/api/errors/20404 (inferred)."""
    assert_refused(http.get(path), not_found(path))


def test_the_path_is_told_without_its_query(http: Wire) -> None:
    """Source: github.com/twilio/twilio-node/issues/1126, live body, 2025-09 (inferred)."""
    path = f"/v2/Services/{UNKNOWN}"
    assert_refused(http.get(f"{path}?PageSize=1&Secret=x"), not_found(path))


def test_the_path_is_told_as_it_was_sent(http: Wire, service_sid: str) -> None:
    """Source: the message echoes what was asked for, in every published body (inferred)."""
    path = f"/v2/Services/{service_sid}/Verifications/%2B15017122999"
    assert_refused(http.get(path), not_found(path))


def test_the_sdk_raises_what_was_not_found(services: ServiceList, service: ServiceContext) -> None:
    """Source: github.com/twilio/twilio-node/issues/1111, live body, 2025-08 (observed)."""
    with refused(not_found(f"/v2/Services/{UNKNOWN}/Verifications")):
        services(UNKNOWN).verifications.create(to="+15017122661", channel="sms")
    with refused(not_found(f"/v2/Services/{UNKNOWN}")):
        services(UNKNOWN).fetch()
