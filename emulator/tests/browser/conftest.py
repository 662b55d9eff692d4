"""A real browser in front of a real server. Without Chromium these tests are skipped, and say so."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from harness.browsing import CHROMIUM, MakeWindow, Window, chromium
from playwright.sync_api import Browser, Page, expect

from verify_emulator import Emulator

expect.set_options(timeout=20_000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """For one file of tests: while it runs, its event loop occupies the thread."""
    if not CHROMIUM:
        pytest.skip("no Chromium: apt-get install chromium, or name one in CHROMIUM")
    with chromium() as started:
        yield started


@pytest.fixture
def verify() -> Iterator[Emulator]:
    with closing(Emulator(listen=True)) as emulator:
        yield emulator


@pytest.fixture
def make_window(browser: Browser, verify: Emulator) -> Iterator[MakeWindow]:
    """Makes windows, with Playwright's options for a context. In the end none may have done anything wrong."""
    made: list[Window] = []

    def make(**options: object) -> Window:
        made.append(Window(browser, verify.url, **options))
        return made[-1]

    yield make
    for window in made:
        window.context.close()
        window.check()


@pytest.fixture
def window(make_window: MakeWindow) -> Window:
    return make_window()


@pytest.fixture
def page(window: Window) -> Page:
    """The inbox of an emulator where nothing has happened yet."""
    return window.open()
