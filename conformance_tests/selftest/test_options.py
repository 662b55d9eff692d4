"""What the command line refuses, and what the suite asks of its own tests."""

from types import SimpleNamespace
from typing import cast

import pytest

from conformance_tests.rules import SOURCE
from conformance_tests.selftest.posing import PosingTwilio
from conformance_tests.targets.choice import refuse_nonsense


def refusal_of(target: str, *, accept_charges: bool = False) -> str:
    """What a command line is told."""
    options = {"--target": target, "--accept-charges": accept_charges}
    config = cast(pytest.Config, SimpleNamespace(getoption=options.__getitem__))
    with pytest.raises(pytest.UsageError) as told:
        refuse_nonsense(config)
    return str(told.value)


@pytest.mark.parametrize(
    ("target", "line"),
    [
        ("production", "--target production: not in-process, server, twilio or a URL"),
        ("twilio", "--target twilio sends messages that cost money; add --accept-charges"),
    ],
)
def test_a_target_that_cannot_be_is_refused_in_one_line(target: str, line: str) -> None:
    """Source: the command line (suite)."""
    assert refusal_of(target) == line


@pytest.mark.parametrize("name", ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_VERIFY_TEST_NUMBER"])
def test_a_missing_variable_is_named(
    twilio: PosingTwilio, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Source: the command line (suite)."""
    twilio.export_to(monkeypatch)
    monkeypatch.delenv(name)
    assert (
        refusal_of("twilio", accept_charges=True) == f"--target twilio needs the environment variable {name}"
    )


def test_an_api_key_without_secret_is_refused(twilio: PosingTwilio, monkeypatch: pytest.MonkeyPatch) -> None:
    """Source: the command line (suite)."""
    twilio.export_to(monkeypatch, TWILIO_API_KEY="SK" + "0" * 32)
    assert refusal_of("twilio", accept_charges=True).endswith(
        "needs the environment variable TWILIO_API_SECRET"
    )


@pytest.mark.parametrize(
    ("docstring", "taken"),
    [
        ("Source: twilio.com/docs/api/errors/60202 (documented).", True),
        ("Words first.\n\nSource: two\nlines (guess). Words after.", True),
        ("Source: twilio.com/docs/api/errors/60202.", False),
        ("Source: twilio.com/docs/api/errors/60202 (certain).", False),
        ("No source at all.", False),
    ],
)
def test_a_docstring_names_its_source_and_how_sure_it_is(docstring: str, taken: bool) -> None:
    """Source: the house rules (suite)."""
    assert bool(SOURCE.search(docstring)) is taken
