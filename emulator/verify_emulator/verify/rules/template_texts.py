"""The templates that every account has from the start: names, channels and texts, the default language first.

Guess: an account on Twilio has the templates that its support has approved; these are of the same kind.
"""

from collections.abc import Mapping
from typing import NamedTuple


class TemplateText(NamedTuple):
    friendly_name: str
    channels: tuple[str, ...]
    texts: Mapping[str, str]
    unapproved: frozenset[str] = frozenset()


TEMPLATE_TEXTS: tuple[TemplateText, ...] = (
    TemplateText(
        "Default",
        ("sms", "voice"),
        {
            "en": "Your {{friendly_name}} verification code is: {{code}}",
            "es": "Tu código de verificación de {{friendly_name}} es: {{code}}",
            "fr": "Votre code de vérification {{friendly_name}} est : {{code}}",
            "de": "Ihr Bestätigungscode für {{friendly_name}} lautet: {{code}}",
            "pt": "Seu código de verificação de {{friendly_name}} é: {{code}}",
        },
        unapproved=frozenset({"pt"}),
    ),
    TemplateText(
        "Order confirmation",
        ("sms",),
        {"en": "Order {{order_id}}: your {{friendly_name}} code is {{code}}, valid {{ttl}} minutes."},
    ),
    TemplateText(
        "Spoken code",
        ("voice",),
        {"en": "This is {{friendly_name}}. Your code is {{code}}."},
    ),
    TemplateText(
        "Expiring code",
        ("sms", "voice"),
        {
            "en": "{{code}} is your {{friendly_name}} code. It expires in {{ttl}} minutes. Never share it.",
            "es": "{{code}} es tu código de {{friendly_name}}. Caduca en {{ttl}} minutos. No lo compartas.",
            "fr": "{{code}} est votre code {{friendly_name}}. Il expire dans {{ttl}} minutes. Gardez-le pour vous.",
            "de": "{{code}} ist Ihr Code für {{friendly_name}}. Er gilt {{ttl}} Minuten. Geben Sie ihn nicht weiter.",
            "it": "{{code}} è il tuo codice {{friendly_name}}. Scade tra {{ttl}} minuti. Non condividerlo.",
            "pt-BR": "{{code}} é seu código de {{friendly_name}}. Expira em {{ttl}} minutos. Não compartilhe.",
            "ja": "{{friendly_name}}の確認コードは{{code}}です。有効期限は{{ttl}}分です。",
        },
    ),
    TemplateText(
        "Sign-in from a device",
        ("sms",),
        {
            "en": "{{friendly_name}}: {{code}} signs you in on {{device}}. If this was not you, ignore it.",
            "es": "{{friendly_name}}: {{code}} inicia tu sesión en {{device}}. Si no fuiste tú, ignóralo.",
            "de": "{{friendly_name}}: {{code}} meldet Sie auf {{device}} an. Waren Sie es nicht, tun Sie nichts.",
        },
    ),
)
