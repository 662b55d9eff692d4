"""A file that holds a document: replaced as a whole or not at all, whenever the emulator may be killed."""

import os
from collections.abc import Iterable
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where two emulators with one file do not notice each other
    fcntl = None  # type: ignore[assignment]

MODE = 0o600
"""Tokens and secrets are in there."""


class FileError(ValueError):
    """A file that cannot be used. Its text begins with the file's name."""


class StateFile:
    """One file, held by one emulator as long as that is open. A link is followed once, at the beginning.

    The document is written to a second file beside it, which then takes its place; what a killed emulator has left of
    a second file is overwritten. A third one, empty, is what is locked: the others are replaced.
    """

    def __init__(self, path: Path) -> None:
        self._name = str(path)
        self._path = Path(os.path.realpath(path))
        self._new = self._path.with_name(self._path.name + ".new")
        self._lock = self._path.with_name(self._path.name + ".lock")
        self._held: int | None = None

    def open(self) -> bytes | None:
        """Hold the file and read it; None if there is none yet. Raises FileError, then it is not held."""
        try:
            if self._path.is_dir():
                raise FileError(f"{self._name}: is a directory")
            self._hold()
            self._write_new([])  # now, and not when there is something to lose
            self._new.unlink()
            return self._path.read_bytes() if self._path.exists() else None
        except OSError as error:
            self.close()
            raise FileError(f"{self._name}: {error.strerror or error}") from None

    def _hold(self) -> None:
        """Whoever lets go deletes the file that is locked, so it may be gone by the time that it is ours."""
        while self._held is None:
            held = os.open(self._lock, os.O_CREAT | os.O_RDWR | _PRIVATELY, MODE)
            try:
                self._claim(held)
                if self._lock.exists() and os.path.samestat(os.fstat(held), os.stat(self._lock)):
                    self._held = held
            finally:
                if self._held is None:
                    os.close(held)

    def _claim(self, held: int) -> None:
        if fcntl is None:
            return
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FileError(f"{self._name}: another emulator keeps its state there") from None
        except OSError:
            pass  # a file system without locks, where nobody notices a second emulator

    def write(self, pieces: Iterable[bytes]) -> None:
        """Put a document in the place of the one before. Raises OSError, then that one is still there."""
        self._write_new(pieces)
        os.replace(self._new, self._path)
        self._sync_folder()

    def _write_new(self, pieces: Iterable[bytes]) -> None:
        self._new.unlink(missing_ok=True)
        with open(os.open(self._new, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _PRIVATELY, MODE), "wb") as new:
            for piece in pieces:
                new.write(piece)
            new.flush()
            os.fsync(new.fileno())

    def _sync_folder(self) -> None:
        """Or the name may still lead to the old file after a loss of power. Windows has no such thing."""
        if hasattr(os, "O_DIRECTORY"):
            folder = os.open(self._path.parent, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def close(self) -> None:
        """Let go of the file. May be called again."""
        if self._held is not None:
            self._lock.unlink(missing_ok=True)
            os.close(self._held)
            self._held = None


_PRIVATELY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
