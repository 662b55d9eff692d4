"""Message templates of an account. Source: twilio.com/docs/verify/api/templates, twilio-oai."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from verify_emulator.resources.call import Call
from verify_emulator.resources.collection import Collection, lists
from verify_emulator.resources.pages import Page, PageParams, cut
from verify_emulator.resources.resource import Resource
from verify_emulator.resources.store import Session
from verify_emulator.verify.rules.template_texts import TEMPLATE_TEXTS
from verify_emulator.verify.rules.templates import APPROVED, Translation


@dataclass(slots=True, kw_only=True)
class VerificationTemplate(Resource):
    PREFIX: ClassVar[str] = "HJ"

    sid: str
    account_sid: str
    friendly_name: str
    channels: tuple[str, ...]
    translations: Mapping[str, Translation]


class TemplateListParams(PageParams):
    friendly_name: str | None = None


def list_templates(call: Call, params: TemplateListParams) -> Page:
    """Source: twilio-oai: FriendlyName filters by exact match."""
    wanted = params.friendly_name
    return cut(
        call,
        params,
        VerificationTemplate,
        "",
        matching=lambda template: wanted in (None, template.friendly_name),
    )


def translations_of(
    texts: Mapping[str, str], now: datetime, unapproved: Iterable[str] = ()
) -> dict[str, Translation]:
    """Texts by locale as translations, the first of them the default."""
    date = now.isoformat(timespec="microseconds").replace("+00:00", "000Z")
    return {
        locale: Translation(
            is_default_translation=locale == next(iter(texts)),
            status="in-review" if locale in unapproved else APPROVED,
            locale=locale,
            text=text,
            date_updated=date,
            date_created=date,
        )
        for locale, text in texts.items()
    }


def furnish(session: Session, account_sid: str, now: datetime) -> None:
    """Every account has some templates from the start, under SIDs that are the same everywhere."""
    for number, text in enumerate(TEMPLATE_TEXTS):
        session.put(
            VerificationTemplate(
                sid=f"{VerificationTemplate.PREFIX}{number:032x}",
                account_sid=account_sid,
                friendly_name=text.friendly_name,
                channels=text.channels,
                translations=translations_of(text.texts, now, text.unapproved),
            )
        )


TEMPLATES = Collection(
    name="templates",
    model=VerificationTemplate,
    path="/v2/Templates",
    operations=(lists(TemplateListParams, by=list_templates),),
)
