"""Headers in masses, and Authorization headers of every wrong kind."""

from base64 import b64encode
from collections.abc import Callable

import pytest
from harness.local import ACCOUNT, TOKEN, Local, basic
from harness.snapshot import assert_polite, contents
from hypothesis import given
from hypothesis import strategies as st


@pytest.fixture
def target(make_emulator: Callable[..., Local]) -> Local:
    """One with something to lose."""
    emulator = make_emulator(no_rate_limits=True)
    emulator.start()
    return emulator


AUTHORIZATIONS = [
    b"",
    b"Basic",
    b"Basic ",
    b"Basic !!!",
    b"Basic %%%",
    b"Basic " + b"=" * 50,
    b"Basic " + b64encode(b"\xff\xfe:\xff"),
    b"Basic " + b64encode(ACCOUNT.encode()),
    b"Basic " + b64encode(f"{ACCOUNT}:".encode()),
    b"Basic " + b64encode(f":{TOKEN}".encode()),
    b"Basic " + b64encode(b":"),
    b"Basic " + b64encode(f"{ACCOUNT}\0:{TOKEN}".encode()),
    b"Basic " + b64encode(f"{ACCOUNT}:{'x' * 100_000}".encode()),
    b"Basic " + b64encode(("AC" + "é" * 32 + ":x").encode()),
    b"Bearer " + TOKEN.encode(),
    b"Digest username=x",
    b"\xff\xff\xff",
    b"Basic Basic Basic",
]


@pytest.mark.parametrize("authorization", AUTHORIZATIONS, ids=lambda value: ascii(value[:30]))
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_bad_credentials_are_401(target: Local, method: str, authorization: bytes) -> None:
    """twilio.com/docs/api/errors/20003; which wording goes with which fault is observed on api.twilio.com."""
    before = contents(target)
    answer = target.send(method, "/v2/Services", headers=[(b"authorization", authorization)])
    assert answer.refusal[:2] == (401, 20003)
    assert answer.hint
    assert contents(target) == before


@given(st.binary(max_size=80))
def test_no_bytes_of_an_authorization_are_a_fault_of_the_server(target: Local, value: bytes) -> None:
    """Our contract: never a 5xx."""
    for authorization in (value, b"Basic " + value, b"Basic " + b64encode(value)):
        answer = target.send("GET", "/v2/Services", headers=[(b"authorization", authorization)])
        assert answer.refusal[:2] == (401, 20003)


def test_thousands_of_headers_are_read(target: Local) -> None:
    """Our contract: a flood of headers is no fault of the server."""
    flood = [(b"x-%d" % number, b"y" * 100) for number in range(5_000)]
    assert target.send("GET", "/v2/Services", headers=[*flood, basic(ACCOUNT, TOKEN)]).status == 200


@given(st.dictionaries(st.binary(max_size=20), st.binary(max_size=40)))
def test_no_headers_are_a_fault_of_the_server(target: Local, headers: dict[bytes, bytes]) -> None:
    """Our contract: never a 5xx."""
    for name in (b"host", b"content-type", b"x-forwarded-host", b"x-forwarded-proto"):
        headers.setdefault(name, next(iter(headers.values()), b"\xff\0"))
    answer = target.send("POST", "/v2/Services", b"FriendlyName=", [*headers.items(), basic(ACCOUNT, TOKEN)])
    assert_polite(answer)
    assert_polite(target.send("GET", "/v2/Services", b"", [*headers.items(), basic(ACCOUNT, TOKEN)]))


def test_what_a_client_sends_cannot_start_a_header(target: Local) -> None:
    """Our contract: a hint is printable ASCII, whatever was asked for."""
    answer = target.get("/v2/Services/%0d%0ax-injected:%201%e2%82%ac")
    assert answer.status == 404
    assert "\n" not in answer.hint
    assert answer.hint.startswith(f"Account {ACCOUNT} has no Service ??x-injected: 1?. ")
