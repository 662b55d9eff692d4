"""Nonsense sent to the control plane."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from harness.local import ACCOUNT, Local
from harness.snapshot import contents, snapshot
from hypothesis import given, settings
from hypothesis import strategies as st

POSTS = ("POST /_emulator/clock", f"PATCH /_emulator/accounts/{ACCOUNT}/settings")
GETS = (
    "messages",
    "messages/latest",
    "code",
    "clock",
    "health",
    "operations",
    "requests",
    "requests/count",
    f"accounts/{ACCOUNT}/settings",
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
SETTINGS = [
    "auto_channel",
    "sna",
    "whatsapp_sender",
    "disabled_channels",
    "psd2",
    "custom_friendly_name",
    "trial",
    "verified_numbers",
    "blocked_countries",
    "blocked_prefixes",
    "undeliverable",
    "rate_limits",
]


@pytest.fixture
def target(make_emulator: Callable[..., Local]) -> Local:
    """One with something to lose."""
    emulator = make_emulator(no_rate_limits=True)
    emulator.start()
    return emulator


def send(emulator: Local, what: str, body: bytes) -> int:
    method, path = what.split()
    before, offset = contents(emulator), emulator.app.clock.offset_seconds
    answer = emulator.send(method, path, body)
    assert 200 <= answer.status < 500
    if answer.status >= 400:
        assert list(answer.json) == ["error"]
        assert contents(emulator) == before
        assert abs(emulator.app.clock.offset_seconds - offset) < 1
    else:
        emulator.app.reset()
        emulator.start()
    return answer.status


@given(st.sampled_from(POSTS), st.binary(max_size=80))
def test_random_bytes_are_never_a_fault_of_the_server(target: Local, what: str, body: bytes) -> None:
    """Our contract: never a 5xx, and no refused request changes anything."""
    send(target, what, body)


@settings(max_examples=100)
@given(
    st.sampled_from(POSTS),
    st.dictionaries(st.sampled_from(["advance", "freeze", "resume", "reset", *SETTINGS]), JSON),
)
def test_no_json_is_a_fault_of_the_server(target: Local, what: str, fields: dict[str, Any]) -> None:
    """Our contract: never a 5xx, and no refused request changes anything."""
    send(target, what, json.dumps(fields).encode())


@pytest.mark.parametrize("what", POSTS)
@pytest.mark.parametrize(
    "body",
    [
        b"[",
        b"{",
        b"[]",
        b"{}garbage",
        b'{"a":' * 10_000,
        b"[" * 100_000,
        b'{"advance":' + b"9" * 5_000 + b"}",
        b'{"advance":1e999}',
        b'{"advance":NaN}',
        b'{"freeze":' + b"9" * 5_000 + b"}",
        b'{"advance":"' + b"9" * 5_000 + b'd"}',
        b'{"advance":"' + b"9" * 400 + b'd"}',
        b'{"advance":"' + b"9" * 400 + b's"}',
        b'{"undeliverable":["\\ud800"]}',
        b"\xff\xfe",
        b"a" * 300_000,
        b"{" + b" " * 300_000 + b"}",
    ],
    ids=lambda body: ascii(body[:20]),
)
def test_malformed_bodies_are_refused(target: Local, what: str, body: bytes) -> None:
    """Our contract: 400, or 413 beyond 256 KiB."""
    assert send(target, what, body) == (413 if len(body) > 256 * 1024 else 400)


@given(st.sampled_from(GETS), st.binary(max_size=60))
def test_no_query_is_a_fault_of_the_server(target: Local, path: str, query: bytes) -> None:
    """Our contract: never a 5xx."""
    answer = target.send("GET", f"/_emulator/{path}", query_string=query)
    assert answer.status in (200, 400, 404)


@pytest.mark.parametrize("value", ["nan", "inf", "-1", "1e999", "301", "x", "", "0x1", "9" * 400])
def test_no_waiting_time_beyond_the_bounds_is_accepted(target: Local, value: str) -> None:
    """Our contract: 0 to 300 seconds."""
    assert target.get(f"/_emulator/code?to=nobody&wait={value}").status == 400


@pytest.mark.parametrize("name", ["after", "limit"])
@pytest.mark.parametrize("value", ["-1", "9" * 30, "x", "1.5", ""])
def test_no_cursor_or_limit_beyond_the_bounds_is_accepted(target: Local, name: str, value: str) -> None:
    """Our contract: whole numbers; a limit of 1 to 10,000."""
    assert target.get(f"/_emulator/messages?{name}={value}").status == 400


@given(st.binary(max_size=30))
def test_no_path_is_a_fault_of_the_server(target: Local, path: bytes) -> None:
    """Our contract: 404 with a reason."""
    text = path.decode("utf-8", "replace")
    answer = target.send("GET", "/_emulator/nothing", path=f"/_emulator/~{text}", raw_path=path)
    assert answer.status == 404
    assert list(answer.json) == ["error"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", "/clock"),
        ("POST", "/requests"),
        ("DELETE", "/requests/count"),
        ("PUT", "/clock"),
        ("GET", "/reset"),
        ("POST", "/health"),
        ("BREW", "/code"),
    ],
)
def test_another_method_is_405(target: Local, method: str, path: str) -> None:
    """RFC 9110, 15.5.6: with the methods that there are."""
    answer = target.send(method, f"/_emulator{path}")
    assert answer.status == 405
    assert answer.headers["allow"]
    assert list(answer.json) == ["error"]


def test_everything_is_still_readable_after_odd_settings(target: Local) -> None:
    """Our contract: whatever is accepted can be shown."""
    odd = {
        "verified_numbers": ["\0", "€"],
        "blocked_prefixes": ["+1", "+" + "9" * 500],
        "undeliverable": ["*[!", "?", "*" * 500 + "x"],
    }
    path = f"/_emulator/accounts/{ACCOUNT}/settings"
    assert target.send("PATCH", path, json.dumps(odd).encode()).status == 200
    snapshot(target)
    assert target.start().status == 403
