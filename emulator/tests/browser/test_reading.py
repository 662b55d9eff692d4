"""Whoever reads stays where they are, however much comes in meanwhile. Source: our contract (the inbox)."""

from typing import Any

import pytest
from harness.browsing import MakeWindow, plant
from playwright.sync_api import Locator, Page, expect

from verify_emulator import Emulator

TO = "+15017122661"
NARROW = {"width": 390, "height": 844}
NOT_MOVED = 3
"""Pixels: rows that were never in sight have heights that the browser only guesses."""

SCROLL = """([place, top]) => {
  const element = document.querySelector(place);
  element.scrollTop = top;
  if (!element.scrollTop) scrollTo(0, top);
}"""


def top_of(place: Locator) -> float:
    return float(place.evaluate("(element) => element.getBoundingClientRect().top"))


def scroll(page: Page, place: str, top: int) -> None:
    """Scroll what is there, or the window where the page is too narrow for parts that scroll."""
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
