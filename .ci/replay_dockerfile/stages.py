"""Builds the stages of a Dockerfile below one directory.

The image's absolute paths become paths below `image`, which is the same directory for every stage: what a stage does
not copy from the one before it is missing there, as in Docker.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dockerfile import Failure, Ignored, Instruction, read_instructions
from machine import find_python

SILENT = {"EXPOSE", "LABEL"}
TRANSPORT = re.compile(r"(?i)(pip|uv|ssl|requests|curl)_.*|(https?|all|no)_proxy")
"""Variables by which this machine reaches the package index; the finished image must do without."""


@dataclass
class Stage:
    """What the instructions since the last FROM have set."""

    environment: dict[str, str]
    workdir: str = "/"
    user: int = 0
    command: list[str] = field(default_factory=list)
    entrypoint: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)


class Build:
    """The stages, one after the other; in the end `stage` and `image` are those of the finished image."""

    def __init__(self, project: Path, work: Path) -> None:
        self.image = work / "image"
        self.stage = Stage({})
        self._steps = read_instructions(project / "Dockerfile")
        self._roots = "|".join(sorted({root for step in self._steps for root in _roots(step)}))
        self._name = ""
        self._work = work
        self._context = work / "context"
        self._python = work / "python"
        _copy_context(project, self._context)

    def run(self) -> None:
        python = find_python(self._last_user())
        print(f"{python} stands in for the base image")
        subprocess.run([python, "-m", "venv", self._python], check=True)
        for step in self._steps:
            print(step, flush=True)
            if step.word not in SILENT:
                self._act(step)

    def _last_user(self) -> int:
        users = [_user_id(step) for step in self._steps if step.word == "USER"]
        if not users:
            raise Failure("no USER: it would run as root")
        return users[-1]

    def relocate(self, text: str) -> str:
        """The text with the image's own paths where they are in the replay."""
        return re.sub(rf"(?<![\w./*-])/(?=(?:{self._roots})(?![\w-]))", f"{self.image}/", text)

    def inside(self, path: str) -> Path:
        return self.image / path.strip("/")

    def _act(self, step: Instruction) -> None:
        action = getattr(self, f"_{step.word.lower()}", None)
        if action is None:
            raise Failure(f"{step.word}: the replay does not know this instruction")
        action(step)

    def _from(self, step: Instruction) -> None:
        if self.image.exists():
            self.image.rename(self._work / self._name)
        self.image.mkdir()
        self._name = step.words[-1]
        path = f"{self._python}/bin:/usr/local/bin:/usr/bin:/bin"
        self.stage = Stage({"PATH": path, "HOME": str(self.image / "root"), "LANG": "C.UTF-8"})

    def _env(self, step: Instruction) -> None:
        known = self.stage.environment
        for word in step.words:
            name, _, value = word.partition("=")
            known[name] = re.sub(
                r"\$\{?(\w+)\}?", lambda variable: known.get(variable[1], ""), self.relocate(value)
            )

    def _workdir(self, step: Instruction) -> None:
        self.stage.workdir = step.text
        self.inside(step.text).mkdir(parents=True, exist_ok=True)

    def _copy(self, step: Instruction) -> None:
        if set(step.options) - {"from"}:
            raise Failure(f"COPY: the replay knows no option but --from: {step.options}")
        source = self._work / step.options["from"] if "from" in step.options else self._context
        *patterns, target = step.words
        destination = self.inside(os.path.join(self.stage.workdir, target))
        for pattern in patterns:
            found = sorted(source.glob(pattern.strip("/")))
            if not found:
                raise Failure(f"COPY {pattern}: nothing there, or .dockerignore keeps it out")
            for path in found:
                _copy(path, destination / path.name if target.endswith("/") else destination)

    def _run(self, step: Instruction) -> None:
        transport = {name: value for name, value in os.environ.items() if TRANSPORT.fullmatch(name)}
        done = subprocess.run(
            [self.relocate(word) for word in step.command],
            cwd=self.inside(self.stage.workdir),
            env=transport | self.stage.environment,
            check=False,
        )
        if done.returncode:
            raise Failure(f"RUN {step.text}: exit status {done.returncode}")

    def _user(self, step: Instruction) -> None:
        self.stage.user = _user_id(step)

    def _cmd(self, step: Instruction) -> None:
        self.stage.command = step.command

    def _entrypoint(self, step: Instruction) -> None:
        self.stage.entrypoint = step.command

    def _healthcheck(self, step: Instruction) -> None:
        self.stage.health = Instruction("CMD", {}, step.text.removeprefix("CMD").strip()).command


def _user_id(step: Instruction) -> int:
    user = step.text.partition(":")[0]
    if not user.isdigit():
        raise Failure(f"USER {user}: the replay, like Kubernetes, wants a number")
    return int(user)


def _roots(step: Instruction) -> Iterator[str]:
    """The directories right below / that an instruction fills or copies from."""
    if step.word in ("WORKDIR", "COPY"):
        yield from (word.split("/")[1] for word in step.words if word.startswith("/"))


def _copy_context(project: Path, context: Path) -> None:
    ignored = Ignored(project / ".dockerignore")
    for folder, _, names in os.walk(project):
        for path in (Path(folder, name) for name in names):
            place = path.relative_to(project)
            if place.as_posix() not in ignored:
                _copy(path, context / place)


def _copy(path: Path, target: Path) -> None:
    """A file to a place, or the content of a directory into one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        shutil.copytree(path, target, symlinks=True, dirs_exist_ok=True)
    else:
        shutil.copy2(path, target)
