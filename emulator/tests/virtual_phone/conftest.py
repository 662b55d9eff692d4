"""A phone on a line whose other end is the test; and what a phone needs to work with a real emulator."""

from collections.abc import Iterator
from email.utils import formatdate

import pytest
from freezegun import freeze_time
from harness.local import Local
from harness.phone_backend import Backend, transport_to
from harness.phone_line import BASE, NOW, Line, register

from verify_emulator.virtual_phone import Transport, VirtualPhone


@pytest.fixture
def line() -> Iterator[Line]:
    """A line, and a time that stands still."""
    with freeze_time(formatdate(NOW, usegmt=True)):
        yield Line()


@pytest.fixture
def phone(line: Line) -> VirtualPhone:
    """Registered; so the registration is the line's first request."""
    phone = VirtualPhone(BASE, line)
    register(phone, line)
    return phone


@pytest.fixture
def transport(emulator: Local) -> Transport:
    return transport_to(emulator)


@pytest.fixture
def backend(emulator: Local) -> Backend:
    return Backend(emulator)
