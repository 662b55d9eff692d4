"""Proves that the suite discriminates: puts each fault of the table into a copy of the emulator and runs tests on it.

    python -m conformance_tests.mutations [WORD ...]

runs all faults, or those whose name contains a word, and prints which test noticed each. Exits with 1 if a fault
goes unnoticed, or if it can no longer be put in because the emulator has changed.
"""

import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from conformance_tests.faults import FAULTS, Fault

HERE = Path(__file__).parent
AT_ONCE = 2
TIMEOUT = 180.0
NOTICED = re.compile(r"^FAILED conformance_tests/(\S+)", re.M)


def main(words: list[str]) -> int:
    """Run the faults and print the table."""
    faults = [fault for fault in FAULTS if not words or any(word in fault.name for word in words)]
    if not faults:
        print(f"no fault has any of these words in its name: {' '.join(words)}", file=sys.stderr)
        return 2
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(notice, faults))
    width = max(len(fault.name) for fault in faults)
    for fault, (noticed, outcome) in zip(faults, outcomes, strict=True):
        print(f"{fault.name:{width}}  {outcome if noticed else outcome.upper()}")
    unnoticed = sum(not noticed for noticed, _ in outcomes)
    print(f"\n{len(faults) - unnoticed} of {len(faults)} faults noticed")
    return 1 if unnoticed else 0


def notice(fault: Fault) -> tuple[bool, str]:
    """Whether the suite notices a fault, and by which test: first where it should, then anywhere."""
    with TemporaryDirectory() as folder:
        if not put_in(fault, Path(folder)):
            return False, "does not apply any more"
        for tests in ((fault.tests,), (".", "--ignore=selftest")):
            status, printed = run(tests, folder)
            if found := NOTICED.search(printed):
                return True, found[1]
            if status != 0:
                return False, f"no test failed, the run did: {printed.strip().splitlines()[-1]}"
    return False, "unnoticed"


def package() -> Path:
    """Where the emulator is."""
    spec = find_spec("verify_emulator")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0])


def read_sources(package: Path) -> dict[Path, str]:
    """The text of every module."""
    return {module: module.read_text("utf-8") for module in package.rglob("*.py")}


def put_in(fault: Fault, folder: Path) -> bool:
    """Copy the emulator and put the fault in; False if its place is not found exactly once."""
    copy = folder / "verify_emulator"
    shutil.copytree(package(), copy, ignore=shutil.ignore_patterns("__pycache__"))
    sources = read_sources(copy)
    for module, text in sources.items():
        if fault.old in text:
            module.write_text(text.replace(fault.old, fault.new), "utf-8")
    return sum(text.count(fault.old) for text in sources.values()) == 1


def run(tests: tuple[str, ...], folder: str) -> tuple[int, str]:
    """Run tests against the changed copy, in its own process, up to the first failure."""
    places = [
        f"--ignore={HERE / test[9:]}" if test.startswith("--ignore=") else str(HERE / test) for test in tests
    ]
    finished = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-x",
            "-q",
            "-rf",
            "--tb=no",
            "-p",
            "no:cacheprovider",
            "--target",
            "in-process",
            *places,
        ],
        cwd=HERE.parent,
        # Other packages' plugins take twice as long to load as most faults take to be noticed.
        env={**os.environ, "PYTHONPATH": folder, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
    )
    return finished.returncode, finished.stdout + finished.stderr


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
