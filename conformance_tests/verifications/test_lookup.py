"""What is told about a number."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.attempts import MakeService
from conformance_tests.refusals import LANDLINE, refused
from conformance_tests.targets.target import Target

CARRIER = {"mobile_country_code", "type", "error_code", "mobile_network_code", "name"}


def test_a_service_with_lookup_tells_the_carrier(make_service: MakeService, to: str) -> None:
    """Source: twilio.com/docs/verify/api/verification (documented)."""
    verification = make_service(lookup_enabled=True).verifications.create(to=to, channel="sms")
    carrier = verification.lookup["carrier"]
    assert set(carrier) == CARRIER
    assert carrier["type"] in ("mobile", "landline", "voip")
    assert carrier["error_code"] is None


@pytest.mark.needs("numbers")
@pytest.mark.parametrize("kind", ["landline", "mobile"])
def test_the_type_of_line_is_told(make_service: MakeService, target: Target, kind: str) -> None:
    """Source: twilio.com/docs/verify/api/verification (documented)."""
    number = target.landline() if kind == "landline" else "+447400123456"
    verification = make_service(lookup_enabled=True).verifications.create(to=number, channel="sms")
    assert verification.lookup["carrier"]["type"] == kind


@pytest.mark.needs("numbers")
def test_canada_gives_no_carrier(make_service: MakeService) -> None:
    """Source: twilio.com/docs/verify/api/verification: by default (documented)."""
    verification = make_service(lookup_enabled=True).verifications.create(to="+14165550123", channel="sms")
    assert (verification.lookup["carrier"] or {}).get("name") is None


@pytest.mark.needs("numbers")
def test_an_sms_to_a_landline_is_refused_where_the_service_skips_landlines(
    make_service: MakeService, target: Target
) -> None:
    """Source: twilio.com/docs/api/errors/60205; live, 2026-05 (observed)."""
    service = make_service(lookup_enabled=True, skip_sms_to_landlines=True)
    with refused(LANDLINE):
        service.verifications.create(to=target.landline(), channel="sms")


@pytest.mark.needs("numbers")
@pytest.mark.parametrize(
    ("lookup", "skip", "channel"), [(True, False, "sms"), (False, True, "sms"), (True, True, "call")]
)
def test_a_landline_is_reached_otherwise(
    make_service: MakeService, target: Target, lookup: bool, skip: bool, channel: str
) -> None:
    """Source: twilio.com/docs/verify/api/service: skipping is for SMS and requires lookup (documented)."""
    service = make_service(lookup_enabled=lookup, skip_sms_to_landlines=skip)
    assert service.verifications.create(to=target.landline(), channel=channel).status == "pending"


@pytest.mark.needs("numbers")
def test_a_mobile_is_reached_where_the_service_skips_landlines(make_service: MakeService) -> None:
    """Source: twilio.com/docs/verify/api/service (documented)."""
    service: ServiceContext = make_service(lookup_enabled=True, skip_sms_to_landlines=True)
    assert service.verifications.create(to="+447400123456", channel="sms").status == "pending"
