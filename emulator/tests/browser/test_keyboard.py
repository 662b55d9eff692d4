"""The screen Phones without a mouse. Source: our contract (the inbox); WCAG 2.1.1, 2.4.1, 2.4.7."""

import re

import pytest
from harness.browsing import Window, send
from playwright.sync_api import Page, expect

from verify_emulator import Emulator

TO = "+15017122661"
OTHER = "+442071838750"
THIRD = "+33612345678"


def send_three(verify: Emulator) -> None:
    for to in (TO, OTHER, THIRD):
        send(verify, to)


def test_keys_move_between_recipients(window: Window, verify: Emulator) -> None:
    send_three(verify)
    page = window.open()
    shown = page.locator("[data-handset]")
    for key, to in (("j", OTHER), ("ArrowDown", TO), ("j", TO), ("k", OTHER), ("ArrowUp", THIRD)):
        page.keyboard.press(key)
        expect(shown).to_have_attribute("data-to", to)
        expect(page.locator(f'[data-recipients] [data-to="{to}"] a')).to_be_focused()


def test_n_goes_back_to_the_newest(window: Window, verify: Emulator) -> None:
    send_three(verify)
    page = window.open(f"/phones?to=%2B{TO[1:]}")
    page.keyboard.press("n")
    expect(page.locator("[data-handset]")).to_have_attribute("data-to", THIRD)
    expect(page.locator("[data-follow]")).to_have_attribute("aria-current", "true")


def test_slash_searches_and_escape_leaves(page: Page) -> None:
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("c?")
    expect(page.get_by_role("searchbox")).to_have_value("c?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox")).to_have_value("")
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox")).not_to_be_focused()


@pytest.mark.parametrize(
    ("path", "entry", "all_of_them"),
    [
        ("/", "[data-recipients] [data-to]", 3),
        ("/verifications", "[data-rows] [data-key]", 3),
        ("/requests", "[data-rows] [data-key]", 3),
        ("/settings/operations", "[data-operations] > li:visible", 57),
    ],
)
def test_a_search_that_is_emptied_finds_everything_again(
    window: Window, verify: Emulator, path: str, entry: str, all_of_them: int
) -> None:
    send_three(verify)
    page = window.open(path)
    page.keyboard.press("/")
    page.keyboard.type("2661" if all_of_them == 3 else "passkeys/")
    expect(page.locator(entry)).to_have_count(1 if all_of_them == 3 else 4)
    page.keyboard.press("Escape")
    expect(page.locator(entry)).to_have_count(all_of_them)
    assert "q=" not in page.url


def test_a_question_mark_shows_the_keys(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Copy the newest code")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_f_leaves_nothing_but_the_phone_and_its_code(window: Window, verify: Emulator) -> None:
    send(verify)
    page = window.open()
    page.keyboard.press("f")
    expect(page.locator("[data-list]")).to_be_hidden()
    expect(page.locator("[data-newest-code]")).to_be_visible()
    page.keyboard.press("f")
    expect(page.locator("[data-list]")).to_be_visible()


def test_the_first_tab_skips_to_the_content(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_everything_is_reached_by_tab_and_shows_it(window: Window, verify: Emulator) -> None:
    send(verify, channel="call")
    page = window.open()
    reached: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        name, outline = page.evaluate(
            "[document.activeElement.innerText || document.activeElement.id || document.activeElement.dataset.glass,"
            " getComputedStyle(document.activeElement).outlineStyle]"
        )
        if name in reached or page.evaluate("document.activeElement === document.body"):
            break
        reached.append(name)
        assert outline == "solid", name
    text = "\n".join(str(name) for name in reached)
    for wanted in (
        "Phones",
        "account",
        "Authenticators",
        "search",
        "Follow the newest",
        "Clear",
        "501-712",
        "Answer",
    ):
        assert re.search(wanted, text), wanted
    assert "Copy code" in text


def test_other_keys_are_the_browsers(window: Window, verify: Emulator) -> None:
    send_three(verify)
    page = window.open()
    page.keyboard.press("Control+j")
    page.keyboard.press("x")
    expect(page.locator("[data-handset]")).to_have_attribute("data-to", THIRD)
