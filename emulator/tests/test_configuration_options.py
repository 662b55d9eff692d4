"""Options in the file: a flag goes before a variable, a variable before the file, the file before the default.

Source of all: our contract.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from harness import program
from harness.local import ACCOUNT, TOKEN, basic

from verify_emulator.cli import main
from verify_emulator.settings import Settings

Chosen = Callable[..., Settings]


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Chosen:
    """The settings that the command arrives at, by the file's content, flags, and variables."""
    for name in os.environ:
        if name.startswith("VERIFY_EMULATOR_"):
            monkeypatch.delenv(name)
    seen: list[Settings] = []
    monkeypatch.setattr("verify_emulator.console.configure_log", lambda settings: None)
    monkeypatch.setattr("verify_emulator.server.run", lambda settings, greet: seen.append(settings))
    monkeypatch.setattr(
        "verify_emulator.companion.run_beside", lambda settings, command: seen.append(settings) or 0
    )

    def choose(content: str, *arguments: str, **variables: str) -> Settings:
        path = tmp_path / "verify.toml"
        path.write_text(content)
        for name, value in {"CONFIG": str(path), **variables}.items():
            monkeypatch.setenv(f"VERIFY_EMULATOR_{name}", value)
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 0
        return seen.pop()

    return choose


OPTIONS: dict[str, tuple[str, Any]] = {
    "host": ('"127.0.0.2"', "127.0.0.2"),
    "port": ("1", 1),
    "tls": ("true", True),
    "tls_port": ("2", 2),
    "service_sid": (f'["VA{"a" * 32}"]', ("VA" + "a" * 32,)),
    "tls_name": ('["verify.test", "10.0.0.1"]', ("verify.test", "10.0.0.1")),
    "ca_file": ('"/ca.pem"', Path("/ca.pem")),
    "proxy": ("true", True),
    "proxy_port": ("3", 3),
    "proxy_others": ('"refuse"', "refuse"),
    "seed": ("5", 5),
    "state": ('"state.json"', Path("state.json")),
    "state_interval": ("2.5", 2.5),
    "code": ('{ "+1*" = "1234", "*" = "567890" }', {"+1*": "1234", "*": "567890"}),
    "dialect": ('"skill"', "skill"),
    "strict": ("true", True),
    "strict_auth": ("true", True),
    "public_url": ('"https://verify.test"', "https://verify.test"),
    "no_magic": ("true", True),
    "no_rate_limits": ("true", True),
    "keep_verifications": ("11", 11),
    "keep_messages": ("12", 12),
    "keep_attempts": ("13", 13),
    "keep_deliveries": ("14", 14),
    "keep_requests": ("16", 16),
    "keep_accounts": ("15", 15),
    "webhook_retries": ("4", 4),
    "webhook_timeout": ("0.5", 0.5),
    "quiet": ("true", True),
    "log_format": ('"json"', "json"),
    "log_level": ('"debug"', "debug"),
}


def test_every_option_can_stand_in_the_file(chosen: Chosen) -> None:
    assert set(Settings.model_fields) - set(OPTIONS) == {"config"}
    settings = chosen("".join(f"{name} = {text}\n" for name, (text, _) in OPTIONS.items()))
    assert settings.model_dump(exclude={"config"}) == {name: value for name, (_, value) in OPTIONS.items()}


def test_the_file_goes_before_the_default(chosen: Chosen) -> None:
    settings = chosen("port = 1\nquiet = true")
    assert (settings.port, settings.quiet, settings.log_level) == (1, True, "info")


def test_a_variable_goes_before_the_file(chosen: Chosen) -> None:
    settings = chosen(
        'port = 1\nquiet = true\ncode = { a = "1111" }\nseed = 3', PORT="2", QUIET="false", CODE="b=2222"
    )
    assert (settings.port, settings.quiet, settings.code, settings.seed) == (2, False, {"b": "2222"}, 3)


def test_a_flag_goes_before_the_file(chosen: Chosen) -> None:
    settings = chosen(
        'port = 1\nquiet = false\ncode = { a = "1111" }', "--port", "2", "--quiet", "--code", "b=2222"
    )
    assert (settings.port, settings.quiet, settings.code) == (2, True, {"b": "2222"})


def test_a_flag_goes_before_a_variable_that_goes_before_the_file(chosen: Chosen) -> None:
    content = "port = 1\nseed = 1\nkeep_messages = 1"
    settings = chosen(content, "--port", "3", PORT="2", SEED="2")
    assert (settings.port, settings.seed, settings.keep_messages) == (3, 2, 1)


@pytest.mark.parametrize("arguments", [["--port", "3", "serve"], ["serve", "--port", "3"]])
def test_a_flag_goes_before_a_variable_wherever_it_stands(chosen: Chosen, arguments: list[str]) -> None:
    assert chosen("port = 1", *arguments, PORT="2").port == 3


def test_a_command_beside_the_emulator_takes_the_file_too(chosen: Chosen) -> None:
    assert chosen("", "exec", "--", "true").port == 0
    assert chosen("port = 7", "exec", "--", "true").port == 7
    assert chosen("port = 7", "exec", "--port", "9", "--", "true").port == 9


def test_the_flag_goes_before_the_variable_for_the_file_itself(chosen: Chosen, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text("port = 2")
    settings = chosen("port = 1", "--config", str(other))
    assert (settings.port, settings.config) == (2, other)


def test_a_server_and_a_command_beside_one_have_the_listed_accounts(tmp_path: Path) -> None:
    path = tmp_path / "verify.toml"
    path.write_text(
        f'port = 0\n[[accounts]]\nsid = "{ACCOUNT}"\n[[accounts.services]]\nfriendly_name = "From the file"\n'
    )
    request = b"GET /v2/Services HTTP/1.1\r\nHost: a\r\n" + b": ".join(basic(ACCOUNT, TOKEN)) + b"\r\n\r\n"
    with program.Program("serve", "--config", str(path)) as server:
        services = server.wire.send(request).json["services"]
    assert [service["friendly_name"] for service in services] == ["Verify Emulator", "From the file"]
    ask = (
        "import os, urllib.request as r; from base64 import b64encode as b; "
        f"h = {{'Authorization': 'Basic ' + b(b'{ACCOUNT}:{TOKEN}').decode()}}; "
        "u = os.environ['VERIFY_EMULATOR_URL'] + '/v2/Services'; print(r.urlopen(r.Request(u, headers=h)).read())"
    )
    done = program.run("exec", "--", sys.executable, "-c", ask, VERIFY_EMULATOR_CONFIG=str(path))
    assert "From the file" in done.stdout


def test_without_a_file_nothing_of_this_is_loaded() -> None:
    """It would lengthen every start."""
    script = (
        "import sys; from verify_emulator.app import App; from verify_emulator import cli, environment; App(); "
        "print([name for name in sys.modules if name.startswith(('verify_emulator.configuration', 'tomllib'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env=program.surroundings(),
    )
    assert done.stdout == "[]\n"
