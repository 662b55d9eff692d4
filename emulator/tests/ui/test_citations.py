"""Sources as links. Source: our contract (the inbox)."""

import pytest

from verify_emulator.ui.citations import cited

TWILIO = "https://www.twilio.com/"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("twilio.com/docs/verify/api/service.", TWILIO + "docs/verify/api/service"),
        ("www.twilio.com/docs/verify/sna)", TWILIO + "docs/verify/sna"),
        ("See https://www.twilio.com/docs/api/errors/20404.", TWILIO + "docs/api/errors/20404"),
        ("docs/verify/api/challenge; error pages", TWILIO + "docs/verify/api/challenge"),
        (
            "live: github.com/twilio/twilio-node/issues/1111 and",
            "https://github.com/twilio/twilio-node/issues/1111",
        ),
    ],
)
def test_an_address_becomes_a_link(text: str, address: str) -> None:
    assert [found for _, found in cited(text) if found] == [address]
    assert "".join(piece for piece, _ in cited(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "live 2025-06", "javascript:alert(1)", "https://evil.example/docs/x", "nottwilio.community/docs"],
)
def test_anything_else_stays_text(text: str) -> None:
    assert [found for _, found in cited(text) if found] == []
    assert "".join(piece for piece, _ in cited(text)) == text
