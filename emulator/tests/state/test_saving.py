"""A file is loaded at the start and saved at the stop, and meanwhile whenever something has changed.

Source of all: our contract (docs/state.md).
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from harness.local import ACCOUNT, SERVICE, TO, Local
from harness.twins import dateless, document_of

from verify_emulator.state.file import FileError, StateFile
from verify_emulator.state.saving import Saving

PATIENCE = 20


class Kept(Local):
    """An emulator with a file, and a count of how often that was written."""

    def __init__(self, path: Path, interval: float = 3600, **options: Any) -> None:
        super().__init__(state=path, state_interval=interval, **options)
        saving = self.app._saving
        assert saving is not None
        self.saving: Saving = saving
        self.written = 0
        write = saving._file.write

        def count(pieces: Any) -> None:
            write(pieces)
            self.written += 1

        saving._file.write = count  # type: ignore[method-assign]

    def begin(self) -> None:
        async def begin() -> None:
            self.app.start()

        self.run(begin())

    def save(self) -> None:
        self.run(self.saving._save_aside())

    def stop(self) -> None:
        self.run(self.app.stop())
        self.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state.json"


@pytest.fixture
def kept(path: Path) -> Iterator[Kept]:
    emulator = Kept(path)
    yield emulator
    emulator.stop()


def test_what_was_saved_at_the_stop_is_there_at_the_next_start(path: Path) -> None:
    first = Kept(path)
    sid = first.start().json["sid"]
    code = first.code()
    first.stop()
    second = Kept(path)
    assert second.code() == code
    assert second.check(code).json["sid"] == sid
    second.stop()


def test_without_a_loop_it_is_saved_as_well(path: Path) -> None:
    first = Kept(path)
    first.start()
    first.app.stop_here()
    first.close()
    second = Kept(path)
    assert second.messages()[0]["to"] == TO
    second.stop()


def test_it_is_saved_while_the_emulator_is_served(path: Path) -> None:
    emulator = Kept(path, interval=0.01)
    emulator.start()
    emulator.begin()

    async def wait() -> None:
        while not emulator.written:
            await asyncio.sleep(0.01)

    emulator.run(asyncio.wait_for(wait(), PATIENCE))
    assert dateless(path.read_bytes()) == dateless(document_of(emulator))
    emulator.stop()


CHANGES: dict[str, Callable[[Kept], object]] = {
    "a verification": lambda kept: kept.start("+447400123456"),
    "a status that is asked for, which is counted": lambda kept: kept.fetch(TO),
    "a service that is gone": lambda kept: kept.send("DELETE", f"/v2/Services/{SERVICE}"),
    "the clock": lambda kept: kept.app.clock.freeze(),
    "an account's clock": lambda kept: kept.app.accounts.get(ACCOUNT).clock.freeze(),
    "a setting": lambda kept: kept.allow(sna=True),
    "an account": lambda kept: kept.app.accounts.get("AC" + "b" * 32),
    "a token": lambda kept: setattr(kept.app.accounts.get(ACCOUNT), "token", "other"),
    "a reset": lambda kept: kept.app.reset(),
    "a reset of one account": lambda kept: kept.app.reset(ACCOUNT),
    "messages that are gone": lambda kept: kept.app.outbox.reset(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_saved_once(kept: Kept, change: str) -> None:
    kept.start()
    kept.save()
    assert kept.written == 1
    CHANGES[change](kept)
    kept.save()
    kept.save()
    assert kept.written == 2


SIGHTS = (
    "/v2/Services",
    f"/v2/Services/{SERVICE}/Entities",
    "/v2/Services/VA123",
    "/_emulator/messages",
    "/_emulator/state",
    "/_emulator/verifications",
    f"/_emulator/accounts/{ACCOUNT}/settings",
)


def test_what_only_looks_is_not_saved(kept: Kept) -> None:
    kept.start()
    kept.save()
    for target in SIGHTS:
        kept.get(target)
    kept.send("PUT", f"/v2/Services/{SERVICE}/Entities")
    kept.post("/v2/Services", FriendlyName="")
    kept.save()
    assert kept.written == 1


def test_what_was_loaded_is_not_saved_again(path: Path) -> None:
    first = Kept(path)
    first.start()
    first.stop()
    second = Kept(path)
    second.stop()
    assert second.written == 0


def test_the_calls_of_a_seeded_run_are_saved_if_they_only_draw(path: Path) -> None:
    kept = Kept(path, seed=1)
    kept.start()
    kept.save()
    kept.app.ids.sid("VE")
    kept.save()
    assert kept.written == 2
    kept.stop()


def test_there_is_never_more_than_one_save_at_a_time(path: Path) -> None:
    kept = Kept(path, interval=0.001)
    running, most, done = 0, 0, threading.Semaphore(0)
    write = kept.saving._file.write

    def watch(pieces: Any) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        write(pieces)
        running -= 1
        done.release()

    kept.saving._file.write = watch  # type: ignore[method-assign]
    kept.begin()

    async def change() -> None:
        for second in range(1, 6):
            kept.app.clock.advance(timedelta(seconds=second))
            while not done.acquire(blocking=False):
                await asyncio.sleep(0)

    kept.run(asyncio.wait_for(change(), PATIENCE))
    kept.stop()
    assert most == 1


def test_the_stop_waits_for_a_save_that_goes_on(path: Path) -> None:
    kept = Kept(path, interval=0.001)
    kept.start()
    begun, go_on = threading.Event(), threading.Event()
    write = kept.saving._file.write

    def hold(pieces: Any) -> None:
        begun.set()
        assert go_on.wait(PATIENCE)
        write(pieces)

    kept.saving._file.write = hold  # type: ignore[method-assign]
    kept.begin()

    async def stop() -> None:
        while not begun.is_set():
            await asyncio.sleep(0.001)
        stopping = asyncio.ensure_future(kept.app.stop())
        await asyncio.sleep(0)
        kept.app.clock.freeze()
        assert not stopping.done()
        go_on.set()
        await stopping

    kept.run(asyncio.wait_for(stop(), PATIENCE))
    kept.close()
    again = Kept(path)
    assert again.app.clock.frozen
    again.stop()


def own(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    """What the emulator logged, and not its event loop."""
    return [record for record in caplog.records if record.name == "verify_emulator"]


def test_a_file_that_cannot_be_written_is_told_once_and_tried_again(
    kept: Kept, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: StateFile, pieces: object) -> None:
        raise OSError(28, "No space left on device")

    kept.start()
    write = kept.saving._file.write
    kept.saving._file.write = lambda pieces: full(kept.saving._file, pieces)  # type: ignore[method-assign]
    with caplog.at_level(logging.WARNING, "verify_emulator"):
        kept.save()
        kept.save()
    assert [record.getMessage().partition(": ")[2] for record in own(caplog)] == [
        f"{kept.app.settings.state}: No space left on device; trying again"
    ]
    kept.saving._file.write = write  # type: ignore[method-assign]
    kept.save()
    assert kept.written == 1


def test_what_is_lost_at_the_stop_is_told(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def full(pieces: object) -> None:
        raise OSError(28, "No space left on device")

    kept = Kept(path)
    kept.start()
    kept.saving._file.write = full  # type: ignore[method-assign]
    with caplog.at_level(logging.WARNING, "verify_emulator"):
        kept.stop()
    assert [record.levelname for record in own(caplog)] == ["WARNING", "ERROR"]
    assert own(caplog)[-1].getMessage().endswith("what has changed since it was last written is lost")


def test_what_cannot_be_written_stops_nothing(kept: Kept, caplog: pytest.LogCaptureFixture) -> None:
    def broken(pieces: object) -> None:
        raise TypeError("a fault of ours")

    kept.start()
    write = kept.saving._file.write
    kept.saving._file.write = broken  # type: ignore[method-assign]
    with caplog.at_level(logging.ERROR, "verify_emulator"):
        kept.save()
    assert "cannot be written" in caplog.text
    kept.saving._file.write = write  # type: ignore[method-assign]
    kept.save()
    assert kept.written == 1


def test_a_file_that_is_none_is_told_by_its_place_and_let_go(path: Path) -> None:
    path.write_text('{"format": "twilio-verify-emulator-state", "version": 7}')
    for _ in range(2):
        with pytest.raises(FileError) as refused:
            Local(state=path)
        assert str(refused.value) == f"{path}: version: 7 needs a newer emulator; this one reads up to 1"
    assert path.read_text().endswith("7}")
