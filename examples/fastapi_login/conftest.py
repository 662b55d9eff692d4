"""The application, and Twilio as its tests see it, in three ways. Every test is run in each."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

import httpx2
import pytest
from app import create_app
from fastapi.testclient import TestClient
from phones import Beside, InProcess, Phones
from servers import serving

from verify_emulator import Account, Emulator


@dataclass
class Site:
    browser: httpx2.Client
    phones: Phones


@pytest.fixture(params=["in_process", "one_line", "server"])
def site(request: pytest.FixtureRequest) -> Site:
    found: Site = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def in_process(verify: Account) -> Iterator[Site]:
    """The fixture `verify` takes over every Twilio client of this process. No server, and nothing to configure."""
    with TestClient(create_app()) as browser:
        yield Site(browser, InProcess(verify))


@pytest.fixture
def one_line(verify_emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The application's own client, over the network, with another address."""
    account = verify_emulator.account()
    for name, value in account.variables.items():
        monkeypatch.setenv(name, value)
    app = create_app()
    with TestClient(app) as browser:
        app.state.twilio.verify.base_url = verify_emulator.url  # the one line
        yield Site(browser, InProcess(account))


@pytest.fixture
def server(running: httpx2.Client) -> Site:
    """The application as it runs in production, beside `verify-emulator exec`, which is all that leads it there."""
    phones = Beside(os.environ["VERIFY_EMULATOR_URL"])
    phones.reset()
    running.cookies.clear()
    return Site(running, phones)


@pytest.fixture(scope="session")
def running() -> Iterator[httpx2.Client]:
    """A browser that is at the server."""
    if "VERIFY_EMULATOR_URL" not in os.environ:
        pytest.skip("needs an emulator beside it: verify-emulator exec -- pytest")
    with (
        serving("uvicorn", "app:create_app", "--factory", "--port", "0") as url,
        httpx2.Client(base_url=url) as browser,
    ):
        yield browser
