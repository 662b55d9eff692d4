"""The report of a run: per rule its source, what each side answered, and whether they agree."""

import json
from pathlib import Path
from typing import Any

import pytest

COLUMNS = ("emulator", "live")
AS_STATED = "as stated"
DIFFERS = "differs"


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


def _read(path: Path, column: str) -> dict[str, dict[str, Any]]:
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


def agree(row: dict[str, Any]) -> bool | None:
    """Whether both sides answer alike; None while that is not known."""
    sides = [row[column] for column in COLUMNS]
    if any(side not in (AS_STATED, DIFFERS) for side in sides) or sides == [DIFFERS, DIFFERS]:
        return None
    return bool(sides[0] == sides[1])


def render(rows: list[dict[str, Any]]) -> str:
    """The report as a Markdown table, disagreements first."""
    words = {True: "yes", False: "**no**", None: "not known"}
    counts = {word: sum(words[row["agree"]] == word for row in rows) for word in words.values()}
    lines = ["# Conformance", "", ", ".join(f"{word}: {number}" for word, number in counts.items()), ""]
    lines += ["| rule | source | confidence | emulator | live | agree |", "|---|---|---|---|---|---|"]
    for row in sorted(rows, key=lambda row: (row["agree"] is not False, str(row["key"]))):
        case = f" ({row['case']})" if row["case"] else ""
        cells = [row["sentence"] + case, row["source"], row["confidence"], row["emulator"], row["live"]]
        shown = [str(cell if cell is not None else "not run").replace("|", "\\|") for cell in cells]
        lines.append("| " + " | ".join([*shown, words[row["agree"]]]) + " |")
    return "\n".join(lines) + "\n"
