"""An emulator that poses as Twilio, and live runs of the suite against it."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4
from xml.etree import ElementTree

import pytest
import requests

from conformance_tests.targets.server import Server
from conformance_tests.targets.transport import STAND_IN

ROOT = Path(__file__).parents[2]
NUMBER = "+15017122661"
READY_SERVICE = "VA" + "0" * 32
EVERYTHING = ("conformance_tests", "--ignore=conformance_tests/selftest")
PATIENCE = 120.0


class PosingTwilio:
    """An account on an emulator that poses as Twilio."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.account_sid, self.token = "AC" + uuid4().hex, uuid4().hex
        self._outcomes = folder / "outcomes.xml"

    def environment(self) -> dict[str, str]:
        """What a user would set, and the stand-in."""
        inherited = {name: text for name, text in os.environ.items() if not name.startswith("TWILIO_")}
        return {
            **inherited,
            STAND_IN: self.url,
            "TWILIO_ACCOUNT_SID": self.account_sid,
            "TWILIO_AUTH_TOKEN": self.token,
            "TWILIO_VERIFY_TEST_NUMBER": NUMBER,
        }

    def export_to(self, monkeypatch: pytest.MonkeyPatch, **changes: str) -> None:
        """Put that environment into place for this process."""
        for name in (*os.environ, *self.environment()):
            if name.startswith("TWILIO_"):
                monkeypatch.delenv(name, raising=False)
        for name, value in {**self.environment(), **changes}.items():
            monkeypatch.setenv(name, value)

    def start(self, *arguments: str, **changes: str) -> subprocess.Popen[str]:
        """Begin a live run."""
        return subprocess.Popen(
            [
                *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--color=no"),
                *("--target=twilio", f"--junit-xml={self._outcomes}", *arguments),
            ],
            cwd=ROOT,
            env={**self.environment(), **changes},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def finish(self, run: subprocess.Popen[str]) -> tuple[int, str]:
        """Wait for the end of a run: its exit status and what it printed."""
        try:
            printed, _ = run.communicate(timeout=PATIENCE)
        finally:
            run.kill()
        return run.returncode, printed

    def run(self, *arguments: str, **changes: str) -> tuple[int, str]:
        """A live run from start to end."""
        return self.finish(self.start(*arguments, **changes))

    def interrupt(self, run: subprocess.Popen[str]) -> tuple[int, str]:
        """What Ctrl-C does to a run."""
        run.send_signal(signal.SIGINT)
        return self.finish(run)

    def change_settings(self, **changes: list[str] | bool) -> None:
        """Let the account do more or less."""
        path = f"{self.url}/_emulator/accounts/{self.account_sid}/settings"
        requests.patch(path, json=dict(changes), timeout=10).raise_for_status()

    def make_slow(self, operation: str, nth: int, seconds: float) -> None:
        """Let one request take its time."""
        path = f"{self.url}/_emulator/faults"
        fault = {"account_sid": self.account_sid, "operation": operation, "nth": nth, "delay": seconds}
        requests.post(path, json=fault, timeout=10).raise_for_status()

    def make_service(self, name: str) -> str:
        """A Service that no run knows of."""
        path, form = f"{self.url}/v2/Services", {"FriendlyName": name}
        made = requests.post(path, data=form, auth=(self.account_sid, self.token), timeout=10)
        return str(made.json()["sid"])

    def services(self) -> list[str]:
        """The Services that are there now."""
        path = f"{self.url}/v2/Services?PageSize=1000"
        answer = requests.get(path, auth=(self.account_sid, self.token), timeout=10)
        return [service["sid"] for service in answer.json()["services"]]

    def messages(self) -> list[dict[str, str]]:
        """Everything that was sent."""
        query = {"account_sid": self.account_sid, "limit": "1000"}
        answer = requests.get(f"{self.url}/_emulator/messages", params=query, timeout=10)
        messages: list[dict[str, str]] = answer.json()["messages"]
        return messages

    def results(self) -> Counter[str]:
        """How many tests passed, failed, went wrong, or were skipped for which reason."""
        counts: Counter[str] = Counter()
        for case in ElementTree.parse(self._outcomes).iter("testcase"):
            outcome = next((child for child in case if child.tag != "properties"), None)
            if outcome is None:
                counts["passed"] += 1
            else:
                counts[outcome.attrib["message"] if outcome.tag == "skipped" else outcome.tag] += 1
        return counts


@contextmanager
def posing_server(*options: str) -> Iterator[str]:
    """An emulator whose URLs are Twilio's."""
    server = Server("--public-url", "https://verify.twilio.com", *options)
    try:
        yield server.url
    finally:
        server.stop()
