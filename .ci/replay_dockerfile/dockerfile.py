"""Reads a Dockerfile and its .dockerignore, as far as this project uses their languages."""

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

CONTINUED = re.compile(r"\\\n(?:\s*#.*\n)*")
EXCEPTION = "!"
WILDCARDS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


class Failure(Exception):
    """The Dockerfile does not hold what it promises."""


@dataclass(frozen=True)
class Instruction:
    """One instruction: its word, its `--options` and the rest, as text and in words."""

    word: str
    options: dict[str, str]
    text: str

    def __str__(self) -> str:
        options = (f"--{name}={value}" for name, value in self.options.items())
        return " ".join([self.word, *options, *self.text.split()])

    @property
    def words(self) -> list[str]:
        """The rest in words: of the exec form if it is one, else as a shell would split it."""
        return self.exec_form or shlex.split(self.text)

    @property
    def exec_form(self) -> list[str] | None:
        """The words of a JSON array, or None for text that a shell is to run."""
        return json.loads(self.text) if self.text.startswith("[") else None

    @property
    def command(self) -> list[str]:
        return self.exec_form or ["/bin/sh", "-c", self.text]


def read_instructions(path: Path) -> list[Instruction]:
    """The instructions in order, continued lines joined, comments left out."""
    lines = CONTINUED.sub(" ", path.read_text("utf-8")).splitlines()
    return [
        _instruction(line.strip()) for line in lines if line.strip() and not line.lstrip().startswith("#")
    ]


def _instruction(line: str) -> Instruction:
    word, _, rest = line.partition(" ")
    options = {}
    while found := re.match(r"\s*--([a-z-]+)=(\S+)\s+", rest):
        options[found[1]] = found[2]
        rest = rest[found.end() :]
    return Instruction(word.upper(), options, rest.strip())


class Ignored:
    """Which files of the build context Docker leaves out: of all patterns that match, the last one decides."""

    def __init__(self, path: Path) -> None:
        lines = (line.strip() for line in path.read_text("utf-8").splitlines())
        self._rules = [_rule(line) for line in lines if line and not line.startswith("#")]

    def __contains__(self, path: str) -> bool:
        parents = ["/".join(path.split("/")[:depth]) for depth in range(1, path.count("/") + 2)]
        decision = False
        for pattern, ignore in self._rules:
            if any(pattern.fullmatch(parent) for parent in parents):
                decision = ignore
        return decision


def _rule(line: str) -> tuple[re.Pattern[str], bool]:
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", line.removeprefix(EXCEPTION).strip("/"))
    pattern = "".join(WILDCARDS.get(part) or re.escape(part) for part in parts)
    return re.compile(pattern), not line.startswith(EXCEPTION)
