"""Locales: what exists on which channel, and what a recipient gets without asking."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify_emulator.verify.rules.locales import (
    DEFAULT_LANGUAGES,
    LOCALES,
    VOICE_LOCALES,
    WHATSAPP_LOCALES,
    canonical,
    locale_for,
    supports,
)

ALL = LOCALES | VOICE_LOCALES | WHATSAPP_LOCALES
CHANNELS = st.sampled_from(["sms", "rcs", "call", "whatsapp", "email", "sna"])
NUMBERS = st.from_regex(r"\+[1-9][0-9]{1,14}", fullmatch=True)


def test_british_english_is_spoken_only() -> None:
    """twilio.com/docs/verify/supported-languages."""
    assert VOICE_LOCALES.difference(LOCALES) == {"en-GB"}


def test_the_voice_lacks_half_of_the_written_languages() -> None:
    """twilio.com/docs/verify/supported-languages, twilio.com/docs/api/errors/60331."""
    written_only = " ".join(sorted(LOCALES - VOICE_LOCALES))
    assert written_only == "af ar cs el et he hi hr hu id kn lt mr ms ro sk te th tl tr uk vi"


@pytest.mark.parametrize(
    ("locale", "channel", "supported"),
    [
        ("de", "sms", True),
        ("de", "rcs", True),
        ("de", "call", True),
        ("DE", "call", True),
        ("cs", "sms", True),
        ("cs", "call", False),
        ("en-GB", "sms", False),
        ("en-gb", "call", True),
        ("uz", "whatsapp", True),
        ("uz", "sms", False),
        ("de", "email", False),
        ("en", "email", False),
        ("xx", "sms", False),
        ("", "sms", False),
        ("xx", "sna", False),
    ],
)
def test_a_channel_supports_its_own_locales(locale: str, channel: str, supported: bool) -> None:
    """twilio.com/docs/verify/supported-languages."""
    assert supports(locale, channel) is supported


@given(st.sampled_from(sorted(ALL)))
def test_case_does_not_matter(locale: str) -> None:
    """twilio.com/docs/verify/supported-languages has pt-BR and pt-br; a guess beyond that."""
    assert canonical(locale.upper()) == canonical(locale.lower()) == locale


@pytest.mark.parametrize("locale", ["xx", "", "english", "en_GB", "de-AT", "pt-"])
def test_an_unknown_locale_has_no_canonical_form(locale: str) -> None:
    """400/60200 `Invalid parameter: Locale`, seen live for xx."""
    assert canonical(locale) is None


@pytest.mark.parametrize(
    ("to", "locale"),
    [
        ("+15017122661", "en"),
        ("+18095551234", "es"),
        ("+18295551234", "en"),
        ("+5491123456789", "es"),
        ("+5511961234567", "pt"),
        ("+59170123456", "es"),
        ("+351912345678", "pt"),
        ("+352621123456", "de"),
        ("+4915123456789", "de"),
        ("+393312345678", "it"),
        ("+3790123456", "it"),
        ("+37061234567", "lt"),
        ("+8613812345678", "zh-CN"),
        ("+819012345678", "ja"),
        ("+821012345678", "en"),
        ("+85251234567", "en"),
        ("+46701234567", "en"),
        ("+919812345678", "en"),
        ("+40712345678", "ro"),
        ("+22670123456", "en"),
        ("user@example.com", "en"),
        ("149@example.de", "en"),
        ("+", "en"),
        ("", "en"),
    ],
)
def test_the_country_code_chooses_the_language(to: str, locale: str) -> None:
    """twilio.com/docs/verify/default-phone-verification-languages.

    Romania is a guess: the page prints 226.
    """
    assert locale_for(to) == locale


@pytest.mark.parametrize(
    ("to", "channel", "locale"),
    [
        ("+447400123456", "sms", "en"),
        ("+447400123456", "call", "en-GB"),
        ("+966512345678", "whatsapp", "ar"),
        ("+966512345678", "call", "en"),
        ("+5511961234567", "whatsapp", "pt"),
        ("+4915123456789", "email", "en"),
        ("+4915123456789", "sna", "en"),
    ],
)
def test_english_is_chosen_where_the_channel_lacks_the_language(to: str, channel: str, locale: str) -> None:
    """twilio.com/docs/verify/supported-languages ("en … as the fallback locale")."""
    assert locale_for(to, channel) == locale


@pytest.mark.parametrize(
    ("override", "channel", "locale"),
    [
        ("fr", "sms", "fr"),
        ("FR", "sms", "fr"),
        ("pt-br", "whatsapp", "pt-BR"),
        ("tr", "call", "en"),
        ("xx", "sms", "en"),
        ("fr", "email", "en"),
        (None, "sms", "de"),
        ("", "sms", "de"),
    ],
)
def test_the_locale_asked_for_wins(override: str | None, channel: str, locale: str) -> None:
    """twilio-oai, Locale of CreateVerification."""
    assert locale_for("+4915123456789", channel, override) == locale


@given(
    st.from_regex(r"\+[1-9][0-9]{1,14}", fullmatch=True), CHANNELS, st.none() | st.sampled_from(sorted(ALL))
)
def test_what_is_chosen_exists_on_the_channel(to: str, channel: str, override: str | None) -> None:
    """twilio.com/docs/verify/supported-languages."""
    locale = locale_for(to, channel, override)
    assert locale == "en" or supports(locale, channel)


@given(st.sampled_from(sorted(DEFAULT_LANGUAGES)), st.from_regex(r"[0-9]{4,11}", fullmatch=True))
def test_the_rest_of_the_number_does_not_matter(calling_code: str, rest: str) -> None:
    """twilio.com/docs/verify/default-phone-verification-languages."""
    channel = "call" if calling_code == "44" else "sms"
    assert locale_for(f"+{calling_code}{rest}", channel) == DEFAULT_LANGUAGES[calling_code]


def test_no_calling_code_begins_another() -> None:
    """ITU-T E.164: calling codes are prefix-free, so a slip of the pen in the table shows."""
    codes = sorted(DEFAULT_LANGUAGES)
    assert [code for code in codes for other in codes if code != other and code.startswith(other)] == []


def test_every_default_language_can_be_sent_or_spoken() -> None:
    """twilio.com/docs/verify/supported-languages."""
    assert set(DEFAULT_LANGUAGES.values()) <= LOCALES | VOICE_LOCALES
