"""What may be set on a Service, and what may not."""

from collections.abc import Callable
from typing import Any

import pytest
from harness.local import SERVICE, Local

HEX = "0123456789abcdefABCDEF0123456789"


def shown(emulator: Local, name: str) -> Any:
    """A value of the ready service, by its Twilio name in snake case with dots."""
    value = emulator.get(f"/v2/Services/{SERVICE}").json
    for part in name.split("."):
        value = value[part]
    return value


GOOD = [
    ("FriendlyName", "a", "friendly_name", "a"),
    ("FriendlyName", "My App-2_b 345", "friendly_name", "My App-2_b 345"),
    ("FriendlyName", "x" * 30, "friendly_name", "x" * 30),
    ("FriendlyName", "Café Ω", "friendly_name", "Café Ω"),
    ("CodeLength", "4", "code_length", 4),
    ("CodeLength", "10", "code_length", 10),
    ("LookupEnabled", "true", "lookup_enabled", True),
    ("LookupEnabled", "TRUE", "lookup_enabled", True),
    ("SkipSmsToLandlines", "True", "skip_sms_to_landlines", True),
    ("DtmfInputRequired", "false", "dtmf_input_required", False),
    ("TtsName", "Alice", "tts_name", "Alice"),
    ("Psd2Enabled", "true", "psd2_enabled", True),
    ("DoNotShareWarningEnabled", "true", "do_not_share_warning_enabled", True),
    ("CustomCodeEnabled", "true", "custom_code_enabled", True),
    ("Push.IncludeDate", "true", "push.include_date", True),
    ("Push.ApnCredentialSid", "CR" + HEX, "push.apn_credential_sid", "CR" + HEX),
    ("Push.FcmCredentialSid", "CR" + HEX, "push.fcm_credential_sid", "CR" + HEX),
    ("Totp.Issuer", "Me", "totp.issuer", "Me"),
    ("Totp.TimeStep", "20", "totp.time_step", 20),
    ("Totp.TimeStep", "60", "totp.time_step", 60),
    ("Totp.CodeLength", "3", "totp.code_length", 3),
    ("Totp.CodeLength", "8", "totp.code_length", 8),
    ("Totp.Skew", "0", "totp.skew", 0),
    ("Totp.Skew", "2", "totp.skew", 2),
    ("DefaultTemplateSid", "HJ" + HEX, "default_template_sid", "HJ" + HEX),
    ("Whatsapp.MsgServiceSid", "MG" + HEX, "whatsapp.msg_service_sid", "MG" + HEX),
    ("Whatsapp.From", "whatsapp:+15550001111", "whatsapp.from", "whatsapp:+15550001111"),
    ("Passkeys.RelyingParty.Id", "example.com", "passkeys.relying_party.id", "example.com"),
    ("Passkeys.RelyingParty.Name", "Us", "passkeys.relying_party.name", "Us"),
    (
        "Passkeys.RelyingParty.Origins",
        "https://a, https://b",
        "passkeys.relying_party.origins",
        ["https://a", "https://b"],
    ),
    ("Passkeys.AuthenticatorAttachment", "platform", "passkeys.authenticator_attachment", "platform"),
    ("Passkeys.DiscoverableCredentials", "required", "passkeys.discoverable_credentials", "required"),
    ("Passkeys.UserVerification", "discouraged", "passkeys.user_verification", "discouraged"),
    ("VerifyEventSubscriptionEnabled", "true", "verify_event_subscription_enabled", True),
    ("MailerSid", "MD" + HEX, "mailer_sid", "MD" + HEX),
    ("Ttl", "1", "ttl", 1),
    ("Ttl", "86401", "ttl", 86_401),
    ("DoForceCheckOnce", "false", "do_force_check_once", False),
]


@pytest.mark.parametrize(("name", "value", "place", "expected"), GOOD)
def test_a_good_value_is_kept_and_shown(
    emulator: Local, name: str, value: str, place: str, expected: Any
) -> None:
    """twilio.com/docs/verify/api/service; limits of twilio-oai, edges observed live 2026-03."""
    assert emulator.post(f"/v2/Services/{SERVICE}", {name: value}).status == 200
    assert shown(emulator, place) == expected


BAD = [
    ("FriendlyName", "x" * 31),
    ("FriendlyName", "12345"),
    ("FriendlyName", "a1b2c3d4e5"),
    ("FriendlyName", "a.b"),
    ("FriendlyName", "http"[0] + "://x"),
    ("FriendlyName", " - _"),
    ("CodeLength", "3"),
    ("CodeLength", "11"),
    ("CodeLength", "six"),
    ("CodeLength", "6.0"),
    ("LookupEnabled", "yes"),
    ("LookupEnabled", "1"),
    ("Push.ApnCredentialSid", "CR123"),
    ("Push.FcmCredentialSid", "AC" + HEX),
    ("Totp.TimeStep", "19"),
    ("Totp.TimeStep", "61"),
    ("Totp.CodeLength", "2"),
    ("Totp.CodeLength", "9"),
    ("Totp.Skew", "-1"),
    ("Totp.Skew", "3"),
    ("DefaultTemplateSid", "HJ"),
    ("Whatsapp.MsgServiceSid", "MG" + HEX + "\n"),
    ("Passkeys.AuthenticatorAttachment", "usb"),
    ("Passkeys.DiscoverableCredentials", "yes"),
    ("Passkeys.UserVerification", "REQUIRED"),
    ("MailerSid", "mailer"),
    ("Ttl", "0"),
    ("Ttl", "-600"),
    ("Ttl", "10000000000"),
    ("DoForceCheckOnce", "maybe"),
]


