"""freezegun moves an emulator in the same process. Source: our contract."""

from datetime import timedelta

from freezegun import freeze_time
from harness.local import Local


def test_freezegun_lets_a_verification_expire(emulator: Local) -> None:
    """twilio.com/docs/verify/api/rate-limits-and-timeouts: ten minutes."""
    with freeze_time("2026-01-02T03:04:05Z", real_asyncio=True) as frozen:
        body = emulator.start().json
        assert body["date_created"] == "2026-01-02T03:04:05Z"
        assert body["send_code_attempts"][0]["time"] == "2026-01-02T03:04:05.000Z"
        frozen.tick(timedelta(seconds=599))
        assert emulator.fetch(body["sid"]).json["status"] == "pending"
        frozen.tick(timedelta(seconds=1))
        assert emulator.fetch(body["sid"]).status == 404
        assert emulator.check(emulator.code()).status == 404
        assert emulator.start().json["sid"] != body["sid"]


def test_freezegun_and_the_control_plane_add_up(emulator: Local) -> None:
    """Our contract: an offset is added to whatever the system's time is."""
    with freeze_time("2026-01-02T03:04:05Z", real_asyncio=True):
        shown = emulator.post("/_emulator/clock", advance="10m").json
        assert shown == {"now": "2026-01-02T03:14:05.000Z", "offset_seconds": 600.0, "frozen": False}
        answer = emulator.start()
        assert answer.json["date_created"] == "2026-01-02T03:14:05Z"
        assert answer.headers["date"] == "Fri, 02 Jan 2026 03:14:05 GMT"


def test_after_freezegun_time_goes_on(emulator: Local) -> None:
    """Our contract: nothing is kept of a frozen time."""
    with freeze_time("2001-01-01", real_asyncio=True):
        emulator.start()
    assert abs(emulator.get("/_emulator/clock").json["offset_seconds"]) < 1
