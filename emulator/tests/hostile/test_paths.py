"""Paths and queries that lead nowhere."""

from collections.abc import Callable
from urllib.parse import quote_from_bytes

import pytest
from harness.local import ACCOUNT, SERVICE, TO, Local
from harness.snapshot import assert_polite, contents
from hypothesis import example, given
from hypothesis import strategies as st

METHODS = st.sampled_from(["GET", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS", "BREW"])
ODD_SEGMENTS = (
    f"v2 Services {SERVICE} Verifications VerificationCheck {TO} . .. %2e%2e % %zz %ff %00 %2F Entities Factors"
    f" {{sid}} {{service_sid}} VA{'g' * 32} {ACCOUNT} %F0%9F%98%80"
).split()
SEGMENTS = st.sampled_from([*ODD_SEGMENTS, ""]) | st.binary(max_size=8).map(quote_from_bytes)
ODD_NUMBERS = [
    "",
    "-1",
    "0",
    "1e3",
    "1.0",
    "9" * 18,
    "9" * 19,
    "1" + "0" * 30,
    "\0",
    "\uff11",
    "true",
    "%ff",
    "PA1",
]


@pytest.fixture
def target(make_emulator: Callable[..., Local]) -> Local:
    """One with something to lose."""
    emulator = make_emulator(no_rate_limits=True)
    emulator.start()
    return emulator


@given(METHODS, st.lists(SEGMENTS, max_size=8).map("/".join))
@example("GET", "v2/Services//Verifications")
@example("POST", "v2/Services/%zz/Verifications")
def test_no_path_is_a_fault_of_the_server(target: Local, method: str, path: str) -> None:
    """Our contract: never a 5xx, and no refused request changes anything."""
    before = contents(target)
    answer = target.send(method, "/" + path)
    assert_polite(answer)
    if answer.status >= 400:
        assert contents(target) == before
    else:
        target.app.reset()
        target.start()


@given(METHODS, st.binary(max_size=40))
def test_no_bytes_of_a_path_are_a_fault_of_the_server(target: Local, method: str, path: bytes) -> None:
    """Our contract: also for what no HTTP server would let through."""
    raw = b"/v2/Services/" + path
    answer = target.send(method, "/v2/Services/x", raw_path=raw)
    assert_polite(answer)


def test_a_server_that_passes_no_raw_path_is_served(target: Local) -> None:
    """ASGI: raw_path is optional."""
    scope_path = f"/v2/Services/{SERVICE}/Verifications/{TO}"
    assert target.send("GET", scope_path, raw_path=None).json["to"] == TO


@given(
    st.sampled_from(["/v2/Services", f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"]), st.binary(max_size=60)
)
def test_no_query_is_a_fault_of_the_server(target: Local, path: str, query: bytes) -> None:
    """Our contract: never a 5xx."""
    assert_polite(target.send("GET", path, query_string=query))


@pytest.mark.parametrize("number", ODD_NUMBERS, ids=ascii)
@pytest.mark.parametrize("name", ["PageSize", "Page", "PageToken"])
@pytest.mark.parametrize("path", ["/v2/Services", f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"])
def test_no_page_is_a_fault_of_the_server(target: Local, path: str, name: str, number: str) -> None:
    """twilio.com/docs/usage/twilios-response names the parameters; a page beyond the last is empty."""
    assert_polite(target.send("GET", path, query_string=f"{name}={number}".encode()))
    assert_polite(target.send("GET", path, query_string=f"PageSize=999&{name}={number}".encode()))


@pytest.mark.parametrize("page", ["9" * 18, "1" + "0" * 16])
def test_a_page_far_beyond_the_last_is_empty(target: Local, page: str) -> None:
    """Our contract: a number that can be read is a page, if an empty one."""
    answer = target.get(f"/v2/Services?PageSize=1000&Page={page}")
    assert (answer.status, answer.json["services"]) == (200, [])


@pytest.mark.parametrize("page", ["9" * 18, "1" + "0" * 16])
def test_a_page_of_messages_far_beyond_the_last_is_empty(target: Local, page: str) -> None:
    """Our contract: a number that can be read is a page, if an empty one."""
    answer = target.get(f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json?PageSize={'9' * 18}&Page={page}")
    assert (answer.status, answer.json["messages"]) == (200, [])


def test_a_token_beyond_every_record_gives_an_empty_page(target: Local) -> None:
    """Our contract: tokens are opaque; this one is well-formed."""
    answer = target.get("/v2/Services?PageToken=PA999999999999999999")
    assert (answer.status, answer.json["services"]) == (200, [])
