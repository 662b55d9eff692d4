"""Bytes on a real connection that are no good HTTP, or good HTTP of a bad kind."""

import logging
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from harness.answers import Answer
from harness.local import ACCOUNT, SERVICE, TO, TOKEN, basic
from harness.served import Served
from harness.snapshot import assert_polite, snapshot
from harness.wire import NO_ANSWER, read_answer, request
from hypothesis import example, given, settings
from hypothesis import strategies as st

VERIFICATIONS = f"/v2/Services/{SERVICE}/Verifications"
AUTHORIZATION = b": ".join(basic(ACCOUNT, TOKEN))
FORM = b"content-type: application/x-www-form-urlencoded"
GOOD = b"To=%2B15017122669&Channel=sms"
HEAD = (
    b"POST " + VERIFICATIONS.encode() + b" HTTP/1.1\r\nhost: h\r\n" + AUTHORIZATION + b"\r\n" + FORM + b"\r\n"
)


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    """One with something to lose, for all tests of this file: none of them may change it."""
    with Served(no_rate_limits=True) as served:
        served.wire.start()
        yield served


@pytest.fixture(autouse=True)
def _nothing_is_lost_and_nothing_breaks(server: Served, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    before = snapshot(server.wire)
    yield
    assert snapshot(server.wire) == before
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def assert_clean(answer: Answer) -> None:
    """Twilio's envelope, or, for what is no HTTP or too long, a plain 400 or 431, or just the end of the connection."""
    if answer.headers.get("content-type", "").startswith("text/plain"):
        assert (answer.status, answer.body[:24]) in (
            (400, b"Invalid HTTP request received."[:24]),
            (431, b"The head of a request has at most"[:24]),
        )
    elif answer is not NO_ANSWER and answer.body:
        assert_polite(answer)
    else:
        assert answer.status < 500


@settings(max_examples=60)
@given(st.binary(min_size=1, max_size=200))
@example(b"\r\n\r\n")
@example(b"GET")
@example(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")
@example(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
def test_random_bytes_end_the_connection(server: Served, data: bytes) -> None:
    """Our contract: garbage is refused, and the next client is served."""
    assert_clean(server.wire.send(data + b"\r\n\r\n", finish=True))


@pytest.mark.parametrize(
    "line",
    [
        b"GET  HTTP/1.1",
        b"GET * HTTP/1.1",
        b"OPTIONS * HTTP/1.1",
        b"CONNECT example.com:443 HTTP/1.1",
        b"GET http://example.com HTTP/1.1",
        b"GET http://example.com/v2/Services HTTP/1.1",
        b"GET //example.com//v2/Services HTTP/1.1",
        b"GET /v2/Services/%zz HTTP/1.1",
        b"GET /v2/Services/%ff%fe HTTP/1.1",
        b"GET /v2/Services/% HTTP/1.1",
        b"GET /v2/Services/\xff\xfe HTTP/1.1",
        b"GET /v2/Services/\0 HTTP/1.1",
        b"GET /v2/Services?%zz=%ff&\xff HTTP/1.1",
        b"GET /v2/Services#fragment HTTP/1.1",
        b"GET v2/Services HTTP/1.1",
        b"BREW /v2/Services HTTP/1.1",
        b"get /v2/Services HTTP/1.1",
        b"HEAD /v2/Services HTTP/1.1",
        b"TRACE /v2/Services HTTP/1.1",
        b"GET /v2/Services HTTP/3.7",
        b"GET /v2/Services HTTP/0.9",
        b"GET /v2/Services",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1",
        b"GET /" + b"a/" * 20_000 + b" HTTP/1.1",
    ],
    ids=lambda line: ascii(line[:40]),
)
def test_no_request_line_is_a_fault_of_the_server(server: Served, line: bytes) -> None:
    """Our contract: never a 5xx."""
    assert_clean(server.wire.send(line + b"\r\nhost: h\r\n" + AUTHORIZATION + b"\r\n\r\n", finish=True))


@pytest.mark.parametrize(
    "header",
    [
        b"content-length: -1",
        b"content-length: 1e3",
        b"content-length: 99999999999999999999999",
        b"content-length: 3\r\ncontent-length: 4",
        b"transfer-encoding: chunked\r\ncontent-length: 3",
        b"transfer-encoding: identity",
        b"transfer-encoding: gzip, chunked",
        b"no colon",
        b": no name",
        b"na me: x",
        b"name : x",
        b" folded: x",
        b"x: \0",
        b"host: \xff\xfe",
        b"expect: 100-continue",
        b"expect: the unexpected",
        b"connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: eA==",
        b"connection: upgrade\r\nupgrade: h2c",
        b"x-forwarded-host: \xff",
    ],
    ids=ascii,
)
def test_no_header_is_a_fault_of_the_server(server: Served, header: bytes) -> None:
    """Our contract: never a 5xx."""
    head = b"GET /v2/Services HTTP/1.1\r\nhost: h\r\n" + AUTHORIZATION
    assert_clean(server.wire.send(head + b"\r\n" + header + b"\r\n\r\n", finish=True))


def test_hundreds_of_headers_are_read(server: Served) -> None:
    """Our contract: as many as fit into 64 KiB."""
    flood = [b"x-%d: %s" % (number, b"y" * 100) for number in range(500)]
    answer = server.wire.ask("GET", "/v2/Services", headers=[AUTHORIZATION, *flood])
    assert answer.status == 200


def head_of(size: int) -> bytes:
    """A good one of so many bytes."""
    start = b"GET /v2/Services HTTP/1.1\r\n" + AUTHORIZATION + b"\r\nx: "
    return start + b"y" * (size - len(start) - 4) + b"\r\n\r\n"


@pytest.mark.parametrize("piece", [1_000, 65_536, 2**20])
@pytest.mark.parametrize(("size", "status"), [(65_535, 200), (65_536, 200), (65_537, 431), (200_000, 431)])
def test_the_head_of_a_request_has_at_most_64_kib(server: Served, piece: int, size: int, status: int) -> None:
    """RFC 6585, 5; the bound is our contract. In whatever pieces it comes."""
    head = head_of(size)
    pieces = [head[start : start + piece] for start in range(0, size, piece)]
    answer = server.wire.send(*pieces)
    assert answer.status == status
    assert (status == 200) is answer.body.startswith(b"{")


def test_a_head_without_end_is_refused_and_nothing_of_it_is_kept(server: Served) -> None:
    """Our contract: the client gets to read why, and the next one is served meanwhile."""
    with server.wire.connect() as endless:
        endless.sendall(b"GET /v2/Services HTTP/1.1\r\nx: ")
        for _ in range(64):
            endless.sendall(b"y" * 2**20)
        assert server.wire.get("/v2/Services").status == 200
        answer = read_answer(endless)
    assert (answer.status, answer.headers["connection"]) == (431, "close")
    assert answer.body == b"The head of a request has at most 65536 bytes here."


def test_a_connection_that_goes_on_has_room_for_every_head(server: Served) -> None:
    """Our contract: what is counted is one head, not a connection, nor a body."""
    body = request("POST", VERIFICATIONS, b"a" * 200_000)
    with server.wire.connect() as sock:
        for sent, status in ((head_of(65_000), 200), (body, 400), (head_of(65_000), 200), (body, 400)) * 3:
            sock.sendall(sent[:60_000])
            sock.sendall(sent[60_000:])
            assert read_answer(sock).status == status
        sock.sendall(head_of(70_000))
        assert read_answer(sock).status == 431


def test_a_long_head_behind_another_request_ends_the_connection(server: Served) -> None:
    """Our contract: no refusal gets into the midst of another answer."""
    waiting = request("GET", "/_emulator/code?to=nobody&wait=60")
    assert server.wire.send(waiting + head_of(300_000)) is NO_ANSWER


def test_a_truncated_body_is_not_acted_upon(server: Served) -> None:
    """Our contract: Content-Length says how much there is to come."""
    head = HEAD + b"content-length: %d\r\n\r\n" % (len(GOOD) + 10)
    assert server.wire.send(head + GOOD, finish=True) is NO_ANSWER


def test_a_truncated_body_for_the_control_plane_is_not_acted_upon(server: Served) -> None:
    """Our contract: nor does the log call it a fault."""
    head = b"POST /_emulator/clock HTTP/1.1\r\nhost: h\r\ncontent-length: 10\r\n\r\n"
    assert server.wire.send(head + b"advance", finish=True) is NO_ANSWER


def test_a_truncated_chunked_body_is_not_acted_upon(server: Served) -> None:
    """RFC 9112, 7.1: the last chunk has size 0."""
    head = HEAD + b"transfer-encoding: chunked\r\n\r\n"
    chunk = b"%x\r\n%s\r\n" % (len(GOOD), GOOD)
    assert_clean(server.wire.send(head + chunk, finish=True))


@pytest.mark.parametrize(
    "chunk", [b"zz\r\n", b"-1\r\nx\r\n", b"ffffffffffffffffff\r\nx\r\n", b"1\r\nxx\r\n0\r\n\r\n"]
)
def test_a_broken_chunk_is_not_acted_upon(server: Served, chunk: bytes) -> None:
    """RFC 9112, 7.1."""
    good = b"%x\r\n%s\r\n" % (len(GOOD), GOOD)
    assert_clean(server.wire.send(HEAD + b"transfer-encoding: chunked\r\n\r\n", good + chunk, finish=True))


def test_a_chunked_body_is_read(server: Served) -> None:
    """RFC 9112, 7.1."""
    body = b"".join(b"1\r\n%c\r\n" % byte for byte in b"Status=nonsense") + b"0\r\n\r\n"
    head = HEAD.replace(b" HTTP", b"/" + TO.encode() + b" HTTP", 1)
    answer = server.wire.send(head + b"transfer-encoding: chunked\r\n\r\n" + body)
    assert answer.refusal == (400, 60200, "Invalid parameter: Status")


@pytest.mark.parametrize("size", [256 * 1024 + 1, 3 * 2**20])
def test_a_body_over_the_bound_is_413_and_the_connection_goes_on(server: Served, size: int) -> None:
    """twilio.com/docs/api/errors/20413; our contract that the client gets to read it."""
    answer = server.wire.ask("POST", VERIFICATIONS, GOOD + b"&Tags=" + b"a" * (size - len(GOOD) - 6))
    assert answer.refusal == (413, 20413, "Request Entity Too Large")


CHUNKED = HEAD + b"transfer-encoding: chunked\r\n\r\n"


def test_trailers_without_end_are_not_kept(server: Served) -> None:
    """Our contract: they have as much room as a head; the parser would take longer and longer for them."""
    assert server.wire.send(CHUNKED + b"0\r\nx: ", *[b"y" * 2**16] * 64) is NO_ANSWER


def test_chunks_and_trailers_of_every_form_are_read_one_after_the_other(server: Served) -> None:
    """RFC 9112, 7.1: also where the size of a chunk comes by itself."""
    trailers = b"0\r\nx: " + b"y" * 40_000 + b"\r\n\r\n"
    chunks = [b"ff00\r\n", b"a" * 0xFF00, b"\r\n"] * 3
    with server.wire.connect() as sock:
        for pieces in ([CHUNKED, *chunks, trailers], [CHUNKED, trailers], [CHUNKED, *chunks, trailers]):
            for piece in pieces:
                sock.sendall(piece)
            assert read_answer(sock).status == 400
            sock.sendall(head_of(65_000))
            assert read_answer(sock).status == 200


def test_a_huge_chunked_body_is_413(server: Served) -> None:
    """twilio.com/docs/api/errors/20413."""
    chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    answer = server.wire.send(HEAD + b"transfer-encoding: chunked\r\n\r\n", chunk * 8, b"0\r\n\r\n")
    assert answer.refusal[:2] == (413, 20413)


def test_requests_in_one_go_are_answered_in_order(server: Served) -> None:
    """RFC 9112, 9.3.2: pipelining."""
    both = request("GET", "/v2/Nothing") + request("GET", f"{VERIFICATIONS}/{TO}")
    with server.wire.connect() as sock:
        sock.sendall(both)
        sock.settimeout(5)
        received = b""
        while b"pending" not in received:
            piece = sock.recv(65_536)
            assert piece, received
            received += piece
    assert received.index(b"20404") < received.index(b"pending")


@settings(max_examples=60)
@given(st.binary(max_size=60).map(lambda path: quote(path, safe="/%+")))
def test_no_path_is_a_fault_of_the_server(server: Served, path: str) -> None:
    """Our contract: never a 5xx, whatever the escapes."""
    assert_clean(server.wire.get("/v2/" + path))
