"""A thousand messages, and pages that stay open while the emulator goes away. Source: our contract (the inbox)."""

from contextlib import closing

import pytest
from harness.browsing import Window, plant, send
from playwright.sync_api import Browser, Page, expect

from verify_emulator import Emulator

RECIPIENTS = "[data-recipients] [data-to]"
TO = "+15017122661"


SCROLL = """(count) => {
  const list = document.querySelector(".recipients");
  list.scrollTo(0, list.scrollHeight);
  return list.querySelectorAll("[data-to]").length === count;
}"""


def scroll_until(page: Page, count: int) -> None:
    """Go on down to the end of the list until it has so many."""
    page.wait_for_function(SCROLL, arg=count)
    tos = page.locator(RECIPIENTS).evaluate_all("(all) => new Set(all.map((each) => each.dataset.to)).size")
    assert tos == count


def test_a_thousand_recipients_are_all_reached(window: Window, verify: Emulator) -> None:
    for number in range(1000):
        plant(verify, f"+1415555{number:04}")
    page = window.open()
    expect(page.locator(RECIPIENTS).first).to_have_attribute("data-to", "+14155550999")
    scroll_until(page, 1000)


def test_a_thousand_messages_to_one_are_all_reached(window: Window, verify: Emulator) -> None:
    for number in range(1000):
        plant(verify, TO, code=f"{number:06}")
    page = window.open()
    expect(page.locator(".bubble").last).to_contain_text("000999")
    for _ in range(30):
        before = page.locator(".bubble").count()
        if before == 1000:
            break
        page.get_by_role("button", name="Earlier messages").click()
        expect(page.locator(".bubble")).not_to_have_count(before)
    expect(page.locator(".bubble")).to_have_count(1000)
    expect(page.locator(".bubble").first).to_contain_text("000000")


@pytest.mark.parametrize("recipients", [1, 1000])
def test_a_flood_is_kept_up_with(page: Page, verify: Emulator, recipients: int) -> None:
    for number in range(1000):
        plant(verify, f"+1415555{number % recipients:04}", code=f"{number:06}")
    expect(page.locator("[data-newest-code]")).to_have_attribute("data-newest-code", "000999")
    expect(page.locator(".bubble").last).to_contain_text("000999")
    assert page.locator(RECIPIENTS).count() <= 400
    assert page.locator(".bubble").count() <= 200


def test_what_a_flood_pushed_out_of_the_list_is_reached_again(page: Page, verify: Emulator) -> None:
    for number in range(600):
        plant(verify, f"+1415555{number:04}")
    expect(page.locator(RECIPIENTS).first).to_have_attribute("data-to", "+14155550599")
    scroll_until(page, 600)


def test_a_restart_is_survived(browser: Browser) -> None:
    with closing(Emulator(listen=True)) as first:
        port = int(first.url.rpartition(":")[2])
        window = Window(browser, first.url)
        window.allow("ERR_|Failed to load|could not be brought up to date")
        page = window.open()
        send(first)
        expect(page.locator("[data-newest-code]")).to_be_visible()
    expect(page.locator("[data-live]")).to_have_attribute("data-live", "reconnecting")
    with closing(Emulator(listen=True, port=port)) as second:
        expect(page.locator("[data-live]")).to_have_attribute("data-live", "live")
        expect(page.get_by_role("heading", name="No message yet")).to_be_visible()
        expect(page.locator(RECIPIENTS)).to_have_count(0)
        code = send(second, "+442071838750")
        expect(page.locator("[data-newest-code]")).to_have_attribute("data-newest-code", code)
        expect(page.locator(RECIPIENTS)).to_have_count(1)
        window.context.close()
    window.check()
