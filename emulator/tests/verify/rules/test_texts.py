"""What messages say: the code can be found in them, and nothing else looks like one."""

import re
import string
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from verify_emulator.verify.rules import texts
from verify_emulator.verify.rules.locales import LOCALES, VOICE_LOCALES, WHATSAPP_LOCALES
from verify_emulator.verify.rules.translations import TRANSLATIONS

CODES = st.text(string.digits, min_size=4, max_size=10)
CUSTOM_CODES = st.text(string.ascii_letters + string.digits, min_size=4, max_size=10)
NAMES = st.text(string.ascii_letters + " -_", min_size=1, max_size=30)
NAMES_WITH_DIGITS = st.text(string.ascii_letters + string.digits + " -_", min_size=1, max_size=30)
ANY_LOCALE = st.sampled_from(sorted(LOCALES | VOICE_LOCALES | WHATSAPP_LOCALES))
ANY_TEXT = st.text(string.ascii_letters + string.punctuation + " é验", max_size=20)
VARIABLES = st.sampled_from(["friendly_name", "code", "ttl", "one", "two"])
WRITTEN = ["sms", "rcs", "whatsapp", "email"]


def say(channel: str, locale: str = "en", **facts: Any) -> str:
    return texts.message_text(
        channel, locale, **{"friendly_name": "Acme", "code": "123456", "ttl_seconds": 600, **facts}
    )


def digits_in(*parts: str) -> list[str]:
    return sorted(re.findall(r"\d", "".join(parts)))


def test_the_english_sms_is_the_sentence_that_twilio_documents() -> None:
    """twilio.com/docs/verify/verification-templates, Verify Default template."""
    assert say("sms") == "Your Acme verification code is: 123456"


def test_the_warning_is_the_one_that_twilio_documents() -> None:
    """twilio-oai, DoNotShareWarningEnabled of CreateService."""
    assert say("sms", do_not_share=True) == (
        "Your Acme verification code is: 123456."
        " Don't share this code with anyone; our employees will never ask for the code"
    )


def test_the_app_hash_stands_where_the_sms_retriever_looks_for_it() -> None:
    """twilio-oai, AppHash of CreateVerification, from its example."""
    text = say("sms", friendly_name="AppName", code="1234", app_hash="He42w354ol9")
    assert text == "<#> Your AppName verification code is: 1234 He42w354ol9"


def test_the_app_hash_comes_after_the_warning_and_is_taken_literally() -> None:
    """twilio-oai, AppHash of CreateVerification ("appended at the end")."""
    text = say("sms", do_not_share=True, app_hash="{{code}}/+w")
    assert text.endswith("ask for the code {{code}}/+w")
    assert text.startswith("<#> Your Acme")


@pytest.mark.parametrize("channel", ["rcs", "whatsapp", "email", "call"])
def test_the_app_hash_is_for_sms_only(channel: str) -> None:
    """twilio-oai, AppHash of CreateVerification ("Applies only to SMS")."""
    assert say(channel, app_hash="He42w354ol9") == say(channel)


@pytest.mark.parametrize(
    ("channel", "warns"), [("sms", True), ("rcs", True), ("email", False), ("call", False)]
)
def test_the_warning_is_added_to_text_messages_only(channel: str, warns: bool) -> None:
    """twilio-oai, DoNotShareWarningEnabled of CreateService; rcs is a guess."""
    warning = TRANSLATIONS["de"].warning
    assert (say(channel, "de", do_not_share=True) == say(channel, "de") + warning) is warns
    assert (say(channel, "de", do_not_share=True) == say(channel, "de")) is not warns


def test_whatsapp_shows_metas_authentication_template_whatever_the_service_asks_for() -> None:
    """twilio.com/docs/verify/supported-languages, WhatsApp copy code authentication templates."""
    expected = "*123456* is your verification code. For your security, do not share this code."
    assert say("whatsapp") == say("whatsapp", do_not_share=True) == expected


def test_an_email_says_how_long_the_code_lives() -> None:
    """Guess; the second sentence is an addendum of twilio.com/docs/verify/api/templates/public-templates."""
    expected = "Your Acme verification code is: 123456. This code will expire in 10 minutes."
    assert say("email") == expected


@pytest.mark.parametrize("locale", ["de", "zh-HK", "pt-br", "xx"])
def test_an_email_is_always_english(locale: str) -> None:
    """twilio.com/docs/verify/supported-languages ("Email and SNA channels don't support translations")."""
    assert say("email", locale) == say("email", "en")


def test_a_payment_names_amount_and_payee() -> None:
    """twilio.com/docs/verify/verifying-transactions-psd2; the wording is a guess."""
    assert say("sms", amount="€39.99", payee="Acme Inc.") == (
        "Your Acme authorization code for the payment of €39.99 to Acme Inc. is: 123456"
    )


@pytest.mark.parametrize("facts", [{"amount": "€39.99"}, {"payee": "Acme Inc."}])
def test_half_a_payment_is_none(facts: dict[str, str]) -> None:
    """twilio.com/docs/api/errors/60206: one without the other is refused before a text is made."""
    assert say("sms", **facts) == say("sms")


