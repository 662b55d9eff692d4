"""Authenticators in a browser: TOTP on the emulator's clock, push challenges that are really signed.

Source: our contract (the inbox), twilio.com/docs/verify/totp, …/push.
"""

from datetime import UTC, datetime
from typing import Any

import pyotp
import pytest
from harness.browsing import Window
from playwright.sync_api import Page, expect

from verify_emulator import Emulator

IDENTITY = "user-ada-0001"
PATH = "/phones/authenticators"


@pytest.fixture
def service(verify: Emulator) -> Any:
    return verify.client().verify.v2.services(verify.service_sid)


@pytest.fixture
def page(window: Window) -> Page:
    return window.open(PATH)


def add_totp(service: Any, identity: str = IDENTITY, name: str = "Ada's phone", **more: Any) -> Any:
    return service.entities(identity).new_factors.create(friendly_name=name, factor_type="totp", **more)


def expect_code(page: Page, factor: Any, at: datetime, **how: Any) -> str:
    code = pyotp.parse_uri(factor.binding["uri"]).at(at)  # type: ignore[union-attr]
    expect(page.locator("[data-totp-code]")).to_have_attribute("data-totp-code", code)
    return code


def test_an_empty_page_says_how_to_begin(page: Page) -> None:
    expect(page.get_by_role("heading", name="No authenticator yet")).to_be_visible()


def test_the_tabs_lead_there_and_back(window: Window) -> None:
    page = window.open()
    tabs = page.get_by_role("navigation", name="Kinds of phones")
    tabs.get_by_role("link", name="Authenticators").click()
    expect(page.get_by_role("heading", name="No authenticator yet")).to_be_visible()
    tabs.get_by_role("link", name="Messages").click()
    expect(page.get_by_role("heading", name="No message yet")).to_be_visible()


def test_a_new_factor_appears_with_its_code_and_qr(page: Page, verify: Emulator, service: Any) -> None:
    verify.clock.freeze(datetime(2026, 5, 5, 12, 0, 10, tzinfo=UTC))
    factor = add_totp(service)
    expect_code(page, factor, verify.clock.now())
    expect(page.get_by_alt_text("QR code for an authenticator app")).to_be_visible()
    expect(page.get_by_role("button", name="Copy the otpauth address")).to_have_attribute(
        "data-copy", factor.binding["uri"]
    )


def test_the_code_follows_the_emulators_clock(page: Page, verify: Emulator, service: Any) -> None:
    verify.clock.freeze(datetime(2026, 5, 5, 12, 0, 10, tzinfo=UTC))
    factor = add_totp(service)
    expect_code(page, factor, verify.clock.now())
    expect(page.locator(".spotlight [data-left]")).to_have_text("20 s")
    verify.clock.advance(30)
    expect_code(page, factor, verify.clock.now())
    verify.clock.advance("1h")
    expect_code(page, factor, verify.clock.now())


def test_the_code_changes_when_its_time_is_over(page: Page, verify: Emulator, service: Any) -> None:
    verify.clock.freeze(datetime(2026, 5, 5, 12, 0, 28, tzinfo=UTC))
    factor = add_totp(service)
    expect_code(page, factor, verify.clock.now())
    verify.clock.resume()
    expect_code(page, factor, datetime(2026, 5, 5, 12, 0, 31, tzinfo=UTC))


def test_the_code_verifies_the_factor(page: Page, verify: Emulator, service: Any) -> None:
    verify.clock.freeze(datetime(2026, 5, 5, 12, 0, 10, tzinfo=UTC))
    factor = add_totp(service, config_code_length=8, config_time_step=60, config_alg="sha256")
    code = expect_code(page, factor, verify.clock.now())
    expect(page.locator(".pill")).to_have_text("unverified")
    assert service.entities(IDENTITY).factors(factor.sid).update(auth_payload=code).status == "verified"
    expect(page.locator(".pill")).to_have_text("verified")


@pytest.mark.parametrize("by", ["click", "key"])
def test_the_code_is_copied(window: Window, verify: Emulator, service: Any, by: str) -> None:
    window.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=verify.url)
    page = window.open(PATH)
    verify.clock.freeze(datetime(2026, 5, 5, 12, 0, 10, tzinfo=UTC))
    code = expect_code(page, add_totp(service), verify.clock.now())
    if by == "click":
        page.locator(".spotlight .big").click()
    else:
        page.keyboard.press("c")
    expect(page.locator("#announcer")).to_have_text(f"Copied {code}")
    assert page.evaluate("navigator.clipboard.readText()") == code


