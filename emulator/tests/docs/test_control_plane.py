"""docs/control_plane.md names what the control plane answers, all of it and nothing else. Source: our contract."""

import re
from pathlib import Path

import pytest
from harness.local import SERVICE
from harness.receiver import Receiver
from harness.served import Served

import verify_emulator

PAGE = (Path(__file__).parents[3] / "docs" / "control_plane.md").read_text("utf-8")
TABLES = dict(re.findall(r"^<!-- fields: (\w+) -->\n\|.*\n\|.*\n((?:\|.*\n)+)", PAGE, re.MULTILINE))
SCRIPT = Path(verify_emulator.__file__).parent / "ui" / "static" / "live.js"


def documented(table: str) -> set[str]:
    """What stands in the first column."""
    return {name for row in TABLES[table].splitlines() for name in re.findall(r"`(\w+)`", row.split("|")[1])}


@pytest.mark.parametrize(
    ("table", "path"),
    [
        ("message", "messages"),
        ("verification", "verifications"),
        ("request", "requests"),
        ("delivery", "webhooks/deliveries"),
    ],
)
def test_the_fields_of_what_is_listed(served: Served, table: str, path: str) -> None:
    with Receiver() as receiver:
        service = f"/v2/Services/{SERVICE}"
        served.wire.post(
            f"{service}/Webhooks", FriendlyName="Mine", EventTypes="factor.created", WebhookUrl=receiver.url
        )
        served.wire.start()
        served.wire.post(f"{service}/Entities/person-0001/Factors", FriendlyName="App", FactorType="totp")
        served.wire.get("/_emulator/webhooks/deliveries?wait=10")
        answer = served.wire.get(f"/_emulator/{path}").json
    listed = answer[path.rpartition("/")[2]]
    assert listed
    for each in listed:
        assert set(each) == documented(table)
    if table == "delivery":
        parts = {*listed[0]["request"], *listed[0]["attempts"][0]}
        assert [name for name in parts if f"`{name}`" not in TABLES[table]] == []


def test_the_events_of_the_stream() -> None:
    """The inbox listens to all of them, and another test sees each come."""
    (listed,) = re.findall(r"^const KINDS = \[(.*)\]", SCRIPT.read_text(), re.MULTILINE)
    assert documented("event") == {"hello", *re.findall(r'"(\w+)"', listed)}
