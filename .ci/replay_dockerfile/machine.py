"""What the replay asks of the machine it is on: users, a Python for them, a port, and what a process is up to."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

from dockerfile import Failure

SUITABLE = "import ensurepip, sys; sys.exit(sys.version_info < (3, 11))"
LISTENING = "0A"


def as_user(user: int) -> list[str]:
    """What to put before a command so that it runs as a user without rights, if that is for us to decide."""
    if os.geteuid() != 0:
        return []
    return [
        "setpriv",
        f"--reuid={user}",
        f"--regid={user}",
        "--clear-groups",
        "--no-new-privs",
        "--inh-caps=-all",
    ]


def find_python(user: int) -> str:
    """A Python, 3.11 or newer, that can make virtual environments and that the user can run."""
    folders = ["/usr/local/bin", "/usr/bin", *os.get_exec_path()]
    found = [shutil.which("python3", path=folder) for folder in folders]
    for python in [*found, sys.executable]:
        if python and _succeeds([*as_user(user), python, "-c", SUITABLE]):
            return python
    raise Failure(f"no Python 3.11 with venv that user {user} could run")


def _succeeds(command: list[str]) -> bool:
    return subprocess.run(command, cwd="/", capture_output=True, check=False).returncode == 0


def free_port(wanted: int) -> int:
    """The port itself if nobody listens there, else another one."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", wanted)) != 0:
            return wanted
    with socket.create_server(("127.0.0.1", 0)) as other:
        return int(other.getsockname()[1])


def users_of(process: int) -> set[int]:
    """The real, effective, saved and file system user of a process."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return {int(word) for line in lines if line.startswith("Uid:") for word in line.split()[1:]}


def listens_everywhere(port: int) -> bool:
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return [f"00000000:{port:04X}", LISTENING] in [[row[1], row[3]] for row in rows]
