"""A window of a real browser, which notes whatever a page of ours must never do."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from verify_emulator import Emulator
from verify_emulator.ids import Ids
from verify_emulator.outbox.messages import Message

NAMES = ("chromium-headless-shell", "chromium", "google-chrome")
"""The first takes half as much of the processor, because there is no window around its pages."""
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
PATIENCE = 20_000
"""Milliseconds a test waits for what takes a few."""
VIOLATIONS = """addEventListener("securitypolicyviolation", (event) =>
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))"""


@contextmanager
def chromium() -> Iterator[Browser]:
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=as_root)
        yield browser
        browser.close()


class Window:
    """A browser of somebody's own, with nothing remembered. `faults` is what its pages did wrong so far."""

    def __init__(self, browser: Browser, site: str, **options: Any) -> None:
        self.site = site
        self.faults: list[str] = []
        self._allowed: list[re.Pattern[str]] = []
        self.context: BrowserContext = browser.new_context(
            base_url=site,
            **{"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce", **options},
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.add_init_script(VIOLATIONS)
        self.context.on("request", self._note_request)
        self.context.on("console", self._note_line)
        self.context.on("weberror", lambda error: self.faults.append(f"error: {error.error}"))

    def open(self, path: str = "/") -> Page:
        """A tab, once its page is live."""
        page = self.context.new_page()
        page.goto(path)
        page.locator("[data-live=live]").wait_for()
        return page

    def allow(self, pattern: str) -> None:
        """Faults that the test brings about itself."""
        self._allowed.append(re.compile(pattern))

    def check(self) -> None:
        unexpected = [fault for fault in self.faults if not any(each.search(fault) for each in self._allowed)]
        assert unexpected == []

    def _note_request(self, request: Request) -> None:
        own, asked = urlsplit(self.site), urlsplit(request.url)
        if asked.scheme not in ("data", "blob") and asked.netloc != own.netloc:
            self.faults.append(f"request: {request.url}")

    def _note_line(self, line: ConsoleMessage) -> None:
        if line.type in ("error", "warning"):
            self.faults.append(f"{line.type}: {line.text} {line.location.get('url', '')}")


MakeWindow = Callable[..., Window]


def send(
    verify: Emulator, to: str = "+15017122661", channel: str = "sms", service: str = "", **more: Any
) -> str:
    """Start a verification as an application does, with the SDK. Returns the code."""
    sid = service or verify.service_sid
    verify.client().verify.v2.services(sid).verifications.create(to=to, channel=channel, **more)
    return verify.messages[-1].code if channel != "sna" else ""


def plant(verify: Emulator, to: str, body: str = "", **more: Any) -> Message:
    """Put a message into the outbox that no application could send, or that many of would take long to send."""
    fields: dict[str, Any] = {
        "account_sid": verify.account_sid,
        "service_sid": verify.service_sid,
        "verification_sid": f"VE{'1' * 32}",
        "attempt_sid": Ids().sid("VL"),
        "channel": "sms",
        "code": "424242",
        "status": "delivered",
        "created_at": verify.clock.now(),
        "compose": lambda: ("en", body or f"Your code is: {more.get('code', '424242')}"),
    }
    message = Message(to=to, **(fields | more))
    verify._runner.call(lambda: verify._app.events.publish(message))
    return message
