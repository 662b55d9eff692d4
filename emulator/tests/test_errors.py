"""The catalogue of errors. Source: twilio.com/docs/verify/api/error-codes and the pages of the codes."""

from typing import Any

import pytest

from verify_emulator import errors
from verify_emulator.errors import ErrorKind, TwilioError
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
