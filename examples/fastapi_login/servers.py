"""The application as a process of its own."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from threading import Thread

HERE = Path(__file__).parent
READY = re.compile(r"(?:Serving|Uvicorn running) on (\S+)")


@contextmanager
def serving(module: str, *arguments: str) -> Iterator[str]:
    """Run a server; where it is. What it says later, such as tracebacks, is shown with the test that fails."""
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, cwd=HERE, stderr=subprocess.PIPE, text=True) as program:
        assert program.stderr is not None
        said = ""
        while not (ready := READY.search(said)):
            said += (line := program.stderr.readline())
            assert line, f"the server has ended: {said}"
        rest = Thread(target=copyfileobj, args=(program.stderr, sys.stderr))
        rest.start()
        try:
            yield ready[1]
        finally:
            program.terminate()
            rest.join()
