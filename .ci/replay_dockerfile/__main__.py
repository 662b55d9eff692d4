"""Replays the Dockerfile without Docker: builds its stages in a directory, then runs, checks and stops the image.

    python3 .ci/replay_dockerfile [PROJECT]

A Python of this machine stands in for the base image. Started by root, the image runs as its own user, else as the
user who started it. An instruction that the replay does not know is a failure.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from container import prove
from dockerfile import Failure
from stages import Build


def main(project: Path) -> int:
    os.umask(0o022)  # as in a container: what root makes, others may read
    work = Path(tempfile.mkdtemp(prefix="replay-"))
    work.chmod(0o755)
    try:
        build = Build(project, work)
        build.run()
        prove(build)
    except Failure as failure:
        print(f"Dockerfile: {failure}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(work)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()))
