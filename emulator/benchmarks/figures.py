"""From samples to figures: medians over the rounds, of ratios those formed within each round."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.load import Sample, Workload
from benchmarks.rounds import CREATE_1, CREATE_32, CYCLE_1, CYCLE_32, Samples, holding
from benchmarks.servers import BARE, EMULATOR
from benchmarks.testing import FIXTURE, FIXTURE_ONCE, OVER_HTTP, PLUGIN_OFF, UNUSED, UNUSED_ONCE, CostsOfTests

# What the project wants of itself, next to what is measured. Nothing fails for missing one.
LEAST_RATIO = {CREATE_1: 0.45, CREATE_32: 0.35, CYCLE_1: 0.50, CYCLE_32: 0.42}
LEAST_SPEEDUP = 3.0
MOST_FIXTURE = 0.001
MOST_COST = 1.1
MOST_START = 0.200
MOST_IDLE = 50_000_000
MOST_PER_STORED = 1536
AIMED_AT_STORED = 100_000


@dataclass(frozen=True)
class Figures:
    """One server under one workload; a ratio is its figure divided by that of bare uvicorn."""

    workload: Workload
    server: str
    per_second: float
    p50: float
    p99: float
    ratio: float
    least_ratio: float
    most_ratio: float
    p50_ratio: float
    p99_ratio: float
    cost: float
    cost_ratio: float
    server_busy: float | None
    wrk_busy: float


def compare(samples: Samples) -> list[Figures]:
    return [
        summarize(workload, name, own, samples[workload, BARE]) for (workload, name), own in samples.items()
    ]


def summarize(workload: Workload, name: str, own: Sequence[Sample], bare: Sequence[Sample]) -> Figures:
    ratios = ratios_by_round(own, bare, lambda sample: sample.per_second)
    busy = [sample.server_busy for sample in own if sample.server_busy is not None]
    return Figures(
        workload=workload,
        server=name,
        per_second=median(sample.per_second for sample in own),
        p50=median(sample.p50 for sample in own),
        p99=median(sample.p99 for sample in own),
        ratio=median(ratios),
        least_ratio=min(ratios),
        most_ratio=max(ratios),
        p50_ratio=median(ratios_by_round(own, bare, lambda sample: sample.p50)),
        p99_ratio=median(ratios_by_round(own, bare, lambda sample: sample.p99)),
        cost=median(sample.cost for sample in own),
        cost_ratio=median(ratios_by_round(own, bare, lambda sample: sample.cost)),
        server_busy=median(busy) if busy else None,
        wrk_busy=median(sample.wrk_busy for sample in own),
    )


def ratios_by_round(
    own: Sequence[Sample], other: Sequence[Sample], value: Callable[[Sample], float]
) -> list[float]:
    """own / other of each round; 0 where the other had nothing to measure."""
    pairs = zip(own, other, strict=True)
    return [value(mine) / value(theirs) if value(theirs) else 0.0 for mine, theirs in pairs]


def costs_of_storing(samples: Samples, stored: int) -> list[float]:
    """What a cycle costs with that many stored, as a multiple of its cost with none, in each round."""
    return ratios_by_round(
        samples[CYCLE_32, holding(stored)], samples[CYCLE_32, EMULATOR], lambda sample: sample.cost
    )


def speedups(testing: CostsOfTests, kind: str) -> list[float]:
    """How many cycles of a kind are made in the time of one over HTTP, in each round."""
    pairs = zip(testing.cycles[kind], testing.cycles[OVER_HTTP], strict=True)
    return [remote / own for own, remote in pairs]


def fixture_costs(testing: CostsOfTests) -> list[float]:
    """Processor seconds that the fixture adds to each test after the first, in each round."""
    runs = zip(*(testing.runs[kind] for kind in (FIXTURE, FIXTURE_ONCE, UNUSED, UNUSED_ONCE)), strict=True)
    return [
        (used - used_once - (unused - unused_once)) / (testing.tests - 1)
        for used, used_once, unused, unused_once in runs
    ]


def first_uses(testing: CostsOfTests) -> list[float]:
    """Processor seconds that it adds to the first test, which imports the SDK and the emulator, in each round."""
    pairs = zip(testing.runs[FIXTURE_ONCE], testing.runs[UNUSED_ONCE], strict=True)
    return [used - unused for used, unused in pairs]


def disturbances(testing: CostsOfTests) -> list[float]:
    """What a run that never uses the fixture takes, as a multiple of one without the plugin, in each round."""
    pairs = zip(testing.runs[UNUSED], testing.runs[PLUGIN_OFF], strict=True)
    return [unused / off for unused, off in pairs]
