"""What the tests of challenges share."""

import pytest

from conformance_tests.person import Person


@pytest.fixture
def path(person: Person) -> str:
    """Where the person's challenges are."""
    return f"{person.path}/Challenges"
