"""How things are written on pages: recipients, codes, links."""

from functools import lru_cache
from urllib.parse import urlencode

CHANNELS = {
    "sms": "SMS",
    "whatsapp": "WhatsApp",
    "rcs": "RCS",
    "email": "E-mail",
    "call": "Call",
    "sna": "Silent Network Auth",
}
STATES = {
    "pending": "Pending",
    "approved": "Approved",
    "canceled": "Canceled",
    "expired": "Expired",
    "max_attempts_reached": "Too many wrong codes",
}


def label_of(channel: str) -> str:
    return CHANNELS.get(channel, channel)


@lru_cache(maxsize=4096)
def readable(recipient: str) -> str:
    """A phone number with its usual spaces; anything else as it is."""
    if not recipient.startswith("+"):
        return recipient
    import phonenumbers

    try:
        number = phonenumbers.parse(recipient)
    except phonenumbers.NumberParseException:
        return recipient
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def grouped(code: str) -> list[str]:
    """A code in two halves that an eye can hold, if it is made of digits: 424 242."""
    half = len(code) // 2
    return [code[:half], code[half:]] if code.isdigit() and len(code) in (6, 8, 10) else [code]


def counted(number: int, noun: str) -> str:
    """`1 message`, `2 messages`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def link(path: str, **query: str | int | None) -> str:
    """A path with those parts of the query that have a value."""
    given = {name: value for name, value in query.items() if value not in (None, "", 0)}
    return f"{path}?{urlencode(given)}" if given else path
