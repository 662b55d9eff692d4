"""Builds images: the last stage of a Dockerfile, with a virtual environment in place of Python's base image.

The emulator's own first stage is not built again (replay_dockerfile does that): the environment has the emulator.
"""

import os
import subprocess
import sys
from pathlib import Path

from dockerfile import Failure, Instruction
from stages import TRANSPORT, Build, Stage

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc")
BASE = "python:"
PYTHON = "/opt/python"
"""Where the environment is in a container."""


class Image(Build):
    """A directory with what was copied and made, and the words by which to run it."""

    def __init__(self, context: Path, work: Path, base: Path) -> None:
        super().__init__(context, work)
        self.base = base
        print(f"build {context.name}", flush=True)
        for step in self._last_stage():
            self._act(step)

    def relocate(self, text: str) -> str:
        """Nothing has to move: a container has a root of its own."""
        return text

    def _last_stage(self) -> list[Instruction]:
        start = max(number for number, step in enumerate(self._steps) if step.word == "FROM")
        return [step for step in self._steps[start:] if step.word not in ("EXPOSE", "LABEL")]

    def _from(self, step: Instruction) -> None:
        if not step.text.startswith(BASE):
            raise Failure(f"FROM {step.text}: the replay has nothing but a Python")
        for folder in (self.image, self.image / "tmp"):
            folder.mkdir()
        (self.image / "tmp").chmod(0o1777)
        self.stage = Stage({"PATH": f"{PYTHON}/bin:/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"})

    def _copy(self, step: Instruction) -> None:
        if "from" not in step.options:
            super()._copy(step)

    def _run(self, step: Instruction) -> None:
        print(step, flush=True)
        transport = {name: value for name, value in os.environ.items() if TRANSPORT.fullmatch(name)}
        sandbox = enclose(self.image, self.base, writable=True)
        command = [*sandbox, "--chdir", self.stage.workdir, "--", *step.command]
        done = subprocess.run(command, env=transport | self.stage.environment, check=False)
        if done.returncode:
            raise Failure(f"RUN {step.text}: exit status {done.returncode}")


def enclose(root: Path, base: Path, writable: bool = False) -> list[str]:
    """A bubblewrap in which `root` is /, with the system and the environment in it."""
    words = ["bwrap", "--die-with-parent", "--bind", str(root), "/"]
    for path in (*SYSTEM, sys.base_prefix):
        words += mount(root, path, path)
    return [*words, *mount(root, str(base), PYTHON, writable), "--proc", "/proc", "--dev", "/dev"]


def mount(root: Path, source: str, target: str, writable: bool = False) -> list[str]:
    """The options that show `source` at `target`. Left to bubblewrap, what leads there would be root's alone."""
    if not Path(source).exists():
        return []
    (root / target.lstrip("/")).mkdir(parents=True, exist_ok=True)
    return ["--bind" if writable else "--ro-bind", source, target]
