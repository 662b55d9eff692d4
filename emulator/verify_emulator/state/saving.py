"""Keeps a file up to date: loaded at the start, saved at the stop and, while it is served, every few seconds."""

import asyncio
import logging
from contextlib import suppress
from pathlib import Path

from verify_emulator.state.faults import StateError
from verify_emulator.state.file import FileError, StateFile
from verify_emulator.state.snapshot import Snapshot
from verify_emulator.state.state import State
from verify_emulator.state.writing import write

log = logging.getLogger("verify_emulator")


class Saving:
    """One emulator and its file. There is never more than one save at a time, and none while nothing changes."""

    def __init__(self, state: State, path: Path, interval: float) -> None:
        self._state = state
        self._path = path
        self._interval = interval
        self._file = StateFile(path)
        self._saved: object = None  # the mark of what the file has
        self._failed = False
        self._ending: asyncio.Event | None = None
        self._task: asyncio.Task[None] | None = None

    def load(self) -> bool:
        """Take the file's document over, if there is one. Raises FileError."""
        text = self._file.open()
        if text is None:
            return False
        try:
            self._state.read(text)()
        except StateError as error:
            self._file.close()
            raise FileError(f"{self._path}: {error}") from None
        self._saved = self._state.mark()
        return True

    def start(self) -> None:
        """Save every few seconds from now on, on the running event loop."""
        self._ending = asyncio.Event()
        self._task = asyncio.ensure_future(self._save_again_and_again(self._ending))

    async def _save_again_and_again(self, ending: asyncio.Event) -> None:
        while not ending.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(ending.wait(), self._interval)
            await self._save_aside()
        await self._save_aside()  # what has changed while that went on

    async def _save_aside(self) -> None:
        """What there is is taken here, at once, and written on a thread while calls go on."""
        mark = self._state.mark()
        if mark != self._saved:
            await asyncio.to_thread(self._write, self._state.take(), mark)

    def _write(self, snapshot: Snapshot, mark: object) -> None:
        """What goes wrong is told once, until it has worked again."""
        try:
            self._file.write(write(snapshot))
        except OSError as error:
            if not self._failed:
                log.warning("--state: %s: %s; trying again", self._path, error.strerror or error)
            self._failed = True
        except Exception:
            log.exception("--state: %s: what there is cannot be written", self._path)
        else:
            self._saved, self._failed = mark, False

    async def stop(self) -> None:
        """Save what has changed, and let go of the file."""
        if self._task is not None and self._ending is not None:
            self._ending.set()
            await self._task
            self._task = None
        else:
            await self._save_aside()
        self._let_go()

    def stop_here(self) -> None:
        """The same where there is no event loop."""
        mark = self._state.mark()
        if mark != self._saved:
            self._write(self._state.take(), mark)
        self._let_go()

    def _let_go(self) -> None:
        if self._failed:
            log.error("--state: %s: what has changed since it was last written is lost", self._path)
        self._file.close()
