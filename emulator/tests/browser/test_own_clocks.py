"""An account with a clock of its own on everybody's page, whose clock is another. Source: our contract (the inbox)."""

from typing import Any

import pyotp
import pytest
from harness.browsing import Window
from playwright.sync_api import Page, expect

from verify_emulator import Account, Emulator

TO = "+15017122661"
IDENTITY = "user-ada-0001"
LATE = """new Promise((done) => {
    let times = 0;
    addEventListener("over", () => (times += 1));
    for (const [id, moment] of [["past", "2000-01-01T00:00:00Z"], ["soon", new Date(Date.now() + 300).toISOString()]]) {
        const element = document.createElement("p");
        element.id = id;
        element.dataset.expires = moment;
        document.querySelector("main").append(element);
    }
    setTimeout(() => done(times), 1500);
})"""


@pytest.fixture(params=["-1h", "1h"])
def account(verify: Emulator, request: pytest.FixtureRequest) -> Account:
    verify.clock.freeze()
    account = verify.account()
    account.clock.advance(request.param)
    return account


@pytest.fixture
def service(account: Account) -> Any:
    return account.client().verify.v2.services(account.service_sid)


def left(page: Page) -> Any:
    return page.locator(".spotlight [data-left]")


def test_a_code_is_valid_as_long_as_it_is(window: Window, service: Any) -> None:
    service.verifications.create(to=TO, channel="sms")
    expect(left(window.open())).to_have_text("10:00")


def test_a_link_works_as_long_as_it_does(window: Window, account: Account, service: Any) -> None:
    account.settings.sna = True
    service.verifications.create(to=TO, channel="sna")
    expect(left(window.open())).to_have_text("10:00")


def test_an_authenticators_code_changes_when_it_does(window: Window, account: Account, service: Any) -> None:
    factor = service.entities(IDENTITY).new_factors.create(friendly_name="Ada's phone", factor_type="totp")
    page = window.open("/phones/authenticators")
    now = account.clock.now()
    code = pyotp.parse_uri(factor.binding["uri"]).at(now)  # type: ignore[union-attr]
    expect(page.locator("[data-totp-code]")).to_have_attribute("data-totp-code", code)
    expect(left(page)).to_have_text(f"{30 - now.second % 30} s")


def test_what_was_over_when_it_was_shown_does_not_say_so(window: Window) -> None:
    """Else the page would ask again and again for what stays as it is. What comes to its end says so once."""
    assert window.open("/settings").evaluate(LATE) == 1
