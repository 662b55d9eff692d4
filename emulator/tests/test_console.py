"""What a person sees in the terminal. Source of all: our contract."""

import json
import logging
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from harness.local import ACCOUNT, SERVICE, TO, TOKEN, Local

from verify_emulator import console
from verify_emulator.app import App
from verify_emulator.cli import main
from verify_emulator.errors import NOT_FOUND
from verify_emulator.journal import Entry
from verify_emulator.listening import Addresses
from verify_emulator.outbox.messages import Message
from verify_emulator.settings import Settings


def message(status: str = "delivered") -> Message:
    return Message(
        account_sid="A",
        service_sid="S",
        verification_sid="V",
        attempt_sid="VL1",
        to=TO,
        channel="sms",
        code="123456",
        status=status,
        created_at=datetime(2026, 1, 2, 3, 4, 5, 678_900, tzinfo=UTC),
        compose=lambda: ("en", "text"),
    )


def test_the_banner_says_how_to_begin() -> None:
    text = console.banner(Addresses("http://127.0.0.1:1234"))
    for needed in (
        ACCOUNT,
        TOKEN,
        SERVICE,
        'client.verify.base_url = "http://127.0.0.1:1234"',
        "http://127.0.0.1:1234/\n",
        "/_emulator/code?to=",
    ):
        assert needed in text
    assert len(text.splitlines()) < 24
    assert all(len(line) < 100 for line in text.splitlines())


def test_the_ready_line_has_a_fixed_form() -> None:
    assert console.ready_line("http://h:1") == "verify-emulator ready on http://h:1"


def test_a_message_is_a_line_with_time_channel_recipient_and_code() -> None:
    assert console.message_line(message(), "text") == "03:04:05  sms       +15017122661      code 123456"
    assert console.message_line(message("undelivered"), "text").endswith("code 123456  (undelivered)")


def test_a_message_may_be_a_line_of_json() -> None:
    assert json.loads(console.message_line(message(), "json")) == {
        "time": "2026-01-02T03:04:05.678+00:00",
        "event": "message",
        "to": TO,
        "channel": "sms",
        "code": "123456",
        "status": "delivered",
    }


def test_every_message_sent_is_printed(
    make_emulator: Callable[..., Local], capsys: pytest.CaptureFixture[str]
) -> None:
    emulator = make_emulator()
    console.attach(emulator.app)
    emulator.start()
    emulator.start(channel="call")
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1:] for line in lines] == [
        ["sms", TO, "code", emulator.code()],
        ["call", TO, "code", emulator.code()],
    ]


def test_a_quiet_emulator_prints_none(
    make_emulator: Callable[..., Local], capsys: pytest.CaptureFixture[str]
) -> None:
    emulator = make_emulator(quiet=True)
    console.attach(emulator.app)
    emulator.start()
    assert capsys.readouterr().out == ""


def test_a_custom_code_cannot_forge_a_line(
    make_emulator: Callable[..., Local], capsys: pytest.CaptureFixture[str]
) -> None:
    """Characters of any kind are let into custom codes; one message is one line all the same."""
    emulator = make_emulator()
    console.attach(emulator.app)
    service = emulator.service(CustomCodeEnabled="true")
    assert emulator.start(service=service, CustomCode="12\n34\x1b[2J").status == 201
    output = capsys.readouterr().out
    assert len(output.splitlines()) == 1
    assert "\x1b" not in output


def refusal(**changes: Any) -> Entry:
    about = {
        "id": "RQ1",
        "at": datetime(2026, 1, 2, 3, 4, 5, 678_900, tzinfo=UTC),
        "account_sid": ACCOUNT,
        "method": "GET",
        "path": "/v2/Services/nothing",
        "query": b"",
        "content_type": b"",
        "body": b"",
        "status": 404,
        "error": NOT_FOUND,
        "hint": "There is none. See https://x",
    }
    return Entry(**{**about, **changes})


def test_a_refusal_is_a_line_with_time_request_status_and_code_and_a_line_that_says_why() -> None:
    assert console.refusal_line(refusal(), "text").splitlines() == [
        "03:04:05  GET /v2/Services/nothing  404  20404",
        "          There is none. See https://x",
    ]


def test_a_refusal_without_code_and_reason_is_one_line() -> None:
    line = console.refusal_line(refusal(error=None, hint="", status=503), "text")
    assert line == "03:04:05  GET /v2/Services/nothing  503"


def test_a_refusal_may_be_a_line_of_json() -> None:
    line = console.refusal_line(refusal(path="/\n\x1b"), "json")
    assert "\n" not in line
    assert json.loads(line) == {
        "time": "2026-01-02T03:04:05.678+00:00",
        "event": "refused",
        "account_sid": ACCOUNT,
        "method": "GET",
        "path": "/\n\x1b",
        "status": 404,
        "code": 20404,
        "hint": "There is none. See https://x",
    }


def test_a_request_cannot_forge_a_line() -> None:
    odd = refusal(method="B\rREW", path="/\n\x1b[2J" + "x" * 1_000, hint="one\ntwo")
    output = console.refusal_line(odd, "text")
    first, second = output.split("\n")
    assert first.startswith("03:04:05  B?REW /??[2Jxxx")
    assert second == "          one?two"
    assert len(first) < 200


