"""Replays workflows, Compose files and Kubernetes manifests without a container engine.

    python .ci/replay_containers ENVIRONMENT FILE...

A container is a process in namespaces of its own (iproute2, bubblewrap). ENVIRONMENT stands in for Python's image: a
virtual environment with the emulator, Twilio's SDK and pytest, to which the images' own requirements are added. A hosts
file stands in for the name server. What is run comes from the files; a word in them that the replay does not know is a
failure. Needs root, for the namespaces.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
sys.path.append(str(HERE.with_name("replay_dockerfile")))

import compose  # noqa: E402
import manifests  # noqa: E402
import workflow  # noqa: E402
import yaml  # noqa: E402
from dockerfile import Failure  # noqa: E402
from engine import Engine  # noqa: E402
from registry import Registry  # noqa: E402


def main(environment: str, paths: list[str]) -> int:
    os.umask(0o022)  # as in a container: what root makes, others may read
    work = Path(tempfile.mkdtemp(prefix="replay-"))
    work.chmod(0o755)
    try:
        expect_tools()
        registry = Registry(PROJECT, Path(environment).resolve(), work)
        for number, path in enumerate(paths):
            print(f"\n=== {path}", flush=True)
            with Engine(registry, work / str(number)) as engine:
                replay(Path(path).resolve(), engine)
    except Failure as failure:
        print(f"NOT REPLAYED: {failure}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(work)
    return 0


def expect_tools() -> None:
    if os.geteuid() != 0:
        raise Failure("containers need root, for their namespaces")
    for tool in ("bwrap", "setpriv", "socat"):
        if shutil.which(tool) is None:
            raise Failure(f"containers need bubblewrap, iproute2, socat and util-linux: there is no {tool}")


def replay(path: Path, engine: Engine) -> None:
    documents: list[Any] = list(yaml.safe_load_all(path.read_text("utf-8")))
    if "jobs" in documents[0]:
        workflow.replay(path, documents[0], engine)
    elif "services" in documents[0]:
        compose.replay(path, documents[0], engine)
    else:
        manifests.replay(path, documents, engine)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2:]))
