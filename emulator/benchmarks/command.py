"""The command: what to measure, in which order, and what becomes of it."""

import argparse
import json
import platform
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path

from benchmarks.calls import Answer, create, prove, reset, store
from benchmarks.load import MISSING, wrk_is_installed
from benchmarks.processors import running_on, split_processors
from benchmarks.report import as_json, render
from benchmarks.rounds import DEFAULT, QUICK, Findings, Plan, holding, measure
from benchmarks.servers import BARE, CEILING, EMULATOR, STARLETTE, Server, ServerFailed
from benchmarks.startup import time_starts
from benchmarks.testing import measure_testing


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when all was measured, whatever came out; 1 when requests failed; 2 when measuring was impossible."""
    options = _parse(arguments)
    plan = QUICK if options.quick else DEFAULT
    if not wrk_is_installed():
        print(MISSING, file=sys.stderr)
        return 2
    try:
        findings = investigate(plan)
    except ServerFailed as failure:
        print(failure, file=sys.stderr)
        return 2
    print(render(findings, plan))
    if options.json:
        options.json.write_text(json.dumps(as_json(findings, plan), indent=1) + "\n")
    return 1 if findings.failures() else 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="benchmarks", description="Measure the emulator against the bare server it runs on."
    )
    parser.add_argument("--quick", action="store_true", help="one round, fewer stored: a first look")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write everything measured to FILE")
    return parser.parse_args(arguments)


def investigate(plan: Plan) -> Findings:
    """Start all servers, fill those that hold something, and measure."""
    processors = split_processors()
    serving, loading = processors or (None, None)
    findings = Findings()
    with ExitStack() as stack:
        stack.enter_context(running_on(loading))
        findings.starts = time_starts(plan.starts, serving)
        servers = {
            name: stack.enter_context(Server(EMULATOR if name.startswith(EMULATOR) else name, serving))
            for name in (CEILING, BARE, STARLETTE, EMULATOR, *map(holding, plan.stored))
        }
        fullest = servers[holding(plan.stored[-1])]
        prove(fullest)
        findings.setting = describe(
            plan, processors, {name: create(servers[name]) for name in (BARE, EMULATOR)}
        )
        findings.memory = {"bare": servers[BARE].memory(), "idle": fullest.memory()}
        for count in plan.stored:
            print(f"storing {count:,} verifications", file=sys.stderr)
            store(servers[holding(count)], count)
        findings.memory["full"] = fullest.memory()
        measure(servers, plan, findings.samples)
        findings.memory["end"] = fullest.memory()
        print("what a test costs", file=sys.stderr)
        reset(servers[EMULATOR])
        findings.testing = measure_testing(servers[EMULATOR], plan.rounds, plan.cycles, plan.tests)
    return findings


def describe(plan: Plan, processors: tuple[int, int] | None, answers: dict[str, Answer]) -> dict[str, str]:
    """What has to be known to read the table."""
    where = "server and wrk share the processors as they like: read the ratios with care"
    if processors:
        serving, loading = processors
        where = f"servers on processor {serving}, wrk on {loading}, or at one connection beside the server"
    versions = ", ".join(
        f"{name} {version(name)}" for name in ("uvicorn", "uvloop", "httptools", "starlette")
    )
    return {
        "software": f"Python {platform.python_version()}, {versions}, {platform.platform()}",
        "rounds": f"medians of {plan.rounds} interleaved rounds, {plan.seconds} s a line; "
        "ratios to bare uvicorn in the same round",
        "where": where,
        "bare": f"bare uvicorn and Starlette read the request and answer a constant: {answers[BARE]}",
        "emulator": f"the emulator's create answer: {answers[EMULATOR]}",
        "ceiling": "ceiling: wrk against a server that answers unread; a turn: a create, or it and its check",
    }
