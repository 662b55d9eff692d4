"""The table of faults fits the emulator as it is."""

from collections.abc import Sequence

import pytest

from conformance_tests.faults import FAULTS, Fault
from conformance_tests.mutations import HERE, package, read_sources


@pytest.fixture(scope="module")
def emulator() -> Sequence[str]:
    return list(read_sources(package()).values())


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_has_exactly_one_place_and_tests_to_notice_it(fault: Fault, emulator: Sequence[str]) -> None:
    """Source: the table of faults (suite)."""
    assert sum(text.count(fault.old) for text in emulator) == 1
    assert fault.old != fault.new
    assert (HERE / fault.tests).exists()
