"""How pages look: themes, sizes, and what axe finds. Source: our contract (the inbox); WCAG 2.1 AA by axe-core."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from harness.browsing import MakeWindow, Window, send
from playwright.sync_api import Page, expect

from verify_emulator import Emulator

LONG_ADDRESS = "ada.with.a.long.name.and.another.one@subdomain.example.com"
IDENTITY = "ff483d1f-f591-8989-a994-2916050d2ca3"
PAGES = {
    "messages": "/",
    "one phone": "/phones?to=%2B15017122661",
    "a mail": "/phones?to=ada@example.com",
    "a long address": f"/phones?to={LONG_ADDRESS}",
    "a link": "/phones?to=%2B14155550100",
    "authenticators": "/phones/authenticators",
    "a long identity": f"/phones/authenticators?identity={IDENTITY}",
    "nobody": "/?q=nobody",
    "no such page": "/phones/nothing",
}
SIZES = {
    "desktop": {"width": 1440, "height": 900},
    "tablet": {"width": 900, "height": 800},
    "phone": {"width": 390, "height": 844},
    "desktop at 200 %": {"width": 720, "height": 450},
}
SMALLEST = {"width": 320, "height": 640}


@pytest.fixture
def busy(verify: Emulator) -> Emulator:
    """An emulator that has something of everything."""
    verify.settings.sna = True
    verify.settings.undeliverable = ["+1202*"]
    for to, channel in (
        ("+12025550123", "sms"),
        ("ada@example.com", "email"),
        (LONG_ADDRESS, "email"),
        ("+14155550100", "sna"),
        ("+442071838750", "whatsapp"),
        ("+15017122661", "call"),
        ("+15017122661", "rcs"),
        ("+15017122661", "sms"),
    ):
        send(verify, to, channel)
    service: Any = verify.client().verify.v2.services(verify.service_sid)
    service.entities(IDENTITY).new_factors.create(friendly_name="Phone", factor_type="totp")
    return verify


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(busy: Emulator, make_window: MakeWindow, scheme: str) -> None:
    window = make_window(color_scheme=scheme, reduced_motion="reduce")
    window.allow("404")
    page, axe = window.open(), Axe()
    grave = []
    for name, path in PAGES.items():
        page.goto(path)
        page.locator("[data-live=live]").wait_for()
        for each in axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]:
            if each["impact"] in ("serious", "critical"):
                grave.append((name, each["id"], [node["html"] for node in each["nodes"]]))
    assert grave == []


@pytest.mark.parametrize("size", [*SIZES.values(), SMALLEST], ids=[*SIZES, "smallest"])
def test_no_page_is_wider_than_its_window(
    busy: Emulator, make_window: MakeWindow, size: dict[str, int]
) -> None:
    window = make_window(viewport=size)
    window.allow("404")
    page = window.open()
    for name, path in PAGES.items():
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], name
        cut = page.evaluate(
            "[...document.querySelectorAll('main, .recipients, .glass, .spotlight, .bubble, .top')]"
            ".filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.className)"
        )
        assert cut == [], name


def ground(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_the_theme_is_the_systems_until_somebody_chooses(make_window: MakeWindow) -> None:
    window = make_window(color_scheme="dark")
    page = window.open()
    assert ground(page) == "rgb(14, 17, 22)"
    page.get_by_role("button", name="Dark or light").click()
    assert ground(page) == "rgb(244, 245, 248)"
    page.reload()
    assert ground(page) == "rgb(244, 245, 248)"


def test_a_choice_holds_in_other_tabs(window: Window) -> None:
    first, second = window.open(), window.open()
    first.get_by_role("button", name="Dark or light").click()
    expect(second.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_phone_shows_one_thing_after_the_other(busy: Emulator, make_window: MakeWindow) -> None:
    page = make_window(viewport=SIZES["phone"]).open()
    expect(page.locator("[data-newest-code]")).to_be_visible()
    expect(page.locator("[data-handset]")).to_be_hidden()
    page.locator('[data-recipients] [data-to="+442071838750"] a').click()
    expect(page.locator("[data-handset]")).to_be_visible()
    expect(page.locator("[data-list]")).to_be_hidden()
    page.get_by_role("link", name="All recipients").click()
    expect(page.locator("[data-list]")).to_be_visible()


def test_who_wants_less_motion_sees_none(busy: Emulator, make_window: MakeWindow) -> None:
    page = make_window(reduced_motion="reduce").open()
    send(busy)
    expect(page.locator(".bubble")).to_have_count(4)
    assert page.evaluate("document.getAnimations().length") == 0
