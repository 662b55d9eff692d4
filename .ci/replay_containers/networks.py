"""Networks for containers: a namespace for each, joined by a bridge that leads nowhere else."""

import os
import subprocess
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from shutil import which
from time import monotonic, sleep

from dockerfile import Failure

NUMBERS = count(1)
ENDED_WITHIN = 5.0
"""Seconds."""


@dataclass(frozen=True)
class Endpoint:
    """A network namespace, and the address under which the others reach it."""

    namespace: str
    address: str

    @property
    def enter(self) -> list[str]:
        """What to put before a command so that it runs there."""
        return [_ip(), "netns", "exec", self.namespace]

    def set(self, sysctl: str, value: str) -> None:
        path = f"/proc/sys/{sysctl.replace('.', '/')}"
        _run([*self.enter, "sh", "-c", 'echo "$1" > "$0"', path, value], f"sysctl {sysctl}")


class Network:
    """Where containers reach each other, and nothing besides."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._switch = self._add("switch")
        _configure(self._switch, "link add bridge type bridge")
        _configure(self._switch, "link set bridge up")
        self._numbers = count(1)

    def join(self, name: str) -> Endpoint:
        namespace, number = self._add(name), next(self._numbers)
        endpoint = Endpoint(namespace, f"10.0.0.{number}")
        _configure(self._switch, f"link add port{number} type veth peer name eth0 netns {namespace}")
        _configure(self._switch, f"link set port{number} master bridge up")
        _configure(namespace, f"address add {endpoint.address}/24 dev eth0")
        _configure(namespace, "link set eth0 up")
        _configure(namespace, "link set lo up")
        return endpoint

    def _add(self, name: str) -> str:
        namespace = f"replay-{os.getpid()}-{next(NUMBERS)}-{name}"
        _run([_ip(), "netns", "add", namespace], "network namespaces need root and iproute2")
        self._stack.callback(_delete, namespace)
        return namespace


def _delete(namespace: str) -> None:
    deadline = monotonic() + ENDED_WITHIN
    while (left := _run([_ip(), "netns", "pids", namespace], "ip netns pids")) and monotonic() < deadline:
        sleep(0.1)
    _run([_ip(), "netns", "delete", namespace], "ip netns delete")
    if left:
        raise Failure(f"processes outlived their container: {left.split()}")


def _configure(namespace: str, command: str) -> None:
    _run([_ip(), "-netns", namespace, *command.split()], f"ip {command}")


def _ip() -> str:
    path = which("ip", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if path is None:
        raise Failure("network namespaces need root and iproute2: there is no ip")
    return path


def _run(command: list[str], what: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failure(f"{what}: {(done.stderr or done.stdout).strip()}")
    return done.stdout
