"""What is wrong on the command line is told in one line that names it. Source of all: our contract."""

import logging
import socket
import sys
from collections.abc import Iterator

import pytest
from harness import program
from harness.served import Served

from verify_emulator.cli import main


@pytest.fixture(autouse=True)
def _log_as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing of the surroundings steers the command, and its log does not outlive it."""
    for name in ("PORT", "CODE", "QUIET", "URL"):
        monkeypatch.delenv(f"VERIFY_EMULATOR_{name}", raising=False)
    root = logging.getLogger()
    handlers, level, uvicorn = root.handlers[:], root.level, logging.getLogger("uvicorn").level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.getLogger("uvicorn").setLevel(uvicorn)


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    status = ended.value.code
    assert isinstance(status, int)
    return status


BAD = [
    (["--port", "x"], "--port"),
    (["--port", "65536"], "--port"),
    (["--seed", "x"], "--seed"),
    (["--code", "1234"], "--code"),
    (["--code", "+1555=12"], "--code"),
    (["--dialect", "other"], "--dialect"),
    (["--public-url", "verify.test"], "--public-url"),
    (["--public-url", "http://x?y"], "--public-url: should be a scheme and a host, as in "),
    (["--webhook-timeout", "nan"], "--webhook-timeout"),
    (["--state-interval", "nan"], "--state-interval"),
    (["code", "+1", "--wait", "nan"], "--wait"),
    (["ready", "--wait", "nan"], "--wait"),
    (["ready", "--wait", "inf"], "--wait"),
    (["--keep-verifications", "0"], "--keep-verifications"),
    (["--keep-messages", "-1"], "--keep-messages"),
    (["--keep-accounts", "x"], "--keep-accounts"),
    (["--log-format", "xml"], "--log-format"),
    (["--log-level", "loud"], "--log-level"),
    (["--host", ""], "--host"),
    (["--host", "host.invalid", "--port", "0"], "--host"),
    (["--host", "a..b", "--port", "0"], "--host"),
    (["--host", "::zz", "--port", "0"], "--host"),
    (["--host", "203.0.113.1", "--port", "0"], "--host"),
    (["--no-such-option"], "--no-such-option"),
    (["serve", "--port", "x"], "--port"),
    (["--port", "x", "serve"], "--port"),
    (["no-such-command"], "no-such-command"),
    (["code"], "TO"),
    (["code", "+1", "--wait", "x"], "--wait"),
    (["code", "+1", "--wait", "301"], "--wait"),
    (["code", "+1", "--url", "nonsense"], "--url"),
    (["code", "+1", "--url", "http://127.0.0.1:1"], "--url"),
    (["ready", "--wait", "-1"], "--wait"),
    (["env", "--format", "xml"], "--format"),
    (["exec"], "COMMAND"),
    (["exec", "--seed", "x", "--", "true"], "--seed"),
    (["exec", "--", "no-such-program"], "no-such-program"),
]


@pytest.mark.parametrize(
    ("arguments", "name"), BAD, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_a_fault_is_one_line_that_names_the_option(
    capfd: pytest.CaptureFixture[str], arguments: list[str], name: str
) -> None:
    assert run(*arguments) == 2
    output, errors = capfd.readouterr()
    assert output == ""
    assert errors.startswith("verify-emulator: ")
    assert errors.count("\n") == 1
    assert name in errors


def test_a_port_in_use_is_one_line_that_names_it(capfd: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert run("--port", port) == 2
        assert run("exec", "--port", port, "--", sys.executable) == 2
    line = f"verify-emulator: --port {port}: 127.0.0.1:{port}: Address already in use\n"
    assert capfd.readouterr().err == 2 * line


@pytest.mark.parametrize(
    ("variable", "value"), [("PORT", "x"), ("QUIET", "maybe"), ("CODE", "1234"), ("SEED", "1.5")]
)
def test_a_faulty_variable_is_told_like_its_option(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(f"VERIFY_EMULATOR_{variable}", value)
    assert run("--host", "host.invalid") == 2
    assert f"--{variable.lower()}" in capfd.readouterr().err


@pytest.mark.parametrize("pins", ["+1555*=1234,+2=567890", "+1555*=1234 +2=567890"])
def test_several_codes_can_be_pinned_by_one_variable(monkeypatch: pytest.MonkeyPatch, pins: str) -> None:
    monkeypatch.setenv("VERIFY_EMULATOR_CODE", pins)
    seen: list[object] = []
    monkeypatch.setattr("verify_emulator.server.run", lambda settings, greet: seen.append(settings.code))
    assert run() == 0
    assert seen == [{"+1555*": "1234", "+2": "567890"}]


@pytest.mark.parametrize("names", ["a.test,192.0.2.1", "a.test 192.0.2.1"])
def test_several_names_for_the_certificate_fit_in_one_variable(
    monkeypatch: pytest.MonkeyPatch, names: str
) -> None:
    monkeypatch.setenv("VERIFY_EMULATOR_TLS_NAME", names)
    seen: list[object] = []
    monkeypatch.setattr("verify_emulator.server.run", lambda settings, greet: seen.append(settings.tls_name))
    assert run() == 0
    assert run("--tls-name", "b.test", "--tls-name", "c.test") == 0
    assert seen == [("a.test", "192.0.2.1"), ("b.test", "c.test")]


def test_an_option_goes_before_its_variable_and_the_last_place_before_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("VERIFY_EMULATOR_PORT", "1")
    monkeypatch.setenv("VERIFY_EMULATOR_QUIET", "true")
    seen: list[object] = []
    monkeypatch.setattr(
        "verify_emulator.server.run",
        lambda settings, greet: seen.append(
            (settings.port, settings.seed, settings.quiet, dict(settings.code))
        ),
    )
    pins = {"+1": "1111", "+2": "2222"}
    for arguments in (
        [],
        ["--port", "2"],
        ["--port", "2", "--seed", "5", "serve", "--port", "3"],
        ["serve", "--code", "+1=1111", "--code", "+2=2222"],
    ):
        assert run(*arguments) == 0
    assert seen == [(1, None, True, {}), (2, None, True, {}), (3, 5, True, {}), (1, None, True, pins)]


@pytest.mark.parametrize(
    "arguments", [["--help"], ["-h"], ["serve", "-h"], ["exec", "--help"], ["code", "-h"]]
)
def test_help_is_given(capfd: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert run(*arguments) == 0
    assert "Usage: verify-emulator" in capfd.readouterr().out


def test_help_names_every_option_with_its_default(capfd: pytest.CaptureFixture[str]) -> None:
    run("--help")
    text = " ".join(capfd.readouterr().out.split())
    for option in ("--host", "--port", "--seed", "--code", "--dialect", "--strict-auth", "--no-rate-limits"):
        assert option in text
    assert "[default: 8739]" in text


def test_the_version_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capfd.readouterr().out.startswith("verify-emulator ")


def test_an_interruption_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(settings: object, greet: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("verify_emulator.server.run", interrupted)
    assert run() == 130


def test_the_program_can_be_run_as_a_module() -> None:
    assert program.run("--version").stdout.startswith("verify-emulator ")


def test_the_newest_code_is_printed(served: Served, capfd: pytest.CaptureFixture[str]) -> None:
    served.wire.start()
    assert run("code", "+15017122661", "--url", served.url + "/") == 0
    assert capfd.readouterr().out == served.wire.code() + "\n"


def test_a_code_that_is_not_there_ends_with_1(served: Served, capfd: pytest.CaptureFixture[str]) -> None:
    assert run("code", "+1", "--wait", "0.01", "--url", served.url) == 1
    assert capfd.readouterr().err == "verify-emulator: No message has arrived for +1.\n"


def test_ready_is_0_if_an_emulator_answers_and_1_if_not(
    served: Served, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run("ready", "--url", served.url) == 0
    assert capfd.readouterr() == ("", "")
    assert run("ready", "--url", "http://127.0.0.1:1") == 1
    assert capfd.readouterr().err == "verify-emulator: no emulator answers at http://127.0.0.1:1\n"


def test_the_applications_own_service_is_named_where_a_service_is() -> None:
    own = "VA" + "a" * 32
    done = program.run(
        "--service-sid",
        own,
        "exec",
        "--",
        sys.executable,
        "-c",
        "import os; print(os.environ['VERIFY_SERVICE_SID'])",
    )
    assert (done.stdout, done.returncode) == (own + "\n", 0)
    with program.Program("--port", "0", VERIFY_EMULATOR_SERVICE_SID=f"{own},VA{'b' * 32}") as running:
        assert f"Service SID  {own}" in running.output


def test_a_service_sid_that_is_none_is_refused() -> None:
    done = program.run("--service-sid", "AC" + "a" * 32)
    assert (done.returncode, done.stderr) == (
        2,
        "verify-emulator: --service-sid: string should match pattern '^VA[0-9a-fA-F]{32}$'\n",
    )


def test_the_variable_of_a_kubernetes_service_is_no_port() -> None:
    with program.Program("--quiet", "--port", "0", VERIFY_EMULATOR_PORT="tcp://10.96.0.12:8739") as running:
        assert running.url
    done = program.run(
        "ready", VERIFY_EMULATOR_PORT="tcp://10.96.0.12:8739", VERIFY_EMULATOR_URL="http://127.0.0.1:9"
    )
    assert done.stderr == "verify-emulator: no emulator answers at http://127.0.0.1:9\n"


def test_only_the_port_is_ever_a_variable_of_kubernetes() -> None:
    done = program.run("--public-url", "tcp://10.96.0.12")
    assert (done.returncode, done.stderr.partition(":")[0]) == (2, "verify-emulator")
    assert "--public-url: " in done.stderr
