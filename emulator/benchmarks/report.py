"""The findings as a table for people and as JSON for programs."""

from collections.abc import Iterator
from dataclasses import asdict
from statistics import median
from typing import Any

from benchmarks.figures import (
    AIMED_AT_STORED,
    LEAST_RATIO,
    LEAST_SPEEDUP,
    MOST_COST,
    MOST_FIXTURE,
    MOST_IDLE,
    MOST_PER_STORED,
    MOST_START,
    Figures,
    compare,
    costs_of_storing,
    disturbances,
    first_uses,
    fixture_costs,
    speedups,
)
from benchmarks.rounds import WORKLOADS, Findings, Plan
from benchmarks.servers import CEILING, EMULATOR
from benchmarks.testing import IN_MEMORY, CostsOfTests

# cpu: the server's processor time for a turn. Last, how much of a processor the server and wrk used: who is at the
# limit.
COLUMNS = (
    f"{'':<16}{'turns/s':>8}{'ratio':>7} {'(spread)':<13}{'aim':<14}"
    f"{'p50 µs':>7}{'ratio':>7}{'p99 µs':>8}{'ratio':>7}{'cpu µs':>8}{'ratio':>7}{'server':>8}{'wrk':>6}"
)
LEAST_BUSY = 0.9
STARTS = {
    "health": "emulator, /_emulator/health",
    "verify": "emulator, a Verify call",
    "bare": "bare uvicorn, any call",
}


def render(findings: Findings, plan: Plan) -> str:
    lines = [
        *findings.setting.values(),
        "",
        *_throughput(findings),
        *_stored(findings, plan),
        *_starts(findings),
        *_memory(findings, plan),
        *_testing(findings.testing),
        *_disturbances(findings),
        *_failures(findings),
    ]
    return "\n".join(lines)


def as_json(findings: Findings, plan: Plan) -> dict[str, Any]:
    """Everything measured, and what was made of it."""
    return {
        "valid": not findings.failures(),
        "setting": findings.setting,
        "plan": asdict(plan),
        "figures": [asdict(figures) for figures in compare(findings.samples)],
        "costs_of_storing": {str(count): costs_of_storing(findings.samples, count) for count in plan.stored},
        "start_seconds": findings.starts,
        "memory_bytes": findings.memory,
        "testing": asdict(findings.testing),
        "failures": findings.failures(),
        "samples": [
            {"workload": asdict(workload), "server": name, "rounds": [asdict(sample) for sample in samples]}
            for (workload, name), samples in findings.samples.items()
        ],
    }


def verdict(met: bool, aim: str) -> str:
    return f"{aim} {'met' if met else 'missed'}"


def _throughput(findings: Findings) -> Iterator[str]:
    yield COLUMNS
    figures = compare(findings.samples)
    for workload in WORKLOADS:
        yield str(workload)
        for row in figures:
            if row.workload == workload and not row.server.startswith(f"{EMULATOR} holding"):
                yield _row(row)


def _row(row: Figures) -> str:
    aim = ""
    if row.server == EMULATOR:
        least = LEAST_RATIO[row.workload]
        aim = verdict(row.ratio >= least, f"≥ {least:.2f}")
    spread = f"({row.least_ratio:.2f}-{row.most_ratio:.2f})"
    busy = "" if row.server_busy is None else f"{row.server_busy:.0%}"
    return (
        f"  {row.server:<14}{row.per_second:>8,.0f}{row.ratio:>7.2f} {spread:<13}{aim:<14}"
        f"{row.p50:>7,.0f}{row.p50_ratio:>7.2f}{row.p99:>8,.0f}{row.p99_ratio:>7.2f}"
        f"{row.cost:>8,.0f}{row.cost_ratio:>7.2f}{busy:>8}{row.wrk_busy:>6.0%}"
    )


