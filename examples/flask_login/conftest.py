"""The application, and Twilio as its tests see it, in three ways. Every test is run in each."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import requests
from app import create_app
from browsers import Browser, FlaskBrowser, NetworkBrowser
from phones import Beside, InProcess, Phones
from servers import serving

from verify_emulator import Account, Emulator


@dataclass
class Site:
    browser: Browser
    phones: Phones


@pytest.fixture(params=["in_process", "one_line", "server"])
def site(request: pytest.FixtureRequest) -> Site:
    found: Site = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def in_process(verify: Account) -> Site:
    """The fixture `verify` takes over every Twilio client of this process. No server, and nothing to configure."""
    return Site(FlaskBrowser(create_app()), InProcess(verify))


@pytest.fixture
def one_line(verify_emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The application's own client, over the network, with another address."""
    account = verify_emulator.account()
    for name, value in account.variables.items():
        monkeypatch.setenv(name, value)
    app = create_app()
    app.extensions["twilio"].verify.base_url = verify_emulator.url  # the one line
    return Site(FlaskBrowser(app), InProcess(account))


@pytest.fixture
def server(running: str) -> Iterator[Site]:
    """The application as it runs in production, beside `verify-emulator exec`, which is all that leads it there."""
    phones = Beside(os.environ["VERIFY_EMULATOR_URL"])
    phones.reset()
    with requests.Session() as session:
        yield Site(NetworkBrowser(session, running), phones)


@pytest.fixture(scope="session")
def running() -> Iterator[str]:
    """The server's address."""
    if "VERIFY_EMULATOR_URL" not in os.environ:
        pytest.skip("needs an emulator beside it: verify-emulator exec -- pytest")
    with serving("waitress", "--listen", "127.0.0.1:0", "--call", "app:create_app") as url:
        yield url
