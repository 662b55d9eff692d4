"""Which languages Twilio's default messages exist in, and which one a recipient gets."""

# ruff: noqa: SIM905 - tags are easier to compare with Twilio's page as plain words

ENGLISH = "en"

# Source of these three: twilio.com/docs/verify/supported-languages, types "Default" and "WhatsApp copy code".
LOCALES = frozenset(
    "af ar ca cs da de el en es et fi fr he hi hr hu id it ja kn ko lt ms mr nb nl pl pt pt-BR ro ru sk sv"
    " te th tl tr uk vi zh zh-CN zh-HK".split()
)
VOICE_LOCALES = frozenset(
    "ca da de en en-GB es fi fr it ja ko nb nl pl pt pt-BR ru sv zh zh-CN zh-HK".split()
)
# Guess: pt and zh, which the automatic choice needs; the page has them with a region only.
WHATSAPP_LOCALES = frozenset(
    "af ar az bg bn ca cs da de el en en-GB en-US es es-AR es-ES es-MX et fa fi fil fr ga gu ha he hi hr hu"
    " id it ja ka kk kn ko ky lo lt lv mk ml mr ms nb nl pa pl pt pt-BR pt-PT ro ru rw sk sl sq sr sv sw ta"
    " te th tr uk ur uz vi zh zh-CN zh-HK zh-TW zu".split()
)

_BY_CHANNEL = {"sms": LOCALES, "rcs": LOCALES, "call": VOICE_LOCALES, "whatsapp": WHATSAPP_LOCALES}
_BY_LOWER_CASE = {locale.lower(): locale for locale in LOCALES | VOICE_LOCALES | WHATSAPP_LOCALES}

# Source: twilio.com/docs/verify/default-phone-verification-languages; every other country gets English.
# Guess: Romania. The page prints 226, which is its mobile country code and the calling code of Burkina Faso.
_COUNTRIES_BY_LANGUAGE = {
    "af": "27",
    "ar": "20 965 966 968 971",
    "de": "352 41 43 49",
    "el": "357",
    "en-GB": "44",
    "es": "1809 34 502 503 504 505 506 507 51 52 53 54 56 57 58 591 593 595 598",
    "et": "372",
    "fr": "32 33 377",
    "id": "62",
    "it": "378 379 39",
    "ja": "81",
    "lt": "370",
    "pl": "48",
    "pt": "351 55",
    "ro": "40",
    "sk": "421",
    "uk": "380",
    "vi": "84",
    "zh-CN": "86",
}
DEFAULT_LANGUAGES = {
    calling_code: language
    for language, codes in _COUNTRIES_BY_LANGUAGE.items()
    for calling_code in codes.split()
}
_LONGEST_CODE = max(map(len, DEFAULT_LANGUAGES))


def canonical(locale: str) -> str | None:
    """The locale as Twilio writes it, or None if no default message exists in it on any channel.

    Source: twilio.com/docs/verify/supported-languages, which spells the same tag pt-BR and pt-br.
    Guess: hence upper and lower case of a locale do not matter.
    """
    return _BY_LOWER_CASE.get(locale.lower())


def supports(locale: str, channel: str) -> bool:
    """Whether the channel's default message exists in the locale; none does on email and sna.

    A call in a locale without text-to-speech is error 60331.
    Source: twilio.com/docs/verify/supported-languages, twilio.com/docs/api/errors/60331.
    """
    return canonical(locale) in _BY_CHANNEL.get(channel, ())


def locale_for(to: str, channel: str = "sms", override: str | None = None) -> str:
    """The locale a message goes out in: the one asked for or that of the recipient's country, else English.

    Source: twilio.com/docs/verify/supported-languages; twilio-oai, Locale of CreateVerification ("It will
    fallback to English […] if the selected translation is not available").
    """
    locale = canonical(override or _language_of(to))
    return locale if locale is not None and supports(locale, channel) else ENGLISH


def _language_of(to: str) -> str:
    number = to[1 : _LONGEST_CODE + 1] if to.startswith("+") else ""
    prefixes = (number[:length] for length in range(len(number), 0, -1))
    return next((DEFAULT_LANGUAGES[prefix] for prefix in prefixes if prefix in DEFAULT_LANGUAGES), ENGLISH)
