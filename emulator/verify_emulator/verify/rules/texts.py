"""What the recipient of a verification reads or hears."""

import re
from collections.abc import Mapping

from verify_emulator.verify.rules.locales import (
    ENGLISH,
    LOCALES,
    VOICE_LOCALES,
    WHATSAPP_LOCALES,
    canonical,
    locale_for,
    supports,
)
from verify_emulator.verify.rules.translations import TRANSLATIONS, Words

__all__ = [
    "LOCALES",
    "VOICE_LOCALES",
    "WHATSAPP_LOCALES",
    "add_app_hash",
    "canonical",
    "locale_for",
    "message_text",
    "placeholders",
    "render_template",
    "spell",
    "supports",
    "translated",
]

_PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_AUTOMATIC = frozenset({"friendly_name", "code", "ttl"})
_SAME_LANGUAGE = {"fil": "tl", "zh-TW": "zh-HK"}
_EXPIRY = ". This code will expire in {{ttl}} minutes."


def message_text(  # noqa: PLR0913 - the facts of one message, all but two by keyword
    channel: str,
    locale: str,
    *,
    friendly_name: str,
    code: str,
    ttl_seconds: int,
    do_not_share: bool = False,
    app_hash: str | None = None,
    amount: str | None = None,
    payee: str | None = None,
    dtmf_input_required: bool = False,
) -> str:
    """The text of Twilio's default message; for `call` what the voice says, the code spelled.

    `app_hash` matters on sms only, `do_not_share` also on rcs, `dtmf_input_required` on call.
    Source: twilio.com/docs/verify/verification-templates (the English sentence); twilio-oai, AppHash of
    CreateVerification and DoNotShareWarningEnabled of CreateService. Guess: the wording of calls, e-mails and payments.
    """
    payment = amount is not None and payee is not None
    words = _words(channel, locale, payment=payment)
    text = _sentence(channel, words, payment=payment)
    if channel in ("sms", "rcs") and do_not_share:
        text += words.warning
    elif channel == "call" and dtmf_input_required:
        text = f"{words.press} {text}"
    elif channel == "email":
        text += _EXPIRY
    message = render_template(
        text,
        friendly_name=friendly_name,
        code=spell(code) if channel == "call" else code,
        ttl_seconds=ttl_seconds,
        substitutions={"amount": amount or "", "payee": payee or ""},
    )
    return add_app_hash(message, app_hash) if app_hash and channel == "sms" else message


def translated(locale: str, channel: str = "sms") -> bool:
    """Whether the channel's message is in the locale's language; where it is not, English stands in."""
    return _language(locale) == ENGLISH or _words(channel, locale) is not TRANSLATIONS[ENGLISH]


def spell(code: str) -> str:
    """A code as the voice reads it. Guess: the digits are separated by commas, which make the pauses."""
    return ", ".join(code)


def add_app_hash(text: str, app_hash: str) -> str:
    """An SMS that Android's SMS Retriever hands to the app with that hash.

    Source: twilio-oai, AppHash of CreateVerification
    (`<#> Your AppName verification code is: 1234 He42w354ol9`).
    """
    return f"<#> {text} {app_hash}"


def placeholders(text: str) -> frozenset[str]:
    """The variables of a template that TemplateCustomSubstitutions has to give, or else it is error 60224.

    Source: twilio.com/docs/api/errors/60224. Guess: blanks inside the braces are allowed.
    """
    return frozenset(_PLACEHOLDER.findall(text)) - _AUTOMATIC


def render_template(
    text: str, *, friendly_name: str, code: str, ttl_seconds: int, substitutions: Mapping[str, str]
) -> str:
    """A template with its variables filled in; one that has no value stays as it is.

    Source: twilio.com/docs/verify/api/templates/public-templates (`{{ttl}}` counts minutes). Guess: whole
    minutes, rounded down, at least one; a substitution cannot replace one of the three automatic variables.
    """
    automatic = {"friendly_name": friendly_name, "code": code, "ttl": str(max(1, ttl_seconds // 60))}
    values = {**substitutions, **automatic}
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def _sentence(channel: str, words: Words, *, payment: bool = False) -> str:
    match channel:
        case "sms" | "rcs" | "email":
            return words.payment if payment else words.sms
        case "call":
            return words.call
        case "whatsapp":
            return words.whatsapp
    raise ValueError(f"Nothing is written or said on channel {channel!r}.")


def _words(channel: str, locale: str, *, payment: bool = False) -> Words:
    """The locale's language, or English throughout if it lacks the sentence that is needed.

    Source: twilio.com/docs/verify/supported-languages (no translations on email).
    """
    words = TRANSLATIONS.get(_language(ENGLISH if channel == "email" else locale), TRANSLATIONS[ENGLISH])
    return words if _sentence(channel, words, payment=payment) else TRANSLATIONS[ENGLISH]


def _language(locale: str) -> str:
    tag = canonical(locale) or locale
    tag = _SAME_LANGUAGE.get(tag, tag)
    return tag if tag in TRANSLATIONS else tag.partition("-")[0]
