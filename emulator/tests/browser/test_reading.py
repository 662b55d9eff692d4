"""Whoever reads stays where they are, however much comes in meanwhile. Source: our contract (the inbox)."""

from typing import Any

import pytest
from harness.browsing import MakeWindow, Window, plant, send
from playwright.sync_api import Locator, Page, expect

from verify_emulator import Emulator

TO = "+15017122661"
RECIPIENTS = "[data-recipients] [data-to]"
ROWS = "[data-rows] [data-key]"
NARROW = {"width": 390, "height": 844}
NOT_MOVED = 1
"""Pixels, because the browser rounds."""

SCROLL = """([place, top]) => {
  const element = document.querySelector(place);
  element.scrollTop = top;
  if (!element.scrollTop) scrollTo(0, top);
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


def top_of(place: Locator) -> float:
    return float(place.evaluate("(element) => element.getBoundingClientRect().top"))


def scroll(page: Page, place: str, top: int) -> None:
    """Scroll what is there, or the window where the page is too narrow for parts that scroll. Afterwards the browser
    has had a frame to learn how high the rows in sight are."""
    page.evaluate(SCROLL, [place, top])


def in_sight(page: Page, place: str, attribute: str) -> Locator:
    """Something in the middle of the page, found again by the value of its attribute."""
    value = page.evaluate(
        """([place, attribute]) => [...document.querySelectorAll(place)]
          .find((each) => each.getBoundingClientRect().top > innerHeight / 2)?.getAttribute(attribute)""",
        [place, attribute],
    )
    return page.locator(f'{place}[{attribute}="{value}"]')


def burst(page: Page, verify: Emulator, fragment: str, messages: list[dict[str, Any]]) -> None:
    """All of them come between two looks of the page: while it asks for news about the first."""

    def others(route: Any) -> None:
        for each in messages[1:]:
            plant(verify, **each)
        route.continue_()

    page.route(f"**/fragments/{fragment}?*", others, times=1)
    plant(verify, **messages[0])


@pytest.mark.parametrize("viewport", [None, NARROW])
def test_an_old_message_stays_in_sight_when_many_more_come(
    make_window: MakeWindow, verify: Emulator, viewport: dict[str, int] | None
) -> None:
    for number in range(120):
        plant(verify, TO, code=f"{number:06}")
    page = make_window(**({"viewport": viewport} if viewport else {})).open(f"/phones?to=%2B{TO[1:]}")
    scroll(page, "[data-glass]", 400)
    bubble = in_sight(page, ".bubble", "id")
    before = top_of(bubble)
    burst(page, verify, "recipients", [{"to": TO, "code": f"9{number:05}"} for number in range(300)])
    expect(page.locator("[data-newest-code]")).to_have_attribute("data-newest-code", "900299")
    expect(page.locator(".bubble")).to_have_count(350)
    assert abs(top_of(bubble) - before) <= NOT_MOVED
    numbers = page.locator(".bubble .inline-code").all_inner_texts()
    assert numbers == sorted(numbers)


def test_the_end_is_followed_when_many_more_come(page: Page, verify: Emulator) -> None:
    for number in range(40):
        plant(verify, TO, code=f"{number:06}")
    expect(page.locator(".bubble").last).to_contain_text("000039")
    burst(page, verify, "recipients", [{"to": TO, "code": f"9{number:05}"} for number in range(300)])
    expect(page.locator(".bubble").last).to_contain_text("900299")
    expect(page.locator(".bubble").last).to_be_in_viewport()
    assert page.locator(".bubble").count() <= 200


def start(verify: Emulator, first: int, count: int) -> None:
    service: Any = verify.client().verify.v2.services(verify.service_sid)
    for number in range(first, first + count):
        service.verifications.create(to=f"+1501712{number:04}", channel="sms")


@pytest.mark.parametrize("viewport", [None, NARROW])
@pytest.mark.parametrize("screen", ["verifications", "requests"])
def test_an_entry_stays_in_sight_when_more_come_above_it(
    make_window: MakeWindow, verify: Emulator, screen: str, viewport: dict[str, int] | None
) -> None:
    start(verify, 0, 40)
    page = make_window(**({"viewport": viewport} if viewport else {})).open(f"/{screen}")
    scroll(page, "[data-rows]", 700)
    row = in_sight(page, ROWS, "data-key")
    before = top_of(row)
    start(verify, 40, 30)
    expect(page.locator(ROWS)).to_have_count(70)
    assert abs(top_of(row) - before) <= NOT_MOVED


def test_an_entry_that_is_chosen_stays_in_sight_when_more_come(window: Window, verify: Emulator) -> None:
    start(verify, 0, 40)
    page = window.open("/verifications")
    row = page.locator(ROWS).nth(20)
    key = row.get_attribute("data-key")
    row.get_by_role("link").click()
    expect(page.locator("[data-detail] h2")).to_be_visible()
    row = page.locator(f'{ROWS}[data-key="{key}"]')
    before = top_of(row)
    start(verify, 40, 30)
    expect(page.locator(ROWS)).to_have_count(70)
    assert abs(top_of(row) - before) <= NOT_MOVED
    expect(row.get_by_role("link")).to_have_attribute("aria-current", "true")


def test_the_top_of_a_list_shows_what_comes(window: Window, verify: Emulator) -> None:
    start(verify, 0, 40)
    page = window.open("/requests")
    start(verify, 40, 10)
    expect(page.locator(ROWS)).to_have_count(50)
    expect(page.locator(ROWS).first).to_contain_text("0049")
    expect(page.locator(ROWS).first).to_be_in_viewport()


def test_another_filter_begins_at_the_top(window: Window, verify: Emulator) -> None:
    start(verify, 0, 40)
    page = window.open("/verifications")
    scroll(page, "[data-rows]", 700)
    page.get_by_label("Channel", exact=True).select_option("sms")
    page.wait_for_url("**channel=sms**")
    expect(page.locator(ROWS).first).to_be_in_viewport()


@pytest.mark.parametrize("viewport", [None, NARROW])
def test_a_recipient_stays_in_sight_when_many_others_get_messages(
    make_window: MakeWindow, verify: Emulator, viewport: dict[str, int] | None
) -> None:
    """300 at once are three pages of the list."""
    for number in range(40):
        plant(verify, f"+1501712{number:04}")
    page = make_window(**({"viewport": viewport} if viewport else {})).open()
    scroll(page, ".recipients", 700)
    item = in_sight(page, RECIPIENTS, "data-to")
    before = top_of(item)
    burst(page, verify, "recipients", [{"to": f"+1415555{number:04}"} for number in range(300)])
    expect(page.locator(RECIPIENTS)).to_have_count(340)
    assert abs(top_of(item) - before) <= NOT_MOVED


def test_who_is_chosen_stays_in_the_list_when_many_others_get_messages(page: Page, verify: Emulator) -> None:
    send(verify)
    page.locator(RECIPIENTS).get_by_role("link").click()
    expect(page.locator(f"{RECIPIENTS} [aria-current]")).to_have_count(1)
    burst(page, verify, "recipients", [{"to": f"+1415555{number:04}"} for number in range(300)])
    expect(page.locator(RECIPIENTS)).to_have_count(301)
    expect(page.locator(f'[data-to="{TO}"] [aria-current]')).to_have_count(1)
    expect(page).to_have_title("(300) Phones · Verify Emulator")
