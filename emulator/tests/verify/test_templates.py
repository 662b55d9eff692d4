"""Listing templates. How one is chosen for a message is in rules/test_templates.py."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from harness.enrolment import BEGIN, freeze
from harness.local import ACCOUNT, Local

from verify_emulator.verify.rules.template_texts import TEMPLATE_TEXTS
from verify_emulator.verify.templates import translations_of

TEMPLATES = "/v2/Templates"
NAMES = [text.friendly_name for text in TEMPLATE_TEXTS]


def listed(emulator: Local, **query: Any) -> list[dict[str, Any]]:
    answer = emulator.get(f"{TEMPLATES}?{urlencode(query)}")
    assert answer.status == 200, answer.body
    templates: list[dict[str, Any]] = answer.json["templates"]
    return templates


def names(emulator: Local, **query: Any) -> list[str]:
    return [template["friendly_name"] for template in listed(emulator, **query)]


def test_every_account_has_the_same_templates_from_the_start(emulator: Local) -> None:
    """Our contract: SIDs that configuration can name."""
    found = listed(emulator)
    assert names(emulator) == NAMES
    assert [one["sid"] for one in found] == [f"HJ{number:032x}" for number in range(len(NAMES))]
    assert {one["account_sid"] for one in found} == {ACCOUNT}
    emulator.account, emulator.token = "AC" + "1" * 32, "another"
    assert [one["sid"] for one in listed(emulator)] == [one["sid"] for one in found]
    assert {one["account_sid"] for one in listed(emulator)} == {emulator.account}


def test_a_template_is_answered_as_twilio_does(emulator: Local) -> None:
    """twilio-oai, example of ListVerificationTemplate: no url, nanoseconds in the dates."""
    freeze(emulator)
    template = listed(emulator, FriendlyName="Spoken code")[0]
    assert list(template) == ["sid", "account_sid", "friendly_name", "channels", "translations"]
    assert template["channels"] == ["voice"]
    assert list(template["translations"]["en"].items()) == [
        ("is_default_translation", True),
        ("status", "approved"),
        ("locale", "en"),
        ("text", TEMPLATE_TEXTS[2].texts["en"]),
        ("date_updated", template["translations"]["en"]["date_created"]),
        ("date_created", template["translations"]["en"]["date_created"]),
    ]
    date = template["translations"]["en"]["date_created"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z", date)


def test_templates_are_made_by_the_accounts_own_clock(emulator: Local) -> None:
    """Our contract: an account that is forgotten is furnished anew, at its time."""
    freeze(emulator)
    emulator.app.store.reset(ACCOUNT)
    date = listed(emulator)[0]["translations"]["en"]["date_created"]
    assert date == "2026-01-02T03:04:05.000000000Z"


def test_an_unapproved_translation_shows_its_status(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60201."""
    statuses = {
        locale: translation["status"]
        for locale, translation in listed(emulator, FriendlyName="Default")[0]["translations"].items()
    }
    assert {locale for locale, status in statuses.items() if status != "approved"} == {"pt"}


@pytest.mark.parametrize("name", NAMES)
def test_the_whole_name_finds_a_template(emulator: Local, name: str) -> None:
    """twilio-oai: FriendlyName filters by exact match."""
    assert names(emulator, FriendlyName=name) == [name]


@pytest.mark.parametrize(
    "name", ["default", "Default ", "Def", "*", ".*", "\0", "x" * 10_000, "🙂", "HJ" + "0" * 32]
)
def test_no_other_text_finds_one(emulator: Local, name: str) -> None:
    """twilio-oai: FriendlyName filters by exact match."""
    assert names(emulator, FriendlyName=name) == []


def test_an_empty_name_is_no_filter(emulator: Local) -> None:
    """Runs of the SDKs: Node sends null as an empty value."""
    assert names(emulator, FriendlyName="") == NAMES


def test_pages_lead_on_and_back(emulator: Local) -> None:
    """twilio.com/docs/usage/twilios-response."""
    first = emulator.get(f"{TEMPLATES}?PageSize=2").json
    second = emulator.get(first["meta"]["next_page_url"].removeprefix("http://emulator.test")).json
    assert [one["friendly_name"] for one in second["templates"]] == NAMES[2:4]
    back = emulator.get(second["meta"]["previous_page_url"].removeprefix("http://emulator.test")).json
    assert back["templates"] == first["templates"]
    assert back["meta"]["previous_page_url"] is None
    assert names(emulator, PageSize=2, Page=2) == NAMES[4:]


def test_the_first_text_is_the_default_and_the_rest_is_approved_unless_said(emulator: Local) -> None:
    """Our contract of templates from configuration."""
    now = datetime(2026, 1, 2, 3, 4, 5, 123456, tzinfo=UTC)
    made = translations_of({"fr": "{{code}}", "en": "x {{code}}"}, now, {"en"})
    assert list(made) == ["fr", "en"]
    assert [one["is_default_translation"] for one in made.values()] == [True, False]
    assert [one["status"] for one in made.values()] == ["approved", "in-review"]
    assert {one["date_created"] for one in made.values()} == {"2026-01-02T03:04:05.123456000Z"}
    assert translations_of({}, BEGIN) == {}


@pytest.mark.parametrize("text", TEMPLATE_TEXTS, ids=NAMES)
def test_a_template_that_comes_with_us_is_sound(text: Any) -> None:
    """twilio.com/docs/verify/api/templates: at most 32 characters, sms and voice, the code in every translation."""
    texts: Mapping[str, str] = text.texts
    assert len(text.friendly_name) <= 32
    assert set(text.channels) <= {"sms", "voice"}
    assert text.channels
    assert text.unapproved < set(texts)
    assert next(iter(texts)) not in text.unapproved
    assert all("{{code}}" in body and "{{friendly_name}}" in body for body in texts.values())
