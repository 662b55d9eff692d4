"""The site, the browser, and people who come to the site."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from browser import Person, chromium
from playwright.sync_api import Browser, expect

HERE = Path(__file__).parent
NUMBERS = count(1)
READY = re.compile(r"Passkeys login ready on (\S+)")

MakePerson = Callable[[], Person]


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The program, on a free port, with the emulator that is there or one of its own; never with Twilio."""
    command, surroundings = [sys.executable, "app.py"], {**os.environ, "PORT": "0"}
    if "VERIFY_EMULATOR_URL" not in surroundings:
        surroundings.pop("TWILIO_ACCOUNT_SID", None)
    with subprocess.Popen(command, cwd=HERE, env=surroundings, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        ready = READY.match(program.stdout.readline())
        assert ready, "the program did not start"
        yield ready[1]
        program.send_signal(signal.SIGTERM)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def arrive(browser: Browser, site: str) -> Iterator[MakePerson]:
    """Somebody comes to the site, with a device on which there are no passkeys."""
    people: list[Person] = []

    def come() -> Person:
        people.append(Person(browser, site))
        return people[-1]

    yield come
    for person in people:
        person.page.context.close()


@pytest.fixture
def name() -> str:
    """One that nobody has yet."""
    return f"Emma {next(NUMBERS)}"


@pytest.fixture
def person(arrive: MakePerson, name: str) -> Person:
    """Somebody who has registered and signed out again."""
    registered = arrive()
    registered.register(name)
    registered.expect_signed_in(name)
    registered.log_out()
    expect(registered.page).to_have_title("Sign in")
    return registered
