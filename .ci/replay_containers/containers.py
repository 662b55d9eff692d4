"""Runs images as containers: an own root, own processes, a network of their choice, and the image's user."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree

from dockerfile import Failure
from images import Image, enclose, mount
from machine import as_user
from networks import Endpoint

STOPPED_WITHIN = 10.0
TESTED_WITHIN = 120.0
"""Seconds."""


@dataclass(frozen=True)
class Mount:
    source: Path
    target: str
    read_only: bool = False


@dataclass
class Container:
    """What Docker or Kubernetes would be told of a container. `work` is a directory of its own."""

    name: str
    image: Image
    endpoint: Endpoint
    work: Path
    entrypoint: Sequence[str] | None = None
    command: Sequence[str] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    mounts: Sequence[Mount] = ()
    hosts: Mapping[str, str] = field(default_factory=dict)
    user: int | None = None
    read_only: bool = False

    def __post_init__(self) -> None:
        if self.user is None:
            self.user = self.image.stage.user
        self.work.mkdir(parents=True)
        self._log = self.work / "log"
        self._process: subprocess.Popen[bytes] | None = None
        copytree(self.image.image, self.work / "root", symlinks=True)
        lines = (f"{address}\t{name}\n" for name, address in {"localhost": "127.0.0.1", **self.hosts}.items())
        (self.work / "hosts").write_text("".join(lines))

    def start(self) -> None:
        print(f"start {self.name}: {' '.join(self._words)}", flush=True)
        with self._log.open("wb") as log:
            command = self._enclosed(self._words, "--as-pid-1")
            self._process = subprocess.Popen(
                command, env=self._variables, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def run(self, command: Sequence[str], seconds: float) -> int:
        """The exit status of a command inside, as of `docker exec`; it fails if it takes longer."""
        try:
            done = subprocess.run(
                self._enclosed(command),
                env=self._variables,
                capture_output=True,
                check=False,
                timeout=seconds,
            )
        except subprocess.TimeoutExpired:
            return 1
        return done.returncode

    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def wait(self, seconds: float = TESTED_WITHIN) -> int:
        assert self._process is not None
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise Failure(f"{self.name} is not done after {seconds:.0f} seconds") from None

    def stop(self) -> int:
        """SIGTERM for the first process, as `docker stop` does; returns how it ended."""
        self._signal(signal.SIGTERM)
        return self.wait(STOPPED_WITHIN)

    def end(self) -> None:
        """Stop it for certain, and show what it printed."""
        if self._process is None:
            return
        if not self._signal(signal.SIGKILL):
            self._process.kill()
        self._process.wait()
        for line in self._log.read_text("utf-8", "replace").splitlines():
            print(f"{self.name} | {line}")
        self._process = None

    def _signal(self, number: int) -> bool:
        """To the first process inside, if there is one: with it all others end. It would outlive bubblewrap."""
        if not self.runs():
            return False
        assert self._process is not None
        pid = self._process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for child in children:
            os.kill(int(child), number)
        return bool(children)

    @property
    def _words(self) -> list[str]:
        """As in Docker, another entrypoint also takes the place of the image's command."""
        stage = self.image.stage
        if self.entrypoint is not None:
            return [*self.entrypoint, *self.command]
        return [*stage.entrypoint, *(self.command or stage.command)]

    @property
    def _variables(self) -> dict[str, str]:
        return {"HOME": "/", **self.image.stage.environment, **self.environment}

    def _enclosed(self, command: Sequence[str], *options: str) -> list[str]:
        words = [*self.endpoint.enter, *enclose(self.work / "root", self.image.base)]
        words += ["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--hostname", self.name, *options]
        words += ["--ro-bind", str(self.work / "hosts"), "/etc/hosts"]
        for each in self.mounts:
            words += mount(self.work / "root", str(each.source), each.target, not each.read_only)
        if self.read_only:
            words += ["--remount-ro", "/"]
        assert self.user is not None
        return [*words, "--chdir", self.image.stage.workdir, "--", *as_user(self.user), *command]
