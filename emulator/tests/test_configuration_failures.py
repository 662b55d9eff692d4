"""Scripted failures that stand in the file. Source of all: our contract."""

import json
from pathlib import Path
from typing import Any

import pytest
from harness.local import ACCOUNT, Local

from verify_emulator import Emulator
from verify_emulator.configuration import ConfigurationError, parse, read

MINE = "AC" + "1" * 32
TO = "+15017122661"


def write(folder: Path, text: str) -> Path:
    path = folder / "verify.toml"
    path.write_text(text)
    return path


def scripted(emulator: Local) -> list[Any]:
    found: list[Any] = emulator.get("/_emulator/faults").json["faults"]
    return found


def test_they_are_there_from_the_start_in_their_order(tmp_path: Path, make_emulator: Any) -> None:
    path = write(
        tmp_path,
        '[[faults]]\noperation = "CreateVerification"\nerror = 60203\ntimes = 1\n'
        '[[faults]]\ndelivery = { status = "undelivered", delay = 0 }\n'
        "[[faults]]\ndrop = true\n",
    )
    emulator = make_emulator(config=path)
    assert [one.get("error") for one in scripted(emulator)] == [60203, None, None]
    assert emulator.start().refusal[:2] == (429, 60203)
    assert emulator.start().status == 201
    assert emulator.get("/v2/Services").status == 0


def test_after_a_reset_they_are_as_they_were(tmp_path: Path, make_emulator: Any) -> None:
    emulator = make_emulator(config=write(tmp_path, "[[faults]]\nerror = 60203\ntimes = 1\n"))
    emulator.start()
    emulator.send("POST", "/_emulator/faults", b"error=60202")
    assert [(one["error"], one["remaining"]) for one in scripted(emulator)] == [(60203, 0), (60202, None)]
    emulator.post("/_emulator/reset")
    assert [(one["error"], one["remaining"]) for one in scripted(emulator)] == [(60203, 1)]
    emulator.send("DELETE", "/_emulator/faults")
    assert scripted(emulator) == []
    emulator.post("/_emulator/reset")
    assert len(scripted(emulator)) == 1


def test_the_reset_of_an_account_brings_back_its_own(tmp_path: Path, make_emulator: Any) -> None:
    text = f'[[faults]]\nerror = 60203\n[[faults]]\naccount_sid = "{MINE}"\nerror = 60202\n'
    emulator = make_emulator(config=write(tmp_path, text))
    emulator.send("DELETE", "/_emulator/faults")
    emulator.post(f"/_emulator/reset?account_sid={ACCOUNT}")
    assert scripted(emulator) == []
    for _ in range(2):
        emulator.post(f"/_emulator/reset?account_sid={MINE}")
        assert [one["error"] for one in scripted(emulator)] == [60202]


def test_one_that_waits_has_a_loop_to_wait_on(tmp_path: Path) -> None:
    path = write(tmp_path, '[[faults]]\noperation = "CreateVerification"\ndelay = 0.05\n')
    with Emulator(config=path) as verify:
        service = verify.client().verify.v2.services(verify.service_sid)
        assert service.verifications.create(to=TO, channel="sms").status == "pending"
        assert verify.requests[-1].fault == verify.faults.all()[0].id


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ("", "faults[0]: nothing is to happen: say one of error,"),
        ("error = 1", "faults[0].error: no call of Verify fails with 1"),
        ('operation = "CreateVerfication"\nerror = 60203', "faults[0].operation: there is no such operation"),
        ('error = 60203\ntimes = "1"', "faults[0].times: should be a valid integer"),
        ("error = 60203\ntmies = 1", "faults[0].tmies: there is no such key"),
        (
            "error = 60203\nstatus = 503",
            "faults[0]: one of error, status, drop, delivery, approves, and not both",
        ),
        ('delivery = { status = "lost" }', "faults[0].delivery.status: should be 'delivered'"),
        ("delivery = 1", "faults[0].delivery: should be a table"),
        ("delay = nan", "faults[0].delay: should be a"),
        ('drop = "during"', "faults[0].drop: should be 'before' or 'after'"),
    ],
)
def test_a_bad_one_is_refused_by_its_place(tmp_path: Path, table: str, fault: str) -> None:
    path = write(tmp_path, f"[[faults]]\n{table}\n")
    with pytest.raises(ConfigurationError) as refused:
        Emulator(config=path)
    assert str(refused.value).startswith(f"{path}: {fault}")


def test_there_can_only_be_so_many() -> None:
    text = "[[faults]]\nerror = 60203\n" * 1001
    with pytest.raises(ConfigurationError, match=r"^f: faults: should have at most 1000 items"):
        parse(text.encode(), "f")


def test_the_file_says_what_the_control_plane_takes(tmp_path: Path, make_emulator: Any) -> None:
    """Every scripted failure of the example can be sent as JSON as well."""
    example = Path(__file__).parents[2] / "examples" / "configuration" / "verify-emulator.toml"
    emulator = make_emulator()
    for fault in read(example).faults:
        body = json.dumps(fault.model_dump(mode="json", exclude_none=True)).encode()
        assert emulator.send("POST", "/_emulator/faults", body).status == 201
