"""What is long over is dropped, so that memory stays bounded."""

from collections.abc import Callable

from harness.local import ACCOUNT, SERVICE, Local

from verify_emulator.verify.verification import Verification


def stored(emulator: Local) -> int:
    with emulator.app.store.transaction(ACCOUNT) as session:
        return session.count(Verification, SERVICE)


def number(index: int) -> str:
    return f"+1501712{index:04}"


def test_an_hour_after_its_end_a_verification_may_be_dropped(emulator: Local) -> None:
    """Our contract: what Twilio has forgotten is swept; the hour is for explaining a 404."""
    for index in range(20):
        emulator.start(number(index))
    emulator.post("/_emulator/clock", advance=str(600 + 3600))
    for index in range(20, 40):
        emulator.start(number(index))
    assert stored(emulator) == 20


def test_within_the_hour_nothing_is_dropped(emulator: Local) -> None:
    """Our contract: a 404 can still be explained."""
    for index in range(5):
        emulator.start(number(index))
    emulator.post("/_emulator/clock", advance=str(600 + 3599))
    emulator.start(number(5))
    assert stored(emulator) == 6
    assert "expired 3599 s ago" in emulator.check("123456", number(0)).hint


def test_no_more_are_kept_than_is_set(make_emulator: Callable[..., Local]) -> None:
    """Our contract: keep_verifications, per service."""
    emulator = make_emulator(keep_verifications=3)
    sids = [emulator.start(number(index)).json["sid"] for index in range(5)]
    assert [emulator.fetch(sid).status for sid in sids] == [404, 404, 200, 200, 200]
    assert emulator.fetch(number(0)).status == 404
