"""The screen Phones in a browser: messages appear as they are sent. Source: our contract (the inbox)."""

import re

import pytest
from harness.browsing import Window, send
from playwright.sync_api import Page, expect

from verify_emulator import Emulator

TO = "+15017122661"
OTHER = "+442071838750"
RECIPIENTS = "[data-recipients] [data-to]"


def newest_code(page: Page) -> str:
    return page.locator("[data-newest-code]").get_attribute("data-newest-code") or ""


def test_an_empty_inbox_says_how_to_begin(page: Page, verify: Emulator) -> None:
    expect(page.get_by_role("heading", name="No message yet")).to_be_visible()
    expect(page.locator("pre")).to_contain_text(
        f"{verify.url}/v2/Services/{verify.service_sid}/Verifications"
    )


def test_a_message_appears_without_reloading(page: Page, verify: Emulator) -> None:
    code = send(verify)
    expect(page.locator("[data-newest-code]")).to_have_attribute("data-newest-code", code)
    expect(page.locator(".bubble .text")).to_have_text(verify.messages[-1].body)
    expect(page.locator(RECIPIENTS)).to_have_attribute("data-to", TO)


def test_the_newest_is_followed(page: Page, verify: Emulator) -> None:
    send(verify)
    expect(page.locator("[data-handset]")).to_have_attribute("data-to", TO)
    code = send(verify, OTHER)
    expect(page.locator("[data-handset]")).to_have_attribute("data-to", OTHER)
    expect(page.locator("[data-newest-code]")).to_have_attribute("data-newest-code", code)


def test_who_is_chosen_stays(page: Page, verify: Emulator) -> None:
    send(verify)
    page.locator(RECIPIENTS).get_by_role("link").click()
    send(verify, OTHER)
    expect(page.locator(RECIPIENTS)).to_have_count(2)
    expect(page.locator(RECIPIENTS).first).to_have_attribute("data-to", OTHER)
    expect(page.locator("[data-handset]")).to_have_attribute("data-to", TO)
    assert "to=%2B15017122661" in page.url


def test_the_one_chosen_is_in_the_address(window: Window, verify: Emulator) -> None:
    send(verify)
    send(verify, OTHER)
    page = window.open(f"/phones?to=%2B{TO[1:]}")
    expect(page.locator("[data-handset]")).to_have_attribute("data-to", TO)
    page.locator(f'[data-to="{OTHER}"] a').click()
    expect(page.locator("[data-handset]")).to_have_attribute("data-to", OTHER)
    page.go_back()
    expect(page.locator("[data-handset]")).to_have_attribute("data-to", TO)


def test_a_resend_joins_the_same_phone(page: Page, verify: Emulator) -> None:
    send(verify)
    expect(page.locator(".bubble")).to_have_count(1)
    send(verify)
    expect(page.locator(".bubble")).to_have_count(2)
    expect(page.locator(RECIPIENTS)).to_have_count(1)


def test_the_code_says_when_it_is_used(page: Page, verify: Emulator) -> None:
    code = send(verify)
    expect(page.locator(".life")).to_contain_text("valid for")
    verify.client().verify.v2.services(verify.service_sid).verification_checks.create(to=TO, code=code)
    expect(page.locator(".life")).to_have_text("Approved")


def test_the_code_says_when_somebody_ended_it_by_hand(page: Page, verify: Emulator) -> None:
    send(verify)
    expect(page.locator(".life")).to_contain_text("valid for")
    message = verify.messages[-1]
    path = "/".join((message.account_sid, message.service_sid, message.verification_sid))
    page.request.post(f"/_emulator/verifications/{path}", form={"status": "canceled"})
    expect(page.locator(".life")).to_have_text("Canceled")


def test_the_code_expires_with_the_emulators_clock(page: Page, verify: Emulator) -> None:
    send(verify)
    expect(page.locator(".life.pending")).to_be_visible()
    verify.clock.advance("11m")
    expect(page.locator(".life")).to_have_text("Expired")
    expect(page.locator("[data-clock-note]")).to_have_text("+11 min")


def test_what_was_not_delivered_says_so(page: Page, verify: Emulator) -> None:
    verify.settings.undeliverable = ["+1202*"]
    send(verify, "+12025550123")
    expect(page.locator(".bubble.lost .trouble")).to_contain_text("Not delivered")
    expect(page.locator(RECIPIENTS)).to_contain_text("undelivered")


def test_what_is_late_says_so_until_it_arrives(page: Page, verify: Emulator) -> None:
    late = "+15005550008"  # arrives after 30 seconds
    send(verify, late)
    expect(page.locator(".bubble.lost .trouble")).to_contain_text("On its way")
    verify.clock.advance(31)
    expect(page.locator(".bubble")).to_have_count(1)
    expect(page.locator(".bubble.lost")).to_have_count(0)
    expect(page.locator(f'[data-to="{late}"] .status')).to_have_count(0)


