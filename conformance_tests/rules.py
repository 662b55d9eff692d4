"""What the suite asks of its own tests: a name that is a sentence, a source, a confidence, known needs."""

import inspect
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from conformance_tests.targets.capabilities import CAPABILITIES

# documented: by Twilio. observed: seen on live Twilio. inferred: follows from these. guess: nobody says.
# extension: made by the emulator. suite: about this suite itself.
SOURCE = re.compile(
    r"^Source: (?P<source>.+) \((?P<confidence>documented|observed|inferred|guess|extension|suite)\)\.",
    re.M | re.S,
)
CHARGED_FIXTURES = {"to", "email_address"}


class Rule(NamedTuple):
    """One documented rule, as a test states it."""

    sentence: str
    source: str
    confidence: str


def annotate(item: pytest.Item, folder: Path) -> None:
    """Read a test's rule, keep it for the report, and mark the test if it costs money."""
    assert isinstance(item, pytest.Function)
    unknown = set(needs(item)) - set(CAPABILITIES)
    if unknown:
        raise pytest.UsageError(f"{item.nodeid} needs {unknown}, which is no capability")
    rule = rule_of(item)
    key = f"{item.path.relative_to(folder).as_posix()}::{item.name}"
    item.user_properties.append(("conformance", {"key": key, **rule._asdict(), "case": case_of(item)}))
    if CHARGED_FIXTURES & set(item.fixturenames):
        item.add_marker("charged")


def needs(item: pytest.Item) -> list[str]:
    """The capabilities that a test announces."""
    return [name for mark in item.iter_markers("needs") for name in mark.args]


def rule_of(item: pytest.Function) -> Rule:
    """The sentence of a test's name and the source of its docstring."""
    found = SOURCE.search(inspect.getdoc(item.function) or "")
    if found is None:
        raise pytest.UsageError(f"{item.nodeid}: its docstring names no source: Source: where (confidence).")
    sentence = item.originalname.removeprefix("test_").replace("_", " ")
    return Rule(sentence, " ".join(found["source"].split()), found["confidence"])


def case_of(item: pytest.Function) -> str:
    """Which case of a parametrised rule a test is."""
    return item.callspec.id if hasattr(item, "callspec") else ""
