"""What the page on state says of the format is so. Source of all: our contract (docs/state.md)."""

import json
import re
from typing import Any

from harness.local import SERVICE, Local
from harness.pages import ROOT, blocks
from harness.twins import document_of, load

PAGE = ROOT / "docs" / "state.md"


def example() -> str:
    (block,) = (one for one in blocks() if one.page == PAGE and one.language == "json")
    return block.text


def members(table: int) -> set[str]:
    """The names in the first column of a table of the page."""
    tables = re.findall(r"^\| member \|.*\n\|.*\n((?:\|.*\n)+)", PAGE.read_text("utf-8"), re.M)
    return {name for row in tables[table].splitlines() for name in re.findall(r"`(\w+)`", row.split("|")[1])}


def test_the_example_can_be_loaded(emulator: Local) -> None:
    load(emulator, example().encode())
    assert emulator.get(f"/v2/Services/{SERVICE}").json["friendly_name"] == "Verify Emulator"
    assert emulator.start().status == 201


def test_the_tables_have_every_member(make_emulator: Any) -> None:
    emulator = make_emulator(seed=1)
    emulator.start()
    document = json.loads(document_of(emulator))
    assert set(document) == members(0)
    assert set(document["accounts"][0]) == members(1)
