"""What a Service is when only its name was given."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.targets.wire import Wire

DEFAULTS = {
    "code_length": 6,
    "lookup_enabled": False,
    "psd2_enabled": False,
    "skip_sms_to_landlines": False,
    "dtmf_input_required": True,
    "tts_name": None,
    "do_not_share_warning_enabled": False,
    "custom_code_enabled": False,
    "default_template_sid": None,
    "verify_event_subscription_enabled": False,
    "whatsapp": {"msg_service_sid": None, "from": None},
}


@pytest.mark.parametrize("name", DEFAULTS)
def test_a_new_service_has_the_defaults_of_live_bodies(service: ServiceContext, name: str) -> None:
    """Source: live bodies, 2022-04 and 2026-03; the documentation's example is made up (observed)."""
    assert getattr(service.fetch(), name) == DEFAULTS[name]


def test_push_challenges_of_a_new_service_carry_no_date(service: ServiceContext) -> None:
    """Source: twilio.com/docs/verify/api/service, against one live body of 2022 (documented)."""
    assert service.fetch().push == {
        "include_date": False,
        "apn_credential_sid": None,
        "fcm_credential_sid": None,
    }


def test_the_totp_issuer_is_the_friendly_name_unless_given(service: ServiceContext) -> None:
    """Source: twilio.com/docs/verify/api/service (documented)."""
    fetched = service.fetch()
    assert fetched.totp == {"issuer": fetched.friendly_name, "time_step": 30, "code_length": 6, "skew": 1}


def test_a_new_service_has_no_mailer(http: Wire, service_sid: str) -> None:
    """Source: live body, 2022-04 (observed)."""
    assert http.get(f"/v2/Services/{service_sid}").json()["mailer_sid"] is None
