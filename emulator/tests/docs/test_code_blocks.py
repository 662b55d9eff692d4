"""Each block of code that users read is run as it stands, but for the port, which is that of an emulator of the test's.

A comment in the line above a block says what is special about it: `<!-- serves -->` for a command that runs until
it is stopped, `<!-- command: NAME -->` for what CI runs on a machine of its own, `<!-- elsewhere: WHERE -->` for what
is tried there, and `<!-- not run -->` where the page says so. Source of all: our contract.
"""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyotp
import pytest
from harness.pages import ROOT, Block, blocks
from harness.program import CODE_FOLDER, READY, surroundings
from harness.receiver import Receiver
from twilio.base.exceptions import TwilioRestException

from verify_emulator import Emulator
from verify_emulator.configuration import read

PATIENCE = 60
PORTS = {"url": "8739", "tls": "8443", "proxy": "8741"}
ELSEWHERE = ("the Dockerfile's replay in CI", "test_other_sdks.py")
UNTRIED = ("command: ", "elsewhere: ", "not run")
NODE_SDK = ROOT / "examples" / "node_quickstart" / "node_modules"

BLOCKS = blocks()
HERE = [block for block in BLOCKS if not block.mark.startswith(UNTRIED)]


def of(*languages: str) -> Any:
    chosen = [block for block in HERE if block.language in languages]
    return pytest.mark.parametrize("block", chosen, ids=str)


@pytest.fixture
def running() -> Iterator[Emulator]:
    with Emulator(tls=True, proxy=True) as emulator:
        yield emulator


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder as the pages have it: an environment in `.venv`, an application and its tests."""
    (tmp_path / ".venv").symlink_to(sys.prefix)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    config = next(block for block in BLOCKS if block.language == "toml")
    (tmp_path / "verify-emulator.toml").write_text(config.text)
    return tmp_path


APPLICATION = """
import os
from twilio.rest import Client

