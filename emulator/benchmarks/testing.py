"""What a test costs: the SDK's own cycle in memory and over HTTP, and a test that has the pytest fixture."""

import asyncio
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.servers import SOURCE_ROOT, Server, ServerFailed, environment

IN_MEMORY, PATCHED, ASYNC, OVER_HTTP = "in memory", "in memory, patched", "in memory, async", "over HTTP"
PLUGIN_OFF, UNUSED, FIXTURE = "without the plugin", "fixture not used", "with the fixture"
UNUSED_ONCE, FIXTURE_ONCE = "one test without the fixture", "one test with the fixture"
RUNS = (PLUGIN_OFF, UNUSED, FIXTURE, FIXTURE_ONCE, UNUSED_ONCE)

ACCOUNT, TOKEN, SERVICE = "AC" + "0" * 32, "0" * 32, "VA" + "0" * 32
NUMBERS = count(2_000_000)
CODE = "424242"


@dataclass
class CostsOfTests:
    """Seconds of a cycle, and processor seconds of a pytest run, by kind; of each round one."""

    cycles: dict[str, list[float]] = field(default_factory=dict)
    runs: dict[str, list[float]] = field(default_factory=dict)
    tests: int = 0


def measure_testing(server: Server, rounds: int, cycles: int, tests: int) -> CostsOfTests:
    """Every kind in turn, there and back again, as often as there are rounds."""
    found = CostsOfTests(tests=tests)
    with prepared(server) as kinds, TemporaryDirectory() as folder:
        write_tests(Path(folder), tests)
        for number in range(rounds):
            turn = 1 if number % 2 == 0 else -1
            for name, cycle in list(kinds.items())[::turn]:
                found.cycles.setdefault(name, []).append(time_cycles(cycle, cycles))
            for name in RUNS[::turn]:
                found.runs.setdefault(name, []).append(time_run(Path(folder), name))
    return found


Cycle = Callable[[str], str]
"""Sends a code to a recipient, reads it, checks it; returns the status."""


def time_cycles(cycle: Cycle, number: int) -> float:
    """Seconds for one, after a few that do not count."""
    for _ in range(10):
        cycle(f"+1501{next(NUMBERS)}")
    started = time.perf_counter()
    for _ in range(number):
        status = cycle(f"+1501{next(NUMBERS)}")
        if status != "approved":
            raise ServerFailed(f"a code was {status} and not approved")
    return (time.perf_counter() - started) / number


@contextmanager
def prepared(server: Server) -> Iterator[dict[str, Cycle]]:
    """The kinds of cycle, ready to be run."""
    import requests
    from twilio.rest import Client

    from verify_emulator import Emulator

    remote = Client(ACCOUNT, TOKEN)
    remote.http_client.session.trust_env = (
        False  # reading .netrc for each call is the machine's doing, not ours
    )
    remote.verify.base_url = server.url
    control = requests.Session()
    control.trust_env = False

    def read_over_http(to: str) -> str:
        return control.get(f"{server.url}/_emulator/code", params={"to": to}).text

    with Emulator(code={"*": CODE}) as emulator, asyncio.Runner() as runner:
        own = Client(ACCOUNT, TOKEN)
        in_memory, for_asyncio = emulator.client(), emulator.async_client()

        def read(to: str) -> str:
            return emulator.inbox(to).next_code()

        def patched(to: str) -> str:
            with emulator.patch():
                return sync_cycle(own, read, to)

        yield {
            IN_MEMORY: lambda to: sync_cycle(in_memory, read, to),
            PATCHED: patched,
            ASYNC: lambda to: runner.run(async_cycle(for_asyncio, read, to)),
            OVER_HTTP: lambda to: sync_cycle(remote, read_over_http, to),
        }


def sync_cycle(client: Any, read: Callable[[str], str], to: str) -> str:
    service = client.verify.v2.services(SERVICE)
    service.verifications.create(to=to, channel="sms")
    return str(service.verification_checks.create(to=to, code=read(to)).status)


async def async_cycle(client: Any, read: Callable[[str], str], to: str) -> str:
    service = client.verify.v2.services(SERVICE)
    await service.verifications.create_async(to=to, channel="sms")
    return str((await service.verification_checks.create_async(to=to, code=read(to))).status)


def write_tests(folder: Path, number: int) -> None:
    body = "import pytest\n@pytest.mark.parametrize('number', range({}))\ndef test_it(number{}):\n    pass\n"
    (folder / "test_without.py").write_text(body.format(number, ""))
    (folder / "test_with.py").write_text(body.format(number, ", verify"))


def time_run(folder: Path, kind: str) -> float:
    """Processor seconds that a run of pytest takes; its compiled files are there after the first one."""
    name = "test_with.py" if kind in (FIXTURE, FIXTURE_ONCE) else "test_without.py"
    chosen = f"{name}::test_it[0]" if kind in (FIXTURE_ONCE, UNUSED_ONCE) else name
    plugin = [] if kind == PLUGIN_OFF else ["-p", "verify_emulator.pytest_plugin"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *plugin, chosen],
        cwd=folder,
        env={**environment(), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": os.fspath(SOURCE_ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise ServerFailed(f"pytest failed: {done.stdout}{done.stderr}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
