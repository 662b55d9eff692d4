"""The tests' browser: a Chromium that is installed, and in it a device that keeps passkeys and never asks anybody."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pyotp
from inbox import Inbox
from playwright.sync_api import APIResponse, Browser, Page, expect, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@contextmanager
def chromium() -> Iterator[Browser]:
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=as_root)
        yield browser
        browser.close()


class Person:
    """Somebody in front of a browser that nobody has used before, who can look into the inbox."""

    def __init__(self, browser: Browser, shop: str, inbox: Inbox, phone: str) -> None:
        self.inbox = inbox
        self.phone = phone
        self.authenticator: pyotp.TOTP | None = None
        self.complaints: list[str] = []
        self.page: Page = browser.new_page(base_url=shop, viewport={"width": 720, "height": 900})
        self.page.set_default_timeout(10_000)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console", lambda said: self.complaints.append(said.text) if said.type == "error" else None
        )
        self.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self._devtools = self.page.context.new_cdp_session(self.page)
        self._devtools.send("WebAuthn.enable")
        self._devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        self.page.goto("/")

    def press(self, name: str) -> None:
        self.page.wait_for_load_state()  # a button of a script does nothing before that has run
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).click()

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def ask_for_account(self, name: str) -> None:
        """As far as the code."""
        self.page.goto("/sign-up")
        self.fill("Your name", name)
        self.fill("Phone number", self.phone)
        self.press("Send me a code")

    def ask_for_code(self) -> None:
        self.page.goto("/log-in")
        self.fill("Phone number", self.phone)
        self.press("Send me a code")

    def enter_code(self, code: str | None = None) -> None:
        """The one in the inbox, unless another one is given."""
        self.expect_page("Enter the code")
        self.fill("Code", code or self.inbox.read_code(self.phone))
        self.press("Continue")

    def sign_up(self, name: str) -> None:
        self.ask_for_account(name)
        self.enter_code()
        self.expect_page(f"Hello, {name}")

    def begin_login(self) -> None:
        """As far as the second step, where one is due."""
        self.ask_for_code()
        self.enter_code()

    def read_authenticator(self) -> str:
        """The code that the app shows, by the emulator's clock."""
        assert self.authenticator is not None
        return self.authenticator.at(self.inbox.now())

    def turn_on_authenticator(self) -> None:
        self.press("Turn on the authenticator app")
        self.page.get_by_text("I cannot scan it").click()
        self.authenticator = pyotp.TOTP(self.page.locator("#key").inner_text())
        self.fill("Code from the app", self.read_authenticator())
        self.press("Turn on")
        self.expect_notice("Your authenticator app is on")

    def add_phone(self) -> str:
        """The SID of its factor. The token goes to the phone by the clipboard."""
        self.press("Add a phone")
        self.press("Copy")
        expect(self.page.get_by_text("Copied")).to_be_visible()
        factor_sid = self.inbox.add_phone(self.page.evaluate("navigator.clipboard.readText()"))
        self.expect_notice("Your phone is added")
        return factor_sid

    def add_passkey(self) -> None:
        self.press("Add a passkey")
        self.expect_notice("Your passkey is added")

    def sign(self, options: dict[str, Any]) -> dict[str, Any]:
        """What the device answers to a challenge that is somebody else's, maybe."""
        script = """async (options) => {
            const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
            return (await navigator.credentials.get({ publicKey })).toJSON();
        }"""
        credential: dict[str, Any] = self.page.evaluate(script, options)
        return credential

    def log_out(self) -> None:
        self.press("Log out")
        self.expect_page("Log in")

    def expect_page(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    def expect_notice(self, text: str) -> None:
        expect(self.page.get_by_role("status").filter(has_text=text)).to_be_visible()

    def expect_refused(self, text: str) -> None:
        expect(self.page.get_by_role("alert")).to_contain_text(text)

    def expect_outside(self) -> None:
        """Nobody is logged in."""
        self.page.goto("/")
        self.expect_page("Log in")

    def send(self, path: str, fields: dict[str, str] | None = None) -> APIResponse:
        """A form that the page does not have, or not now, in this browser's session."""
        return self.page.request.post(path, form={**(fields or {})}, max_redirects=0)
