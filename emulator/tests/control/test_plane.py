"""The control plane as a whole. Source of all: our contract."""

from datetime import datetime

import pytest
from harness.local import Local

import verify_emulator


def test_health_says_that_all_is_well(emulator: Local) -> None:
    emulator.post("/_emulator/clock", freeze="2026-01-02T03:04:05Z")
    answer = emulator.get("/_emulator/health")
    assert answer.status == 200
    body = answer.json
    assert list(body) == ["status", "version", "now", "uptime_seconds", "operations"]
    assert (body["status"], body["version"]) == ("ok", verify_emulator.__version__)
    assert body["now"] == "2026-01-02T03:04:05.000Z"
    assert 0 <= body["uptime_seconds"] < 60
    listed = emulator.get("/_emulator/operations").json["operations"]
    implemented = sum(operation["implemented"] for operation in listed)
    assert body["operations"] == {"implemented": implemented, "total": 57}


def test_the_time_of_health_is_iso_8601(emulator: Local) -> None:
    assert datetime.fromisoformat(emulator.get("/_emulator/health").json["now"]).tzinfo is not None


@pytest.mark.parametrize("path", ["", "/", "/nothing", "/health/", "/clock/", "x"])
def test_an_unknown_path_is_404(emulator: Local, path: str) -> None:
    answer = emulator.get(f"/_emulator{path}")
    assert answer.status == 404
    assert list(answer.json) == ["error"]


@pytest.mark.parametrize("path", ["/reset", "/clock", "/messages"])
def test_pages_of_other_sites_may_not_steer(emulator: Local, path: str) -> None:
    emulator.start()
    headers = [(b"sec-fetch-site", b"cross-site")]
    answer = emulator.send("POST", f"/_emulator{path}", b"advance=1d", headers)
    assert (answer.status, answer.json) == (
        403,
        {"error": "Pages of other sites may not steer the emulator."},
    )
    assert emulator.messages()
    assert abs(emulator.get("/_emulator/clock").json["offset_seconds"]) < 1


@pytest.mark.parametrize("site", [b"same-origin", b"same-site", b"none"])
def test_ones_own_pages_may(emulator: Local, site: bytes) -> None:
    assert emulator.send("POST", "/_emulator/reset", headers=[(b"sec-fetch-site", site)]).status == 204
