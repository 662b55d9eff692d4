"""The screen Verifications in a browser. Source: our contract (the inbox)."""

from contextlib import suppress
from typing import Any

import pytest
from harness.browsing import Window, send
from harness.local import wrong
from playwright.sync_api import Page, expect
from twilio.base.exceptions import TwilioRestException

from verify_emulator import Emulator

TO = "+15017122661"
OTHER = "+442071838750"
ROWS = "[data-rows] [data-key]"


def check(verify: Emulator, code: str, to: str = TO) -> None:
    service: Any = verify.client().verify.v2.services(verify.service_sid)
    with suppress(TwilioRestException):
        service.verification_checks.create(to=to, code=code)


@pytest.fixture
def screen(window: Window) -> Page:
    return window.open("/verifications")


def choose(page: Page, number: int = 0) -> None:
    page.locator(ROWS).nth(number).get_by_role("link").click()
    expect(page.locator("[data-detail] h2")).to_be_visible()


def state_of(page: Page) -> Any:
    return page.locator("[data-detail] .title .badge")


def test_an_empty_list_says_so(screen: Page) -> None:
    expect(screen.get_by_role("heading", name="No verification yet")).to_be_visible()


def test_one_appears_and_follows_what_happens(screen: Page, verify: Emulator) -> None:
    code = send(verify)
    row = screen.locator(ROWS)
    expect(row).to_contain_text("+1 501-712-2661")
    expect(row.locator(".badge")).to_have_text("Pending")
    check(verify, wrong(code))
    expect(row.locator(".checks")).to_contain_text("1 of 5")
    send(verify)
    expect(row.locator(".sends")).to_have_text("sends: 2")
    check(verify, code)
    expect(row.locator(".badge")).to_have_text("Approved")
    expect(row.locator("[data-expires]")).to_have_count(0)


def test_the_time_left_goes_by_the_emulators_clock(screen: Page, verify: Emulator) -> None:
    verify.clock.freeze()
    send(verify)
    expect(screen.locator(f"{ROWS} [data-left]")).to_have_text("10:00")
    verify.clock.advance("8m30s")
    expect(screen.locator(f"{ROWS} [data-left]")).to_have_text("1:30")
    verify.clock.advance("2m")
    expect(screen.locator(f"{ROWS} .badge")).to_have_text("Expired")


def test_the_time_left_of_an_account_with_a_clock_of_its_own_is_right_in_everybodys_list(
    screen: Page, verify: Emulator
) -> None:
    verify.clock.freeze()
    account = verify.account()
    account.clock.advance("1h")
    account.client().verify.v2.services(account.service_sid).verifications.create(to=TO, channel="sms")
    expect(screen.locator(f"{ROWS} [data-left]")).to_have_text("10:00")


@pytest.mark.parametrize(
    ("button", "status", "text"),
    [
        ("Approve", "approved", "Approved"),
        ("Expire now", "expired", "Expired"),
        ("Cancel", "canceled", "Canceled"),
    ],
)
def test_a_button_brings_about_its_end(
    screen: Page, verify: Emulator, button: str, status: str, text: str
) -> None:
    send(verify)
    choose(screen)
    screen.get_by_role("button", name=button).click()
    expect(state_of(screen)).to_have_text(text)
    for each in ("Approve", "Expire now", "Cancel"):
        expect(screen.get_by_role("button", name=each)).to_be_disabled()
    verify.assert_status(TO, status)


def test_what_is_too_late_says_why(screen: Page, verify: Emulator, window: Window) -> None:
    """The page has not heard yet that the verification has ended meanwhile."""
    window.allow("409")
    code = send(verify)
    choose(screen)
    screen.route("**/ui/fragments/**", lambda route: route.abort())
    window.allow("ERR_FAILED|brought up to date")
    check(verify, code)
    screen.get_by_role("button", name="Cancel").click()
    expect(screen.get_by_role("alert")).to_contain_text("was approved")


def test_one_with_too_many_wrong_codes_can_only_expire(screen: Page, verify: Emulator) -> None:
    code = send(verify)
    for _ in range(5):
        check(verify, wrong(code))
    choose(screen)
    expect(state_of(screen)).to_have_text("Too many wrong codes")
    expect(screen.get_by_role("button", name="Approve")).to_be_disabled()
    screen.get_by_role("button", name="Expire now").click()
    expect(state_of(screen)).to_have_text("Expired")


def test_the_history_tells_sends_wrong_codes_and_the_end(screen: Page, verify: Emulator) -> None:
    verify.settings.undeliverable = [{"to": "*", "channel": "call"}]
    code = send(verify)
    check(verify, wrong(code))
    send(verify, channel="call")
    check(verify, code)
    choose(screen)
    told = screen.locator(".history li .what")
    expect(told).to_have_text(
        ["Sent by SMS delivered", "Wrong code 1 of 5", "Sent by Call undelivered 30008", "Approved"]
    )


