"""What stands between a request for a code and its message: each gate, and their order."""

from collections.abc import Callable
from typing import Any

import pytest
from harness.local import SERVICE, TO, Local

CHANNEL = (400, 60200, "Invalid parameter: Channel")


@pytest.mark.parametrize(
    "form", [{}, {"Channel": "sms"}, {"To": "", "Channel": "sms"}, {"Channel": "nonsense"}]
)
def test_a_missing_recipient_is_named_first(emulator: Local, form: dict[str, str]) -> None:
    """twilio.com/docs/api/errors/20001."""
    answer = emulator.post(f"/v2/Services/{SERVICE}/Verifications", form)
    assert answer.refusal == (400, 20001, "Missing required parameter To in the post body")


@pytest.mark.parametrize("form", [{"To": TO}, {"To": "nonsense", "Channel": ""}])
def test_a_missing_channel_is_named_second(emulator: Local, form: dict[str, str]) -> None:
    """Raw body observed 2025-02."""
    answer = emulator.post(f"/v2/Services/{SERVICE}/Verifications", form)
    assert answer.refusal == (400, 20001, "Missing required parameter Channel in the post body")


@pytest.mark.parametrize("channel", ["SMS", "Sms", "voice", "silent", "fax", "sms ", "sms,call"])
def test_an_unknown_channel_is_refused(emulator: Local, channel: str) -> None:
    """github.com/apereo/cas/issues/6748, 2025-04: values are case-sensitive."""
    assert emulator.start(channel=channel).refusal == CHANNEL


@pytest.mark.parametrize("channel", ["sms", "call", "whatsapp", "rcs"])
def test_a_plain_account_has_these_channels(emulator: Local, channel: str) -> None:
    """twilio.com/docs/verify/api/verification."""
    assert emulator.start(channel=channel).json["channel"] == channel


def test_the_automatic_channel_belongs_to_a_pilot(emulator: Local) -> None:
    """Observed live 2026-03."""
    assert emulator.start(channel="auto").refusal == CHANNEL


@pytest.mark.parametrize(
    ("settings", "to", "channel"),
    [
        ({"sna": True}, TO, "sna"),
        ({"sna": False}, TO, "sms"),
        ({"sna": True, "disabled_channels": ["sna"]}, TO, "sms"),
        ({"sna": True}, "+442079460000", "sms"),
    ],
)
def test_the_automatic_channel_is_sna_or_else_sms(
    emulator: Local, settings: dict[str, Any], to: str, channel: str
) -> None:
    """twilio.com/docs/verify/automatic-channel-selection; which numbers sna reaches is a guess."""
    emulator.allow(auto_channel=True, **settings)
    assert emulator.start(to, "auto").json["channel"] == channel


