"""How recipients in a path are read."""

import pytest
from twilio.rest.verify.v2.service.verification import VerificationInstance

from conformance_tests.attempts import MakeService
from conformance_tests.refusals import assert_refused, not_found
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire


@pytest.mark.parametrize("plus", ["+", "%2B", "%2b"])
def test_a_plus_in_a_path_may_be_raw_or_escaped(http: Wire, pending: VerificationInstance, plus: str) -> None:
    """Source: the SDKs of PHP and Java escape it, the others do not (observed)."""
    path = f"/v2/Services/{pending.service_sid}/Verifications/{plus}{str(pending.to)[1:]}"
    assert http.get(path).json()["sid"] == pending.sid


@pytest.mark.needs("email")
@pytest.mark.parametrize(("at", "plus"), [("@", "+"), ("%40", "+"), ("%40", "%2B")])
def test_an_email_address_in_a_path_may_be_raw_or_escaped(
    http: Wire, make_service: MakeService, target: Target, email_address: str, at: str, plus: str
) -> None:
    """Source: the SDKs of PHP and Java escape it, the others do not (observed)."""
    service = make_service({"MailerSid": target.mailer()})
    local, domain = email_address.split("@")
    address = f"{local}+tag@{domain}"
    verification = service.verifications.create(to=address, channel="email")
    path = f"/v2/Services/{verification.service_sid}/Verifications/{local}{plus}tag{at}{domain}"
    assert http.get(path).json()["sid"] == verification.sid


def test_a_plus_in_a_path_is_never_a_space(http: Wire, pending: VerificationInstance) -> None:
    """Source: unescaped by the SDKs, which find the recipient that way (observed)."""
    path = f"/v2/Services/{pending.service_sid}/Verifications/%20{str(pending.to)[1:]}"
    assert_refused(http.get(path), not_found(path))
