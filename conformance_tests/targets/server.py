"""An emulator that the suite starts itself and stops when the run is over."""

import os
import re
import subprocess
import sys
from threading import Timer

from conformance_tests.targets.emulator import EmulatorTarget
from conformance_tests.targets.target import Target

READY = re.compile(r"ready on (http://\S+)")
START_TIMEOUT = 20.0
STOP_TIMEOUT = 10.0


class Server:
    """A `verify-emulator serve` process on a free port."""

    def __init__(self, *options: str) -> None:
        command = [sys.executable, "-m", "verify_emulator", "serve", "--port", "0", "--quiet", *options]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        self.url = self._wait()

    def _wait(self) -> str:
        """The URL of the ready line; a server that hangs is killed, which ends its output."""
        assert self.process.stdout is not None
        alarm = Timer(START_TIMEOUT, self.process.kill)
        alarm.start()
        try:
            for line in self.process.stdout:
                if found := READY.search(line):
                    return found[1]
        finally:
            alarm.cancel()
        raise RuntimeError(f"the emulator did not start (exit status {self.process.wait()})")

    def stop(self) -> int:
        """Ask it to stop and give its exit status; a server that does not obey is a failure."""
        self.process.terminate()
        try:
            return self.process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        finally:
            if self.process.stdout is not None:
                self.process.stdout.close()


class ServerTarget(EmulatorTarget):
    """The emulator of this environment in a process of its own, and a second one for the skill dialect."""

    def __init__(self, *options: str) -> None:
        self._server = Server(*options)
        self._skill: ServerTarget | None = None
        super().__init__(self._server.url)

    def missing(self, capability: str) -> str | None:
        return None

    def speaking_skill(self) -> Target:
        if self._skill is None:
            self._skill = ServerTarget("--dialect", "skill")
        return self._skill

    def close(self) -> None:
        if self._skill is not None:
            self._skill.close()
        self._server.stop()
