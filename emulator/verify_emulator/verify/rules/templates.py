"""Message templates, as far as a verification can name one by its SID.

Source: twilio.com/docs/verify/api/templates, error pages 60201, 60224, 60227, 60228, 60229, 60408. Guess: the
templates themselves; an account on Twilio has those that its support has approved.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from verify_emulator.errors import (
    MISSING_SUBSTITUTIONS,
    TEMPLATE_CHANNEL,
    TEMPLATE_NOT_APPROVED,
    TEMPLATE_NOT_FOUND,
    TEMPLATE_SMS_ONLY,
    TRANSLATION_NOT_FOUND,
    TwilioError,
)
from verify_emulator.verify.rules.texts import placeholders

_CHANNEL_NAMES = {"sms": "sms", "call": "voice"}  # a template speaks of voice where a verification says call


@dataclass(frozen=True, slots=True)
class Translation:
    text: str
    approved: bool = True


@dataclass(frozen=True, slots=True)
class Template:
    sid: str
    friendly_name: str
    channels: tuple[str, ...]
    default_locale: str
    translations: Mapping[str, Translation]


def _sid(number: int) -> str:
    return f"HJ{number:032x}"


TEMPLATES: dict[str, Template] = {
    template.sid: template
    for template in (
        Template(
            _sid(0),
            "Default",
            ("sms", "voice"),
            "en",
            {
                "en": Translation("Your {{friendly_name}} verification code is: {{code}}"),
                "es": Translation("Tu código de verificación de {{friendly_name}} es: {{code}}"),
                "fr": Translation("Votre code de vérification {{friendly_name}} est : {{code}}"),
                "de": Translation("Ihr Bestätigungscode für {{friendly_name}} lautet: {{code}}"),
                "pt": Translation(
                    "Seu código de verificação de {{friendly_name}} é: {{code}}", approved=False
                ),
            },
        ),
        Template(
            _sid(1),
            "Order confirmation",
            ("sms",),
            "en",
            {
                "en": Translation(
                    "Order {{order_id}}: your {{friendly_name}} code is {{code}}, valid {{ttl}} minutes."
                )
            },
        ),
        Template(
            _sid(2),
            "Spoken code",
            ("voice",),
            "en",
            {"en": Translation("This is {{friendly_name}}. Your code is {{code}}.")},
        ),
    )
}


class Chosen(NamedTuple):
    """The text a message is made from, and what is filled in beside the code."""

    locale: str
    text: str
    substitutions: Mapping[str, str]


def choose(sid: str, channel: str, locale: str | None, substitutions: Mapping[str, str]) -> Chosen:
    """The translation that a message is made from. Raises the template errors, in the order given here."""
    template = TEMPLATES.get(sid)
    if template is None:
        raise TwilioError(TEMPLATE_NOT_FOUND, hint=f"Known templates: {', '.join(TEMPLATES)}.")
    if channel not in _CHANNEL_NAMES:
        raise TwilioError(TEMPLATE_SMS_ONLY)
    if _CHANNEL_NAMES[channel] not in template.channels:
        raise TwilioError(TEMPLATE_CHANNEL)
    chosen = locale or template.default_locale
    translation = template.translations.get(chosen)
    if translation is None:
        raise TwilioError(TRANSLATION_NOT_FOUND, hint=f"It has {', '.join(template.translations)}.")
    if not translation.approved:
        raise TwilioError(TEMPLATE_NOT_APPROVED)
    missing = placeholders(translation.text) - set(substitutions)
    if missing:
        raise TwilioError(MISSING_SUBSTITUTIONS, hint=f"Missing: {', '.join(sorted(missing))}.")
    return Chosen(chosen, translation.text, substitutions)
