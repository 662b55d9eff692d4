"""Runs what somebody copied from a page and pasted elsewhere, and tells the status that Twilio's side answered."""

import re
import subprocess
import sys
from pathlib import Path

from harness.program import surroundings

PATIENCE = 60


def run_curl(text: str, folder: Path, **variables: str) -> int:
    """Beside the status that curl is made to print, nothing of the command is changed."""
    settings = folder / ".curlrc"
    settings.write_text('write-out = "\\n%{http_code}"\nnoproxy = "*"\n')
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", text],
        env=surroundings(CURL_HOME=str(folder), **variables),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    return int(done.stdout.rsplit("\n", 1)[-1])


def run_python(text: str, **variables: str) -> int:
    """What the SDK refuses is an exception that names the status; what it takes is a success of some kind: 200."""
    done = subprocess.run(
        [sys.executable, "-"],
        input=text,
        env=surroundings(NO_PROXY="127.0.0.1", **variables),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    if refused := re.search(r"HTTP (\d{3}) error", done.stderr):
        return int(refused[1])
    assert done.returncode == 0, done.stderr
    bare = re.match(r"(\d{3}) ", done.stdout)
    return int(bare[1]) if bare else 200
