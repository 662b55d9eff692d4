"""Turning the command line into a target."""

import pytest

from conformance_tests.targets.emulator import EmulatorTarget
from conformance_tests.targets.in_process import InProcessTarget
from conformance_tests.targets.live import LiveTarget, credentials_of_environment, variable
from conformance_tests.targets.server import ServerTarget
from conformance_tests.targets.target import Target

LOCAL = ("in-process", "server")


def add_options(parser: pytest.Parser) -> None:
    """The options of the suite."""
    group = parser.getgroup("conformance")
    group.addoption(
        "--target", default="server", help="server (started here), in-process, a URL, or twilio (live)"
    )
    group.addoption("--report", metavar="FILE", help="write what was found per rule, as JSON and Markdown")
    group.addoption("--slow", action="store_true", help="on Twilio: wait where the emulator's clock is moved")
    group.addoption("--accept-charges", action="store_true", help="on Twilio: pay for the messages sent")
    group.addoption(
        "--max-sends", type=int, default=40, metavar="N", help="on Twilio: send at most N messages"
    )
    group.addoption(
        "--patience", type=float, default=60.0, metavar="S", help="on Twilio: wait S seconds for an SMS"
    )


def refuse_nonsense(config: pytest.Config) -> None:
    """One clear line for a target that cannot be, before anything is collected."""
    target = config.getoption("--target")
    if target == "twilio":
        _refuse_unprepared(config)
    elif target not in LOCAL and not target.startswith(("http://", "https://")):
        raise pytest.UsageError(f"--target {target}: not in-process, server, twilio or a URL")


def _refuse_unprepared(config: pytest.Config) -> None:
    if not config.getoption("--accept-charges"):
        raise pytest.UsageError("--target twilio sends messages that cost money; add --accept-charges")
    credentials_of_environment()
    variable("TWILIO_VERIFY_TEST_NUMBER")


def column_of(config: pytest.Config) -> str:
    """Which column of the report a run fills."""
    return "live" if config.getoption("--target") == "twilio" else "emulator"


def open_target(config: pytest.Config) -> Target:
    """The target that was asked for, ready."""
    target = config.getoption("--target")
    if target == "server":
        return ServerTarget()
    if target == "in-process":
        return InProcessTarget()
    if target == "twilio":
        return LiveTarget(
            budget=config.getoption("--max-sends"),
            patience=config.getoption("--patience"),
            slow=config.getoption("--slow"),
        )
    return EmulatorTarget(target)
