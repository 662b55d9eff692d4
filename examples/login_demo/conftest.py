"""The shop, its emulator, the browser, and people who come to the shop."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import randrange

import pytest
from browser import Person, chromium
from inbox import Inbox
from playwright.sync_api import Browser

HERE = Path(__file__).parent
NUMBERS = count(randrange(1_000))
LINES = re.compile(r"Inbox of the emulator on (\S+)\nLogin demo ready on (\S+)\n")

MakePerson = Callable[[], Person]


@dataclass
class Site:
    shop: str
    inbox: Inbox


@contextmanager
def running(environment: dict[str, str]) -> Iterator[Site]:
    """The program, on free ports."""
    surroundings = {**environment, "PORT": "0", "VERIFY_EMULATOR_PORT": "0"}
    command = [sys.executable, "app.py"]
    with subprocess.Popen(command, cwd=HERE, env=surroundings, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        try:
            lines = LINES.fullmatch(program.stdout.readline() + program.stdout.readline())
            assert lines, "the program did not start"
            yield Site(lines[2], Inbox(lines[1]))
        finally:
            program.send_signal(signal.SIGTERM)


@pytest.fixture(scope="session")
def its_own() -> dict[str, str]:
    """The environment of a program that starts an emulator of its own."""
    theirs = ("VERIFY_EMULATOR_", "TWILIO_")
    return {name: value for name, value in os.environ.items() if not name.startswith(theirs)}


@pytest.fixture(scope="session")
def site(its_own: dict[str, str]) -> Iterator[Site]:
    """With the emulator that is there or one of its own; never with Twilio."""
    is_there = "VERIFY_EMULATOR_URL" in os.environ
    with running(dict(os.environ) if is_there else its_own) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def arrive(browser: Browser, site: Site) -> Iterator[MakePerson]:
    """Somebody comes to the shop, with a browser and a number of their own. Afterwards no browser has complained."""
    people: list[Person] = []

    def come() -> Person:
        number = f"+1501712{next(NUMBERS) % 10_000:04}"
        people.append(Person(browser, site.shop, site.inbox, number))
        return people[-1]

    yield come
    for person in people:
        person.page.context.close()
    assert [person.complaints for person in people] == [[] for person in people]


@pytest.fixture
def person(arrive: MakePerson) -> Person:
    return arrive()


@pytest.fixture
def inbox(site: Site) -> Iterator[Inbox]:
    """The emulator's clock is right again afterwards."""
    yield site.inbox
    site.inbox.put_clock_right()
