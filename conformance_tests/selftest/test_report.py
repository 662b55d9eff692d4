"""The report of a run, and of two."""

import json
from pathlib import Path
from typing import Any

import pytest

from conformance_tests.report import agree
from conformance_tests.selftest.posing import PosingTwilio, posing_server

CASES = "conformance_tests/verifications/test_send_limit.py"
LIMIT = "test_the_fifth_send_goes_out_and_the_sixth_is_refused"
REFUSED = "test_a_refused_start_uses_up_no_send"
EXPIRY = "test_expiry_lifts_the_limit"


@pytest.mark.parametrize(
    ("emulator", "live", "expected"),
    [
        ("as stated", "as stated", True),
        ("as stated", "differs", False),
        ("differs", "as stated", False),
        ("differs", "differs", None),
        ("as stated", None, None),
        ("as stated", "not run: it would have to wait", None),
    ],
)
def test_sides_agree_when_both_do_what_the_rule_says(
    emulator: str, live: str | None, expected: bool | None
) -> None:
    """Source: the report (suite)."""
    assert agree({"emulator": emulator, "live": live}) is expected


def test_two_runs_fill_both_columns_and_show_where_they_differ(twilio: PosingTwilio, tmp_path: Path) -> None:
    """Source: the report (suite)."""
    path = tmp_path / "report.json"
    tests = [f"{CASES}::{name}" for name in (LIMIT, REFUSED, EXPIRY)]
    emulator, _ = twilio.run(*tests, f"--target={twilio.url}", f"--report={path}")
    with posing_server("--dialect=skill") as url:
        live, _ = PosingTwilio(url, tmp_path).run(*tests, "--accept-charges", f"--report={path}")
    assert (emulator, live) == (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
    rows: dict[str, Any] = {row["key"].split("::")[1]: row for row in json.loads(path.read_text())["rules"]}
    found = {name: (row["emulator"], row["live"], row["agree"]) for name, row in rows.items()}
    assert found == {
        LIMIT: ("as stated", "differs", False),
        REFUSED: ("as stated", "as stated", True),
        EXPIRY: ("as stated", "not run: cannot let minutes pass: it would have to wait; --slow does", None),
    }
    assert rows[LIMIT]["source"] == "twilio.com/docs/api/errors/60203; live bodies, 2021 and 2026-03"
    assert rows[LIMIT]["confidence"] == "documented"
    assert rows[LIMIT]["sentence"] == "the fifth send goes out and the sixth is refused"
    readable = path.with_suffix(".md").read_text()
    assert readable.index("| as stated | differs | no |") < readable.index("| as stated | as stated | yes |")