def test_a_payment_in_a_language_without_that_sentence_is_english_to_the_end() -> None:
    """Guess: no message mixes two languages."""
    facts = {"amount": "€39.99", "payee": "Acme Inc.", "do_not_share": True}
    assert say("sms", "th", **facts) == say("sms", "en", **facts)


def test_a_call_spells_the_code_and_repeats_it() -> None:
    """Guess: Twilio does not document what its voice says."""
    assert say("call", code="1234") == (
        "Hello. Your Acme verification code is: 1, 2, 3, 4. Once again, your code is: 1, 2, 3, 4. Goodbye."
    )


@pytest.mark.parametrize("locale", sorted(VOICE_LOCALES))
def test_a_call_asks_for_a_key_before_it_gives_the_code_away(locale: str) -> None:
    """twilio-oai, DtmfInputRequired of CreateService ("before delivering the verify code")."""
    request, _, rest = say("call", locale, dtmf_input_required=True).rpartition(say("call", locale))
    assert "Acme" in request
    assert not re.search(r"\d", request)
    assert rest == ""


def test_english_asks_for_any_key() -> None:
    """Guess: Twilio does not document what its voice says."""
    text = say("call", dtmf_input_required=True)
    assert text.startswith("Thanks for using Acme. Please press any key to continue. Hello. ")


@given(CODES, NAMES, st.booleans())
def test_the_code_is_in_a_text_message_once_and_is_its_only_number(code: str, name: str, warn: bool) -> None:
    """Apps read a code by its digits; twilio.com/docs/verify/sms."""
    for locale, channel in product(TRANSLATIONS, ["sms", "rcs", "whatsapp"]):
        text = say(channel, locale, code=code, friendly_name=name, do_not_share=warn)
        assert text.count(code) == 1
        assert re.findall(r"\d+", text) == re.findall(r"\b\d{4,10}\b", text) == [code]


@given(CUSTOM_CODES, NAMES)
def test_a_custom_code_with_letters_stands_apart_from_the_words_around_it(code: str, name: str) -> None:
    """twilio.com/docs/verify/api/customization-options, custom verification codes."""
    assume(code not in name)
    for locale, channel in product(TRANSLATIONS, ["sms", "whatsapp"]):
        assert re.search(rf"\b{code}\b", say(channel, locale, code=code, friendly_name=name))


