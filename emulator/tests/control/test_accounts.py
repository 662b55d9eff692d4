"""/_emulator/accounts/{AccountSid}/settings. Source of all: our contract."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from harness.local import ACCOUNT, Local

OTHER = "AC" + "1" * 32
DEFAULTS: dict[str, Any] = {
    "auto_channel": False,
    "sna": False,
    "whatsapp_sender": True,
    "disabled_channels": [],
    "psd2": True,
    "custom_friendly_name": False,
    "trial": False,
    "verified_numbers": [],
    "blocked_countries": [],
    "blocked_prefixes": [],
    "undeliverable": [],
    "rate_limits": True,
    "max_rate_limits": None,
    "max_buckets": None,
    "max_entities_per_second": None,
    "attempt_price": None,
    "sna_results": [],
    "webhook_format": "form",
    "event_sink": None,
}


def path(sid: str = ACCOUNT) -> str:
    return f"/_emulator/accounts/{sid}/settings"


def patch(emulator: Local, fields: Any, sid: str = ACCOUNT) -> Any:
    answer = emulator.send("PATCH", path(sid), json.dumps(fields).encode())
    return answer.json if answer.status == 200 else (answer.status, answer.json["error"])


@pytest.mark.parametrize("prefix", ["", "263", "abc", "+26 3", "+263*"])
def test_a_prefix_that_no_number_has_is_refused(emulator: Local, prefix: str) -> None:
    """The empty one would be that of every number."""
    body = json.dumps({"blocked_prefixes": ["+44", prefix]}).encode()
    answer = emulator.send("PATCH", f"/_emulator/accounts/{ACCOUNT}/settings", body)
    error = "blocked_prefixes.1: not the beginning of a phone number: + and digits"
    assert (answer.status, answer.json) == (400, {"error": error})


def test_an_account_begins_plain(emulator: Local) -> None:
    answer = emulator.get(path(OTHER))
    assert (answer.status, answer.json) == (200, DEFAULTS)


def test_an_option_changes_what_accounts_begin_with(make_emulator: Callable[..., Local]) -> None:
    assert make_emulator(no_rate_limits=True).get(path()).json == {**DEFAULTS, "rate_limits": False}


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"sna": True}, {}),
        ({"disabled_channels": ["sms", "call"]}, {}),
        ({"blocked_countries": ["US"], "trial": True}, {}),
        (
            {"undeliverable": ["+1555*", {"to": "+1", "channel": "sms"}]},
            {"undeliverable": [{"to": "+1555*", "channel": None}, {"to": "+1", "channel": "sms"}]},
        ),
        ({}, {}),
    ],
)
def test_what_is_sent_is_changed_and_the_rest_stays(
    emulator: Local, fields: dict[str, Any], shown: dict[str, Any]
) -> None:
    patch(emulator, {"psd2": False})
    expected = {**DEFAULTS, "psd2": False, **fields, **shown}
    assert patch(emulator, fields) == expected
    assert emulator.get(path()).json == expected
    assert emulator.get(path(OTHER)).json == DEFAULTS


def test_a_form_will_do_for_a_switch(emulator: Local) -> None:
    assert emulator.send("PATCH", path(), b"trial=true").json["trial"] is True


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"nonsense": 1}, "nonsense"),
        ({"trial": "perhaps"}, "trial"),
        ({"disabled_channels": ["fax"]}, "disabled_channels.0"),
        ({"disabled_channels": "sms"}, "disabled_channels"),
        ({"blocked_countries": ["usa"]}, "blocked_countries.0"),
        ({"undeliverable": "+1"}, "undeliverable"),
        ({"undeliverable": [{"from": "+1"}]}, "undeliverable.0.to"),
        ({"trial": True, "sna": None}, "sna"),
    ],
)
def test_a_bad_field_is_named_and_nothing_changes(emulator: Local, fields: dict[str, Any], name: str) -> None:
    status, error = patch(emulator, fields)
    assert status == 400
    assert error.startswith(f"{name}: ")
    assert emulator.get(path()).json == DEFAULTS


@pytest.mark.parametrize("sid", ["x", "VA" + "0" * 32, "AC123"])
def test_what_is_no_account_is_404(emulator: Local, sid: str) -> None:
    answer = emulator.get(path(sid))
    assert (answer.status, answer.json) == (
        404,
        {"error": f"{sid} is not an Account SID (AC and 32 hex digits)."},
    )
