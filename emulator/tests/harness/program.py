"""The command line as a program of its own: started, waited for, stopped, and its output read."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from harness.wire import Wire

PATIENCE = 60
READY = "verify-emulator ready on "
COMMAND = (sys.executable, "-m", "verify_emulator")
CODE_FOLDER = str(Path(__file__).parents[2])


def surroundings(**variables: str) -> dict[str, str]:
    """This process's environment, without what would steer the program, and with the given variables."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("VERIFY_EMULATOR_", "TWILIO_"))
        and name.lower() not in ("no_proxy", "http_proxy")
    }
    return kept | {"PYTHONPATH": CODE_FOLDER} | variables


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A command that ends by itself."""
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env=surroundings(**variables),
        check=False,
    )


class Program:
    """A server process; ready on entry, ended on exit."""

    def __init__(self, *arguments: str, **variables: str) -> None:
        self._process = subprocess.Popen(
            [*COMMAND, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=surroundings(**variables),
        )
        self.output = ""

    def __enter__(self) -> Self:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.output += line
            if line.startswith(READY):
                self.url = line.removeprefix(READY).strip()
                host, _, port = self.url.removeprefix("http://").rpartition(":")
                self.wire = Wire(host, int(port))
                return self
        raise AssertionError(f"not ready: {self.output}{self._process.communicate()[1]}")

    def hang_up(self) -> None:
        """Close our end of its standard output, as a terminal that goes away does."""
        assert self._process.stdout is not None
        self._process.stdout.close()

    def wait(self) -> int:
        return self._process.wait(PATIENCE)

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def end(self) -> tuple[int, str, str]:
        """Wait for the end; exit status, standard output, standard error."""
        rest, errors = self._process.communicate(timeout=PATIENCE)
        return self._process.returncode, self.output + rest, errors

    def stop(self) -> tuple[int, str, str]:
        self.signal(signal.SIGTERM)
        return self.end()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()
