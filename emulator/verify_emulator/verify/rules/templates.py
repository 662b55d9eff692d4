"""How a message template is chosen for a verification that names one, and why it may not do.

Source: twilio.com/docs/verify/api/templates, error pages 60201, 60224, 60227, 60228, 60229, 60408.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from typing_extensions import TypedDict

from verify_emulator.errors import (
    MISSING_SUBSTITUTIONS,
    TEMPLATE_CHANNEL,
    TEMPLATE_NOT_APPROVED,
    TEMPLATE_NOT_FOUND,
    TEMPLATE_SMS_ONLY,
    TRANSLATION_NOT_FOUND,
    TwilioError,
    cited,
)
from verify_emulator.ids import KINDS, is_sid, kind_of
from verify_emulator.verify.rules.texts import placeholders

PREFIX = "HJ"
APPROVED = "approved"
_CHANNEL_NAMES = {"sms": "sms", "call": "voice"}  # a template speaks of voice where a verification says call


class Translation(TypedDict):
    """A template in one language, as it is answered. Dates have nanoseconds, unlike everywhere else (twilio-oai)."""

    is_default_translation: bool
    status: str
    locale: str
    text: str
    date_updated: str
    date_created: str


class Chosen(NamedTuple):
    """The text a message is made from, and what is filled in beside the code."""

    locale: str
    text: str
    substitutions: Mapping[str, str]


def _explain_absence(sid: str) -> str:
    lacks = f"The account has no template {cited(sid)}"
    if is_sid(sid) and not is_sid(sid, PREFIX):
        lacks = f"{sid} is the SID of {kind_of(sid)}, not of {KINDS[PREFIX]} ({PREFIX}…)"
    return f"{lacks}: GET /v2/Templates lists those that there are; the configuration file can add some."


def choose(
    sid: str, template: Any, channel: str, locale: str | None, substitutions: Mapping[str, str]
) -> Chosen:
    """The translation that a message is made from. Raises the template errors, in the order given here.

    `template` is a VerificationTemplate, or None if there is none of that SID.
    """
    if template is None:
        raise TwilioError(TEMPLATE_NOT_FOUND, hint=_explain_absence(sid))
    if channel not in _CHANNEL_NAMES:
        raise TwilioError(
            TEMPLATE_SMS_ONLY, hint=f"A template makes an SMS or a call, and this is Channel {channel}."
        )
    if _CHANNEL_NAMES[channel] not in template.channels:
        raise TwilioError(TEMPLATE_CHANNEL, hint=_only_has(template, template.channels))
    translations: Mapping[str, Translation] = template.translations
    translation = translations.get(locale) if locale else _default(translations)
    if translation is None:
        raise TwilioError(
            TRANSLATION_NOT_FOUND, hint=f"No {cited(locale, 16)}. {_only_has(template, translations)}"
        )
    if translation["status"] != APPROVED:
        raise TwilioError(
            TEMPLATE_NOT_APPROVED,
            hint=f"Translation {translation['locale']} of {template.sid} is {translation['status']}, "
            f"not {APPROVED}.",
        )
    missing = placeholders(translation["text"]) - set(substitutions)
    if missing:
        raise TwilioError(
            MISSING_SUBSTITUTIONS,
            hint=f"The text of {template.sid} has places for {', '.join(sorted(missing))}: give them in "
            "TemplateCustomSubstitutions, a JSON object as text.",
        )
    return Chosen(translation["locale"], translation["text"], substitutions)


def _only_has(template: Any, names: Iterable[str]) -> str:
    return f"{template.sid} has only {', '.join(names)}."


def _default(translations: Mapping[str, Translation]) -> Translation | None:
    return next((one for one in translations.values() if one["is_default_translation"]), None)