@pytest.mark.parametrize("key", ["button", "c"])
def test_the_newest_code_is_copied(window: Window, verify: Emulator, key: str) -> None:
    window.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=verify.url)
    page = window.open()
    code = send(verify)
    expect(page.locator("[data-newest-code]")).to_have_attribute("data-newest-code", code)
    if key == "button":
        page.get_by_role("button", name="Copy code").first.click()
    else:
        page.keyboard.press(key)
    expect(page.locator("#announcer")).to_have_text(f"Copied {code}")
    assert page.evaluate("navigator.clipboard.readText()") == code


def test_every_message_copies_its_own_code(window: Window, verify: Emulator) -> None:
    window.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=verify.url)
    first = send(verify)
    verify.clock.advance("11m")
    send(verify)
    page = window.open()
    page.locator(".bubble").first.get_by_role("button").click()
    expect(page.locator("#announcer")).to_have_text(f"Copied {first}")
    assert page.evaluate("navigator.clipboard.readText()") == first


def test_the_title_counts_who_was_not_looked_at(page: Page, verify: Emulator) -> None:
    send(verify)
    page.locator(RECIPIENTS).get_by_role("link").click()
    send(verify, OTHER)
    expect(page).to_have_title("(1) Phones · Verify Emulator")
    expect(page.locator(f'[data-to="{OTHER}"]')).to_have_class(re.compile("is-unread"))
    page.locator(f'[data-to="{OTHER}"] a').click()
    expect(page).to_have_title("Phones · Verify Emulator")


def test_a_new_message_is_read_out(page: Page, verify: Emulator) -> None:
    code = send(verify)
    expect(page.locator("#announcer")).to_have_text(f"New sms message to {TO}, code {' '.join(code)}")


def test_two_tabs_see_the_same(window: Window, verify: Emulator) -> None:
    first, second = window.open(), window.open()
    code = send(verify)
    for page in (first, second):
        expect(page.locator("[data-newest-code]")).to_have_attribute("data-newest-code", code)


def test_many_tabs_share_one_stream(window: Window, verify: Emulator) -> None:
    """A browser opens six connections to a server at most: with a stream each, the seventh tab would wait for ever."""
    pages = [window.open() for _ in range(8)]
    code = send(verify)
    for page in pages:
        expect(page.locator("[data-newest-code]")).to_have_attribute("data-newest-code", code)
    pages[0].close()  # another one listens from now on
    code = send(verify, OTHER)
    for page in pages[1:]:
        expect(page.locator("[data-newest-code]")).to_have_attribute("data-newest-code", code)


def test_a_message_between_the_page_and_its_stream_is_not_missed(window: Window, verify: Emulator) -> None:
    """The page waits for its stream while the first message is sent."""
    page = window.context.new_page()
    page.route("**/_emulator/events*", lambda route: (send(verify), route.continue_()))
    page.goto("/")
    expect(page.locator("[data-newest-code]")).to_be_visible()


def test_a_search_finds_recipients_and_codes(page: Page, verify: Emulator) -> None:
    send(verify)
    code = send(verify, OTHER)
    expect(page.locator(RECIPIENTS)).to_have_count(2)
    for needle in ("44207", code):
        page.get_by_role("searchbox").fill(needle)
        expect(page.locator(RECIPIENTS)).to_have_count(1)
        expect(page.locator(RECIPIENTS)).to_have_attribute("data-to", OTHER)
    page.get_by_role("searchbox").fill("")
    expect(page.locator(RECIPIENTS)).to_have_count(2)


def test_one_account_alone_is_shown(page: Page, verify: Emulator) -> None:
    account = verify.account()
    send(verify)
    account.client().verify.v2.services(account.service_sid).verifications.create(to=OTHER, channel="sms")
    expect(page.locator(RECIPIENTS)).to_have_count(2)
    page.reload()
    page.get_by_label("Account").select_option(account.account_sid)
    page.wait_for_url(f"**account_sid={account.account_sid}**")
    expect(page.locator(RECIPIENTS)).to_have_count(1)
    expect(page.locator(RECIPIENTS)).to_have_attribute("data-to", OTHER)


def test_clearing_asks_first_and_then_forgets(page: Page, verify: Emulator) -> None:
    send(verify)
    page.get_by_role("button", name="Clear").first.click()
    page.get_by_role("button", name="Keep").click()
    assert verify.messages
    page.get_by_role("button", name="Clear").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Clear").click()
    expect(page.get_by_role("heading", name="No message yet")).to_be_visible()
    expect(page.locator(RECIPIENTS)).to_have_count(0)
    assert not verify.messages
