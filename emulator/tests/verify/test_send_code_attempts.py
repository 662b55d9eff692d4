"""The messages that verifications send."""

import json
from typing import Any

import pytest
from harness.local import ACCOUNT, SERVICE, TO, Local

FALLBACK = json.dumps({"whatsapp": {"enabled": True}, "sms": {"enabled": True}})


@pytest.mark.parametrize(
    ("to", "channel"),
    [(TO, "sms"), (TO, "call"), (TO, "whatsapp"), (TO, "rcs"), ("a@example.com", "email")],
)
def test_every_send_is_one_message(emulator: Local, to: str, channel: str) -> None:
    """Our contract: what the recipient would get can be read."""
    emulator.post("/_emulator/clock", freeze="2026-01-02T03:04:05.678Z")
    body = emulator.start(to, channel).json
    (message,) = emulator.messages(to)
    code = message["code"]
    assert message == {
        "id": "SM" + body["send_code_attempts"][0]["attempt_sid"][2:],
        "account_sid": ACCOUNT,
        "service_sid": SERVICE,
        "verification_sid": body["sid"],
        "attempt_sid": body["send_code_attempts"][0]["attempt_sid"],
        "to": to,
        "channel": channel,
        "code": code,
        "body": message["body"],
        "locale": "en",
        "status": "delivered",
        "error_code": None,
        "created_at": "2026-01-02T03:04:05.678Z",
    }
    spoken = ", ".join(code) if channel == "call" else code
    assert spoken in message["body"]


def test_a_message_names_the_service(emulator: Local) -> None:
    """twilio.com/docs/verify/verification-templates: Your {{friendly_name}} verification code is: {{code}}."""
    service = emulator.service(FriendlyName="Acme")
    emulator.start(service=service)
    assert emulator.messages()[0]["body"] == f"Your Acme verification code is: {emulator.code()}"


def test_a_message_may_name_something_else(emulator: Local) -> None:
    """twilio.com/docs/verify/api/verification, CustomFriendlyName: an account feature."""
    emulator.allow(custom_friendly_name=True)
    emulator.start(CustomFriendlyName="Other")
    assert emulator.messages()[0]["body"].startswith("Your Other verification code")


def test_a_message_says_what_the_service_said_when_it_was_sent(emulator: Local) -> None:
    """Our contract: a text is composed when read, from what was then."""
    service = emulator.service(FriendlyName="Before")
    emulator.start(service=service)
    emulator.post(f"/v2/Services/{service}", FriendlyName="After")
    assert "Before" in emulator.messages()[0]["body"]


@pytest.mark.parametrize(
    ("form", "locale"), [({"Locale": "de"}, "de"), ({"Locale": "PT-br"}, "pt-BR"), ({}, "en")]
)
def test_the_locale_may_be_chosen(emulator: Local, form: dict[str, Any], locale: str) -> None:
    """twilio.com/docs/verify/supported-languages."""
    emulator.start(**form)
    assert emulator.messages()[0]["locale"] == locale


def test_the_recipients_country_chooses_the_locale(emulator: Local) -> None:
    """twilio.com/docs/verify/default-phone-verification-languages."""
    emulator.start("+4915112345678")
    assert emulator.messages("+4915112345678")[0]["locale"] == "de"


def test_the_warning_is_part_of_the_text_where_the_service_asks_for_it(emulator: Local) -> None:
    """twilio.com/docs/verify/api/service, DoNotShareWarningEnabled."""
    emulator.start()
    emulator.post(f"/v2/Services/{SERVICE}", DoNotShareWarningEnabled="true")
    emulator.start()
    plain, warned = (message["body"] for message in emulator.messages())
    assert warned.startswith(plain)
    assert "share" in warned.removeprefix(plain)


def test_an_app_hash_wraps_the_text(emulator: Local) -> None:
    """twilio-oai, AppHash of CreateVerification."""
    emulator.start(AppHash="He42w354ol9")
    body = emulator.messages()[0]["body"]
    assert body == f"<#> Your Verify Emulator verification code is: {emulator.code()} He42w354ol9"


def test_a_custom_code_is_what_is_sent(emulator: Local) -> None:
    """twilio.com/docs/verify/api/customization-options."""
    service = emulator.service(CustomCodeEnabled="true")
    emulator.start(service=service, CustomCode="98765")
    assert emulator.code() == "98765"
    assert emulator.check("98765", service=service).json["status"] == "approved"


@pytest.mark.parametrize("pattern", [TO, "+1501*", {"to": TO}, {"to": "*", "channel": "sms"}])
def test_a_message_may_be_kept_from_arriving(emulator: Local, pattern: Any) -> None:
    """Our contract: the account setting undeliverable."""
    emulator.allow(undeliverable=[pattern])
    assert emulator.start().status == 201
    assert emulator.messages()[0]["status"] == "undelivered"
    assert emulator.get("/_emulator/code?to=%2B15017122661").status == 404
    assert emulator.check(emulator.messages()[0]["code"]).json["status"] == "approved"


