"""Starts, watches and stops the servers under measurement."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from benchmarks.processors import running_on

SOURCE_ROOT = Path(__file__).parents[1]
START_TIMEOUT = 30.0
STOP_TIMEOUT = 10.0

CEILING, BARE, STARLETTE, EMULATOR = "ceiling", "bare uvicorn", "Starlette", "emulator"
COMMANDS = {
    CEILING: ("benchmarks.ceiling", "{port}"),
    BARE: ("benchmarks.bare", "{port}"),
    STARLETTE: ("benchmarks.starlette_constant", "{port}"),
    EMULATOR: ("verify_emulator", "serve", "--port", "{port}", "--quiet", "--code", "+1501*=424242"),
}


class ServerFailed(Exception):
    """A server did not start, ended, or answered something else than it should."""


class Server:
    """One server process on a free port of this machine."""

    def __init__(self, name: str, processor: int | None = None) -> None:
        self.name = name
        self.processor = processor
        self.port = free_port()
        command = [sys.executable, "-m", *(word.format(port=self.port) for word in COMMANDS[name])]
        with running_on(processor):
            self.started = time.perf_counter()
            self._process = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL)
        self.pid = self._process.pid
        self.url = f"http://127.0.0.1:{self.port}"

    def connect(self) -> socket.socket:
        """A connection, as soon as the server takes one."""
        while time.perf_counter() - self.started < START_TIMEOUT:
            try:
                return socket.create_connection(("127.0.0.1", self.port), timeout=START_TIMEOUT)
            except ConnectionRefusedError:
                if self._process.poll() is not None:
                    break
                time.sleep(0.001)
        raise ServerFailed(f"{self.name} did not start (exit status {self._process.poll()})")

    def __enter__(self) -> Self:
        try:
            self.connect().close()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def memory(self) -> int:
        """Resident memory in bytes."""
        status = Path(f"/proc/{self.pid}/status")
        if status.exists():
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
            return int(fields["VmRSS"].split()[0]) * 1024
        return int(subprocess.check_output(["ps", "-o", "rss=", "-p", str(self.pid)])) * 1024

    def processor_seconds(self) -> float | None:
        """Processor time used so far; unknown where there is no /proc."""
        stat = Path(f"/proc/{self.pid}/stat")
        if not stat.exists():
            return None
        fields = stat.read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def environment() -> dict[str, str]:
    """Ours, but: this checkout's code, compiled files written, and no setting of the user's own emulator."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VERIFY_EMULATOR_")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return {**kept, "PYTHONPATH": str(SOURCE_ROOT)}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
