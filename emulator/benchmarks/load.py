"""Drives one server with wrk for a moment and says how it did."""

import json
import resource
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processors import running_on
from benchmarks.servers import Server, ServerFailed

SCRIPT = Path(__file__).with_name("verify.lua")
MISSING = (
    "wrk, the load generator, is not installed: apt-get install wrk (Debian, Ubuntu) or brew install wrk"
)


@dataclass(frozen=True)
class Workload:
    """What the clients do, and how many there are. A turn is one create, or one create and its check."""

    turn: str
    connections: int

    @property
    def requests_per_turn(self) -> int:
        return 2 if self.turn == "cycle" else 1

    def __str__(self) -> str:
        turn = "create + check" if self.turn == "cycle" else "create"
        return f"{turn}, {self.connections} connection{'s' if self.connections > 1 else ''}"


@dataclass(frozen=True)
class Sample:
    """One moment of one workload on one server; microseconds for each turn, shares of one processor."""

    per_second: float
    p50: float
    p99: float
    failures: int
    server_time: float | None
    server_busy: float | None
    wrk_busy: float

    @property
    def cost(self) -> float:
        """The server's processor time where it is known: other programs slow a server, but hardly change this."""
        return 1e6 / self.per_second if self.server_time is None else self.server_time


def wrk_is_installed() -> bool:
    return shutil.which("wrk") is not None


def drive(server: Server, workload: Workload, seconds: int) -> Sample:
    """Every answer counts: one of status 400 or more, none, or a broken one is a failure."""
    connections = str(workload.connections)
    command = ["wrk", "-t", connections, "-c", connections, "-d", f"{seconds}s", "-s", str(SCRIPT)]
    used, generated, began = server.processor_seconds(), _children_seconds(), time.perf_counter()
    # A single client and its server take turns: on two processors, most of what is measured would be
    # the time that a sleeping processor takes to wake up.
    with running_on(server.processor if workload.connections == 1 else None):
        output = subprocess.run(
            [*command, server.url, "--", workload.turn, "0", connections],
            capture_output=True,
            text=True,
            check=False,
        )
    took = time.perf_counter() - began
    now_used = server.processor_seconds()
    worked = None if used is None or now_used is None else now_used - used
    result = _result(output.stdout, output.stderr)
    if not result["requests"]:
        raise ServerFailed(f"{server.name} answered nothing within {seconds} s")
    turns = result["requests"] / workload.requests_per_turn
    return Sample(
        per_second=turns / result["seconds"],
        p50=result["p50"],
        p99=result["p99"],
        failures=int(result["statuses"] + result["sockets"]),
        server_time=None if worked is None else worked / turns * 1e6,
        server_busy=None if worked is None else worked / took,
        wrk_busy=(_children_seconds() - generated) / took,
    )


def _result(output: str, errors: str) -> dict[str, float]:
    """What verify.lua printed last."""
    for line in output.splitlines():
        if line.startswith("result "):
            result: dict[str, float] = json.loads(line.removeprefix("result "))
            return result
    raise ServerFailed(f"wrk gave no result: {(errors or output).strip()}")


def _children_seconds() -> float:
    """Processor time of the child processes that have ended: of wrk, as the servers have not."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
