"""Somebody logs in with a code that comes by SMS."""

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest.verify.v2.service import ServiceContext

from emulator import Emulator

PHONE = "+15017122661"


def test_the_code_that_was_sent_is_approved(twilio: Emulator, verify: ServiceContext) -> None:
    verify.verifications.create(to=PHONE, channel="sms")
    check = verify.verification_checks.create(to=PHONE, code=twilio.read_code(PHONE))
    assert check.status == "approved"


def test_a_wrong_code_is_not(twilio: Emulator, verify: ServiceContext) -> None:
    verify.verifications.create(to=PHONE, channel="sms")
    wrong = "111111" if twilio.read_code(PHONE) == "000000" else "000000"
    assert verify.verification_checks.create(to=PHONE, code=wrong).status == "pending"


def test_after_ten_minutes_the_code_is_expired(twilio: Emulator, verify: ServiceContext) -> None:
    verify.verifications.create(to=PHONE, channel="sms")
    code = twilio.read_code(PHONE)
    twilio.let_pass("10m1s")
    with pytest.raises(TwilioRestException) as refused:
        verify.verification_checks.create(to=PHONE, code=code)
    assert refused.value.status == 404