def test_the_automatic_channel_with_nothing_left_is_60550(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60550."""
    emulator.allow(auto_channel=True, disabled_channels=["sms"])
    message = "Auto Channel Failed: No channels selected due to validation errors"
    assert emulator.start(channel="auto").refusal == (400, 60550, message)


@pytest.mark.parametrize("channel", ["sms", "call", "email", "whatsapp", "rcs", "sna", "auto"])
def test_a_channel_may_be_switched_off(emulator: Local, channel: str) -> None:
    """github.com/supabase/supabase/issues/34385."""
    emulator.allow(auto_channel=True, sna=True, disabled_channels=[channel])
    refusal = (400, 60223, f"Delivery channel disabled: {channel.upper()}")
    assert emulator.start(channel=channel).refusal == refusal


def test_whatsapp_needs_a_sender(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60223."""
    emulator.allow(whatsapp_sender=False)
    assert emulator.start(channel="whatsapp").refusal == (400, 60223, "Delivery channel disabled: WHATSAPP")
    assert emulator.start().status == 201


BAD_NUMBERS = [
    "123",
    "15017122661",
    "+1501712266",
    "+150171226611",
    "+0123456789",
    "+999123456789",
    "tel:+15017122661",
]


@pytest.mark.parametrize("to", [*BAD_NUMBERS, "+1 501 712 2661", "a@example.com", "+1{0}", "+"])
def test_a_number_that_cannot_be_is_refused_with_its_value(emulator: Local, to: str) -> None:
    """Raw bodies observed 2021 to 2026; github.com/supabase/auth-py/issues/543."""
    assert emulator.start(to).refusal == (400, 60200, f"Invalid parameter `To`: {to}")


@pytest.mark.parametrize(
    "to", [TO, "a@", "@b", "a b@c", "a@b@c", "a@b..c", "x" * 65 + "@b.c", "a@" + "b" * 253]
)
def test_an_address_that_cannot_be_is_refused_with_its_value(emulator: Local, to: str) -> None:
    """twilio.com/docs/api/errors/60200; the form of the message is a guess."""
    assert emulator.start(to, "email").refusal == (400, 60200, f"Invalid parameter `To`: {to}")


def test_a_strict_emulator_refuses_numbers_that_nobody_has(make_emulator: Callable[..., Local]) -> None:
    """Observed live 2026-03: +19995551234."""
    assert make_emulator().start("+19995551234").status == 201
    assert make_emulator(strict=True).start("+19995551234").refusal[1] == 60200
    assert make_emulator(strict=True).start("+14155552671").status == 201


def test_email_needs_a_mailer(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60217; live 2026-03."""
    service = emulator.service()
    refusal = (400, 60217, "A Mailer must be associated with the service")
    assert emulator.start("a@example.com", "email", service=service).refusal == refusal
    emulator.post(f"/v2/Services/{service}", {"Email.From": "us@example.com"})
    assert emulator.start("a@example.com", "email", service=service).status == 201


def test_a_custom_code_needs_a_service_that_takes_it(emulator: Local) -> None:
    """Twilio staff, 2025-07: github.com/twilio/twilio-go/issues/210."""
    assert emulator.start(CustomCode="123456").refusal == (403, 60204, "Custom code not allowed")
    assert emulator.start(CustomCode="").status == 201


@pytest.mark.parametrize(
    ("code", "status"), [("123", 400), ("1234", 201), ("1234567890", 201), ("12345678901", 400)]
)
def test_a_custom_code_has_4_to_10_characters(emulator: Local, code: str, status: int) -> None:
    """twilio.com/docs/verify/api/verification, CustomCode."""
    service = emulator.service(CustomCodeEnabled="true")
    answer = emulator.start(service=service, CustomCode=code)
    assert answer.status == status
    assert status == 201 or answer.refusal == (400, 60200, "Invalid parameter: CustomCode")


def test_a_custom_friendly_name_is_a_feature_of_the_account(emulator: Local) -> None:
    """The error dictionary (2025) on 60204."""
    refusal = (403, 60204, "Service does not support this feature")
    assert emulator.start(CustomFriendlyName="x").refusal == refusal


@pytest.mark.parametrize("locale", ["xx", "klingon", "en_US", "e", "de "])
def test_an_unknown_locale_is_refused(emulator: Local, locale: str) -> None:
    """Observed live 2026-03 for xx."""
    assert emulator.start(Locale=locale).refusal == (400, 60200, "Invalid parameter: Locale")


def test_a_call_needs_a_language_that_can_be_spoken(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60331."""
    message = "Locale requested is not supported by Verify Text-To-Speech conversion"
    assert emulator.start(channel="call", Locale="cs").refusal == (400, 60331, message)
    assert emulator.start(channel="sms", Locale="cs").status == 201
    assert emulator.start(channel="call", Locale="en-GB").status == 201


def test_an_app_hash_is_for_sms_only(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60602."""
    refusal = (400, 60602, "App hash can only be used with SMS channel")
    assert emulator.start(channel="call", AppHash="x").refusal == refusal
    assert emulator.start(AppHash="x").status == 201


ORDER: list[tuple[dict[str, str], str]] = [
    ({"Channel": "fax"}, "Invalid parameter: Channel"),
    ({"Channel": "sna"}, "Downstream Authentication Failed"),
    ({"To": "1"}, "Invalid parameter `To`: 1"),
    ({"Amount": ""}, "'Amount' & 'Payee' params are required"),
    ({"CustomCode": "123456"}, "Custom code not allowed"),
    ({"CustomFriendlyName": "x"}, "Service does not support this feature"),
    ({"Locale": "xx"}, "Invalid parameter: Locale"),
    ({"Templates": "x"}, "Invalid parameter: Templates"),
    ({"Tags": "x"}, "Invalid parameter: Tags"),
    ({"RateLimits": "x"}, "Invalid parameter: RateLimits"),
    ({"ChannelConfiguration": "x"}, "Invalid parameter: ChannelConfiguration"),
    ({"RiskCheck": "x"}, "Invalid parameter: RiskCheck"),
    ({}, "The phone number is unverified."),
]


@pytest.mark.parametrize("first", range(len(ORDER)), ids=lambda first: ORDER[first][1])
def test_the_gates_stand_in_the_order_of_our_contract(emulator: Local, first: int) -> None:
    """A guess: no source gives an order. A fault found earlier hides those found later."""
    emulator.allow(trial=True, blocked_prefixes=["+"])
    service = emulator.service(Psd2Enabled="true")
    form = {"To": TO, "Channel": "sms", "Amount": "1", "Payee": "x"}
    for fault, _ in reversed(ORDER[first:]):
        form |= fault
    answer = emulator.post(f"/v2/Services/{service}/Verifications", form)
    assert answer.refusal[2].startswith(ORDER[first][1])


def test_after_all_gates_the_limits_are_looked_at(emulator: Local) -> None:
    """A guess: a request that is refused anyway is not told about limits."""
    for _ in range(5):
        emulator.start()
    assert emulator.start(Locale="xx").refusal == (400, 60200, "Invalid parameter: Locale")
    assert emulator.start().refusal[1] == 60203
