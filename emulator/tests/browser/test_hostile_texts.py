"""Whatever an application, or somebody who signs up with it, writes: on the page it stays text.

Source: our contract (the inbox); the window fails each of these tests if a script runs or the policy is breached.
"""

from typing import Any
from urllib.parse import quote

import pytest
from harness.browsing import Window, plant
from playwright.sync_api import Page, expect

from verify_emulator import Emulator

TEXTS = [
    "<script>window.hit = 1</script>",
    "<img src=x onerror='window.hit = 1'>",
    "\"><svg onload=window.hit=1>'",
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    "</b></p></template></textarea><iframe src='javascript:window.hit=1'>",
    "\u202egnp.exe\u202c \u2066left\u2069 \u200f",
    "javascript:window.hit=1",
    "&lt;b&gt; &amp;amp; \ufffe",
    "word" * 500,
]
TO = "+15017122661"


def check_untouched(page: Page) -> None:
    assert page.evaluate("window.hit") is None
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("channel", ["sms", "whatsapp", "email", "call", "unheard-of"])
def test_texts_stay_text(page: Page, verify: Emulator, channel: str) -> None:
    planted = {text: plant(verify, TO, text, channel=channel) for text in TEXTS}
    for text, message in planted.items():
        shown = page.locator(f"#{message.sid}").locator(
            "[data-transcript]" if channel == "call" else ".text, .mail > p"
        )
        expect(shown).to_have_count(1)
        assert shown.text_content() == text
    check_untouched(page)


def test_codes_stay_text(window: Window, verify: Emulator) -> None:
    window.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=verify.url)
    page = window.open()
    for text in TEXTS:
        message = plant(verify, TO, f"Your code: {text}!", code=text)
        expect(page.locator(f"#{message.sid}")).to_be_visible()
        page.keyboard.press("c")
        page.wait_for_function("async (text) => await navigator.clipboard.readText() === text", arg=text)
    check_untouched(page)


def test_recipients_stay_text(page: Page, verify: Emulator) -> None:
    for text in TEXTS:
        plant(verify, text)
    expect(page.locator("[data-recipients] [data-to]")).to_have_count(len(TEXTS))
    for index, text in enumerate(reversed(TEXTS)):
        page.locator("[data-recipients] [data-to] a").nth(index).click()
        expect(page.locator("[data-handset]")).to_have_attribute("data-to", text)
        assert page.locator(".owner h2").text_content() == text
    plant(verify, TEXTS[0])
    expect(page.locator(".bubble")).to_have_count(2)
    page.reload()
    expect(page.locator(".bubble")).to_have_count(2)
    check_untouched(page)


@pytest.mark.parametrize("path", ["/phones?to=", "/?q=", "/phones/authenticators?q="])
def test_what_an_address_says_stays_text(window: Window, path: str) -> None:
    page = window.open()
    for text in TEXTS:
        page.goto(path + quote(text))
        check_untouched(page)


def test_names_and_challenges_stay_text(window: Window, verify: Emulator) -> None:
    service: Any = verify.client().verify.v2.services(verify.service_sid)
    page = window.open("/phones/authenticators")
    for number, text in enumerate(TEXTS):
        name, identity = text[:64], f"person-{number:04}"
        service.entities(identity).new_factors.create(friendly_name=name, factor_type="totp")
        token = service.access_tokens.create(identity=identity, factor_type="push", factor_friendly_name=name)
        page.get_by_text("Add a virtual phone", exact=True).click()
        page.get_by_label("Access token").fill(token.token)
        page.get_by_role("button", name="Add the phone").click()
        expect(page.locator(f'[data-identity="{identity}"] [data-remove-phone]')).to_have_count(1)
        service.entities(identity).challenges.create(
            factor_sid=page.locator("[data-remove-phone]").get_attribute("data-remove-phone"),
            details_message=name,
            details_fields=[{"label": name[:36], "value": name}],
        )
        expect(page.locator(".challenge h3")).to_have_count(1)
        assert page.locator(".challenge h3").text_content() == name
        assert page.locator(".challenge dd").text_content() == name
        assert page.locator(".push-phone b").text_content() == name
    check_untouched(page)
