"""Transactions under PSD2: what is paid to whom is part of what is verified."""

from typing import Any

import pytest
from harness.local import TO, Local

PAYMENT = {"Amount": "€39.99", "Payee": "Acme"}
MISSING = (400, 60206, "'Amount' & 'Payee' params are required")


@pytest.fixture
def service(emulator: Local) -> str:
    return emulator.service(Psd2Enabled="true")


def test_amount_and_payee_are_shown_and_sent(emulator: Local, service: str) -> None:
    """twilio.com/docs/verify/verifying-transactions-psd2."""
    body = emulator.start(service=service, **PAYMENT).json
    assert (body["amount"], body["payee"]) == ("€39.99", "Acme")
    (message,) = emulator.messages()
    assert "€39.99" in message["body"]
    assert "Acme" in message["body"]
    shown = emulator.check(emulator.code(), service=service, **PAYMENT).json
    assert (shown["status"], shown["amount"], shown["payee"]) == ("approved", "€39.99", "Acme")


@pytest.mark.parametrize("form", [{}, {"Amount": "1"}, {"Payee": "x"}, {"Amount": "", "Payee": "x"}])
def test_both_are_required_for_start_and_check(emulator: Local, service: str, form: dict[str, Any]) -> None:
    """twilio.com/docs/api/errors/60206."""
    assert emulator.start(service=service, **form).refusal == MISSING
    emulator.start(service=service, **PAYMENT)
    assert emulator.check("123456", service=service, **form).refusal == MISSING


@pytest.mark.parametrize("other", [{"Amount": "€40.00"}, {"Payee": "acme"}])
def test_another_payment_is_a_wrong_code(emulator: Local, service: str, other: dict[str, str]) -> None:
    """twilio.com/docs/verify/verifying-transactions-psd2; that it counts is a guess."""
    emulator.start(service=service, **PAYMENT)
    for _ in range(5):
        answer = emulator.check(emulator.code(), service=service, **{**PAYMENT, **other})
        assert answer.json["status"] == "pending"
    assert emulator.check(emulator.code(), service=service, **PAYMENT).status == 429


def test_without_psd2_they_are_ignored(emulator: Local) -> None:
    """twilio.com/docs/verify/api/verification: they need Psd2Enabled."""
    body = emulator.start(**PAYMENT).json
    assert (body["amount"], body["payee"]) == (None, None)
    assert "Acme" not in emulator.messages()[0]["body"]
    assert emulator.check(emulator.code()).json["status"] == "approved"


@pytest.mark.parametrize(
    ("channel", "refusal"),
    [
        ("call", (400, 60214, "Call channel is not supported when using PSD2")),
        ("sna", (400, 60329, "Verify SNA does not work with psd2_enabled")),
        ("whatsapp", (400, 60200, "Invalid parameter: Channel")),
        ("rcs", (400, 60200, "Invalid parameter: Channel")),
    ],
)
def test_some_channels_cannot_carry_a_payment(
    emulator: Local, service: str, channel: str, refusal: tuple[int, int, str]
) -> None:
    """twilio.com/docs/api/errors/60214 and 60329; whatsapp and rcs are a guess."""
    emulator.allow(sna=True)
    assert emulator.start(channel=channel, service=service, **PAYMENT).refusal == refusal


@pytest.mark.parametrize(("to", "channel"), [(TO, "sms"), ("a@example.com", "email")])
def test_sms_and_email_can_carry_a_payment(emulator: Local, to: str, channel: str) -> None:
    """twilio.com/docs/verify/verifying-transactions-psd2."""
    service = emulator.service(Psd2Enabled="true", MailerSid="MD" + "0" * 32)
    assert emulator.start(to, channel, service=service, **PAYMENT).status == 201
