"""The variables that point a program at an emulator, and the command run with them. Source of all: our contract."""

import json
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness import program
from harness.local import ACCOUNT, SERVICE, TOKEN, ZEROS

from verify_emulator.cli import main
from verify_emulator.environment import FORMATS, variables

URL = "http://127.0.0.1:1234"
NAMES = [
    "VERIFY_EMULATOR_URL",
    "TWILIO_ACCOUNT_SID",
    "TWILIO_AUTH_TOKEN",
    "TWILIO_API_KEY",
    "TWILIO_API_SECRET",
    "TWILIO_VERIFY_SERVICE_SID",
    "VERIFY_SERVICE_SID",
    "NO_PROXY",
    "no_proxy",
]


def test_the_variables_are_those_that_twilios_samples_read() -> None:
    values = variables(URL)
    assert list(values) == NAMES
    assert values["VERIFY_EMULATOR_URL"] == URL
    assert (values["TWILIO_ACCOUNT_SID"], values["TWILIO_AUTH_TOKEN"]) == (ACCOUNT, TOKEN)
    assert (values["TWILIO_API_KEY"], values["TWILIO_API_SECRET"]) == ("SK" + ZEROS, ZEROS)
    assert values["TWILIO_VERIFY_SERVICE_SID"] == values["VERIFY_SERVICE_SID"] == SERVICE


def test_exceptions_from_the_proxy_that_are_there_are_kept() -> None:
    assert variables(URL, "example.com")["NO_PROXY"] == "example.com,127.0.0.1,localhost,::1"
    assert variables(URL)["no_proxy"] == "127.0.0.1,localhost,::1"


ODD = {"A": "plain", "B": "with 'quotes' and $dollars", "C": "x,y"}


def test_a_shell_reads_what_is_printed_for_it() -> None:
    script = FORMATS["sh"](ODD) + '\nprintf "%s|" "$A" "$B" "$C"'
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "plain|with 'quotes' and $dollars|x,y|"


def test_every_other_format_has_a_line_for_each_variable() -> None:
    assert FORMATS["fish"]({"A": "x y"}) == "set -gx A 'x y'"
    assert FORMATS["dotenv"]({"A": "x", "B": "y"}) == "A=x\nB=y"
    assert FORMATS["compose"]({"A": "x:y"}) == 'A: "x:y"'
    assert json.loads(FORMATS["json"](ODD)) == ODD


@pytest.mark.parametrize("style", FORMATS)
def test_the_command_prints_them(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["env", "--format", style, "--url", URL])
    assert ended.value.code == 0
    assert capsys.readouterr().out == FORMATS[style](variables(URL)) + "\n"


def test_without_a_format_it_is_a_shells(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["env"])
    assert capsys.readouterr().out.startswith("export VERIFY_EMULATOR_URL=http://127.0.0.1:8739\n")


def test_a_proxy_and_a_ca_elsewhere_add_their_variables(capsys: pytest.CaptureFixture[str]) -> None:
    proxy, file = "http://emulator.test:8741", "/certs/bundle.pem"
    with pytest.raises(SystemExit):
        main(["env", "--format", "json", "--url", URL, "--proxy", proxy, "--ca-file", file])
    found = json.loads(capsys.readouterr().out)
    added = {
        **dict.fromkeys(("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"), proxy),
        **dict.fromkeys(
            ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"), file
        ),
    }
    assert found == variables(URL) | added


@pytest.fixture
def _signals_as_before() -> Iterator[None]:
    import logging

    root, uvicorn = logging.getLogger(), logging.getLogger("uvicorn")
    handlers, levels = root.handlers[:], (root.level, uvicorn.level)
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    uvicorn.setLevel(levels[1])


ASK = """
import json, os, urllib.request
url = os.environ["VERIFY_EMULATOR_URL"]
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
print(json.load(opener.open(url + "/_emulator/health"))["status"], url)
"""


def execute(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["exec", *arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.mark.usefixtures("_signals_as_before")
def test_a_command_runs_beside_an_emulator_which_then_stops(capfd: pytest.CaptureFixture[str]) -> None:
    assert execute("--", sys.executable, "-c", ASK) == 0
    output, errors = capfd.readouterr()
    status, url = output.split()
    assert (status, errors) == ("ok", "")
    with pytest.raises(SystemExit) as ended:
        main(["ready", "--url", url])
    assert ended.value.code == 1


@pytest.mark.usefixtures("_signals_as_before")
@pytest.mark.parametrize(
    ("script", "status"),
    [("exit 0", 0), ("exit 7", 7), ("kill -TERM $$", 128 + 15), ("kill -KILL $$", 128 + 9)],
)
def test_the_commands_status_is_returned(script: str, status: int) -> None:
    assert execute("--", "sh", "-c", script) == status


@pytest.mark.usefixtures("_signals_as_before")
def test_options_of_the_command_are_its_own(capfd: pytest.CaptureFixture[str]) -> None:
    words = ["echo", "--port", "x", "--help", "--", "-h"]
    assert execute("--", *words) == 0
    assert capfd.readouterr().out == shlex.join(words[1:]) + "\n"


@pytest.mark.usefixtures("_signals_as_before")
def test_a_command_gets_the_rest_of_the_surroundings(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("MINE", str(tmp_path))
    monkeypatch.setenv("NO_PROXY", "example.com")
    assert execute("--", "sh", "-c", 'echo "$MINE|$NO_PROXY|$TWILIO_ACCOUNT_SID"') == 0
    assert capfd.readouterr().out == f"{tmp_path}|example.com,127.0.0.1,localhost,::1|{ACCOUNT}\n"


@pytest.mark.parametrize("when", ["at once", "later"])
def test_a_request_to_stop_is_passed_on_to_the_command(when: str) -> None:
    """However early it comes: the command has its first word when the signal is sent."""
    wait = "" if when == "at once" else "sleep 0.2; "
    patience = "for i in $(seq 200); do sleep 0.02; done; exit 9"
    script = f"trap 'echo stopped; exit 5' TERM; {wait}kill -TERM $PPID; {patience}"
    done = program.run("exec", "--", "sh", "-c", script)
    assert (done.returncode, done.stdout, done.stderr) == (5, "stopped\n", "")


@pytest.mark.usefixtures("_signals_as_before")
def test_a_request_to_stop_does_not_end_the_emulator_before_its_command(
    capfd: pytest.CaptureFixture[str],
) -> None:
    signal.signal(signal.SIGTERM, lambda number, frame: None)
    patience = "for i in $(seq 200); do sleep 0.02; done; exit 9"
    script = f"trap 'sleep 0.1; echo stopped; exit 5' TERM; kill -TERM $PPID; {patience}"
    assert execute("--", "sh", "-c", script) == 5
    assert capfd.readouterr().out == "stopped\n"
