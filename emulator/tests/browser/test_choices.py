"""What there is to choose from is up to date without a reload. Source: our contract (the inbox)."""

from contextlib import closing
from typing import Any

from harness.browsing import Window, send
from harness.receiver import Receiver, answer
from playwright.sync_api import Browser, Locator, Page, Request, expect

from verify_emulator import Emulator

TO = "+15017122661"


def accounts(page: Page) -> Locator:
    return page.get_by_label("Account").locator("option")


def services(page: Page) -> Locator:
    return page.get_by_label("Service", exact=True).locator("option")


def make_service(verify: Emulator, name: str) -> Any:
    return verify.client().verify.v2.services.create(friendly_name=name)


def test_a_new_account_can_be_chosen_at_once(window: Window, verify: Emulator) -> None:
    page = window.open("/verifications")
    send(verify)
    expect(services(page)).to_have_count(2)
    account = verify.account()
    sid = account.client().verify.v2.services.create(friendly_name="Web shop").sid
    account.client().verify.v2.services(sid).verifications.create(to=TO, channel="sms")
    expect(accounts(page)).to_have_count(3)
    expect(services(page).filter(has_text="Web shop")).to_have_count(1)
    page.get_by_label("Service", exact=True).select_option(sid)
    expect(page.locator("[data-rows] [data-key]")).to_have_count(1)
    page.get_by_label("Account").select_option(account.account_sid)
    page.wait_for_url(f"**account_sid={account.account_sid}**")


def test_a_service_can_be_chosen_as_soon_as_it_is_made(window: Window, verify: Emulator) -> None:
    page = window.open("/verifications")
    service = make_service(verify, "Web shop")
    expect(services(page).filter(has_text="Web shop")).to_have_count(1)
    service.update(friendly_name="Book shop")
    expect(services(page).filter(has_text="Book shop")).to_have_count(1)
    service.delete()
    expect(services(page).filter(has_text="shop")).to_have_count(0)


def test_an_event_can_be_chosen_as_soon_as_there_is_one(window: Window, verify: Emulator) -> None:
    page = window.open("/webhooks")
    service: Any = verify.client().verify.v2.services(verify.service_sid)
    with Receiver(answer(200)) as receiver:
        service.webhooks.create(
            friendly_name="Mine", event_types=["factor.created"], webhook_url=receiver.url
        )
        service.entities("person-0001").new_factors.create(friendly_name="Phone", factor_type="totp")
        expect(page.get_by_label("Event").locator("option")).to_have_text(["Event: all", "factor.created"])


def test_what_is_chosen_stays_chosen_and_has_the_focus(window: Window, verify: Emulator) -> None:
    service = make_service(verify, "Web shop")
    page = window.open("/verifications")
    choice = page.get_by_label("Service", exact=True)
    choice.select_option(service.sid)
    choice.focus()
    make_service(verify, "Book shop")
    expect(services(page).filter(has_text="Book shop")).to_have_count(1)
    expect(choice).to_have_value(service.sid)
    expect(choice).to_be_focused()


def test_choices_that_somebody_looks_at_stay_until_they_have_chosen(window: Window, verify: Emulator) -> None:
    make_service(verify, "Web shop")
    page = window.open("/verifications")
    choice = page.get_by_label("Service", exact=True)
    choice.click()
    expect(page.locator("select:open")).to_have_count(1)
    with page.expect_response("**/verifications/filters*") as told:
        make_service(verify, "Book shop")
    told.value.finished()  # and what it brings has had its time
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    expect(services(page).filter(has_text="Book shop")).to_have_count(0)
    expect(page.locator("select:open")).to_have_count(1)
    choice.press("Escape")
    page.get_by_role("searchbox").focus()
    expect(services(page).filter(has_text="Book shop")).to_have_count(1)


def test_nothing_is_fetched_while_the_choices_stay_the_same(window: Window, verify: Emulator) -> None:
    send(verify)
    page = window.open("/verifications")
    fetched: list[str] = []

    def note(request: Request) -> None:
        if "/filters" in request.url or "/accounts" in request.url:
            fetched.append(request.url)

    page.on("request", note)
    for number in range(5):
        send(verify, f"+1415555000{number}")
    expect(page.locator("[data-rows] [data-key]")).to_have_count(6)
    assert fetched == []


def test_after_a_restart_only_what_there_is_can_be_chosen(browser: Browser) -> None:
    with closing(Emulator(listen=True)) as first:
        port = int(first.url.rpartition(":")[2])
        window = Window(browser, first.url)
        window.allow("ERR_|Failed to load|could not be brought up to date")
        sid = make_service(first, "Web shop").sid
        make_service(first, "Book shop")
        first.account().client().verify.v2.services.create(friendly_name="Third")
        page = window.open("/verifications")
        expect(accounts(page)).to_have_count(3)
        page.get_by_label("Service", exact=True).select_option(sid)
        page.wait_for_url(f"**service={sid}**")
    expect(page.locator("[data-live]")).to_have_attribute("data-live", "reconnecting")
    with closing(Emulator(listen=True, port=port)):
        expect(accounts(page)).to_have_count(2)
        expect(services(page).filter(has_text="Book shop")).to_have_count(0)
        expect(page.get_by_label("Service", exact=True)).to_have_value(sid)
        window.context.close()
    window.check()
