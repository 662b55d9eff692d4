"""The fixtures: one container for all tests, and for each test an emulator to which nothing has happened yet."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from twilio.rest.verify.v2.service import ServiceContext

import emulator


@pytest.fixture(scope="session")
def running() -> Iterator[emulator.Emulator]:
    """In a container; or the one that runs already, if VERIFY_EMULATOR_URL says where."""
    if url := os.environ.get("VERIFY_EMULATOR_URL"):
        where = urlsplit(url)
        yield emulator.Emulator(where.hostname or "", where.port or 80)
        return
    if not emulator.has_engine():
        pytest.skip("no Docker engine")
    with emulator.make_container() as container:
        port = container.get_exposed_port(emulator.PORT)
        yield emulator.Emulator(container.get_container_host_ip(), port)


@pytest.fixture
def twilio(running: emulator.Emulator) -> emulator.Emulator:
    running.reset()
    return running


@pytest.fixture
def verify(twilio: emulator.Emulator) -> ServiceContext:
    """The Verify Service that every account has."""
    return twilio.client().verify.v2.services(f"VA{emulator.ZEROS}")
