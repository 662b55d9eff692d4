"""Fixtures for tests of applications that use Twilio Verify; loaded by pytest wherever the emulator is installed.

>>> def test_sign_in(verify):
...     app.start_login("+15017122661")  # the application's own code, with its own twilio Client
...     code = verify.inbox("+15017122661").next_code()
...     assert app.finish_login("+15017122661", code)

`verify` is an account of the test's own: nothing has happened to it yet, its clock and its settings are nobody
else's, and all Twilio clients of the process talk to it while the test runs. Twilio's other products are blocked.
Marks change what it may do, and how it takes the clients over:

>>> @pytest.mark.verify(blocked_countries=["FR"])
... def test_france_is_refused(verify): ...

Applications that read their settings at import want Twilio's variables before any test has begun: with
`verify_variables = true` in pytest's configuration file those that are missing are set for the whole run.

Nothing is imported until a test asks for a fixture, and no hook runs before that.
"""

import os
from collections.abc import Generator, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from verify_emulator.in_process import Account, Emulator

MARK = "verify"
PATCH_OPTIONS = ("others", "credentials")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("verify_variables", "Set Twilio's variables for the whole run, where they are not", "bool")


def pytest_configure(config: pytest.Config) -> None:
    if config.getini("verify_variables"):
        from verify_emulator.environment import credentials

        for name, value in credentials().items():
            os.environ.setdefault(name, value)
    config.addinivalue_line(
        "markers",
        "verify(**settings): what the `verify` fixture's account may do (see the emulator's account settings); "
        'others="leave" lets requests to Twilio\'s other products through, credentials="keep" holds the '
        "application to its own",
    )


@pytest.fixture(scope="session")
def verify_emulator_options() -> Mapping[str, Any]:
    """Options of the session's emulator, such as `{"service_sid": ["VA…"]}`: define it anew to change them."""
    return {}


@pytest.fixture(scope="session")
def verify_emulator(
    request: pytest.FixtureRequest, verify_emulator_options: Mapping[str, Any]
) -> "Iterator[Emulator]":
    """One emulator for the whole run, in this process (under pytest-xdist one in each worker)."""
    from verify_emulator.in_process import Emulator

    with Emulator(**verify_emulator_options) as emulator:
        plugins = request.config.pluginmanager
        plugins.register(Reporter())
        yield emulator


@pytest.fixture
def verify(
    request: pytest.FixtureRequest, verify_emulator: "Emulator", monkeypatch: pytest.MonkeyPatch
) -> "Iterator[Account]":
    """An account of the test's own, which all Twilio clients of the process talk to while the test runs."""
    account = verify_emulator.account()
    request.node.stash[ACCOUNT] = account
    options = marked(request.node)
    patch_options = {name: options.pop(name) for name in PATCH_OPTIONS if name in options}
    if options:
        account.settings.update(**options)
    for name, value in account.variables.items():
        monkeypatch.setenv(name, value)
    with account.patch(**patch_options):
        yield account
    account.faults.clear()  # so that a long run does not come to have too many


ACCOUNT = pytest.StashKey["Account"]()


def marked(node: pytest.Item) -> dict[str, Any]:
    """The arguments of all marks of a test; those nearest to it go before."""
    options: dict[str, Any] = {}
    for mark in node.iter_markers(MARK):
        if mark.args:
            raise pytest.UsageError(f"{node.nodeid}: pytest.mark.verify takes settings by name")
        options = {**mark.kwargs, **options}
    return options


class Reporter:
    """Adds to the report of a failed test what Twilio would have seen of it."""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        account = item.stash.get(ACCOUNT, None)
        if account is not None and report.failed:
            report.sections.append(("Twilio Verify, as the emulator saw it", history(account)))
        return report


def history(account: "Account") -> str:
    """The requests of one account, oldest first, and those that were blocked."""
    requests = [str(request) for request in account.requests] or ["no request"]
    return "\n".join(requests + [f"blocked:  {request}" for request in account.blocked])
