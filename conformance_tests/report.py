"""The report of a run: per rule its source, what each side answered, and whether they agree."""

import json
from pathlib import Path
from typing import Any

import pytest

COLUMNS = ("emulator", "live")
AS_STATED = "as stated"
DIFFERS = "differs"
VERDICTS = ("yes", "no", "not known")
Row = dict[str, Any]


class Report:
    """Collects outcomes and writes them as JSON and Markdown, keeping the other side's earlier column."""

    def __init__(self, path: Path, column: str) -> None:
        self._path = path
        self._column = column
        self._rows = _read(path, column)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        rule = dict(report.user_properties).get("conformance")
        if not isinstance(rule, dict) or rule["confidence"] == "suite":
            return
        result = _result(report)
        if result is None:
            return
        row = self._rows.setdefault(rule["key"], {**rule, "emulator": None, "live": None})
        row.update(rule)
        if row[self._column] != DIFFERS:
            row[self._column] = result

    def pytest_sessionfinish(self) -> None:
        rows = sorted(self._rows.values(), key=lambda row: str(row["key"]))
        for row in rows:
            row["agree"] = agree(row)
        self._path.write_text(json.dumps({"rules": rows}, indent=1, ensure_ascii=False) + "\n", "utf-8")
        self._path.with_suffix(".md").write_text(render(rows), "utf-8")


def _read(path: Path, column: str) -> dict[str, Row]:
    """The rows of an earlier report, without the column that is about to be filled anew."""
    if not path.exists():
        return {}
    rows = json.loads(path.read_text("utf-8"))["rules"]
    return {row["key"]: {**row, column: None} for row in rows}


def _result(report: pytest.TestReport) -> str | None:
    """What one phase of a test found; set-up and clean-up say something only when they go wrong."""
    if report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longreprtext
        return "not run: " + str(reason).removeprefix("Skipped: ")
    if report.failed:
        return DIFFERS
    return AS_STATED if report.when == "call" else None


def agree(row: Row) -> bool | None:
    """Whether both sides answer alike; None while that is not known."""
    sides = [row[column] for column in COLUMNS]
    if any(side not in (AS_STATED, DIFFERS) for side in sides) or sides == [DIFFERS, DIFFERS]:
        return None
    return bool(sides[0] == sides[1])


def render(rows: list[Row]) -> str:
    """The report as a Markdown table, one line per rule, disagreements first."""
    rules: dict[str, list[Row]] = {}
    for row in rows:
        rules.setdefault(str(row["key"]).partition("[")[0], []).append(row)
    verdicts = {key: verdict(cases) for key, cases in rules.items()}
    counts = ", ".join(f"{word}: {list(verdicts.values()).count(word)}" for word in VERDICTS)
    lines = ["# Conformance", "", f"Do emulator and live Twilio agree? {counts} ({len(rules)} rules).", ""]
    lines += ["| rule | source | confidence | emulator | live | agree |", "|---|---|---|---|---|---|"]
    for key in sorted(rules, key=lambda key: (verdicts[key] != "no", key)):
        first = rules[key][0]
        cells = [first["sentence"], first["source"], first["confidence"]]
        cells += [summary(rules[key], column) for column in COLUMNS]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in (*cells, verdicts[key])) + " |")
    return "\n".join(lines) + "\n"


def verdict(cases: list[Row]) -> str:
    """Whether the sides agree on a rule, as far as its cases tell."""
    found = {case["agree"] for case in cases}
    return "no" if False in found else "yes" if True in found else "not known"


def summary(cases: list[Row], column: str) -> str:
    """What one side answered to all cases of a rule."""
    differing = [case["case"] or DIFFERS for case in cases if case[column] == DIFFERS]
    if differing:
        return DIFFERS if differing == [DIFFERS] else f"{DIFFERS} in {', '.join(differing)}"
    alike = sum(case[column] == AS_STATED for case in cases)
    if alike:
        return AS_STATED if alike == len(cases) else f"{AS_STATED} in {alike} of {len(cases)} cases"
    return str(cases[0][column] or "not run")
