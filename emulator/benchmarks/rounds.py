"""Measures in rounds, each workload on every server in turn, so that the machine's moods hit all alike."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.calls import reset
from benchmarks.load import Sample, Workload, drive
from benchmarks.servers import BARE, CEILING, EMULATOR, STARLETTE, Server
from benchmarks.testing import CostsOfTests

CREATE_1, CREATE_32 = Workload("create", 1), Workload("create", 32)
CYCLE_1, CYCLE_32 = Workload("cycle", 1), Workload("cycle", 32)
WORKLOADS = (CREATE_1, CREATE_32, CYCLE_1, CYCLE_32)

Samples = dict[tuple[Workload, str], list[Sample]]


@dataclass(frozen=True)
class Plan:
    """How long and how much to measure."""

    rounds: int
    seconds: int
    stored: tuple[int, ...]
    starts: int
    cycles: int  # of the SDK, in a round
    tests: int  # in a run of pytest


DEFAULT = Plan(rounds=7, seconds=1, stored=(10_000, 100_000), starts=9, cycles=300, tests=1_000)
QUICK = Plan(rounds=1, seconds=1, stored=(1_000, 10_000), starts=3, cycles=100, tests=200)


@dataclass
class Findings:
    """All that a run found out. Samples of one workload with the same position are of the same round."""

    samples: Samples = field(default_factory=dict)
    starts: dict[str, list[float]] = field(default_factory=dict)
    memory: dict[str, int] = field(default_factory=dict)
    setting: dict[str, str] = field(default_factory=dict)
    testing: CostsOfTests = field(default_factory=CostsOfTests)

    def failures(self) -> dict[str, int]:
        """Requests that failed, by where."""
        counts = {
            f"{workload}, {name}": sum(sample.failures for sample in samples)
            for (workload, name), samples in self.samples.items()
        }
        return {where: count for where, count in counts.items() if count}


def holding(count: int) -> str:
    """The name of the emulator with that many verifications stored."""
    return f"{EMULATOR} holding {count:,}"


def lineup(workload: Workload, stored: tuple[int, ...]) -> list[str]:
    """The servers that a workload is measured on."""
    names = [BARE, STARLETTE, EMULATOR]
    if workload.turn == "create":
        return [CEILING, *names]
    return [*names, *map(holding, stored)] if workload == CYCLE_32 else names


def measure(servers: Mapping[str, Server], plan: Plan, samples: Samples) -> None:
    for number in range(plan.rounds):
        print(f"round {number + 1} of {plan.rounds}", file=sys.stderr)
        for workload in WORKLOADS:
            names = lineup(workload, plan.stored)
            # There and back again: a drift within a round then favours nobody.
            for name in names if number % 2 == 0 else reversed(names):
                if name == EMULATOR:
                    reset(servers[name])
                sample = drive(servers[name], workload, plan.seconds)
                samples.setdefault((workload, name), []).append(sample)
