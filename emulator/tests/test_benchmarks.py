"""The benchmark tells what it measured; that it is told right needs neither load nor time."""

import http.client
import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import command
from benchmarks.answer import BODY, HEADERS
from benchmarks.figures import compare, costs_of_storing, disturbances, first_uses, fixture_costs, speedups
from benchmarks.load import Sample, Workload
from benchmarks.report import as_json, render
from benchmarks.rounds import CREATE_1, CREATE_32, CYCLE_32, WORKLOADS, Findings, Plan, holding, lineup
from benchmarks.servers import BARE, EMULATOR, Server
from benchmarks.testing import (
    FIXTURE,
    FIXTURE_ONCE,
    IN_MEMORY,
    OVER_HTTP,
    PLUGIN_OFF,
    UNUSED,
    UNUSED_ONCE,
    CostsOfTests,
    measure_testing,
)

PLAN = Plan(rounds=3, seconds=1, stored=(10, 100_000), starts=1, cycles=1, tests=101)


def sample(per_second: float, *, wait: float = 100, failures: int = 0, busy: float = 0.98) -> Sample:
    return Sample(
        per_second,
        p50=wait,
        p99=wait * 2,
        failures=failures,
        server_time=busy / per_second * 1e6,
        server_busy=busy,
        wrk_busy=0.5,
    )


def findings() -> Findings:
    """Three rounds in which every server is as quick as bare uvicorn."""
    found = Findings(
        starts={"health": [0.1, 0.3, 0.15], "verify": [0.25], "bare": [0.1]},
        memory={"bare": 30_000_000, "idle": 40_000_000, "full": 140_000_000, "end": 141_000_000},
        setting={"software": "Python"},
        testing=CostsOfTests(
            cycles={IN_MEMORY: [0.001, 0.002, 0.001], OVER_HTTP: [0.004, 0.010, 0.002]},
            runs={
                PLUGIN_OFF: [1.0, 1.0, 1.0],
                UNUSED: [1.1, 1.0, 1.2],
                UNUSED_ONCE: [0.5, 0.5, 0.5],
                FIXTURE: [2.0, 2.0, 2.0],
                FIXTURE_ONCE: [1.2, 1.0, 1.4],
            },
            tests=101,
        ),
    )
    for workload in WORKLOADS:
        for server in lineup(workload, PLAN.stored):
            found.samples[workload, server] = [sample(100), sample(200), sample(400)]
    return found


def line_of(report: str, start: str, after: str = "") -> str:
    """The first line that starts so, after the line that starts so."""
    lines = [line.strip() for line in report.splitlines()]
    begin = next(index for index, line in enumerate(lines) if line.startswith(after))
    return next(line for line in lines[begin:] if line.startswith(start))


def test_a_ratio_is_formed_within_each_round_before_the_median_is_taken() -> None:
    """Drift of the machine cancels only between neighbours in time."""
    found = findings()
    found.samples[CREATE_32, EMULATOR] = [sample(50, wait=300), sample(60, wait=150), sample(400, wait=100)]
    (figures,) = (
        row for row in compare(found.samples) if (row.workload, row.server) == (CREATE_32, EMULATOR)
    )
    assert (figures.per_second, figures.ratio) == (60, 0.5)
    assert (figures.least_ratio, figures.most_ratio) == (0.3, 1.0)
    assert (figures.p50, figures.p50_ratio) == (150, 1.5)


def test_the_cost_of_storing_is_told_against_the_empty_emulator_of_the_same_round() -> None:
    """A cycle that is done half as often costs twice as much, unless something else had the processor."""
    found = findings()
    found.samples[CYCLE_32, holding(100_000)] = [sample(50), sample(100, busy=0.49), sample(100)]
    assert costs_of_storing(found.samples, 100_000) == pytest.approx([2, 1, 4])
    assert line_of(render(found, PLAN), "100,000 stored").split() == [
        "100,000", "stored", "2.00", "(1.00-4.00)", "≤", "1.1", "missed"
    ]  # fmt: skip


def test_the_cost_with_fewer_stored_than_the_aim_speaks_of_has_no_verdict() -> None:
    """The aim is 1.1 at 100,000."""
    assert line_of(render(findings(), PLAN), "10 stored").split() == ["10", "stored", "1.00", "(1.00-1.00)"]


@pytest.mark.parametrize(("per_second", "verdict"), [(35, "≥ 0.35 met"), (34, "≥ 0.35 missed")])
def test_an_aim_stands_beside_its_value(per_second: float, verdict: str) -> None:
    """Create at 32 connections aims at 0.35 of bare uvicorn."""
    found = findings()
    found.samples[CREATE_32, EMULATOR] = [sample(per_second), sample(per_second * 2), sample(per_second * 4)]
    assert verdict in line_of(render(found, PLAN), EMULATOR, after=str(CREATE_32))


def test_the_time_to_the_first_answer_is_a_median() -> None:
    """First answer within 200 ms of the process start."""
    report = render(findings(), PLAN)
    assert line_of(report, "emulator, /_emulator/health").endswith("150 ms  ≤ 200 ms met")
    assert line_of(report, "emulator, a Verify call").endswith("250 ms  ≤ 200 ms missed")