@pytest.mark.parametrize(("name", "value"), BAD)
@pytest.mark.parametrize("path", ["/v2/Services", f"/v2/Services/{SERVICE}"])
def test_a_bad_value_is_refused_by_its_name(emulator: Local, path: str, name: str, value: str) -> None:
    """twilio.com/docs/api/errors/60200."""
    answer = emulator.post(path, {"FriendlyName": "Good", name: value})
    assert answer.refusal == (400, 60200, f"Invalid parameter: {name}")


@pytest.mark.parametrize("form", [{}, {"FriendlyName": ""}, {"friendlyname": "x"}, {"CodeLength": "99"}])
def test_only_a_name_is_required(emulator: Local, form: dict[str, str]) -> None:
    """twilio.com/docs/api/errors/20001; a missing parameter goes before a bad one."""
    answer = emulator.post("/v2/Services", form)
    assert answer.refusal == (400, 20001, "Missing required parameter FriendlyName in the post body")


def test_the_first_bad_value_in_the_documented_order_is_named(emulator: Local) -> None:
    """Our contract, a guess: no source gives the order."""
    answer = emulator.post("/v2/Services", {"Totp.Skew": "9", "FriendlyName": "x", "CodeLength": "3"})
    assert answer.refusal == (400, 60200, "Invalid parameter: CodeLength")


def test_unknown_parameters_are_ignored(emulator: Local) -> None:
    """twilio.com/docs/api/errors/20001, title "Unknown parameters"; UniqueName is one."""
    assert emulator.post("/v2/Services", FriendlyName="x", UniqueName="y", Nonsense="z").status == 201


def test_an_issuer_may_be_given_on_creation(emulator: Local) -> None:
    """twilio.com/docs/verify/api/service; without one it is the friendly name (live 2022)."""
    answer = emulator.post("/v2/Services", {"FriendlyName": "App", "Totp.Issuer": "Me"})
    assert answer.json["totp"]["issuer"] == "Me"


CLEARED = [
    ("TtsName", "Alice", "tts_name"),
    ("MailerSid", "MD" + HEX, "mailer_sid"),
    ("Whatsapp.From", "whatsapp:+1", "whatsapp.from"),
    ("Passkeys.RelyingParty.Origins", "https://a", "passkeys.relying_party.origins"),
    ("Push.ApnCredentialSid", "CR" + HEX, "push.apn_credential_sid"),
]


@pytest.mark.parametrize(("name", "value", "place"), CLEARED)
def test_an_empty_value_clears_what_may_be_without(
    emulator: Local, name: str, value: str, place: str
) -> None:
    """Runs of the SDKs: Node sends null as an empty value."""
    emulator.post(f"/v2/Services/{SERVICE}", {name: value})
    emulator.post(f"/v2/Services/{SERVICE}", {name: ""})
    assert shown(emulator, place) is None


def test_an_empty_value_leaves_what_must_have_one(emulator: Local) -> None:
    """Runs of the SDKs: Node sends null as an empty value."""
    emulator.post(f"/v2/Services/{SERVICE}", FriendlyName="Kept", CodeLength="8")
    emulator.post(f"/v2/Services/{SERVICE}", FriendlyName="", CodeLength="", LookupEnabled="")
    assert (shown(emulator, "friendly_name"), shown(emulator, "code_length")) == ("Kept", 8)


def test_psd2_needs_an_account_that_has_it(emulator: Local) -> None:
    """twilio.com/docs/verify/verifying-transactions-psd2: support turns it on; 60204 is a guess."""
    emulator.allow(psd2=False)
    answer = emulator.post("/v2/Services", FriendlyName="x", Psd2Enabled="true")
    assert answer.refusal == (403, 60204, "Service does not support this feature")
    assert emulator.post("/v2/Services", FriendlyName="x", Psd2Enabled="false").status == 201


@pytest.mark.parametrize(("ttl", "status"), [(119, 400), (120, 201), (86_400, 201), (86_401, 400)])
def test_a_strict_emulator_takes_only_lives_that_twilio_support_can_set(
    make_emulator: Callable[..., Local], ttl: int, status: int
) -> None:
    """twilio.com/docs/verify/api/rate-limits-and-timeouts: two minutes to 24 hours."""
    assert make_emulator(strict=True).post("/v2/Services", FriendlyName="x", Ttl=ttl).status == status