def _stored(findings: Findings, plan: Plan) -> Iterator[str]:
    yield "cpu time of a create + check at 32 connections, as a multiple of that with nothing stored"
    for count in plan.stored:
        costs = costs_of_storing(findings.samples, count)
        cost = median(costs)
        aim = verdict(cost <= MOST_COST, f"≤ {MOST_COST}") if count == AIMED_AT_STORED else ""
        spread = f"({min(costs):.2f}-{max(costs):.2f})"
        yield f"  {f'{count:,} stored':<22}{cost:>7.2f} {spread:<13}{aim}".rstrip()


def _starts(findings: Findings) -> Iterator[str]:
    yield "start of the process to its first answer, median"
    for kind, times in findings.starts.items():
        took = median(times)
        aim = "" if kind == "bare" else verdict(took <= MOST_START, f"≤ {MOST_START * 1000:.0f} ms")
        yield f"  {STARTS[kind]:<31}{took * 1000:>8.0f} ms  {aim}".rstrip()


def _memory(findings: Findings, plan: Plan) -> Iterator[str]:
    memory, count = findings.memory, plan.stored[-1]
    idle, full = memory["idle"], memory["full"]
    each = (full - idle) / count
    each_aim = verdict(each <= MOST_PER_STORED, "≤ 1.5 KiB") if count == AIMED_AT_STORED else ""
    rows = (
        ("bare uvicorn, idle", f"{memory['bare'] / 1e6:.1f} MB", ""),
        ("emulator, idle after one cycle", f"{idle / 1e6:.1f} MB", verdict(idle < MOST_IDLE, "< 50 MB")),
        (f"each of {count:,} stored", f"{each / 1024:.2f} KiB", each_aim),
        (f"with {count:,} stored", f"{full / 1e6:.1f} MB", ""),
        ("the same at the end of the run", f"{memory['end'] / 1e6:.1f} MB", ""),
    )
    yield "resident memory"
    for label, value, aim in rows:
        yield f"  {label:<31}{value:>11}  {aim}".rstrip()


def _testing(testing: CostsOfTests) -> Iterator[str]:
    yield "a test's cycle with the Python SDK (create, read the code, check), as a multiple of the speed over HTTP"
    for kind, times in testing.cycles.items():
        ratios = speedups(testing, kind)
        ratio = median(ratios)
        aim = verdict(ratio >= LEAST_SPEEDUP, f"≥ {LEAST_SPEEDUP:.0f}") if kind == IN_MEMORY else ""
        spread = f"({min(ratios):.1f}-{max(ratios):.1f})"
        yield f"  {kind:<22}{1 / median(times):>8,.0f}/s{ratio:>7.1f} {spread:<13}{aim}".rstrip()
    cost, rest = median(fixture_costs(testing)), median(disturbances(testing))
    yield f"pytest, {testing.tests:,} empty tests, processor time"
    aim = verdict(cost < MOST_FIXTURE, f"< {MOST_FIXTURE * 1000:.0f} ms")
    yield f"  {'the fixture adds to a test':<31}{cost * 1000:>8.2f} ms  {aim}"
    yield f"  {'and once, to the first one':<31}{median(first_uses(testing)) * 1000:>8.0f} ms"
    yield f"  {'unused, a run takes':<31}{rest:>8.2f} times that without the plugin"


def _disturbances(findings: Findings) -> Iterator[str]:
    """A full server that did not get its processor lost it to something else on the machine."""
    shares = [
        sample.server_busy
        for (workload, server), samples in findings.samples.items()
        if workload.connections > 1 and server != CEILING
        for sample in samples
        if sample.server_busy is not None
    ]
    disturbed = sum(share < LEAST_BUSY for share in shares)
    if disturbed:
        yield (
            f"DISTURBED: in {disturbed} of {len(shares)} measurements at 32 connections something else used the "
            "server's processor; trust the cpu columns, or run it again on a quiet machine"
        )


def _failures(findings: Findings) -> Iterator[str]:
    for where, count in findings.failures().items():
        yield f"INVALID: {count:,} requests failed: {where}"
