"""What a Service looks like."""

import pytest
from harness.local import ACCOUNT, SERVICE, Local

KEYS = [
    "sid",
    "account_sid",
    "friendly_name",
    "code_length",
    "lookup_enabled",
    "psd2_enabled",
    "skip_sms_to_landlines",
    "dtmf_input_required",
    "tts_name",
    "mailer_sid",
    "do_not_share_warning_enabled",
    "custom_code_enabled",
    "push",
    "totp",
    "whatsapp",
    "passkeys",
    "default_template_sid",
    "verify_event_subscription_enabled",
    "date_created",
    "date_updated",
    "url",
    "links",
]


def test_a_new_service_has_the_documented_keys_and_defaults(emulator: Local) -> None:
    """twilio.com/docs/verify/api/service; defaults of live bodies of 2022 and 2026."""
    emulator.post("/_emulator/clock", freeze="2026-01-02T03:04:05.678Z")
    answer = emulator.post("/v2/Services", FriendlyName="My App")
    body = answer.json
    url = f"http://emulator.test/v2/Services/{body['sid']}"
    assert answer.status == 201
    assert list(body) == KEYS
    assert body == {
        "sid": body["sid"],
        "account_sid": ACCOUNT,
        "friendly_name": "My App",
        "code_length": 6,
        "lookup_enabled": False,
        "psd2_enabled": False,
        "skip_sms_to_landlines": False,
        "dtmf_input_required": True,
        "tts_name": None,
        "mailer_sid": None,
        "do_not_share_warning_enabled": False,
        "custom_code_enabled": False,
        "push": {"include_date": False, "apn_credential_sid": None, "fcm_credential_sid": None},
        "totp": {"issuer": "My App", "time_step": 30, "code_length": 6, "skew": 1},
        "whatsapp": {"msg_service_sid": None, "from": None},
        "passkeys": {
            "relying_party": {"id": None, "name": None, "origins": None},
            "authenticator_attachment": None,
            "discoverable_credentials": None,
            "user_verification": None,
        },
        "default_template_sid": None,
        "verify_event_subscription_enabled": False,
        "date_created": "2026-01-02T03:04:05Z",
        "date_updated": "2026-01-02T03:04:05Z",
        "url": url,
        "links": {
            "verification_checks": f"{url}/VerificationCheck",
            "verifications": f"{url}/Verifications",
            "rate_limits": f"{url}/RateLimits",
            "messaging_configurations": f"{url}/MessagingConfigurations",
            "entities": f"{url}/Entities",
            "webhooks": f"{url}/Webhooks",
            "access_tokens": f"{url}/AccessTokens",
        },
    }
    assert emulator.get(f"/v2/Services/{body['sid']}").json == body


def test_a_service_that_was_given_the_extensions_shows_them(emulator: Local) -> None:
    """Our extension: neither Twilio nor its SDKs know these two, so others do not show them."""
    shown = emulator.get(f"/v2/Services/{emulator.service(Ttl=120, DoForceCheckOnce='true')}").json
    assert (shown["ttl"], shown["do_force_check_once"]) == (120, True)
    assert list(shown)[11:14] == ["custom_code_enabled", "ttl", "do_force_check_once"]


def test_every_account_has_a_ready_service_with_a_mailer(emulator: Local) -> None:
    """Our contract: a program can start without set-up."""
    shown = emulator.get(f"/v2/Services/{SERVICE}").json
    assert (shown["sid"], shown["account_sid"]) == (SERVICE, ACCOUNT)
    assert shown["mailer_sid"].startswith("MD")


@pytest.mark.parametrize(
    ("method", "path"), [("GET", f"/v2/Services/VA{'1' * 32}"), ("GET", "/v2/Services/00")]
)
def test_the_ready_service_is_there_even_if_the_first_request_fails(
    emulator: Local, method: str, path: str
) -> None:
    """Our contract: a refused request changes nothing, so it takes nothing away either."""
    assert emulator.send(method, path).status == 404
    assert emulator.get(f"/v2/Services/{SERVICE}").status == 200
