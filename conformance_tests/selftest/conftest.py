"""The suite's own tests. They run in the ordinary run only and start the servers they need themselves."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from conformance_tests.selftest.posing import EVERYTHING, PosingTwilio, posing_server

WHOLE = pytest.StashKey["WholeRun"]()
WHOLE_RUN = "test_a_whole_live_run"


class WholeRun:
    """A live run of everything. It takes as long as the ordinary run, so it goes on beside that."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory()
        folder = Path(self._folder.name)
        self.report = folder / "report.json"
        self._posing = posing_server()
        self.twilio = PosingTwilio(self._posing.__enter__(), folder)
        arguments = (*EVERYTHING, "--accept-charges", "--max-sends=1000", f"--report={self.report}")
        self.process = self.twilio.start(*arguments)

    def stop(self) -> None:
        self.process.kill()
        self.process.communicate()
        self._posing.__exit__(None, None, None)
        self._folder.cleanup()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.name.startswith(WHOLE_RUN))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Start the whole run if a test wants it, unless there are several workers that would each do so."""
    wanted = any(item.name.startswith(WHOLE_RUN) for item in session.items)
    planned = session.config.option.collectonly or hasattr(session.config, "workerinput")
    if wanted and not planned and session.config.getoption("--target") == "server":
        session.config.stash[WHOLE] = WholeRun()


def pytest_sessionfinish(session: pytest.Session) -> None:
    if WHOLE in session.config.stash:
        session.config.stash[WHOLE].stop()


@pytest.fixture(scope="session")
def whole_run(pytestconfig: pytest.Config) -> WholeRun:
    if WHOLE not in pytestconfig.stash:
        pytestconfig.stash[WHOLE] = WholeRun()
    return pytestconfig.stash[WHOLE]


@pytest.fixture(scope="session")
def stand_in() -> Iterator[str]:
    """The URL of an emulator that poses as Twilio."""
    with posing_server() as url:
        yield url


@pytest.fixture
def twilio(stand_in: str, tmp_path: Path) -> PosingTwilio:
    """A new account on it."""
    return PosingTwilio(stand_in, tmp_path)


@pytest.fixture(autouse=True)
def _ordinary_run(pytestconfig: pytest.Config) -> None:
    if pytestconfig.getoption("--target") != "server":
        pytest.skip("the suite tests itself in the ordinary run only")
