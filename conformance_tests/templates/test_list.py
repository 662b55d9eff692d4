"""Listing message templates."""

import json
import re
from urllib.parse import quote

import pytest
from twilio.rest import Client

from conformance_tests.refusals import METHOD_NOT_ALLOWED, assert_refused, invalid, not_found
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

TEMPLATES = "/v2/Templates"
MEMBERS = ["sid", "account_sid", "friendly_name", "channels", "translations"]
OF_A_TRANSLATION = ["is_default_translation", "status", "locale", "text", "date_updated", "date_created"]
NANOSECONDS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z")

needs_templates = pytest.mark.needs("templates")


def test_the_list_has_its_items_under_templates_and_then_meta(http: Wire) -> None:
    """Source: twilio.com/docs/verify/api/templates (documented)."""
    answer = http.get(TEMPLATES)
    assert answer.status_code == 200
    body = json.loads(answer.text)
    assert list(body) == ["templates", "meta"]
    assert body["meta"]["key"] == "templates"
    assert body["meta"]["first_page_url"] == f"{http.origin}{TEMPLATES}?PageSize=50&Page=0"


@needs_templates
def test_a_template_has_these_members_and_no_url(http: Wire, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/templates (documented)."""
    templates = json.loads(http.get(TEMPLATES).text)["templates"]
    assert templates
    for template in templates:
        assert list(template) == MEMBERS
        assert re.fullmatch(r"HJ[0-9a-f]{32}", template["sid"])
        assert template["account_sid"] == target.credentials.account_sid


@needs_templates
def test_the_channels_of_a_template_are_sms_and_voice(http: Wire) -> None:
    """Source: the examples in the OpenAPI file of Verify: voice, where a verification says call (documented)."""
    for template in http.get(TEMPLATES).json()["templates"]:
        assert template["channels"]
        assert set(template["channels"]) <= {"sms", "voice"}


@needs_templates
def test_translations_are_kept_by_their_locales(http: Wire) -> None:
    """Source: the examples in the OpenAPI file of Verify (documented)."""
    for template in json.loads(http.get(TEMPLATES).text)["templates"]:
        assert template["translations"]
        for locale, translation in template["translations"].items():
            assert list(translation) == OF_A_TRANSLATION
            assert translation["locale"] == locale
            assert "{{code}}" in translation["text"]


@needs_templates
def test_one_translation_of_a_template_is_the_default(http: Wire) -> None:
    """Source: twilio.com/docs/verify/api/templates (documented)."""
    for template in http.get(TEMPLATES).json()["templates"]:
        flags = [one["is_default_translation"] for one in template["translations"].values()]
        assert sorted(flags) == [False] * (len(flags) - 1) + [True]


@needs_templates
def test_the_dates_of_a_translation_have_nanoseconds(http: Wire) -> None:
    """Source: the examples in the OpenAPI file of Verify (documented)."""
    for template in http.get(TEMPLATES).json()["templates"]:
        for translation in template["translations"].values():
            assert NANOSECONDS.fullmatch(translation["date_created"])
            assert NANOSECONDS.fullmatch(translation["date_updated"])


@needs_templates
def test_friendly_name_finds_templates_by_their_whole_name(http: Wire, client: Client) -> None:
    """Source: the OpenAPI file of Verify: by exact match (documented)."""
    wanted = http.get(TEMPLATES).json()["templates"][-1]
    found = client.verify.v2.templates.list(friendly_name=wanted["friendly_name"])
    assert [template.sid for template in found] == [wanted["sid"]]
    for near in (wanted["friendly_name"][:-1], wanted["friendly_name"].upper(), "unheard of"):
        assert client.verify.v2.templates.list(friendly_name=near) == []


@needs_templates
def test_templates_are_read_over_pages(client: Client) -> None:
    """Source: twilio.com/docs/usage/twilios-response (documented)."""
    at_once = [template.sid for template in client.verify.v2.templates.list()]
    assert len(at_once) > 2
    assert [template.sid for template in client.verify.v2.templates.stream(page_size=2)] == at_once
    assert [template.sid for template in client.verify.v2.templates.list(limit=1)] == at_once[:1]


def test_the_pages_of_a_filtered_list_keep_the_filter(http: Wire) -> None:
    """Source: no source (guess)."""
    name = quote("Some name", safe="")
    meta = http.get(f"{TEMPLATES}?FriendlyName={name}&PageSize=5").json()["meta"]
    expected = f"{http.origin}{TEMPLATES}?FriendlyName=Some+name&PageSize=5&Page=0"
    assert (meta["url"], meta["first_page_url"]) == (expected, expected)


def test_paging_parameters_that_make_no_sense_are_refused(http: Wire) -> None:
    """Source: twilio.com/docs/api/errors/60200 (guess)."""
    assert_refused(http.get(f"{TEMPLATES}?PageSize=0"), invalid("PageSize"))
    assert_refused(http.get(f"{TEMPLATES}?PageToken=x"), invalid("PageToken"))


def test_a_template_is_neither_made_nor_fetched(http: Wire, target: Target) -> None:
    """Source: the OpenAPI file of Verify has only the list (inferred)."""
    assert_refused(http.post(TEMPLATES, {"FriendlyName": "Mine"}), METHOD_NOT_ALLOWED)
    path = f"{TEMPLATES}/HJ{'0' * 32}"
    assert_refused(http.get(path), not_found(path))
