"""The catalogue of errors. Source: twilio.com/docs/verify/api/error-codes and the pages of the codes."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from verify_emulator import errors
from verify_emulator.errors import ErrorKind, TwilioError, cited
from verify_emulator.verify.rules.dialects import ERRORS

KINDS = {name: kind for name, kind in vars(errors).items() if isinstance(kind, ErrorKind)}


@pytest.mark.parametrize("name", KINDS)
def test_an_error_has_a_code_a_status_and_a_reference(name: str) -> None:
    """Our contract: every entry says where Twilio documents it."""
    kind = KINDS[name]
    assert 20_000 <= kind.code < 70_000
    assert 400 <= kind.status <= 500
    assert kind.reference == (kind.source or f"twilio.com/docs/api/errors/{kind.code}")
    assert (kind.detail is not None) is (kind.code == 20_003)


@pytest.mark.parametrize("name", KINDS)
def test_a_body_is_the_envelope_in_the_order_of_live_answers(name: str) -> None:
    """Raw bodies: code, detail on 401 only, message, more_info, status."""
    kind = KINDS[name]
    details: dict[str, Any] = dict.fromkeys(("name", "value", "path", "channel", "country", "number"), "{X}")
    body = TwilioError(kind, **details).body()
    assert list(body) == [
        "code",
        *(["detail"] if kind.detail is not None else []),
        "message",
        "more_info",
        "status",
    ]
    assert body["more_info"] == f"https://www.twilio.com/docs/errors/{kind.code}"
    assert "{X}" in body["message"] or "{" not in kind.message


def raised_without_hint(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "TwilioError":
            (kind,) = node.args
            has_own = isinstance(kind, ast.Name) and kind.id in KINDS and KINDS[kind.id].hint
            hints = [keyword.value for keyword in node.keywords if keyword.arg == "hint"]
            if not has_own and not (
                hints and not (isinstance(hints[0], ast.Constant) and not hints[0].value)
            ):
                yield f"{path.name}:{node.lineno}"


def test_every_place_that_refuses_says_why() -> None:
    """Our contract: a hint at the place, or one for the whole kind."""
    paths = Path(errors.__file__).parent.rglob("*.py")
    assert [place for path in paths for place in raised_without_hint(path)] == []


def test_a_place_without_a_hint_is_found(tmp_path: Path) -> None:
    path = tmp_path / "rules.py"
    path.write_text(
        'raise TwilioError(NOT_FOUND)\nraise TwilioError(NOT_FOUND, hint="")\nraise TwilioError(NO_TARGET)\n'
        'raise TwilioError(NOT_FOUND, hint="gone")\nraise TwilioError(KINDS[0], name="To")\n'
    )
    assert list(raised_without_hint(path)) == ["rules.py:1", "rules.py:2", "rules.py:5"]


def test_what_is_cited_is_bounded() -> None:
    assert (cited("a" * 64), cited("a" * 65), cited(7)) == ("a" * 64, "a" * 64 + "...", "7")


def test_an_exception_can_be_read_in_a_log() -> None:
    """Our contract."""
    assert str(TwilioError(errors.MAX_SENDS)) == "60203 Max send attempts reached"


def test_a_dialect_replaces_only_errors_of_the_catalogue() -> None:
    """Our contract: one small table."""
    assert ERRORS["live"] == {}
    assert set(ERRORS["skill"]) <= set(KINDS.values())
    assert {kind.status for kind in ERRORS["skill"]} == {
        replaced.status for replaced in ERRORS["skill"].values()
    }
