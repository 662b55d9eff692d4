"""A file that is replaced as a whole or not at all, and that one emulator holds.

Source of all: our contract (docs/state.md).
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from harness.program import surroundings

from verify_emulator.state.file import FileError, StateFile

OLD, NEW = b"the old document", [b"the ", b"new ", b"document"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state.json"


@pytest.fixture
def file(path: Path) -> Iterator[StateFile]:
    path.write_bytes(OLD)
    file = StateFile(path)
    assert file.open() == OLD
    yield file
    file.close()


class Killed(BaseException):
    """The process is gone."""


STEPS = ("open", "fsync", "replace")
"""What the system is asked for; between them the emulator may be killed."""


def test_a_file_that_is_not_there_is_an_empty_start(path: Path) -> None:
    file = StateFile(path)
    assert file.open() is None
    file.close()
    assert os.listdir(path.parent) == []


def test_a_document_takes_the_place_of_the_one_before(file: StateFile, path: Path) -> None:
    file.write(NEW)
    assert path.read_bytes() == b"".join(NEW)


def test_only_its_owner_can_read_it(file: StateFile, path: Path) -> None:
    path.chmod(0o644)
    file.write(NEW)
    assert path.stat().st_mode & 0o777 == 0o600


def test_nothing_else_stays_behind(file: StateFile, path: Path) -> None:
    file.write(NEW)
    file.close()
    assert os.listdir(path.parent) == ["state.json"]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("times", range(3))
def test_killed_before_or_after_any_step_there_is_the_old_file_or_the_new_one(
    file: StateFile, path: Path, monkeypatch: pytest.MonkeyPatch, step: str, times: int
) -> None:
    """`times` says how often the step succeeds before; killed right after its last success if there are no more."""
    original, done = getattr(os, step), 0

    def killing(*arguments: Any, **named: Any) -> Any:
        nonlocal done
        if done == times:
            raise Killed
        done += 1
        return original(*arguments, **named)

    with monkeypatch.context() as patched:
        patched.setattr(os, step, killing)
        with suppress(Killed):
            file.write(NEW)
        assert path.read_bytes() in (OLD, b"".join(NEW))
    file.close()
    assert StateFile(path).open() in (OLD, b"".join(NEW))


def test_killed_while_it_is_written_there_is_the_old_file(file: StateFile, path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"the "
        raise Killed

    with pytest.raises(Killed):
        file.write(pieces())
    assert path.read_bytes() == OLD


def test_what_was_written_is_on_the_disk_before_it_takes_its_place(
    file: StateFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    for name in ("fsync", "replace"):
        step = getattr(os, name)
        monkeypatch.setattr(os, name, lambda *a, _step=step, _name=name: (order.append(_name), _step(*a)))
    file.write(NEW)
    assert order == ["fsync", "replace", "fsync"]


@pytest.mark.parametrize("what", ["file", "link"])
def test_what_a_killed_emulator_has_left_is_overwritten(path: Path, what: str) -> None:
    left, elsewhere = path.with_name("state.json.new"), path.with_name("elsewhere")
    elsewhere.write_bytes(b"somebody's")
    if what == "link":
        left.symlink_to(elsewhere)
    else:
        left.write_bytes(b"half a docu")
    path.with_name("state.json.lock").touch()
    file = StateFile(path)
    assert file.open() is None
    file.write(NEW)
    file.close()
    assert path.read_bytes() == b"".join(NEW)
    assert sorted(os.listdir(path.parent)) == ["elsewhere", "state.json"]
    assert elsewhere.read_bytes() == b"somebody's"


def test_a_link_stays_one_and_what_it_leads_to_is_replaced(path: Path) -> None:
    folder = path.parent / "volume"
    folder.mkdir()
    (folder / "kept.json").write_bytes(OLD)
    path.symlink_to(folder / "kept.json")
    file = StateFile(path)
    assert file.open() == OLD
    file.write(NEW)
    file.close()
    assert path.is_symlink()
    assert (folder / "kept.json").read_bytes() == b"".join(NEW)


def test_a_second_emulator_is_refused(file: StateFile, path: Path) -> None:
    with pytest.raises(FileError, match="another emulator keeps its state there"):
        StateFile(path).open()
    other = path.with_name("link.json")
    other.symlink_to(path)
    with pytest.raises(FileError, match=r"link\.json: another emulator"):
        StateFile(other).open()


def test_once_it_is_let_go_the_next_one_may_have_it(file: StateFile, path: Path) -> None:
    file.close()
    second = StateFile(path)
    assert second.open() == OLD
    file.close()  # once more, which takes nothing from the second one
    with pytest.raises(FileError):
        StateFile(path).open()
    second.close()


def test_where_files_cannot_be_locked_it_works_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(number: int, how: int) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("fcntl.flock", refuse)
    file = StateFile(path)
    assert file.open() is None
    file.write(NEW)
    file.close()
    assert os.listdir(path.parent) == ["state.json"]


def test_a_killed_process_holds_nothing(path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from verify_emulator.state.file import StateFile; "
        "StateFile(Path(sys.argv[1])).open(); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], env=surroundings(), check=False)
    assert done.returncode == -9
    assert os.listdir(path.parent) == ["state.json.lock"]
    file = StateFile(path)
    assert file.open() is None
    file.close()
    assert os.listdir(path.parent) == []


def test_what_cannot_be_used_is_told_at_once(path: Path) -> None:
    with pytest.raises(FileError, match=r"/missing/state.json: No such file or directory"):
        StateFile(path.parent / "missing" / "state.json").open()
    with pytest.raises(FileError, match="is a directory"):
        StateFile(path.parent).open()
    path.touch()
    with pytest.raises(FileError, match="Not a directory"):
        StateFile(path / "state.json").open()


def test_a_folder_that_cannot_be_written_is_told_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Permissions do not stop root, whom containers often run as: the system's answer is put here."""
    original = os.open

    def refuse(name: Any, flags: int, *rest: Any, **named: Any) -> int:
        if str(name).endswith(".new"):
            raise PermissionError(13, "Permission denied")
        return original(name, flags, *rest, **named)

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(FileError, match=r"state\.json: Permission denied"):
        StateFile(path).open()
    monkeypatch.undo()
    assert os.listdir(path.parent) == []


def test_a_file_that_cannot_be_written_is_still_the_old_one(
    file: StateFile, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        file.write(NEW)
    assert path.read_bytes() == OLD
