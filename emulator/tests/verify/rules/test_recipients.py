"""What is said of a text that can be no recipient. Source of all: our contract, a refusal explains itself."""

import pytest

from verify_emulator.verify.rules.recipients import explain_to

FORM = "Phone numbers are E.164: +, country code and number, such as +15017122661."


@pytest.mark.parametrize(
    ("to", "channel", "strict", "told"),
    [
        (
            "+15017122661",
            "email",
            False,
            "Channel email takes an e-mail address; for a phone number send Channel=sms.",
        ),
        (
            "jane",
            "email",
            False,
            "jane is no e-mail address, and Channel email takes one such as jane@example.com.",
        ),
        (
            "a@b.test",
            "sms",
            False,
            "a@b.test is an e-mail address, and Channel sms takes a phone number: send Channel=email.",
        ),
        (
            "+19995551234",
            "sms",
            True,
            "--strict: +19995551234 is possible, but no number is assigned that way; "
            "without that option it is let pass.",
        ),
        (
            " 15017122661",
            "sms",
            False,
            "To begins with a space: in a form a + has to be escaped, To=%2B15017122661.",
        ),
        (
            "15017122661",
            "sms",
            False,
            f"{FORM} With a + alone it is one of US: is +15017122661 meant?",
        ),
        (
            "+1 (501) 712-2661",
            None,
            False,
            "A phone number is E.164, + and digits alone: is +15017122661 meant?",
        ),
        ("+999123", "call", False, f"+999123 has a length or calling code that no number has. {FORM}"),
        ("jane", None, False, f"jane is none. {FORM}"),
        ("x" * 100, None, False, f"{'x' * 64}... is none. {FORM}"),
    ],
)
def test_it_says_what_is_wrong_and_what_may_be_meant(
    to: str, channel: str | None, strict: bool, told: str
) -> None:
    assert explain_to(to, channel, strict=strict) == told
