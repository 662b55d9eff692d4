"""/_emulator/clock. Source of all: our contract."""

import json
from typing import Any

import pytest
from harness.local import ACCOUNT, Local

CLOCK = "/_emulator/clock"
FROZEN = "2026-01-02T03:04:05.000Z"


@pytest.fixture(autouse=True)
def _frozen(emulator: Local) -> None:
    emulator.post(CLOCK, freeze=FROZEN)


def steer(emulator: Local, body: dict[str, Any], path: str = CLOCK) -> dict[str, Any]:
    """The same steered by a form (which has only texts) and by JSON."""
    answer = emulator.send("POST", path, json.dumps(body).encode())
    assert answer.status == 200, answer.body
    shown: dict[str, Any] = answer.json
    assert list(shown) == ["now", "offset_seconds", "frozen"]
    return shown


@pytest.mark.parametrize(
    ("by", "now"),
    [
        (601, "2026-01-02T03:14:06.000Z"),
        (0.5, "2026-01-02T03:04:05.500Z"),
        (-5, "2026-01-02T03:04:00.000Z"),
        ("601", "2026-01-02T03:14:06.000Z"),
        ("10m1s", "2026-01-02T03:14:06.000Z"),
        ("1d2h3m4.5s", "2026-01-03T05:07:09.500Z"),
        ("2h", "2026-01-02T05:04:05.000Z"),
        (" 10m ", "2026-01-02T03:14:05.000Z"),
        ("-30s", "2026-01-02T03:03:35.000Z"),
        ("0", FROZEN),
    ],
)
def test_time_can_be_advanced(emulator: Local, by: Any, now: str) -> None:
    assert steer(emulator, {"advance": by})["now"] == now
    emulator.post(CLOCK, freeze=FROZEN)
    assert emulator.post(CLOCK, advance=by).json["now"] == now
    assert emulator.get(CLOCK).json["now"] == now


@pytest.mark.parametrize(
    "by", ["", "x", "10x", "m", "1s1m", "1.5m", "-", "--1", "1e3", True, None, [], {}, 10**12]
)
def test_an_unreadable_step_is_refused_and_named(emulator: Local, by: Any) -> None:
    answer = emulator.send("POST", CLOCK, json.dumps({"advance": by}).encode())
    assert answer.status == 400
    assert answer.json["error"].startswith("advance: ")
    assert emulator.get(CLOCK).json["now"] == FROZEN


@pytest.mark.parametrize(
    ("at", "now"),
    [
        ("2030-01-01T00:00:00Z", "2030-01-01T00:00:00.000Z"),
        ("2030-01-01T02:00:00+02:00", "2030-01-01T00:00:00.000Z"),
        ("2030-01-01T00:00:00", "2030-01-01T00:00:00.000Z"),
        ("2030-01-01", "2030-01-01T00:00:00.000Z"),
        (True, FROZEN),
        ("true", FROZEN),
        ("1", FROZEN),
    ],
)
def test_time_can_be_stopped(emulator: Local, at: Any, now: str) -> None:
    shown = steer(emulator, {"freeze": at})
    assert (shown["now"], shown["frozen"]) == (now, True)


@pytest.mark.parametrize("at", ["", "x", "yesterday", "2026-13-01", False, None, 17])
def test_an_unreadable_moment_is_refused_and_named(emulator: Local, at: Any) -> None:
    answer = emulator.send("POST", CLOCK, json.dumps({"freeze": at}).encode())
    assert answer.status == 400
    assert answer.json["error"].startswith("freeze: ")


def test_time_runs_on_from_where_it_was_stopped(emulator: Local) -> None:
    shown = steer(emulator, {"resume": True})
    assert shown["now"].startswith("2026-01-02T03:04:05")
    assert shown["frozen"] is False
    assert steer(emulator, {"resume": True})["now"].startswith("2026-01-02T03:04:05")


def test_time_can_be_reset(emulator: Local) -> None:
    shown = steer(emulator, {"reset": True})
    assert shown["frozen"] is False
    assert abs(shown["offset_seconds"]) < 1


@pytest.mark.parametrize("body", [{"resume": False}, {"reset": "no"}, {"reset": None}])
def test_resume_and_reset_have_to_be_true(emulator: Local, body: dict[str, Any]) -> None:
    answer = emulator.send("POST", CLOCK, json.dumps(body).encode())
    (name,) = body
    assert (answer.status, answer.json) == (400, {"error": f"{name}: true"})


@pytest.mark.parametrize("body", [{}, {"advance": 1, "freeze": True}])
def test_it_is_one_thing_at_a_time(emulator: Local, body: dict[str, Any]) -> None:
    answer = emulator.send("POST", CLOCK, json.dumps(body).encode())
    assert (answer.status, answer.json) == (400, {"error": "one of advance, freeze, resume, reset"})


def test_an_unknown_thing_is_named(emulator: Local) -> None:
    answer = emulator.post(CLOCK, rewind="1")
    assert answer.json == {"error": "rewind: not one of advance, freeze, resume, reset"}


def test_an_account_may_be_ahead_of_the_others(emulator: Local) -> None:
    own = f"{CLOCK}?account_sid={ACCOUNT}"
    assert steer(emulator, {"advance": 60}, own)["now"] == "2026-01-02T03:05:05.000Z"
    assert emulator.get(CLOCK).json["now"] == FROZEN
    assert emulator.start().json["date_created"] == "2026-01-02T03:05:05Z"
    emulator.account, emulator.token = "AC" + "1" * 32, "x"
    assert emulator.start().json["date_created"] == "2026-01-02T03:04:05Z"


def test_an_accounts_clock_follows_the_common_one(emulator: Local) -> None:
    own = f"{CLOCK}?account_sid={ACCOUNT}"
    steer(emulator, {"advance": 60}, own)
    steer(emulator, {"advance": 3600})
    shown = emulator.get(own).json
    assert (shown["now"], shown["frozen"]) == ("2026-01-02T04:05:05.000Z", True)
    assert steer(emulator, {"reset": True}, own)["now"] == "2026-01-02T04:04:05.000Z"


def test_an_account_may_stand_still_while_the_others_go_on(emulator: Local) -> None:
    own = f"{CLOCK}?account_sid={ACCOUNT}"
    steer(emulator, {"freeze": True}, own)
    steer(emulator, {"advance": 3600})
    assert emulator.get(own).json["now"] == FROZEN
    assert steer(emulator, {"resume": True}, own)["now"] == FROZEN
    steer(emulator, {"advance": 1})
    assert emulator.get(own).json["now"] == "2026-01-02T03:04:06.000Z"


@pytest.mark.parametrize("sid", ["", "x", "AC", "VA" + "0" * 32])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_no_account_is_refused(emulator: Local, method: str, sid: str) -> None:
    answer = emulator.send(method, f"{CLOCK}?account_sid={sid}", b"advance=60")
    assert answer.status == 400
    assert answer.json["error"].startswith("account_sid: ")
    assert emulator.get(CLOCK).json["now"] == FROZEN