@given(CODES, NAMES_WITH_DIGITS, st.integers(1, 86400))
def test_every_digit_comes_from_what_was_given(code: str, name: str, ttl: int) -> None:
    """Apps read a code by its digits; twilio.com/docs/verify/sms."""
    minutes = str(max(1, ttl // 60))
    expected = {
        "sms": digits_in(code, name),
        "rcs": digits_in(code, name),
        "whatsapp": digits_in(code),
        "email": digits_in(code, name, minutes),
        "call": digits_in(code, code, name),
    }
    facts = {"code": code, "friendly_name": name, "ttl_seconds": ttl, "do_not_share": True}
    for locale, channel in product(TRANSLATIONS, expected):
        assert digits_in(say(channel, locale, **facts)) == expected[channel]


@given(CODES, NAMES_WITH_DIGITS, st.decimals(1, 9999, places=2), st.booleans())
def test_the_code_of_a_payment_is_the_last_number(code: str, name: str, amount: Any, warn: bool) -> None:
    """twilio.com/docs/verify/verifying-transactions-psd2; the order is a guess."""
    facts = {"code": code, "friendly_name": name, "amount": f"€{amount}", "payee": "Shop 24"}
    for locale in TRANSLATIONS:
        text = say("sms", locale, do_not_share=warn, **facts)
        assert re.findall(r"\b\d+\b", text)[-1] == code
        assert digits_in(text) == digits_in(code, name, str(amount), "24")


@given(CODES, NAMES, st.booleans())
def test_a_call_says_digit_after_digit_and_never_the_whole_code(code: str, name: str, press: bool) -> None:
    """Guess: digits are read one by one."""
    for locale in TRANSLATIONS:
        text = say("call", locale, code=code, friendly_name=name, dtmf_input_required=press)
        assert code not in text
        assert re.findall(r"\d+", text) == [*code, *code]


@given(CUSTOM_CODES)
def test_spelling_loses_no_character(code: str) -> None:
    """Guess: letters of a custom code are spelled like digits."""
    assert texts.spell(code).split(", ") == list(code)


@given(ANY_LOCALE, ANY_TEXT, st.sampled_from(WRITTEN))
def test_what_a_customer_wrote_is_never_taken_for_a_template(locale: str, extra: str, channel: str) -> None:
    """Guess: values are filled in once."""
    written = f"{extra}{{{{code}}}}{{{{ttl}}}}"
    text = say(channel, locale, friendly_name=written, amount=written, payee=written)
    assert text.count(written) == text.count("{{code}}")
    assert text.count("123456") == 1


@pytest.mark.parametrize("channel", ["sna", "auto", "fax"])
def test_nothing_is_written_on_a_channel_without_words(channel: str) -> None:
    """twilio.com/docs/verify/sna: the number is proved without a message."""
    with pytest.raises(ValueError, match=channel):
        say(channel)


@pytest.mark.parametrize("locale", sorted(LOCALES))
def test_every_locale_of_the_default_message_is_translated(locale: str) -> None:
    """twilio.com/docs/verify/supported-languages."""
    assert texts.translated(locale)
    assert (say("sms", locale) == say("sms", "en")) is (locale == "en")


@pytest.mark.parametrize("locale", sorted(VOICE_LOCALES))
def test_every_locale_of_the_voice_is_translated(locale: str) -> None:
    """twilio.com/docs/verify/supported-languages."""
    assert texts.translated(locale, "call")
    assert (say("call", locale) == say("call", "en")) is locale.startswith("en")


@pytest.mark.parametrize(("locale", "channel"), [("tr", "call"), ("uz", "whatsapp"), ("xx", "sms")])
def test_english_stands_in_for_what_is_not_translated(locale: str, channel: str) -> None:
    """twilio-oai, Locale of CreateVerification ("will fallback to English")."""
    assert not texts.translated(locale, channel)
    assert say(channel, locale) == say(channel, "en")


@pytest.mark.parametrize(
    ("region", "language"),
    [
        ("en-GB", "en"),
        ("es-mx", "es"),
        ("pt-br", "pt-BR"),
        ("pt-PT", "pt"),
        ("zh-CN", "zh"),
        ("zh-TW", "zh-HK"),
        ("fil", "tl"),
    ],
)
def test_a_region_without_words_of_its_own_speaks_its_language(region: str, language: str) -> None:
    """Guess."""
    assert texts.translated(region, "whatsapp")
    assert say("whatsapp", region) == say("whatsapp", language)


@pytest.mark.parametrize("language", sorted(TRANSLATIONS))
def test_a_translation_has_the_variables_of_the_english_sentences(language: str) -> None:
    """Guess: our table; a lost or extra variable would show in the message."""
    words, english = TRANSLATIONS[language], TRANSLATIONS["en"]
    for part in ("sms", "warning", "whatsapp", "payment", "call", "press"):
        sentence = getattr(words, part)
        expected = sorted(re.findall(r"{{\w+}}", getattr(english, part)))
        assert sorted(re.findall(r"{{\w+}}", sentence)) == (expected if sentence else [])
        assert re.sub(r"{{\w+}}", "", sentence).isprintable() or language == "te"  # joins letters invisibly
        assert not re.search(r"[\d{}]", re.sub(r"{{\w+}}", "", sentence))
    assert bool(words.call) is bool(words.press) is (language in VOICE_LOCALES)


def test_the_variables_a_caller_must_give_are_all_but_the_automatic_ones() -> None:
    """twilio.com/docs/api/errors/60224."""
    text = (
        "{{ order_id }}: your {{friendly_name}} code is {{code}} for {{ttl}} minutes, {{name}}, {{name}} {no}"
    )
    assert texts.placeholders(text) == {"order_id", "name"}


def render(text: str, ttl_seconds: int = 600, **substitutions: str) -> str:
    return texts.render_template(
        text, friendly_name="Acme", code="1234", ttl_seconds=ttl_seconds, substitutions=substitutions
    )


@given(
    st.lists(st.tuples(ANY_TEXT, st.sampled_from(["friendly_name", "code", "ttl", "one", "two"]))), ANY_TEXT
)
def test_a_template_is_its_words_with_the_values_between_them(parts: list[tuple[str, str]], one: str) -> None:
    """twilio.com/docs/verify/api/templates/public-templates."""
    assume(not any(brace in words for words, _ in parts for brace in "{}"))
    values = {"friendly_name": "Acme", "code": "1234", "ttl": "10", "one": one, "two": "{{one}}"}
    template = "".join(f"{words}{{{{{name}}}}}" for words, name in parts)
    assert render(template, one=one, two="{{one}}") == "".join(words + values[name] for words, name in parts)
    assert texts.placeholders(template) == {name for _, name in parts} & {"one", "two"}


def test_a_variable_without_a_value_stays() -> None:
    """Guess: the check for error 60224 comes first."""
    assert render("{{code}} {{missing}}") == "1234 {{missing}}"


def test_a_substitution_does_not_replace_an_automatic_variable() -> None:
    """Guess."""
    assert render("{{code}} {{friendly_name}}", code="9999", friendly_name="Mallory") == "1234 Acme"


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(1, "1"), (60, "1"), (119, "1"), (120, "2"), (600, "10"), (86400, "1440")]
)
def test_ttl_counts_whole_minutes_and_promises_no_more_than_there_are(seconds: int, minutes: str) -> None:
    """twilio.com/docs/verify/api/templates/public-templates ("in minutes"); the rounding is a guess."""
    assert render("{{ttl}}", seconds) == minutes
