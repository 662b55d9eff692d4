"""All screens: themes, sizes, what axe finds, keys. Source: our contract (the inbox); WCAG 2.1 AA by axe-core."""

from contextlib import suppress
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from harness.browsing import Window, send
from harness.receiver import Receiver, answer
from playwright.sync_api import Page, expect
from twilio.base.exceptions import TwilioRestException

from verify_emulator import Emulator

TO = "+15017122661"
SCREENS = {
    "verifications": "/verifications",
    "requests": "/requests",
    "webhooks": "/webhooks",
    "nothing": "/webhooks?q=nothing",
    "clock": "/settings",
    "connect": "/settings/connect",
    "account": "/settings/account",
    "failures": "/settings/failures",
    "operations": "/settings/operations",
    "state": "/settings/state",
}
WITH_DETAIL = ("verifications", "requests", "webhooks")
SIZES = {"desktop": (1440, 900), "tablet": (900, 800), "phone": (390, 844), "smallest": (320, 640)}
WIDEST = (
    "Math.max(...[...document.querySelectorAll('main *')].filter((each) => each.checkVisibility()"
    " && !each.closest('pre, .table'))"
    ".map((each) => each.getBoundingClientRect().right))"
)


@pytest.fixture
def busy(verify: Emulator) -> Emulator:
    """An emulator that has something of everything."""
    service: Any = verify.client().verify.v2.services(verify.service_sid)
    with Receiver(answer(200, b"x" * 500)) as receiver:
        service.webhooks.create(friendly_name="Hook", event_types=["*"], webhook_url=receiver.url)
        service.entities("person-0001").new_factors.create(friendly_name="Phone", factor_type="totp")
        receiver.wait()
    for to, channel in (
        (TO, "whatsapp"),
        ("ada.with.a.long.name@subdomain.example.com", "email"),
        (TO, "sms"),
    ):
        send(verify, to, channel)
    for _ in range(5):
        with suppress(TwilioRestException):
            service.verification_checks.create(to=TO, code="0000000")
    with suppress(TwilioRestException):
        service.verifications("VE" + "1" * 32).fetch()
    verify.faults.add(error=60203, to="+1999*", times=2)
    return verify


def open_screen(window: Window, name: str) -> Page:
    page = window.open(SCREENS[name])
    if name in WITH_DETAIL:
        page.locator("[data-key] a").first.click()
        expect(page.locator("[data-detail] h2")).to_be_visible()
    return page


def grave_faults(page: Page) -> list[Any]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        (each["id"], [node["html"] for node in each["nodes"]])
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("name", SCREENS)
def test_axe_finds_nothing_serious(busy: Emulator, window: Window, name: str) -> None:
    page = open_screen(window, name)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert grave_faults(page) == [], scheme


def test_axe_finds_nothing_serious_on_a_phone(busy: Emulator, make_window: Any) -> None:
    """Where the frame shows pictures without their words."""
    page = open_screen(make_window(viewport={"width": 390, "height": 844}), "verifications")
    assert grave_faults(page) == []


@pytest.mark.parametrize("name", SCREENS)
def test_no_page_is_wider_than_its_window(busy: Emulator, window: Window, name: str) -> None:
    page = open_screen(window, name)
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, size
        assert page.evaluate(WIDEST) <= width + 1, size


@pytest.mark.parametrize("name", ["phones", "verifications", "requests", "webhooks"])
def test_a_day_later_no_time_is_cut(busy: Emulator, make_window: Any, name: str) -> None:
    busy.clock.advance("1d")
    page = make_window(viewport={"width": 1440, "height": 900}).open(f"/{name}")
    places = "[data-key] .at" if name != "phones" else "[data-recipients] time, [data-recipients] .who"
    cut = "(all) => all.filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.innerText)"
    assert page.locator(places).count() > 0
    assert page.locator(places).evaluate_all(cut) in ([], ["ada.with.a.long.name@subdomain.example.com"])


def test_each_screen_has_a_key(window: Window) -> None:
    page = window.open("/")
    for key, title in enumerate(("Phones", "Verifications", "Requests", "Webhooks", "Settings"), 1):
        page.keyboard.press(str(key))
        expect(page).to_have_title(f"{title} · Verify Emulator")
        page.wait_for_load_state()  # its scripts, which know the keys, have run
        current = page.get_by_role("navigation", name="Screens").locator("[aria-current=page]")
        expect(current).to_have_text(title)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Verifications")


def test_a_key_in_a_field_is_text(window: Window) -> None:
    page = window.open("/requests")
    page.get_by_label("Recipient").fill("")
    page.get_by_label("Recipient").press("1")
    expect(page.get_by_label("Recipient")).to_have_value("1")
    expect(page).to_have_title("Requests · Verify Emulator")


@pytest.mark.parametrize("name", ["verifications", "requests"])
def test_a_phone_shows_the_list_or_the_entry(busy: Emulator, make_window: Any, name: str) -> None:
    page = make_window(viewport={"width": 390, "height": 844}).open(SCREENS[name])
    row = page.locator("[data-key] a").first
    row.click()
    expect(page.locator("[data-detail] h2")).to_be_visible()
    expect(row).to_be_hidden()
    page.get_by_role("link", name="Close the details").click()
    expect(row).to_be_visible()
    expect(row).to_be_focused()
