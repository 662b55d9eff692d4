"""Applications that know nothing of the emulator, run beside one. Source of all: our contract."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from harness import program
from harness.applications import APPLICATIONS, PATIENCE, PERSON, without_proxies
from harness.local import ACCOUNT
from harness.program import CODE_FOLDER

from verify_emulator import tls

COMMAND = [sys.executable, "-m", "verify_emulator"]
SHOW = [sys.executable, "-c", "import json, os; print(json.dumps(dict(os.environ)))"]

Done = subprocess.CompletedProcess[str]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where the command makes its temporary files; at the end none may be left."""
    place = tmp_path / "temporary"
    place.mkdir()
    yield place
    assert list(place.iterdir()) == []


def execute(folder: Path, *command: str, **variables: str) -> Done:
    return subprocess.run(
        [*COMMAND, "exec", "--", *command],
        env=without_proxies() | {"PYTHONPATH": CODE_FOLDER, "TMPDIR": str(folder)} | variables,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def environment_of(folder: Path, **variables: str) -> dict[str, str]:
    done = execute(folder, *SHOW, **variables)
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("application", ["sign_in.py", "sign_in_async.py"])
def test_an_unchanged_python_application_calls_the_emulator(folder: Path, application: str) -> None:
    done = execute(folder, sys.executable, str(PERSON), sys.executable, str(APPLICATIONS / application))
    assert done.stderr == ""
    url, *rest = done.stdout.splitlines()
    assert url.startswith("http://127.0.0.1:")
    assert rest == ["pending", "approved", "4"]


def test_without_the_shim_the_proxy_leads_it_there(folder: Path) -> None:
    """As in a virtual environment that ignores PYTHONPATH: HTTPS_PROXY and REQUESTS_CA_BUNDLE will do."""
    application = [sys.executable, "-E", str(APPLICATIONS / "sign_in.py")]
    done = execute(folder, sys.executable, str(PERSON), *application)
    assert done.stderr == ""
    url, *rest = done.stdout.splitlines()
    assert url.startswith("https://verify.twilio.com/v2/Services/VA")
    assert rest == ["pending", "approved", "4"]


def test_curl_calls_the_emulator(folder: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    asked = ["curl", "--silent", "--show-error", "--fail", "--user", "{}:{}".format(ACCOUNT, "0" * 32)]
    done = execute(folder, *asked, "https://verify.twilio.com/v2/Services")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["meta"]["url"].startswith("https://verify.twilio.com/v2/Services?")


def test_the_variables_lead_to_the_proxy_and_to_files_that_trust_the_ca(folder: Path) -> None:
    found = environment_of(folder)
    proxies = {found[name] for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")}
    assert len(proxies) == 1
    assert proxies.pop().startswith("http://127.0.0.1:")
    bundles = {found[name] for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")}
    assert len(bundles) == 1
    assert Path(bundles.pop()).is_relative_to(folder)
    assert found["NO_PROXY"] == found["no_proxy"] == "127.0.0.1,localhost,::1"


def test_what_bends_the_hosts_of_an_sdk_is_taken_away(folder: Path) -> None:
    found = environment_of(folder, TWILIO_REGION="ie1", TWILIO_EDGE="dublin")
    assert not {"TWILIO_REGION", "TWILIO_EDGE"} & found.keys()


def test_exceptions_that_would_let_calls_through_to_twilio_are_taken_away(folder: Path) -> None:
    found = environment_of(
        folder, NO_PROXY="a.test,*, .twilio.com,verify.ie1.twilio.com,twilio.com:443,*.com,b.test:1"
    )
    assert found["NO_PROXY"] == "a.test,b.test:1,127.0.0.1,localhost,::1"


def test_what_others_have_set_is_kept(folder: Path, tmp_path: Path) -> None:
    extra, roots = tmp_path / "extra.pem", tmp_path / "roots.pem"
    extra.write_text(pem("extra"))
    roots.write_text(pem("roots"))
    script = tmp_path / "show.py"
    script.write_text(
        "import json, os\n"
        "found = dict(os.environ)\n"
        "for name in ('NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'):\n"
        "    found[name] = open(found[name]).read()\n"
        "print(json.dumps(found))\n"
    )
    done = execute(
        folder,
        sys.executable,
        str(script),
        NODE_EXTRA_CA_CERTS=str(extra),
        SSL_CERT_FILE=str(roots),
        REQUESTS_CA_BUNDLE=str(roots),
        CURL_CA_BUNDLE=str(roots),
        NODE_OPTIONS="--no-warnings",
        PHP_INI_SCAN_DIR="/etc/mine",
        JAVA_TOOL_OPTIONS="-Dmine=1",
        JAVA_HOME="/opt/java",
    )
    found = json.loads(done.stdout)
    certificates = found["NODE_EXTRA_CA_CERTS"].split("-----END CERTIFICATE-----\n")
    assert certificates[0] + "-----END CERTIFICATE-----\n" == pem("extra")
    assert len(certificates) == 3
    assert found["SSL_CERT_FILE"].startswith(pem("roots"))
    assert found["SSL_CERT_FILE"].count("BEGIN") == 2
    assert found["NODE_OPTIONS"].startswith('--no-warnings --require "')
    assert found["PHP_INI_SCAN_DIR"].startswith("/etc/mine" + os.pathsep + str(folder))
    assert found["JAVA_TOOL_OPTIONS"].startswith("-Dmine=1 -Dhttp.proxyHost=127.0.0.1 ")
    assert found["PYTHONPATH"].endswith(os.pathsep + CODE_FOLDER)


def pem(text: str) -> str:
    return f"-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n"


LOOK = """
import base64, json, os, stat, sys
folder = os.path.dirname(os.environ["SSL_CERT_FILE"])
files = {}
for place, _, names in os.walk(folder):
    for name in names:
        files[name] = base64.b64encode(open(os.path.join(place, name), "rb").read()).decode()
print(json.dumps({"mode": os.stat(folder).st_mode, "files": files, "java": os.environ.get("JAVA_TOOL_OPTIONS")}))
"""


def test_the_files_are_private_and_hold_no_key_of_ours(folder: Path, tmp_path: Path) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\n")
    java.chmod(0o755)
    root = tmp_path / "root.pem"
    root.write_bytes(tls.Authority().pem)
    roots = dict.fromkeys(("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"), str(root))
    done = execute(folder, sys.executable, "-c", LOOK, PATH=str(java.parent), JAVA_HOME="", **roots)
    found = json.loads(done.stdout)
    assert stat.S_IMODE(found["mode"]) == 0o700
    files = {name: b64decode(content) for name, content in found["files"].items()}
    assert files.keys() == {"bundle.pem", "node.pem", "verify-emulator.ini", "java.p12"}
    assert not [name for name, content in files.items() if b"PRIVATE KEY" in content]
    store = load_pkcs12(files["java.p12"], b"changeit")
    assert store.key is None
    assert len(store.additional_certs) == 2
    assert "-Djavax.net.ssl.trustStore=" in found["java"]
    assert "-Dhttp.nonProxyHosts=127.0.0.1|localhost|[::1] " in found["java"]


def test_without_java_there_are_no_options_for_it(folder: Path, tmp_path: Path) -> None:
    found = json.loads(execute(folder, sys.executable, "-c", LOOK, PATH=str(tmp_path), JAVA_HOME="").stdout)
    assert found["java"] is None
    assert "java.p12" not in found["files"]


@pytest.mark.parametrize(("command", "status"), [(["sh", "-c", "exit 3"], 3), (["no-such-program"], 2)])
def test_nothing_is_left_after_a_command_that_fails(folder: Path, command: list[str], status: int) -> None:
    """What `folder` sees to."""
    assert execute(folder, *command).returncode == status


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_nothing_is_left_after_a_signal(folder: Path, number: signal.Signals) -> None:
    """What `folder` sees to. Ctrl-C comes to the command as well, from the terminal: here by our hand."""
    waiting = "import signal, sys, time\nprint('waiting', flush=True)\ntime.sleep(60)"
    with subprocess.Popen(
        [*COMMAND, "exec", "--", sys.executable, "-c", waiting],
        env=without_proxies() | {"PYTHONPATH": CODE_FOLDER, "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"waiting\n"
        assert list(folder.iterdir())
        if number == signal.SIGINT:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
        assert process.wait(PATIENCE) == 128 + number


def test_without_the_proxy_there_are_the_variables_only(folder: Path) -> None:
    found = environment_of(folder, VERIFY_EMULATOR_PROXY="false", NO_PROXY="*")
    assert found["NO_PROXY"] == "*,127.0.0.1,localhost,::1"
    assert found["TWILIO_ACCOUNT_SID"] == ACCOUNT
    assert (
        not {"HTTPS_PROXY", "SSL_CERT_FILE", "NODE_OPTIONS", "VERIFY_EMULATOR_TLS_ADDRESS"}
        & found.keys() - os.environ.keys()
    )
    assert found["PYTHONPATH"] == CODE_FOLDER


def test_one_runs_within_another(folder: Path) -> None:
    """What the outer one sets steers the inner one in nothing but what a command should see."""
    done = execute(
        folder,
        *COMMAND,
        "exec",
        "--",
        sys.executable,
        str(PERSON),
        sys.executable,
        str(APPLICATIONS / "sign_in.py"),
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1:] == ["pending", "approved", "4"]


def test_codes_are_printed_where_that_is_wanted() -> None:
    send = """
from twilio.rest import Client
Client().verify.v2.services("VA" + "0" * 32).verifications.create(to="+15017122661", channel="sms")
"""
    words = ("--code", "*=424242", "exec", "--", sys.executable, "-c", send)
    assert program.run(*words).stdout == ""
    assert program.run(*words, VERIFY_EMULATOR_QUIET="false").stdout.endswith(
        "+15017122661      code 424242\n"
    )


def test_the_help_names_the_defaults_of_exec() -> None:
    told = " ".join(program.run("exec", "--help").stdout.split())
    assert "0 picks a free one. [default: 0]" in told
    assert "for HTTPS_PROXY. [default: on]" in told
    assert "8739" not in told
