"""Why a text can be no recipient, in words for the person who sent it."""

from verify_emulator.errors import cited
from verify_emulator.verify.rules import phones

EXAMPLE = "+15017122661"


def explain_to(to: str, channel: str | None, *, strict: bool) -> str:
    """What is wrong with a To; `channel` is the one to send by, None for a check."""
    if channel == "email":
        if phones.is_phone(to):
            return "Channel email takes an e-mail address; for a phone number send Channel=sms."
        return f"{cited(to)} is no e-mail address, and Channel email takes one such as jane@example.com."
    if phones.is_email(to):
        return f"{cited(to)} is an e-mail address, and Channel {channel} takes a phone number: send Channel=email."
    return _explain_number(to, strict=strict)


def _explain_number(to: str, *, strict: bool) -> str:
    meant = "+" + "".join(character for character in to if character.isdigit())
    if strict and phones.is_phone(to):
        return f"--strict: {to} is possible, but no number is assigned that way; without that option it is let pass."
    if to.startswith(" ") and phones.is_phone(meant):
        return f"To begins with a space: in a form a + has to be escaped, To=%2B{meant[1:]}."
    form = f"Phone numbers are E.164: +, country code and number, such as {EXAMPLE}."
    if phones.is_phone(meant):
        if "+" in to:
            return f"A phone number is E.164, + and digits alone: is {meant} meant?"
        of = f"one of {phones.country_of(meant)}" if phones.country_of(meant) else "possible"
        return f"{form} With a + alone it is {of}: is {meant} meant?"  # the country code may be what lacks
    if to.startswith("+"):
        return f"{cited(to)} has a length or calling code that no number has. {form}"
    return f"{cited(to)} is none. {form}"
