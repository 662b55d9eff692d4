"""Fixtures for tests of factors: a person whose time stands still."""

import pytest
from harness.enrolment import Person, freeze
from harness.local import Local


@pytest.fixture
def person(emulator: Local) -> Person:
    """A person of the ready service, without factors as yet; the emulator's time is BEGIN and stays so."""
    freeze(emulator)
    return Person(emulator)