service = Client().verify.v2.services(os.environ["TWILIO_VERIFY_SERVICE_SID"])
assert service.verifications.create(to="+15017122661", channel="sms").status == "pending"
"""

FILES = {
    "my_app.py": APPLICATION,
    "test_my_app.py": APPLICATION + "\ndef test_it():\n    pass\n",
    "pytest.ini": "[pytest]\n",
}


def test_every_block_is_of_a_kind_that_is_run() -> None:
    for block in BLOCKS:
        kind, _, where = block.mark.partition(": ")
        assert kind in ("", "serves", "command", "elsewhere", "not run"), f"{block}: {block.mark}"
        assert (kind == "elsewhere") == (where in ELSEWHERE), f"{block}: {where}"
        if kind == "not run":
            assert "not run" in block.page.read_text("utf-8").replace("<!-- not run -->", ""), str(block)
    assert {block.language for block in HERE} <= {"python", "sh", "js", "toml"}
    assert len(HERE) > 15


def environment(folder: Path, served: Emulator, **more: str) -> dict[str, str]:
    path = os.pathsep.join((str(folder / ".venv" / "bin"), os.environ["PATH"]))
    return surroundings(
        PATH=path, PYTHONPATH=CODE_FOLDER, VERIFY_EMULATOR_URL=served.url, NO_PROXY="127.0.0.1", **more
    )


def adapted(text: str, served: Emulator) -> str:
    for name, port in PORTS.items():
        text = text.replace(port, getattr(served.addresses, name).rpartition(":")[2])
    return text


def run(command: list[str], folder: Path, served: Emulator, **more: str) -> None:
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment(folder, served, **more),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@of("python")
def test_python(block: Block, running: Emulator, folder: Path) -> None:
    """Blocks with tests are a test file; the others of a page follow each other, as a reader types them."""
    if "def test_" in block.text:
        (folder / "test_block.py").write_text(adapted(block.text, running))
        plugin = ("-p", "verify_emulator.pytest_plugin")
        words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *plugin, "test_block.py"]
        run(words, folder, running, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
        return
    before = [
        it for it in HERE if it.page == block.page and it.language == "python" and it.line <= block.line
    ]
    script = "\n".join(it.text for it in before if "def test_" not in it.text)
    (folder / "block.py").write_text(adapted(script, running))
    run([sys.executable, "block.py"], folder, running)


@of("js")
def test_javascript(block: Block, running: Emulator, folder: Path) -> None:
    if shutil.which("node") is None or not NODE_SDK.is_dir():
        pytest.skip("needs Node and the twilio package: npm ci in examples/node_quickstart")
    (folder / "block.cjs").write_text(adapted(block.text, running))
    (folder / "node_modules").symlink_to(NODE_SDK)
    run(["node", "block.cjs"], folder, running)
    assert [message.channel for message in running.messages] == ["sms"]


@of("toml")
def test_configuration(block: Block, tmp_path: Path) -> None:
    path = tmp_path / "verify-emulator.toml"
    path.write_text(block.text)
    beside = {"accounts", "faults", "settings", "templates"}
    assert read(path).options.keys() >= tomllib.loads(block.text).keys() - beside


@of("sh")
def test_shell(block: Block, running: Emulator, folder: Path) -> None:
    if "curl " in block.text and shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    if block.mark == "serves":
        serve(block, folder, running)
        return
    prepare(running)
    run(["bash", "-euo", "pipefail", "-c", adapted(block.text, running)], folder, running)


def test_the_scripted_failures_of_the_page_happen(running: Emulator, folder: Path) -> None:
    """Whoever copies a command gets the failure that the page promises; that it is accepted is not enough."""
    page = "\n".join(
        block.text for block in HERE if block.page.name == "failures.md" and block.language == "sh"
    )
    verifications = running.client().verify.v2.services(running.service_sid).verifications

    def enter(words: str) -> None:
        (command,) = (line for line in page.splitlines() if words in line)
        run(["bash", "-euo", "pipefail", "-c", adapted(command, running)], folder, running)

    enter("-d error=60203")
    for _ in range(2):
        with pytest.raises(TwilioRestException) as refused:
            verifications.create(to="+15017122661", channel="sms")
        assert refused.value.code == 60203
    assert verifications.create(to="+15017122661", channel="sms").status == "pending"
    enter("-X DELETE")
    assert running.faults.all() == []
    enter("-d delivery.delay=60")
    verifications.create(to="+15017122669", channel="sms")
    assert running.messages[-1].status == "sent"
    enter("-d advance=1m")
    assert (running.messages[-1].to, running.messages[-1].status) == ("+15017122669", "delivered")


def serve(block: Block, folder: Path, served: Emulator) -> None:
    """Started on free ports, seen to be ready, and stopped."""
    free = {f"VERIFY_EMULATOR_{name}": "0" for name in ("PORT", "TLS_PORT", "PROXY_PORT")}
    process = subprocess.Popen(
        ["bash", "-c", "exec " + block.text.strip()],
        cwd=folder,
        env=environment(folder, served, **free),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    printed = ""
    for line in process.stdout:
        printed += line
        if line.startswith(READY):
            break
    process.terminate()
    rest = process.communicate(timeout=PATIENCE)[0]
    assert READY in printed, printed + rest
    assert process.returncode == 0


def prepare(served: Emulator) -> None:
    """A code has been sent, and a webhook posted, for those blocks that read them."""
    service = served.client().verify.v2.services(served.service_sid)
    service.verifications.create(to="+15017122661", channel="sms")
    with Receiver() as receiver:
        service.webhooks.create(
            friendly_name="Hook", event_types=["factor.verified"], webhook_url=receiver.url
        )
        factor = service.entities("identity-1").new_factors.create(factor_type="totp", friendly_name="Phone")
        code = pyotp.TOTP(factor.binding["secret"]).now()
        service.entities("identity-1").factors(factor.sid).update(auth_payload=code)
        receiver.wait()
