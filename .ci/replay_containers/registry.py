"""The images there are, each built when it is first asked for."""

import os
from pathlib import Path
from shutil import copy2, copytree

import yaml
from dockerfile import Failure
from images import PYTHON, Image

SOURCES = "examples/docker_compose/compose.yml"
"""The file that says which image is built where."""


class Registry:
    """`environment` stands in for Python's image. Images are built with a copy of it."""

    def __init__(self, project: Path, environment: Path, work: Path) -> None:
        self.project = project
        self.environment = environment
        self._work = work
        self._base = work / "base"
        copy_environment(environment, self._base, PYTHON)
        self._images: dict[Path, Image] = {}

    def build(self, context: Path) -> Image:
        if context not in self._images:
            work = self._work / f"image{len(self._images)}"
            work.mkdir()
            self._images[context] = Image(context, work, self._base)
        return self._images[context]

    def pull(self, reference: str) -> Image:
        """What a real registry would have under `ghcr.io/OWNER/NAME:TAG`."""
        name = reference.rpartition("/")[2].partition(":")[0]
        path = self.project / SOURCES
        for service in yaml.safe_load(path.read_text("utf-8"))["services"].values():
            if service["image"] == name:
                return self.build((path.parent / service["build"]).resolve())
        raise Failure(f"{reference}: no service of {SOURCES} builds it")


def copy_environment(environment: Path, copy: Path, place: str) -> None:
    """A copy that will be seen at `place`, where its programs look for their Python.

    Its files are links: pip removes and makes files, and changes none.
    """
    copytree(environment, copy, symlinks=True, copy_function=_link)
    python = (
        environment / "bin" / "python3"
    ).resolve()  # there may be links on the way that containers do not see
    settings = copy / "pyvenv.cfg"
    lines = [line for line in settings.read_text().splitlines() if not line.startswith("home = ")]
    settings.unlink()
    settings.write_text("\n".join([f"home = {python.parent}", *lines, ""]))
    for path in (copy / "bin").iterdir():
        if path.is_symlink() and path.resolve() == python:
            path.unlink()
            path.symlink_to(python)
        if not path.is_symlink() and (script := path.read_bytes()).startswith(b"#!"):
            path.unlink()
            path.write_bytes(script.replace(bytes(environment), place.encode()))
            path.chmod(0o755)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # on another file system
        copy2(source, target)
