"""The screen Requests in a browser. Source: our contract (the inbox)."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from harness.browsing import Window, send
from harness.pasting import run_curl, run_python
from playwright.sync_api import Page, expect
from twilio.base.exceptions import TwilioRestException

from verify_emulator import Emulator

TO = "+15017122661"
OTHER = "+442071838750"
ROWS = "[data-rows] [data-key]"
DETAIL = "[data-detail]"


def fetch_what_there_is_not(verify: Emulator) -> None:
    service: Any = verify.client().verify.v2.services(verify.service_sid)
    with suppress(TwilioRestException):
        service.verifications("VE" + "1" * 32).fetch()


@pytest.fixture
def screen(window: Window) -> Page:
    return window.open("/requests")


def choose(page: Page, number: int = 0) -> None:
    page.locator(ROWS).nth(number).get_by_role("link").click()
    expect(page.locator(f"{DETAIL} h2")).to_be_visible()


def test_an_empty_journal_says_so(screen: Page) -> None:
    expect(screen.get_by_role("heading", name="No request yet")).to_be_visible()


def test_a_request_appears_as_it_is_answered(screen: Page, verify: Emulator) -> None:
    send(verify)
    row = screen.locator(ROWS)
    expect(row).to_contain_text("CreateVerification")
    expect(row).to_contain_text("+1 501-712-2661")
    expect(row.locator(".badge")).to_have_text("201")
    expect(row).to_contain_text("POST")
    expect(row.locator(".took")).to_contain_text("s")


def test_the_newest_is_on_top(screen: Page, verify: Emulator) -> None:
    send(verify)
    fetch_what_there_is_not(verify)
    expect(screen.locator(f"{ROWS} .badge")).to_have_text(["404", "201"])


def test_a_request_tells_what_it_was_and_why(screen: Page, verify: Emulator) -> None:
    send(verify)
    choose(screen)
    detail = screen.locator(DETAIL)
    expect(detail.locator(".params")).to_contain_text("Channel")
    expect(detail.locator(".params")).to_contain_text("sms")
    expect(detail.locator("pre")).to_contain_text('"status": "pending"')
    expect(detail).to_contain_text("verify.verifications.start")
    links = detail.locator(".facts a[href^='https://www.twilio.com/docs/']")
    assert links.count() > 0
    for each in links.all():
        assert "noreferrer" in (each.get_attribute("rel") or "")


def test_a_refusal_explains_itself(screen: Page, verify: Emulator) -> None:
    fetch_what_there_is_not(verify)
    choose(screen)
    why = screen.locator(".why")
    expect(why).to_contain_text("20404")
    expect(why).to_contain_text("has no verification", ignore_case=True)
    expect(why.get_by_role("link").first).to_have_attribute(
        "href", "https://www.twilio.com/docs/api/errors/20404"
    )


def test_a_scripted_failure_is_named(screen: Page, verify: Emulator) -> None:
    fault = verify.faults.add(error=60203)
    with suppress(TwilioRestException):
        send(verify)
    choose(screen)
    expect(screen.locator(DETAIL)).to_contain_text("Scripted failure")
    expect(screen.locator(DETAIL)).to_contain_text(fault.id)


def copied(page: Page, button: str) -> str:
    page.get_by_role("button", name=button).click()
    expect(page.locator("#announcer")).to_have_text("Copied")
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


@pytest.mark.parametrize("refused", [False, True], ids=["taken", "refused"])
def test_what_is_copied_runs_and_gets_the_same_status(
    window: Window, verify: Emulator, tmp_path: Path, refused: bool
) -> None:
    window.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=verify.url)
    page = window.open("/requests")
    if refused:
        fetch_what_there_is_not(verify)
    else:
        send(verify)
    choose(page)
    curl = copied(page, "Copy as curl")
    assert curl.startswith("curl ")
    assert run_curl(curl, tmp_path) == (404 if refused else 201)
    python = copied(page, "Copy as Python")
    assert "client.verify.v2.services(" in python
    assert run_python(python) == (404 if refused else 200)


def test_secrets_are_masked(screen: Page, verify: Emulator) -> None:
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    service: Any = verify.client().verify.v2.services(verify.service_sid)
    service.entities("person-0001").new_factors.create(
        friendly_name="Phone", factor_type="totp", binding_secret=secret
    )
    choose(screen)
    expect(screen.locator(".params")).to_contain_text("Binding.Secret")
    assert secret not in screen.content()


def test_the_list_is_filtered(screen: Page, verify: Emulator) -> None:
    send(verify)
    send(verify, OTHER)
    fetch_what_there_is_not(verify)
    rows = screen.locator(ROWS)
    expect(rows).to_have_count(3)
    screen.get_by_label("Status", exact=True).select_option("4")
    expect(rows).to_have_count(1)
    screen.get_by_label("Status", exact=True).select_option("")
    screen.get_by_label("Operation", exact=True).select_option("CreateVerification")
    expect(rows).to_have_count(2)
    screen.get_by_label("Recipient", exact=True).fill(OTHER)
    screen.keyboard.press("Enter")
    expect(rows).to_have_count(1)
    send(verify)
    send(verify, OTHER)
    expect(rows).to_have_count(2)
    screen.goto("/requests?q=20404")
    expect(rows).to_have_count(1)


def test_one_account_alone_is_shown(screen: Page, verify: Emulator) -> None:
    account = verify.account()
    send(verify)
    account.client().verify.v2.services.list(limit=1)
    expect(screen.locator(ROWS)).to_have_count(2)
    screen.reload()
    screen.get_by_label("Account").select_option(account.account_sid)
    expect(screen.locator(ROWS)).to_have_count(1)
    expect(screen.locator(ROWS)).to_contain_text("ListService")


def test_the_journal_is_cleared(window: Window, verify: Emulator) -> None:
    """In every tab."""
    other, screen = window.open("/requests"), window.open("/requests")
    send(verify)
    for page in (other, screen):
        expect(page.locator(ROWS)).to_have_count(1)
    screen.get_by_role("button", name="Clear").click()
    for page in (other, screen):
        expect(page.get_by_role("heading", name="No request yet")).to_be_visible()
    assert not verify.requests


def test_the_keyboard_is_enough(screen: Page, verify: Emulator) -> None:
    send(verify)
    fetch_what_there_is_not(verify)
    expect(screen.locator(ROWS)).to_have_count(2)
    screen.keyboard.press("j")
    expect(screen.locator(f"{DETAIL} h2")).to_have_text("FetchVerification")
    screen.keyboard.press("ArrowDown")
    expect(screen.locator(f"{DETAIL} h2")).to_have_text("CreateVerification")
    screen.keyboard.press("Escape")
    expect(screen.locator(f"{DETAIL} h2")).to_have_count(0)
    screen.keyboard.press("2")
    expect(screen.get_by_role("heading", name="Verifications", level=1)).to_be_visible()


def test_the_one_chosen_is_in_the_address(screen: Page, verify: Emulator) -> None:
    send(verify)
    choose(screen)
    screen.reload()
    expect(screen.locator(f"{DETAIL} h2")).to_have_text("CreateVerification")
    screen.go_back()
    expect(screen.locator(f"{DETAIL} h2")).to_have_count(0)


def test_an_older_page_is_reached_by_a_link(window: Window, verify: Emulator) -> None:
    for _ in range(101):
        fetch_what_there_is_not(verify)
    page = window.open("/requests")
    expect(page.locator(ROWS)).to_have_count(100)
    page.get_by_role("link", name="Older").click()
    expect(page.locator(ROWS)).to_have_count(1)
    assert page.locator(ROWS).get_attribute("data-key") == "1"


def test_text_of_an_attacker_stays_text(window: Window, verify: Emulator) -> None:
    evil = "<img src=x onerror=alert(1)>"
    with suppress(TwilioRestException):
        send(verify, evil, evil)
    verify.client().request("GET", f'{verify.url}/v2/<script>alert(1)</script>?x="><b>')
    page = window.open("/requests")
    expect(page.locator(ROWS)).to_have_count(2)
    choose(page, 1)
    expect(page.locator(".params")).to_contain_text(evil)
    choose(page, 0)
    expect(page.locator(f"{DETAIL} .line")).to_contain_text("<script>")
    assert page.locator("main img, main script").count() == 0
