"""Fixtures for the emulator's own tests; what they hand out is in `harness`."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

sys.path.append(str(Path(__file__).parent))

from harness.answers import explains
from harness.local import Local
from harness.served import Served

from verify_emulator.http.side import Request, Side

MakeLocal = Callable[..., Local]

settings.register_profile(
    "quick",
    deadline=None,
    derandomize=True,
    print_blob=False,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.register_profile("deep", settings.get_profile("quick"), derandomize=False, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(autouse=True)
def explained(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every refusal that an emulator in this process makes, however it is asked, explains itself."""
    unexplained: list[Request] = []
    note = Side._note

    def look(self: Side, request: Request, *rest: Any) -> None:
        note(self, request, *rest)
        if request.error is not None and request.error.status < 500 and not explains(request.hint):
            unexplained.append(request)

    monkeypatch.setattr(Side, "_note", look)
    yield
    assert not unexplained


@pytest.fixture
def make_emulator() -> Iterator[MakeLocal]:
    """Makes emulators in this process, with the options given."""
    with ExitStack() as opened:
        yield lambda **options: opened.enter_context(closing(Local(**options)))


@pytest.fixture
def emulator(make_emulator: MakeLocal) -> Local:
    """An emulator in this process, as it is without options."""
    return make_emulator()


@pytest.fixture
def served() -> Iterator[Served]:
    """An emulator behind a real socket, on a thread of this process."""
    with Served() as running:
        yield running
