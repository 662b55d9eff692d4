"""The form of dates."""

import re
from datetime import datetime

from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.verification import VerificationInstance

from conformance_tests.targets.wire import Wire

WHOLE_SECONDS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
MILLISECONDS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def test_dates_of_a_service_are_iso_8601_in_whole_seconds_of_utc(http: Wire, service_sid: str) -> None:
    """Source: twilio.com/docs/verify/api/service (documented)."""
    body = http.get(f"/v2/Services/{service_sid}").json()
    assert WHOLE_SECONDS.fullmatch(body["date_created"])
    assert WHOLE_SECONDS.fullmatch(body["date_updated"])


def test_dates_of_a_verification_are_iso_8601_in_whole_seconds_of_utc(
    http: Wire, pending: VerificationInstance
) -> None:
    """Source: live bodies, 2021 to 2025 (observed)."""
    body = http.get(f"/v2/Services/{pending.service_sid}/Verifications/{pending.sid}").json()
    assert WHOLE_SECONDS.fullmatch(body["date_created"])
    assert WHOLE_SECONDS.fullmatch(body["date_updated"])


def test_only_the_time_of_a_send_has_milliseconds(pending: VerificationInstance) -> None:
    """Source: live bodies of 2021, 2022 and 2024; the documentation's examples have none (observed)."""
    attempts = pending.send_code_attempts
    assert MILLISECONDS.fullmatch(attempts[0]["time"])


def test_the_first_send_is_made_at_creation(http: Wire, pending: VerificationInstance) -> None:
    """Source: live bodies of 2021, 2022 and 2024 (observed)."""
    body = http.get(f"/v2/Services/{pending.service_sid}/Verifications/{pending.sid}").json()
    assert body["send_code_attempts"][0]["time"][:19] + "Z" == body["date_created"]


def test_the_sdk_reads_the_dates_as_dates(service: ServiceContext, pending: VerificationInstance) -> None:
    """Source: twilio-python parses whole seconds only and hands back text otherwise (observed)."""
    fetched = service.fetch()
    for date in (fetched.date_created, fetched.date_updated, pending.date_created, pending.date_updated):
        assert isinstance(date, datetime)
