"""An emulator as an object, and the application's side of the SDK."""

from collections.abc import Iterator

import pytest

from verify_emulator import Account, Emulator


@pytest.fixture
def verify() -> Iterator[Emulator]:
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def account(verify: Emulator) -> Account:
    return verify.account()
