"""The screen Webhooks in a browser. Source: our contract (the inbox)."""

from collections.abc import Iterator
from typing import Any

import pytest
from harness.browsing import Window
from harness.receiver import Receiver, answer
from playwright.sync_api import Page, expect

from verify_emulator import Emulator

ROWS = "[data-rows] [data-key]"
DETAIL = "[data-detail]"
EVIL = "<img src=x onerror=alert(1)>"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver(answer(200, EVIL.encode())) as started:
        yield started


def service_of(verify: Emulator) -> Any:
    return verify.client().verify.v2.services(verify.service_sid)


def make_webhook(verify: Emulator, url: str) -> None:
    service_of(verify).webhooks.create(
        friendly_name="Mine", event_types=["factor.created", "factor.deleted"], webhook_url=url
    )


def make_factor(verify: Emulator) -> Any:
    entity = service_of(verify).entities("person-0001")
    return entity.factors(entity.new_factors.create(friendly_name="Ada's phone", factor_type="totp").sid)


@pytest.fixture
def screen(window: Window) -> Page:
    return window.open("/webhooks")


def choose(page: Page, number: int = 0) -> None:
    page.locator(ROWS).nth(number).get_by_role("link").click()
    expect(page.locator(f"{DETAIL} h2")).to_be_visible()


def test_an_empty_list_says_how_to_begin(window: Window, verify: Emulator) -> None:
    window.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=verify.url)
    page = window.open("/webhooks")
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("#announcer")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert f"{verify.url}/v2/Services/{verify.service_sid}/Webhooks" in copied


def test_a_delivery_appears_with_what_was_answered(
    screen: Page, verify: Emulator, receiver: Receiver
) -> None:
    make_webhook(verify, receiver.url)
    make_factor(verify)
    row = screen.locator(ROWS)
    expect(row).to_contain_text("factor.created")
    expect(row.locator(".badge")).to_have_text("Delivered")
    choose(screen)
    expect(screen.locator(f"{DETAIL} .history")).to_contain_text("200")
    expect(screen.locator(DETAIL)).to_contain_text("X-Twilio-Signature")
    expect(screen.locator(DETAIL)).to_contain_text("entity_identity=person-0001")


def test_the_signature_is_explained_and_is_right(screen: Page, verify: Emulator, receiver: Receiver) -> None:
    make_webhook(verify, receiver.url + "?a=b")
    make_factor(verify)
    choose(screen)
    signed = screen.locator("[data-signed]")
    expect(signed).to_contain_text("type")
    text = signed.get_attribute("data-signed") or ""
    assert text == receiver.url + "?a=b" + "".join(
        name + value for name, value in sorted(receiver.wait()[0].form)
    )
    expect(screen.locator("[data-verdict]")).to_contain_text("it is the same")


def test_the_signature_of_json_is_explained(screen: Page, verify: Emulator, receiver: Receiver) -> None:
    verify.settings.webhook_format = "json"
    make_webhook(verify, receiver.url)
    make_factor(verify)
    choose(screen)
    expect(screen.locator(".steps")).to_contain_text("bodySHA256")
    expect(screen.locator("[data-verdict]")).to_contain_text("it is the same")


def test_replay_posts_it_again_and_shows_that(screen: Page, verify: Emulator, receiver: Receiver) -> None:
    make_webhook(verify, receiver.url)
    make_factor(verify)
    choose(screen)
    screen.get_by_role("button", name="Replay").click()
    expect(screen.locator(ROWS)).to_have_count(2)
    receiver.wait(2)
    expect(screen.locator(f"{DETAIL} .facts").last).to_contain_text("Again")


def test_a_failure_says_why(window: Window, verify: Emulator) -> None:
    with Receiver(answer(503, b"out of order")) as receiver:
        make_webhook(verify, receiver.url)
        make_factor(verify)
        page = window.open("/webhooks")
        choose(page)
        expect(page.locator(f"{DETAIL} .history")).to_contain_text("503")
        expect(page.locator(f"{DETAIL} .history")).to_contain_text("out of order")


def test_the_list_is_filtered(screen: Page, verify: Emulator, receiver: Receiver) -> None:
    make_webhook(verify, receiver.url)
    make_factor(verify).delete()
    expect(screen.locator(ROWS)).to_have_count(2)
    screen.reload()
    screen.get_by_label("Event", exact=True).select_option("factor.deleted")
    expect(screen.locator(ROWS)).to_have_count(1)
    screen.get_by_label("State", exact=True).select_option("failed")
    expect(screen.get_by_role("heading", name="No delivery matches")).to_be_visible()


def test_text_of_an_attacker_stays_text(screen: Page, verify: Emulator, receiver: Receiver) -> None:
    make_webhook(verify, receiver.url)
    make_factor(verify)
    choose(screen)
    expect(screen.locator(f"{DETAIL} .history pre")).to_have_text(EVIL)
    assert screen.locator("main img").count() == 0