def test_every_refusal_is_printed_and_what_succeeds_is_not(
    make_emulator: Callable[..., Local], capsys: pytest.CaptureFixture[str]
) -> None:
    emulator = make_emulator()
    console.attach(emulator.app)
    emulator.get("/v2/Services")
    emulator.get("/v2/Nothing")
    emulator.get("/_emulator/nothing")
    emulator.send("GET", "/v2/Services", headers=[])
    shown = capsys.readouterr().out.splitlines()
    assert [line.split()[1:] for line in shown[::2]] == [
        ["GET", "/v2/Nothing", "404", "20404"],
        ["GET", "/v2/Services", "401", "20003"],
    ]
    assert [line.rpartition(" ")[2] for line in shown[1::2]] == [
        "https://www.twilio.com/docs/api/errors/20404",
        "https://www.twilio.com/docs/api/errors/20003",
    ]


def test_a_quiet_emulator_prints_no_refusal(
    make_emulator: Callable[..., Local], capsys: pytest.CaptureFixture[str]
) -> None:
    emulator = make_emulator(quiet=True)
    console.attach(emulator.app)
    emulator.get("/v2/Nothing")
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(("options", "greeted"), [([], True), (["--quiet"], False)])
def test_the_command_greets_with_the_banner_unless_it_is_to_be_quiet(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], options: list[str], greeted: bool
) -> None:
    monkeypatch.setattr(
        "verify_emulator.server.run", lambda settings, greet: greet(App(settings), Addresses("http://h:1"))
    )
    with pytest.raises(SystemExit):
        main(options)
    output = capsys.readouterr().out.splitlines()
    assert (len(output) > 1) is greeted
    assert output[-1] == "verify-emulator ready on http://h:1"


@pytest.mark.parametrize("error", [BrokenPipeError(), ValueError("closed file")])
def test_a_terminal_that_has_gone_away_does_no_harm(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    class Gone:
        def write(self, text: str) -> None:
            raise error

    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", Gone())
        console.say("line")


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """The root logger, as it was afterwards."""
    root, uvicorn = logging.getLogger(), logging.getLogger("uvicorn")
    handlers, levels = root.handlers[:], (root.level, uvicorn.level)
    yield root
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    uvicorn.setLevel(levels[1])


def logged(settings: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> list[str]:
    console.configure_log(Settings(**settings))
    logger = logging.getLogger("verify_emulator.test")
    logger.debug("debug %d", 1)
    logger.info("info")
    try:
        raise RuntimeError("broken")
    except RuntimeError:
        logger.exception("failed")
    output, errors = capsys.readouterr()
    assert output == ""
    return errors.splitlines()


def test_the_log_goes_to_standard_error(root: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    lines = logged({"log_level": "info"}, capsys)
    assert lines[0].endswith(" INFO verify_emulator.test: info")
    assert lines[-1] == "RuntimeError: broken"
    assert not any("debug" in line for line in lines)


def test_the_log_may_be_json(root: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    debug, info, failed = map(json.loads, logged({"log_level": "debug", "log_format": "json"}, capsys))
    assert list(debug) == ["time", "level", "logger", "message"]
    assert (debug["level"], debug["message"], info["message"]) == ("debug", "debug 1", "info")
    assert datetime.fromisoformat(info["time"]).tzinfo is not None
    assert failed["exception"].endswith("RuntimeError: broken")


@pytest.mark.parametrize(("level", "expected"), [("debug", logging.WARNING), ("error", logging.ERROR)])
def test_the_server_library_speaks_only_of_trouble(root: logging.Logger, level: str, expected: int) -> None:
    console.configure_log(Settings.model_validate({"log_level": level}))
    assert logging.getLogger("uvicorn").level == expected


@pytest.mark.parametrize("chatty", ["httpx2", "httpcore2"])
def test_the_urls_of_webhooks_are_not_logged(chatty: str) -> None:
    """Our contract: a URL may hold a password."""
    console.configure_log(Settings(log_level="debug"))
    assert logging.getLogger(chatty).getEffectiveLevel() == logging.WARNING


def test_a_late_message_has_a_line_when_it_is_sent_and_one_when_it_arrives(
    emulator: Local, capfd: pytest.CaptureFixture[str]
) -> None:
    console.attach(emulator.app)
    emulator.post("/_emulator/clock", freeze="2026-01-02T03:04:05Z")
    emulator.start("+15005550008")
    emulator.post("/_emulator/clock", advance="1m")
    code = emulator.code("+15005550008")
    assert capfd.readouterr().out.splitlines() == [
        f"03:04:05  sms       +15005550008      code {code}  (sent)",
        f"03:04:35  sms       +15005550008      code {code}",
    ]


def test_a_request_that_got_no_answer_is_a_line(emulator: Local, capfd: pytest.CaptureFixture[str]) -> None:
    console.attach(emulator.app)
    emulator.post("/_emulator/faults", drop="before")
    emulator.get("/v2/Services")
    said = capfd.readouterr().out.splitlines()
    assert said[0].endswith("GET /v2/Services  no answer")
    assert said[1].startswith("          Scripted failure FA")
