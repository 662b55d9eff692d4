"""How often a verification's status may be asked for."""

from collections.abc import Callable

from harness.local import TO, Local

TOO_MANY = (429, 20429, "Too many requests")


def test_the_61st_fetch_within_a_minute_is_refused(emulator: Local) -> None:
    """twilio.com/docs/verify/api/rate-limits-and-timeouts: 60 a minute; per verification is a guess."""
    emulator.post("/_emulator/clock", freeze="true")
    sid = emulator.start().json["sid"]
    for _ in range(30):
        assert emulator.fetch(sid).status == 200
        assert emulator.fetch(TO).status == 200
    emulator.post("/_emulator/clock", advance="20.5")
    refused = emulator.fetch(sid)
    assert refused.refusal == TOO_MANY
    assert refused.headers["retry-after"] == "40"
    assert "rate_limits" in refused.hint
    assert emulator.fetch(TO).refusal == TOO_MANY
    emulator.post("/_emulator/clock", advance="39.5")
    assert emulator.fetch(sid).status == 200


def test_the_181st_fetch_within_an_hour_is_refused(emulator: Local) -> None:
    """twilio.com/docs/verify/api/rate-limits-and-timeouts: 180 an hour."""
    emulator.post("/_emulator/clock", freeze="true")
    service = emulator.service(Ttl=100_000)
    sid = emulator.start(service=service).json["sid"]
    for _ in range(3):
        for _ in range(60):
            assert emulator.fetch(sid, service).status == 200
        emulator.post("/_emulator/clock", advance="60")
    refused = emulator.fetch(sid, service)
    assert (refused.refusal, refused.headers["retry-after"]) == (TOO_MANY, "3420")


def test_the_251st_fetch_within_a_day_is_refused(emulator: Local) -> None:
    """twilio.com/docs/verify/api/rate-limits-and-timeouts: 250 a day."""
    emulator.post("/_emulator/clock", freeze="true")
    service = emulator.service(Ttl=1_000_000)
    sid = emulator.start(service=service).json["sid"]
    for _ in range(5):
        for _ in range(50):
            assert emulator.fetch(sid, service).status == 200
        emulator.post("/_emulator/clock", advance="3600")
    refused = emulator.fetch(sid, service)
    assert (refused.refusal, refused.headers["retry-after"]) == (TOO_MANY, str(19 * 3600))
    emulator.post("/_emulator/clock", advance="19h")
    assert emulator.fetch(sid, service).status == 200


def test_another_verification_has_a_count_of_its_own(emulator: Local) -> None:
    """Our contract, a guess: counted per verification."""
    sid, other = emulator.start().json["sid"], emulator.start("+15017122662").json["sid"]
    for _ in range(61):
        last = emulator.fetch(sid)
    assert (last.status, emulator.fetch(other).status) == (429, 200)


def test_the_account_setting_lifts_the_limits(emulator: Local) -> None:
    """Our contract: one switch."""
    sid = emulator.start().json["sid"]
    emulator.allow(rate_limits=False)
    assert {emulator.fetch(sid).status for _ in range(100)} == {200}


def test_an_option_lifts_the_limits_for_everybody(make_emulator: Callable[..., Local]) -> None:
    """Our contract: --no-rate-limits."""
    emulator = make_emulator(no_rate_limits=True)
    sid = emulator.start().json["sid"]
    assert {emulator.fetch(sid).status for _ in range(100)} == {200}


def test_checks_are_not_counted(emulator: Local) -> None:
    """twilio.com/docs/verify/api/rate-limits-and-timeouts: those limits are on requesting the status."""
    emulator.start()
    for _ in range(61):
        emulator.fetch(TO)
    assert emulator.check(emulator.code()).json["status"] == "approved"


def test_counting_a_fetch_changes_nothing_that_is_shown(emulator: Local) -> None:
    """Our contract: reading does not update."""
    first = emulator.start().json
    emulator.post("/_emulator/clock", advance="5")
    assert emulator.fetch(TO).json == emulator.fetch(TO).json == first
