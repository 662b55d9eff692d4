"""The language of a message."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.refusals import NO_SPEECH, invalid, refused
from conformance_tests.targets.target import Target

LOCALES = [
    "af",
    "ar",
    "ca",
    "zh",
    "zh-CN",
    "zh-HK",
    "hr",
    "cs",
    "da",
    "nl",
    "en",
    "et",
    "fi",
    "fr",
    "de",
    "el",
    "he",
    "hi",
    "hu",
    "id",
    "it",
    "ja",
    "kn",
    "ko",
    "lt",
    "ms",
    "mr",
    "nb",
    "pl",
    "pt",
    "pt-BR",
    "ro",
    "ru",
    "sk",
    "es",
    "sv",
    "tl",
    "te",
    "th",
    "tr",
    "uk",
    "vi",
]


@pytest.mark.needs("no_charge")
@pytest.mark.parametrize("locale", LOCALES)
def test_a_supported_locale_is_taken(service: ServiceContext, to: str, locale: str) -> None:
    """Source: twilio.com/docs/verify/supported-languages (documented)."""
    assert service.verifications.create(to=to, channel="sms", locale=locale).status == "pending"


@pytest.mark.parametrize("locale", ["xx", "english", "e", "en_US_x", "12", "zz-ZZ"])
def test_an_unknown_locale_is_refused(service: ServiceContext, idle_number: str, locale: str) -> None:
    """Source: live observation 2026-03; twilio.com/docs/verify/supported-languages says 404 (observed)."""
    with refused(invalid("Locale")):
        service.verifications.create(to=idle_number, channel="sms", locale=locale)


@pytest.mark.parametrize("locale", ["hi", "tr", "el"])
def test_a_call_in_a_locale_that_nobody_can_speak_is_refused(
    service: ServiceContext, idle_number: str, locale: str
) -> None:
    """Source: twilio.com/docs/api/errors/60331; no HTTP status is published (guess)."""
    with refused(NO_SPEECH):
        service.verifications.create(to=idle_number, channel="call", locale=locale)


@pytest.mark.needs("call")
def test_british_english_is_for_calls(service: ServiceContext, to: str) -> None:
    """Source: twilio.com/docs/verify/supported-languages (documented)."""
    assert service.verifications.create(to=to, channel="call", locale="en-GB").status == "pending"


@pytest.mark.needs("outbox")
@pytest.mark.parametrize(
    ("number", "locale"),
    [
        ("+15017122661", "en"),
        ("+447400123456", "en"),
        ("+33612345678", "fr"),
        ("+4915112345678", "de"),
        ("+34612345678", "es"),
        ("+393123456789", "it"),
    ],
)
def test_without_a_locale_the_country_of_the_number_decides(
    service: ServiceContext, target: Target, number: str, locale: str
) -> None:
    """Source: twilio.com/docs/verify/supported-languages (documented)."""
    service.verifications.create(to=number, channel="sms")
    assert target.outbox(number)[-1]["locale"].split("-")[0] == locale


@pytest.mark.needs("outbox")
@pytest.mark.parametrize("locale", ["es", "fr", "de", "it", "pt-BR"])
def test_a_locale_overrides_the_country_and_changes_the_words(
    service: ServiceContext, to: str, target: Target, locale: str
) -> None:
    """Source: twilio.com/docs/verify/api/verification (documented)."""
    service.verifications.create(to=to, channel="sms")
    service.verifications.create(to=to, channel="sms", locale=locale)
    english, other = target.outbox(to)
    assert other["locale"] == locale
    assert other["code"] in other.text
    assert other.text != english.text
