"""Clocks that are steered to where nobody is."""

from typing import Any

import pytest
from harness.local import ACCOUNT, Local
from harness.snapshot import assert_polite

BY_ACCOUNT = f"/_emulator/clock?account_sid={ACCOUNT}"
FOR_ALL = "/_emulator/clock"
FAR = 10**11
"""Seconds: about 3,170 years, the longest step that is taken."""


def assert_alive(emulator: Local) -> None:
    """Every kind of request is answered, and dates have four-digit years."""
    for answer in (
        emulator.start(),
        emulator.check("000000"),
        emulator.get("/v2/Services"),
        emulator.fetch("+1"),
    ):
        assert_polite(answer)
    for path in (FOR_ALL, BY_ACCOUNT, "/_emulator/health", "/_emulator/messages"):
        assert emulator.get(path).status == 200
    created = emulator.get("/v2/Services").json["services"][0]["date_created"]
    assert len(created) == len("2026-01-02T03:04:05Z")


@pytest.mark.parametrize(
    "steps",
    [
        [(FOR_ALL, "9000-01-01T00:00:00Z")],
        [(FOR_ALL, "8999-12-31T23:59:59Z")],
        [(FOR_ALL, "1970-01-01T00:00:00Z")],
        [(FOR_ALL, "1969-12-31T23:59:59Z")],
        [(FOR_ALL, "0001-01-01T00:00:00+14:00")],
        [(FOR_ALL, "9999-12-31T23:59:59-14:00")],
        [(BY_ACCOUNT, "8999-12-31T23:59:59Z")],
        [(BY_ACCOUNT, "1970-01-01T00:00:00Z")],
        [(FOR_ALL, FAR), (FOR_ALL, FAR), (FOR_ALL, FAR)],
        [(FOR_ALL, -FAR)],
        [(BY_ACCOUNT, FAR), (BY_ACCOUNT, FAR), (BY_ACCOUNT, FAR)],
        [(BY_ACCOUNT, FAR), (BY_ACCOUNT, FAR), (FOR_ALL, FAR), (FOR_ALL, FAR)],
        [(FOR_ALL, FAR), (BY_ACCOUNT, -FAR), (FOR_ALL, -FAR)],
        [(FOR_ALL, "8999-01-01"), (BY_ACCOUNT, -FAR), (BY_ACCOUNT, -FAR), (FOR_ALL, "1970-01-02")],
        [
            (FOR_ALL, "8999-01-01"),
            (BY_ACCOUNT, "1970-01-01"),
            (BY_ACCOUNT, "resume"),
            (FOR_ALL, "1970-01-01"),
        ],
        [(BY_ACCOUNT, "8999-01-01"), (BY_ACCOUNT, "resume"), (FOR_ALL, "8999-01-01"), (FOR_ALL, "resume")],
    ],
    ids=str,
)
def test_no_steering_is_a_fault_of_the_server(emulator: Local, steps: list[tuple[str, Any]]) -> None:
    """Our contract: a clock stays within the years 1970 to 9000, whoever moves it."""
    assert_alive(emulator)
    for path, step in steps:
        kind = "advance" if isinstance(step, int) else step if step == "resume" else "freeze"
        answer = emulator.post(path, {kind: "true" if kind == "resume" else step})
        assert answer.status in (200, 400)
        assert_alive(emulator)


def test_the_longest_life_at_the_end_of_time_is_no_fault_of_the_server(emulator: Local) -> None:
    """Our contract: the longest Ttl there is fits behind the last moment there is."""
    service = emulator.service(Ttl=10**9)
    emulator.post(FOR_ALL, freeze="8999-12-31T23:59:59Z")
    assert emulator.start(service=service).status == 201
    assert emulator.update("+15017122661", "canceled", service).status == 200


def test_going_back_in_time_is_no_fault_of_the_server(emulator: Local) -> None:
    """Our contract: a verification from the future is simply not over yet."""
    sid = emulator.start().json["sid"]
    emulator.fetch(sid)
    emulator.post(FOR_ALL, advance="-1d")
    assert emulator.fetch(sid).json["status"] == "pending"
    assert emulator.start().json["sid"] == sid
