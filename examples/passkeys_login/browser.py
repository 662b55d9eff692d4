"""The test's browser: a Chromium that is installed, and in it a device that keeps passkeys and never asks anybody."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

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
    """Somebody in front of a window of their own, with a device of their own."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.page: Page = browser.new_page(base_url=site, viewport={"width": 640, "height": 760})
        self.page.set_default_timeout(10_000)
        self._devtools = self.page.context.new_cdp_session(self.page)
        self._devtools.send("WebAuthn.enable")
        self._device = self._devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        self.page.goto("/")

    def register(self, name: str) -> None:
        self.page.get_by_label("Choose a name").fill(name)
        self.page.get_by_role("button", name="Create a passkey").click()

    def log_in(self, name: str | None = None) -> None:
        """With a name, or with whatever passkey the device has."""
        if name is None:
            self.page.get_by_role("button", name="Sign in with a passkey").click()
        else:
            self.page.get_by_label("Your name").fill(name)
            self.page.get_by_role("button", name="Sign in", exact=True).click()

    def log_out(self) -> None:
        self.page.get_by_role("button", name="Sign out").click()
        expect(self.page).to_have_title("Sign in")
        self.page.wait_for_load_state()  # its buttons do nothing before its script has run

    def expect_signed_in(self, name: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(f"Hello, {name}")

    def expect_refused(self, text: str | re.Pattern[str]) -> None:
        """The page says why not, and nobody is signed in."""
        expect(self.page.get_by_role("status")).to_have_text(text)
        self.page.reload()
        expect(self.page).to_have_title("Sign in")

    @property
    def passkeys(self) -> list[dict[str, Any]]:
        """What the device keeps."""
        found: list[dict[str, Any]] = self._devtools.send("WebAuthn.getCredentials", self._device)[
            "credentials"
        ]
        return found

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """What the device answers to a registration, on whatever page this is."""
        return self._answer("create", "Creation", options)

    def sign(self, options: dict[str, Any]) -> dict[str, Any]:
        """What the device answers to a challenge, on whatever page this is."""
        return self._answer("get", "Request", options)

    def _answer(self, verb: str, kind: str, options: dict[str, Any]) -> dict[str, Any]:
        script = f"""async (options) => {{
            const publicKey = PublicKeyCredential.parse{kind}OptionsFromJSON(options);
            return (await navigator.credentials.{verb}({{ publicKey }})).toJSON();
        }}"""
        credential: dict[str, Any] = self.page.evaluate(script, options)
        return credential

    def post(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """What the site answers to this window's session, whichever page it shows."""
        answer = self.page.request.post(path, data=body)
        return answer.status, answer.json()