def test_one_of_several_factors_is_chosen(page: Page, verify: Emulator, service: Any) -> None:
    verify.clock.freeze(datetime(2026, 5, 5, 12, 0, 10, tzinfo=UTC))
    first, second = add_totp(service, name="First"), add_totp(service, name="Second")
    expect_code(page, second, verify.clock.now())
    page.get_by_role("link", name="First").click()
    expect_code(page, first, verify.clock.now())
    page.reload()
    expect_code(page, first, verify.clock.now())


def add_phone(page: Page, service: Any, identity: str = IDENTITY) -> str:
    """Through the form. Returns the SID of its factor."""
    token = service.access_tokens.create(identity=identity, factor_type="push", factor_friendly_name="Pixel")
    page.get_by_text("Add a virtual phone", exact=True).click()
    page.get_by_label("Access token").fill(token.token)
    page.get_by_role("button", name="Add the phone").click()
    expect(page.get_by_role("button", name="Remove Pixel")).to_be_visible()
    return str(service.entities(identity).factors.list()[0].sid)


@pytest.mark.parametrize(("button", "status"), [("Approve", "approved"), ("Deny", "denied")])
def test_a_challenge_is_answered_with_a_real_signature(
    page: Page, service: Any, button: str, status: str
) -> None:
    factor = add_phone(page, service)
    fields = [{"label": "Where", "value": "Lisbon"}]
    challenges = service.entities(IDENTITY).challenges
    challenge = challenges.create(factor_sid=factor, details_message="Sign in?", details_fields=fields)
    shown = page.get_by_role("region", name="Push challenge")
    expect(shown.get_by_role("heading")).to_have_text("Sign in?")
    expect(shown).to_contain_text("Lisbon")
    expect(shown.locator("[data-left]")).not_to_be_empty()
    shown.get_by_role("button", name=button).click()
    expect(shown).to_have_count(0)
    assert challenges(challenge.sid).fetch().status == status


def test_a_challenge_that_expires_goes(page: Page, verify: Emulator, service: Any) -> None:
    factor = add_phone(page, service)
    service.entities(IDENTITY).challenges.create(factor_sid=factor, details_message="Sign in?")
    expect(page.get_by_role("region", name="Push challenge")).to_be_visible()
    verify.clock.advance("10m")
    expect(page.get_by_role("region", name="Push challenge")).to_have_count(0)


def test_who_looks_at_messages_sees_that_a_challenge_waits(page: Page, window: Window, service: Any) -> None:
    factor = add_phone(page, service)
    messages = window.open("/")
    service.entities(IDENTITY).challenges.create(factor_sid=factor, details_message="Sign in?")
    expect(messages.locator("[data-tabs] .badge")).to_have_text("1 pending")
    page.get_by_role("button", name="Approve").click()
    expect(messages.locator("[data-tabs] .badge")).to_have_count(0)


def test_a_phone_is_removed(page: Page, verify: Emulator, service: Any) -> None:
    add_phone(page, service)
    page.get_by_role("button", name="Remove Pixel").click()
    expect(page.get_by_role("heading", name="No authenticator yet")).to_be_visible()
    assert service.entities(IDENTITY).factors.list() == []


def test_a_bad_token_is_told_at_the_form(page: Page, window: Window) -> None:
    window.allow("400")
    page.get_by_text("Add a virtual phone", exact=True).click()
    page.get_by_label("Access token").fill("nonsense")
    page.get_by_role("button", name="Add the phone").click()
    expect(page.get_by_role("alert")).to_have_text("access_token: this is no access token")


def test_identities_are_found(page: Page, service: Any) -> None:
    add_totp(service)
    add_totp(service, "user-grace-2", "Grace")
    expect(page.locator("[data-holders] [data-identity]")).to_have_count(2)
    page.get_by_role("searchbox").fill("GRACE")
    expect(page.locator("[data-holders] [data-identity]")).to_have_count(1)
    expect(page.locator("[data-authenticator]")).to_have_attribute("data-identity", "user-grace-2")


def test_keys_move_between_identities(page: Page, service: Any) -> None:
    add_totp(service)
    add_totp(service, "user-grace-2", "Grace")
    expect(page.locator("[data-authenticator]")).to_have_attribute("data-identity", "user-grace-2")
    page.keyboard.press("j")
    expect(page.locator("[data-authenticator]")).to_have_attribute("data-identity", IDENTITY)
    page.keyboard.press("k")
    expect(page.locator("[data-authenticator]")).to_have_attribute("data-identity", "user-grace-2")
