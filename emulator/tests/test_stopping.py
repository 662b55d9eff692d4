"""SIGTERM and Ctrl-C stop the server at once and cleanly. Source of all: our contract."""

import signal
import time
from contextlib import suppress

import pytest
from harness.local import SERVICE, TO
from harness.program import READY, Program
from harness.wire import post, read_answer, request


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_server_with_every_request_answered(number: signal.Signals) -> None:
    """One client waits for a message, another is in the middle of its request, a third is idle."""
    create = post(f"/v2/Services/{SERVICE}/Verifications", {"To": TO, "Channel": "sms"})
    with Program("--port", "0") as program:
        wire = program.wire
        with wire.connect() as waiting, wire.connect() as sending, wire.connect() as idle:
            waiting.sendall(request("GET", "/_emulator/code?to=nobody&wait=60"))
            sending.sendall(create[:-5])
            idle.sendall(request("GET", "/v2/Services"))
            assert read_answer(idle).status == 200
            wire.get("/_emulator/clock")
            began = time.monotonic()
            program.signal(number)
            assert read_answer(waiting).status == 404
            sending.sendall(create[-5:])
            assert read_answer(sending).status == 201
            status, output, errors = program.end()
            seconds = time.monotonic() - began
        assert (status, errors) == (0, "")
        assert seconds < 4
        assert TO in output.splitlines()[-1]
        with pytest.raises(ConnectionRefusedError):
            wire.connect()


LENGTH = b"content-length: 10\r\n\r\nab"
UNFINISHED = {
    "a body": b"POST /v2/Services HTTP/1.1\r\nhost: h\r\n" + LENGTH,
    "a body for the control plane": b"POST /_emulator/clock HTTP/1.1\r\nhost: h\r\n" + LENGTH,
    "a chunk": b"POST /v2/Services HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab",
    "a body that was to be asked for": b"POST / HTTP/1.1\r\nhost: h\r\nexpect: 100-continue\r\n" + LENGTH,
    "a body behind another request": request("GET", "/_emulator/clock") + b"POST /v2/ HTTP/1.1\r\n" + LENGTH,
    "a head": b"POST /v2/Services HTTP/1.1\r\nhost",
}


@pytest.mark.parametrize("sent", UNFINISHED.values(), ids=UNFINISHED)
def test_who_does_not_finish_a_request_holds_nobody_up(sent: bytes) -> None:
    with Program("--port", "0", "--quiet") as program, program.wire.connect() as stalled:
        stalled.sendall(sent)
        program.wire.get("/_emulator/clock")
        began = time.monotonic()
        status, _, errors = program.stop()
        assert (status, errors) == (0, "")
        assert time.monotonic() - began < 3


def test_who_does_not_read_the_answers_is_hung_up_on_without_a_word() -> None:
    with Program("--port", "0", "--quiet") as program, program.wire.connect() as deaf:
        deaf.settimeout(2)
        with suppress(TimeoutError):
            deaf.sendall(request("GET", "/v2/Services") * 5_000)
        assert program.stop()[::2] == (0, "")


def test_the_last_line_of_the_banner_is_the_ready_line_and_quiet_prints_nothing_else() -> None:
    with Program("--port", "0") as loud, Program("--port", "0", "--quiet") as quiet:
        assert loud.output.splitlines()[-1] == READY + loud.url
        assert "Read the newest code" in loud.output
        for program in (loud, quiet):
            program.wire.start()
        assert quiet.stop() == (0, f"{READY}{quiet.url}\n", "")
        status, output, errors = loud.stop()
    assert (status, errors) == (0, "")
    assert "code " in output.splitlines()[-1]


def test_a_terminal_that_has_gone_away_does_not_stop_the_server() -> None:
    with Program("--port", "0") as program:
        program.hang_up()
        assert program.wire.start().status == 201
        assert program.wire.start().status == 201
        program.signal(signal.SIGTERM)
        assert program.wait() == 0