@pytest.mark.parametrize("pattern", ["+1502*", {"to": TO, "channel": "call"}])
def test_other_messages_arrive(emulator: Local, pattern: Any) -> None:
    """Our contract: the account setting undeliverable."""
    emulator.allow(undeliverable=[pattern])
    emulator.start()
    assert emulator.messages()[0]["status"] == "delivered"


def test_whatsapp_falls_back_to_sms_where_that_is_asked_for(emulator: Local) -> None:
    """Our extension, from the twilio-verify-send-otp skill card: it does not count as another send."""
    emulator.allow(undeliverable=[{"to": TO, "channel": "whatsapp"}])
    for _ in range(5):
        body = emulator.start(channel="whatsapp", ChannelConfiguration=FALLBACK).json
    assert body["channel"] == "sms"
    assert [attempt["channel"] for attempt in body["send_code_attempts"]] == ["whatsapp", "sms"] * 5
    messages = emulator.messages()
    assert [message["status"] for message in messages] == ["undelivered", "delivered"] * 5
    assert len({message["code"] for message in messages}) == 1
    assert len({message["attempt_sid"] for message in messages}) == 10
    assert emulator.start().refusal[1] == 60203


@pytest.mark.parametrize(
    "configuration",
    [
        None,
        "{}",
        '{"whatsapp":{"enabled":true}}',
        '{"whatsapp":{"enabled":true},"sms":{"enabled":false}}',
        '{"whatsapp":{"enabled":true},"sms":{"enabled":"true"}}',
        '{"whatsapp":{"enabled":true},"sms":true}',
        '{"whatsapp":{},"sms":{"enabled":true}}',
    ],
)
def test_otherwise_a_lost_whatsapp_message_stays_lost(emulator: Local, configuration: str | None) -> None:
    """Our extension: both channels have to be enabled, in so many words."""
    emulator.allow(undeliverable=[{"to": TO, "channel": "whatsapp"}])
    form = {} if configuration is None else {"ChannelConfiguration": configuration}
    body = emulator.start(channel="whatsapp", **form).json
    assert (body["channel"], len(body["send_code_attempts"])) == ("whatsapp", 1)
    assert [message["status"] for message in emulator.messages()] == ["undelivered"]


def test_a_whatsapp_message_that_arrives_needs_no_fallback(emulator: Local) -> None:
    """Our extension."""
    body = emulator.start(channel="whatsapp", ChannelConfiguration=FALLBACK).json
    assert (body["channel"], len(emulator.messages())) == ("whatsapp", 1)


def test_a_lost_sms_has_no_fallback(emulator: Local) -> None:
    """Our extension: from WhatsApp to SMS only."""
    emulator.allow(undeliverable=[TO])
    emulator.start(ChannelConfiguration=FALLBACK)
    assert len(emulator.messages()) == 1


def test_a_fallback_may_be_lost_as_well(emulator: Local) -> None:
    """Our extension."""
    emulator.allow(undeliverable=[TO])
    body = emulator.start(channel="whatsapp", ChannelConfiguration=FALLBACK).json
    assert body["channel"] == "sms"
    assert [message["status"] for message in emulator.messages()] == ["undelivered", "undelivered"]


# Templates

DEFAULT, ORDER, SPOKEN = (f"HJ{number:032x}" for number in range(3))


def test_a_template_is_the_text(emulator: Local) -> None:
    """twilio.com/docs/verify/api/templates: what the request gives is filled in, and what every template has."""
    emulator.start(TemplateSid=ORDER, TemplateCustomSubstitutions='{"order_id":"A-1"}')
    (message,) = emulator.messages()
    text = f"Order A-1: your Verify Emulator code is {message['code']}, valid 10 minutes."
    assert (message["body"], message["locale"]) == (text, "en")


def test_a_template_is_chosen_in_a_language(emulator: Local) -> None:
    """twilio.com/docs/verify/api/templates."""
    emulator.start(TemplateSid=DEFAULT, Locale="de")
    (message,) = emulator.messages()
    assert message["body"] == f"Ihr Bestätigungscode für Verify Emulator lautet: {message['code']}"
    assert message["locale"] == "de"


def test_a_template_is_spoken_digit_by_digit(emulator: Local) -> None:
    """twilio.com/docs/verify/api/templates: channel voice. Digit by digit is a guess, as in every call."""
    emulator.start(channel="call", TemplateSid=SPOKEN)
    (message,) = emulator.messages()
    assert message["body"] == f"This is Verify Emulator. Your code is {', '.join(message['code'])}."


def test_a_template_may_be_for_an_app(emulator: Local) -> None:
    """twilio-oai, AppHash of CreateVerification."""
    emulator.start(TemplateSid=DEFAULT, AppHash="He42w354ol9")
    (message,) = emulator.messages()
    text = f"Your Verify Emulator verification code is: {message['code']}"
    assert message["body"] == f"<#> {text} He42w354ol9"
