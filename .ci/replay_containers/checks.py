"""Health checks and probes: when they are asked, and what follows."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, sleep

from containers import Container
from dockerfile import Failure

UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


@dataclass(frozen=True)
class Check:
    """Asked every `interval` seconds; `failures` in a row mean no. Those in the first `grace` seconds do not count."""

    succeeds: Callable[[], bool]
    interval: float
    failures: int
    grace: float = 0.0

    def wait(self, container: Container) -> None:
        start, failed = monotonic(), 0
        while not self.succeeds():
            if not container.runs():
                raise Failure(f"{container.name} ended with exit status {container.wait()}")
            failed += monotonic() - start > self.grace
            if failed >= self.failures:
                raise Failure(f"{container.name} is unhealthy: {failed} checks in a row failed")
            sleep(self.interval)
        print(f"ok: {container.name} is healthy after {monotonic() - start:.1f} s", flush=True)


def read_duration(text: str) -> float:
    """Seconds of `2s`, `1m30s` or `500ms`."""
    parts = re.findall(r"(\d+)(ms|s|m|h)", text)
    if "".join(map("".join, parts)) != text:
        raise Failure(f"{text}: not a duration")
    return sum(int(number) * UNITS[unit] for number, unit in parts)
