"""Takes the README's pictures of the inbox: `python emulator/screenshots.py`. Needs Chromium; look at them, too."""

import os
import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from verify_emulator import Emulator

DOCS = Path(__file__).parent.parent / "docs"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
MESSAGES = (
    ("+15005550002", "sms"),  # never arrives
    ("+442071838750", "whatsapp"),
    ("ada@example.com", "email"),
    ("+33612345678", "call"),
    ("+14155552671", "rcs"),
    ("+5511987654321", "whatsapp"),
    ("+15017122661", "whatsapp"),
    ("+15017122661", "sms"),
)
PERSON = "user-ada-0001"
FIELDS = [{"label": "Where", "value": "Lisbon, Portugal"}, {"label": "Device", "value": "Firefox on Linux"}]


def fill(verify: Emulator) -> None:
    """What a bank might have sent this morning."""
    services: Any = verify.client().verify.v2.services
    bank = services.create(friendly_name="Northwind Bank")
    services(bank.sid).update(do_not_share_warning_enabled=True)
    for to, channel in MESSAGES:
        sid = verify.service_sid if channel == "email" else bank.sid
        services(sid).verifications.create(to=to, channel=channel)
    services(bank.sid).entities(PERSON).new_factors.create(friendly_name="Ada", factor_type="totp")


def ask_for_approval(verify: Emulator, browser: Browser) -> None:
    services: Any = verify.client().verify.v2.services
    bank = next(service for service in services.list() if service.friendly_name == "Northwind Bank")
    person = services(bank.sid).entities(PERSON)
    token = services(bank.sid).access_tokens.create(
        identity=PERSON, factor_type="push", factor_friendly_name="Ada's phone"
    )
    page = browser.new_page()
    phone = page.request.post(f"{verify.url}/_emulator/phones", form={"access_token": token.token}).json()
    page.close()
    person.challenges.create(
        factor_sid=phone["factor_sid"], details_message="Sign in to Northwind Bank?", details_fields=FIELDS
    )


def take(browser: Browser, url: str, name: str, scheme: Any) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 740}, color_scheme=scheme)
    page.goto(url)
    page.locator("[data-live=live]").wait_for()
    page.screenshot(path=DOCS / name, animations="disabled")
    print(f"docs/{name}: {(DOCS / name).stat().st_size // 1024} KiB")


def main() -> None:
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with Emulator(listen=True, seed=8) as verify, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=as_root)
        fill(verify)
        take(browser, f"{verify.url}/", "inbox.png", "light")
        ask_for_approval(verify, browser)
        take(browser, f"{verify.url}/phones/authenticators", "authenticators.png", "dark")
        browser.close()


if __name__ == "__main__":
    main()