def test_the_code_is_shown_on_demand(screen: Page, verify: Emulator) -> None:
    code = send(verify)
    choose(screen)
    digits = screen.locator(".code .digits")
    expect(digits).to_be_hidden()
    screen.get_by_text("Show the code").click()
    expect(digits).to_have_text(code)
    check(verify, wrong(code))
    expect(screen.locator(".history")).to_contain_text("Wrong code")
    expect(digits).to_be_visible()


def test_it_leads_to_its_phone_and_its_requests(screen: Page, verify: Emulator) -> None:
    send(verify, OTHER)
    send(verify)
    choose(screen)
    screen.get_by_role("link", name="Its requests").click()
    expect(screen.locator(ROWS)).to_have_count(1)
    screen.go_back()
    screen.get_by_role("link", name="Its phone").click()
    expect(screen.locator("[data-handset]")).to_have_attribute("data-to", TO)


def test_the_list_is_filtered_and_searched(screen: Page, verify: Emulator) -> None:
    shop: Any = verify.client().verify.v2.services.create(friendly_name="Web shop")
    code = send(verify)
    check(verify, code)
    send(verify, OTHER, "call", shop.sid)
    rows = screen.locator(ROWS)
    expect(rows).to_have_count(2)
    for name, value, to in (
        ("Channel", "call", "7183"),
        ("State", "approved", "501"),
        ("Service", shop.sid, "7183"),
    ):
        screen.reload()
        screen.get_by_label(name, exact=True).select_option(value)
        expect(rows).to_have_count(1)
        expect(rows).to_contain_text(to)
        screen.get_by_label(name, exact=True).select_option("")
        expect(rows).to_have_count(2)
    sid = rows.first.get_attribute("data-key") or ""
    for text in ("2071838", sid.rpartition("/")[2]):
        screen.get_by_role("searchbox").fill(text)
        expect(rows).to_have_count(1)
        expect(rows).to_contain_text("7183")
    screen.get_by_role("searchbox").fill("nobody")
    expect(screen.get_by_role("heading", name="No verification matches")).to_be_visible()
    send(verify, "+14155552671")
    screen.get_by_role("searchbox").fill("+1415")
    expect(rows).to_have_count(1)


def test_a_filter_is_in_the_address_and_survives_a_reload(screen: Page, verify: Emulator) -> None:
    send(verify)
    send(verify, OTHER, "call")
    screen.get_by_label("Channel", exact=True).select_option("call")
    expect(screen.locator(ROWS)).to_have_count(1)
    screen.reload()
    expect(screen.locator(ROWS)).to_have_count(1)
    expect(screen.get_by_label("Channel", exact=True)).to_have_value("call")


def test_the_keyboard_is_enough(screen: Page, verify: Emulator) -> None:
    send(verify)
    send(verify, OTHER)
    expect(screen.locator(ROWS)).to_have_count(2)
    screen.keyboard.press("j")
    expect(screen.locator("[data-detail] h2")).to_have_text("+44 20 7183 8750")
    screen.keyboard.press("j")
    expect(screen.locator("[data-detail] h2")).to_have_text("+1 501-712-2661")
    screen.locator("#approve").focus()
    screen.keyboard.press("Enter")
    expect(state_of(screen)).to_have_text("Approved")
    screen.keyboard.press("Escape")
    expect(screen.locator("[data-detail] h2")).to_have_count(0)
    expect(screen.locator(ROWS).nth(1).get_by_role("link")).to_be_focused()
    screen.keyboard.press("/")
    expect(screen.get_by_role("searchbox")).to_be_focused()


def test_an_older_page_is_reached_by_a_link(window: Window, verify: Emulator) -> None:
    service: Any = verify.client().verify.v2.services(verify.service_sid)
    for number in range(101):
        service.verifications.create(to=f"+1501712{number:04}", channel="sms")
    page = window.open("/verifications")
    expect(page.locator(ROWS)).to_have_count(100)
    page.get_by_role("link", name="Older").click()
    expect(page.locator(ROWS)).to_have_count(1)
    page.get_by_role("link", name="Newest").click()
    expect(page.locator(ROWS)).to_have_count(100)


def test_two_tabs_hear_of_what_one_does(window: Window, verify: Emulator) -> None:
    send(verify)
    first, second = window.open("/verifications"), window.open("/verifications")
    choose(first)
    first.get_by_role("button", name="Approve").click()
    expect(second.locator(f"{ROWS} .badge")).to_have_text("Approved")


def test_text_of_an_attacker_stays_text(window: Window, verify: Emulator) -> None:
    evil = "<img src=x onerror=alert(1)>"
    name = "Shop"
    shop: Any = verify.client().verify.v2.services.create(friendly_name=name, psd2_enabled=True)
    send(verify, TO, "sms", shop.sid, amount=evil, payee=evil)
    page = window.open("/verifications")
    choose(page)
    expect(page.locator(".summary")).to_contain_text(name)
    expect(page.locator(".facts")).to_contain_text(evil)
    assert page.locator("main img, main i:not(.pips i)").count() == 0
