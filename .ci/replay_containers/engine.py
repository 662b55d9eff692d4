"""What an engine keeps for a file that it runs: networks, volumes, containers. All of it ends with the engine."""

import subprocess
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from containers import Container
from dockerfile import Failure
from images import Image
from networks import Endpoint, Network
from registry import Registry


class Engine:
    """`with Engine(registry, work) as engine:` ends what was started, whatever happens."""

    def __init__(self, registry: Registry, work: Path) -> None:
        self.registry = registry
        self.work = work
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self._stack.close()

    def network(self) -> Network:
        return Network(self._stack)

    def volume(self, name: str, mode: int, tmpfs: str | None = None) -> Path:
        """A directory to mount, of root's; or a file system in memory with these options."""
        path = self.work / "volumes" / name
        path.mkdir(parents=True)
        path.chmod(mode)
        if tmpfs is not None:
            subprocess.run(["mount", "-t", "tmpfs", "-o", tmpfs, "tmpfs", path], check=True)
            self._stack.callback(subprocess.run, ["umount", str(path)], check=True)
        return path

    def create(self, name: str, image: Image, endpoint: Endpoint, **words: Any) -> Container:
        container = Container(name, image, endpoint, self.work / "containers" / name, **words)
        self._stack.callback(container.end)
        return container

    def spawn(self, command: list[str]) -> "subprocess.Popen[bytes]":
        """Something that has to run beside the containers."""
        process = subprocess.Popen(command, start_new_session=True)
        self._stack.callback(process.wait)
        self._stack.callback(process.terminate)
        return process


def refuse_unknown(what: str, given: Mapping[str, Any], known: Iterable[str]) -> None:
    """A word that the replay would pass over in silence proves nothing."""
    if unknown := sorted(set(given) - set(known)):
        raise Failure(f"{what}: the replay does not know {', '.join(unknown)}")