def test_memory_is_told_idle_and_for_each_stored_verification() -> None:
    """100 MB more for 100,000 verifications are 1000 bytes each."""
    report = render(findings(), PLAN)
    assert line_of(report, "emulator, idle").endswith("40.0 MB  < 50 MB met")
    assert line_of(report, "each of 100,000 stored").endswith("0.98 KiB  ≤ 1.5 KiB met")


def test_a_server_that_did_not_get_its_processor_is_pointed_out() -> None:
    """With 32 clients waiting only another program keeps a server from its processor."""
    found = findings()
    assert "DISTURBED" not in render(found, PLAN)
    found.samples[CREATE_1, BARE][0] = sample(100, busy=0.6)
    assert "DISTURBED" not in render(found, PLAN)
    found.samples[CREATE_32, BARE][0] = sample(100, busy=0.6)
    assert "DISTURBED: in 1 of 24 measurements" in render(found, PLAN)


def test_missing_every_aim_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A benchmark never asserts a time."""
    slow = findings()
    for (_, server), samples in slow.samples.items():
        if server == EMULATOR:
            samples[:] = [sample(1)] * 3
    monkeypatch.setattr(command, "wrk_is_installed", lambda: True)
    monkeypatch.setattr(command, "DEFAULT", PLAN)
    monkeypatch.setattr(command, "investigate", lambda plan: slow)
    assert command.main([]) == 0
    assert capsys.readouterr().out.count("missed") > len(WORKLOADS) - 1


def test_failed_requests_make_the_run_invalid(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A server that answers errors fast is not fast."""
    broken = findings()
    broken.samples[CREATE_32, EMULATOR][1] = sample(200, failures=7)
    monkeypatch.setattr(command, "wrk_is_installed", lambda: True)
    monkeypatch.setattr(command, "DEFAULT", PLAN)
    monkeypatch.setattr(command, "investigate", lambda plan: broken)
    assert command.main(["--json", str(tmp_path / "out.json")]) == 1
    assert "INVALID: 7 requests failed: create, 32 connections, emulator" in capsys.readouterr().out
    written = json.loads((tmp_path / "out.json").read_text())
    assert written["valid"] is False


def test_json_holds_the_samples_of_every_round() -> None:
    """What the table sums up can be summed up again."""
    told = json.loads(json.dumps(as_json(findings(), PLAN)))
    (own,) = (
        entry["rounds"]
        for entry in told["samples"]
        if Workload(**entry["workload"]) == CREATE_32 and entry["server"] == EMULATOR
    )
    assert [moment["per_second"] for moment in own] == [100, 200, 400]


def test_without_wrk_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The load generator is no Python package."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert command.main(["--quick"]) == 2
    told = capsys.readouterr()
    assert "apt-get install wrk" in told.err
    assert (told.err.count("\n"), told.out) == (1, "")


def test_the_bare_server_answers_the_constant_of_a_create() -> None:
    """The yardstick: an ASGI app on plain uvicorn, a constant of the size of a create answer."""
    with Server(BARE) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        for path in ("/v2/Services/VA/Verifications", "/v2/Services/VA/VerificationCheck"):
            connection.request("POST", path, "To=%2B15017122661&Channel=sms")
            response = connection.getresponse()
            assert (response.status, response.read()) == (201, BODY)
            told = {name: value for name, value in response.getheaders() if name != "date"}
            assert told == {name.lower(): value for name, value in HEADERS.items()}
        connection.close()


def test_the_speed_of_a_cycle_is_told_against_http_in_the_same_round() -> None:
    """In memory at least three times as many as over HTTP."""
    assert speedups(findings().testing, IN_MEMORY) == pytest.approx([4, 5, 2])
    assert line_of(render(findings(), PLAN), IN_MEMORY, after="a test's cycle").split() == [
        "in", "memory", "1,000/s", "4.0", "(2.0-5.0)", "≥", "3", "met"
    ]  # fmt: skip


def test_what_the_fixture_adds_to_a_test_is_what_it_adds_after_the_first() -> None:
    """Less than a millisecond; imports are told by themselves."""
    found = findings()
    assert fixture_costs(found.testing) == pytest.approx([0.002, 0.005, -0.001])
    assert first_uses(found.testing) == pytest.approx([0.7, 0.5, 0.9])
    assert disturbances(found.testing) == pytest.approx([1.1, 1.0, 1.2])
    report = render(found, PLAN)
    assert line_of(report, "the fixture adds to a test").endswith("2.00 ms  < 1 ms missed")
    assert line_of(report, "and once, to the first one").endswith("700 ms")
    assert line_of(report, "unused, a run takes").endswith("1.10 times that without the plugin")


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
def test_every_kind_of_cycle_signs_in_and_every_kind_of_run_passes() -> None:
    """What fails is no measurement."""
    with Server(EMULATOR) as server:
        found = measure_testing(server, rounds=1, cycles=1, tests=2)
    assert {len(times) for times in (*found.cycles.values(), *found.runs.values())} == {1}
    assert len(found.cycles) == 4
    assert len(found.runs) == 5
