"""Notifications: only for whoever asked, and only while nobody looks. Source: our contract (the inbox)."""

from harness.browsing import Window, send
from playwright.sync_api import Page, expect

from verify_emulator import Emulator

# A headless browser never hides a tab and shows no notifications, so both are played.
PLAYED = """
window.shown = [];
window.permission = "default";
window.Notification = class extends EventTarget {
  static get permission() { return window.permission; }
  static async requestPermission() { return (window.permission = window.answer ?? "granted"); }
  constructor(title, { body }) { super(); window.shown.push([title, body]); }
  close() {}
};
"""
HIDE = """Object.defineProperty(document, "visibilityState", { get: () => "hidden" })"""
TO = "+15017122661"


def open_page(window: Window) -> Page:
    window.context.add_init_script(PLAYED)
    return window.open()


def bell(page: Page) -> object:
    return page.get_by_role("button", name="Notify me of new messages")


def test_whoever_asked_is_notified(window: Window, verify: Emulator) -> None:
    page = open_page(window)
    page.get_by_role("button", name="Notify me of new messages").click()
    expect(page.locator("[data-notify]")).to_have_attribute("aria-pressed", "true")
    page.evaluate(HIDE)
    code = send(verify)
    expect(page.locator("[data-newest-code]")).to_have_attribute("data-newest-code", code)
    page.wait_for_function("window.shown.length")
    assert page.evaluate("window.shown") == [[TO, f"sms · code {code}"]]


def test_nobody_is_notified_unasked_or_while_looking(window: Window, verify: Emulator) -> None:
    page = open_page(window)
    expect(page.locator("[data-notify]")).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name="Notify me of new messages").click()
    code = send(verify)
    expect(page.locator("#announcer")).to_contain_text(" ".join(code))
    page.get_by_role("button", name="Notify me of new messages").click()
    page.evaluate(HIDE)
    code = send(verify)
    expect(page.locator("#announcer")).to_contain_text(" ".join(code))
    assert page.evaluate("window.shown") == []


def test_a_browser_that_does_not_allow_it_is_heard(window: Window) -> None:
    page = open_page(window)
    page.evaluate("window.answer = 'denied'")
    page.get_by_role("button", name="Notify me of new messages").click()
    expect(page.locator("#announcer")).to_have_text("The browser does not allow notifications here.")
    expect(page.locator("[data-notify]")).to_have_attribute("aria-pressed", "false")
