"""Bodies that are no forms, or too much of one."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from harness.local import ACCOUNT, FORM, SERVICE, TOKEN, Local, basic
from harness.snapshot import assert_polite, contents
from hypothesis import given
from hypothesis import strategies as st

BOUND = 256 * 1024
VERIFICATIONS = f"/v2/Services/{SERVICE}/Verifications"
PATHS = (
    "/v2/Services",
    f"/v2/Services/{SERVICE}",
    VERIFICATIONS,
    f"/v2/Services/{SERVICE}/VerificationCheck",
)
GOOD = b"To=%2B15017122669&Channel=sms"


@pytest.fixture
def target(make_emulator: Callable[..., Local]) -> Local:
    """One with something to lose."""
    emulator = make_emulator(no_rate_limits=True)
    emulator.start()
    return emulator


@given(st.sampled_from(PATHS), st.binary(max_size=400))
def test_random_bytes_are_never_a_fault_of_the_server(target: Local, path: str, body: bytes) -> None:
    """Our contract: never a 5xx, and no refused request changes anything."""
    before = contents(target)
    answer = target.send("POST", path, body)
    assert_polite(answer)
    if answer.status >= 400:
        assert contents(target) == before


@pytest.mark.parametrize(
    "body",
    [
        b"\0" * 1000,
        b"%",
        b"%zz",
        b"%ff=%fe",
        b"=",
        b"&&&&",
        b"To=%00&Channel=%00",
        b"To",
        b"To=+1&To=+2",
        b"\xff\xfe",
    ],
)
def test_malformed_forms_are_refused_for_what_they_lack(target: Local, body: bytes) -> None:
    """twilio.com/docs/api/errors/20001 and 60200."""
    answer = target.send("POST", VERIFICATIONS, body)
    assert answer.refusal[:2] in {(400, 20001), (400, 60200)}


def test_a_form_of_10000_parameters_is_read(target: Local) -> None:
    """twilio.com/docs/api/errors/20001: unknown parameters are ignored."""
    body = b"&".join(b"P%d=1" % number for number in range(10_000)) + b"&" + GOOD
    assert target.send("POST", VERIFICATIONS, body).status == 201


@pytest.mark.parametrize(
    "content_type",
    [
        b"application/json",
        b"text/plain",
        b"multipart/form-data; boundary=x",
        b"application/x-www-form-urlencoded-not",
        b"",
        b";",
        b"\xff\xff",
        b"a" * 10_000,
    ],
)
def test_a_body_of_another_type_is_not_read(target: Local, content_type: bytes) -> None:
    """Observed on Twilio: parameters of a JSON body look absent (twilio.com/docs/api/errors/20001)."""
    headers = [(b"host", b"h"), basic(ACCOUNT, TOKEN), (b"content-type", content_type)]
    before = contents(target)
    answer = target.send("POST", VERIFICATIONS, GOOD, headers)
    assert answer.refusal == (400, 20001, "Missing required parameter To in the post body")
    assert contents(target) == before


@pytest.mark.parametrize(
    "content_type",
    [b"application/x-www-form-urlencoded; charset=UTF-8", b" APPLICATION/X-WWW-FORM-URLENCODED "],
)
def test_a_form_is_known_by_its_media_type_alone(target: Local, content_type: bytes) -> None:
    """Observed: SDKs add a charset (RFC 9110, 8.3.1)."""
    headers = [(b"host", b"h"), basic(ACCOUNT, TOKEN), (b"content-type", content_type)]
    assert target.send("POST", VERIFICATIONS, GOOD, headers).status == 201


def padded(size: int) -> bytes:
    return GOOD + b"&Tags=" + b"a" * (size - len(GOOD) - 6)


@pytest.mark.parametrize("path", [*PATHS, "/v2/Nothing", f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"])
def test_a_body_over_the_bound_is_413(target: Local, path: str) -> None:
    """twilio.com/docs/api/errors/20413; a guess where the bound is."""
    before = contents(target)
    answer = target.send("POST", path, padded(BOUND + 1))
    assert answer.refusal == (413, 20413, "Request Entity Too Large")
    assert contents(target) == before


def test_a_body_of_exactly_the_bound_is_read(target: Local) -> None:
    """Our contract: 256 KiB."""
    assert target.send("POST", VERIFICATIONS, padded(BOUND)).refusal == (
        400,
        60200,
        "Invalid parameter: Tags",
    )


def test_the_bound_holds_for_a_body_in_pieces(target: Local) -> None:
    """Our contract: whatever Content-Length says, or does not."""
    pieces = [{"type": "http.request", "body": b"a" * 65_536, "more_body": True}] * 5
    answer = target.run(target.exchange("POST", VERIFICATIONS, [*pieces, {"type": "http.request"}]))
    assert answer.refusal[:2] == (413, 20413)


def test_an_endless_body_is_cut_off(target: Local) -> None:
    """Our contract: what is read and dropped is bounded as well."""
    given = 0

    def pieces() -> Iterator[dict[str, Any]]:
        nonlocal given
        piece = b"a" * 2**20
        while True:
            given += 1
            yield {"type": "http.request", "body": piece, "more_body": True}

    answer = target.run(target.exchange("POST", VERIFICATIONS, pieces()))
    assert answer.refusal[:2] == (413, 20413)
    assert given <= 65


def test_a_body_in_pieces_is_put_together(target: Local) -> None:
    """Our contract: chunks may be cut anywhere."""
    pieces = [
        {"type": "http.request", "body": GOOD[at : at + 1], "more_body": True} for at in range(len(GOOD))
    ]
    answer = target.run(
        target.exchange("POST", VERIFICATIONS, [*pieces, {"type": "http.request", "body": b""}])
    )
    assert answer.status == 201


def test_a_client_that_leaves_in_the_middle_gets_no_answer_and_changes_nothing(target: Local) -> None:
    """Our contract: a truncated body is not acted upon."""
    before = contents(target)
    piece = {"type": "http.request", "body": GOOD, "more_body": True}
    assert target.run(target.exchange("POST", VERIFICATIONS, [piece])).status == 0
    assert contents(target) == before


def test_a_get_with_a_body_is_answered(target: Local) -> None:
    """Our contract: the body of a GET means nothing."""
    headers = [(b"host", b"h"), basic(ACCOUNT, TOKEN), FORM]
    assert target.send("GET", "/v2/Services", b"PageSize=0", headers).status == 200
