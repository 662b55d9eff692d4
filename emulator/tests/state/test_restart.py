"""A server with --state: stopped, killed and started again. Source of all: our contract (docs/state.md)."""

import json
import signal
import sys
from pathlib import Path

import pytest
from harness import program
from harness.local import ACCOUNT, SERVICE, TO, TOKEN, basic
from harness.program import Program
from harness.wire import Wire

from verify_emulator.state.reading import read


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state.json"


def server(path: Path, *arguments: str) -> Program:
    return Program("--port", "0", "--quiet", "--state", str(path), *arguments)


def statuses(wire: Wire) -> list[str]:
    return [one["status"] for one in wire.get("/_emulator/verifications").json["verifications"]]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_was_there_at_the_stop_is_there_at_the_next_start(path: Path, number: signal.Signals) -> None:
    with server(path) as first:
        sid = first.wire.start().json["sid"]
        code = first.wire.code()
        first.wire.post("/_emulator/clock", advance="1h")
        first.signal(number)
        assert first.end()[::2] == (0, "")
    with server(path) as second:
        assert second.wire.code() == code
        assert second.wire.get("/_emulator/clock").json["offset_seconds"] > 3500
        assert second.wire.get("/_emulator/verifications").json["verifications"][0]["sid"] == sid
        assert statuses(second.wire) == ["expired"]
    assert sorted(one.name for one in path.parent.iterdir()) == ["state.json", "state.json.lock"]


def test_what_was_saved_meanwhile_is_there_after_a_kill(path: Path) -> None:
    with server(path, "--state-interval", "0.02") as first:
        first.wire.start()
        while not path.exists() or TO not in path.read_text():
            first.wire.get("/_emulator/health")
        first.signal(signal.SIGKILL)
        first.wait()
    with server(path) as second:
        assert statuses(second.wire) == ["pending"]


def test_killed_at_any_moment_the_file_is_one_of_those_that_were_written(path: Path) -> None:
    """The server writes as fast as it can while it is called, and is killed once it has written a few times."""
    kept: list[str] = []
    for times in range(1, 6):
        sent: list[str] = []
        seen = {changed(path)}
        with server(path, "--state-interval", "0.001") as running:
            while len(seen) <= times:
                sent.append(f"+1501712{times}{len(sent):03}")
                running.wire.start(sent[-1])
                seen.add(changed(path))
                assert len(sent) < 50_000
            running.signal(signal.SIGKILL)
            running.wait()
        after = [message.to for message in read(path.read_bytes()).messages]
        assert after[: len(kept)] == kept
        assert after[len(kept) :] == sent[: len(after) - len(kept)]
        kept = after
    assert kept


def changed(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


def test_a_second_server_with_the_same_file_does_not_start(path: Path) -> None:
    with server(path) as first:
        done = program.run("--port", "0", "--state", str(path))
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == f"verify-emulator: --state: {path}: another emulator keeps its state there\n"
        assert first.wire.start().status == 201


@pytest.mark.parametrize("words", [(), ("exec",)])
def test_a_file_that_is_none_is_one_line_and_the_status_2(path: Path, words: tuple[str, ...]) -> None:
    path.write_text('{"format": "twilio-verify-emulator-state", "version": 1}')
    command = ("--", "true") if words else ("--port", "0")
    done = program.run(*words, "--state", str(path), *command)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"verify-emulator: --state: {path}: saved_at: is required\n"
    assert path.read_text().endswith("1}")


def test_a_folder_that_is_not_there_is_one_line_and_the_status_2(path: Path) -> None:
    done = program.run("--port", "0", "--state", str(path.parent / "missing" / "state.json"))
    assert done.returncode == 2
    assert done.stderr == (
        f"verify-emulator: --state: {path.parent}/missing/state.json: No such file or directory\n"
    )


def test_an_interval_that_is_none(path: Path) -> None:
    for value in ("0", "-1", "x", "inf"):
        done = program.run("--port", "0", "--state", str(path), "--state-interval", value)
        assert done.returncode == 2
        assert done.stderr.startswith("verify-emulator: --state-interval: input should be ")


def test_exec_keeps_what_its_command_did(path: Path) -> None:
    ask = (
        "import os, urllib.request as r; from base64 import b64encode as b; "
        f"h = {{'Authorization': 'Basic ' + b(b'{ACCOUNT}:{TOKEN}').decode()}}; "
        f"u = os.environ['VERIFY_EMULATOR_URL'] + '/v2/Services/{SERVICE}/Verifications'; "
        f"r.urlopen(r.Request(u, b'To=%2B15017122661&Channel=sms', h))"
    )
    done = program.run("exec", "--state", str(path), "--", sys.executable, "-c", ask)
    assert (done.returncode, done.stderr) == (0, "")
    with server(path) as later:
        assert statuses(later.wire) == ["pending"]


def test_what_the_file_lists_is_there_once_and_what_it_lists_newly_is_added(path: Path) -> None:
    config, own, new = path.with_name("verify.toml"), "VA" + "a" * 32, "VA" + "b" * 32
    listed = '[[accounts]]\nsid = "{}"\n[[accounts.services]]\nsid = "{}"\nfriendly_name = "Shop"\n'
    limit = '[[accounts.services.rate_limits]]\nunique_name = "ip"\n'
    config.write_text(listed.format(ACCOUNT, own) + limit)
    with server(path, "--config", str(config)) as first:
        ask(first, "POST", f"/v2/Services/{own}", b"FriendlyName=Renamed")
        (one,) = ask(first, "GET", f"/v2/Services/{own}/RateLimits")["rate_limits"]
        ask(first, "DELETE", f"/v2/Services/{own}/RateLimits/{one['sid']}")
        first.stop()
    added = f'[[accounts.services]]\nsid = "{new}"\nfriendly_name = "Second"\n' + limit
    config.write_text(listed.format(ACCOUNT, own) + limit + added)
    with server(path, "--config", str(config), "--service-sid", "VA" + "c" * 32) as second:
        services = ask(second, "GET", "/v2/Services")["services"]
        assert [service["friendly_name"] for service in services] == [
            "Verify Emulator",
            "Renamed",
            "Verify Emulator",
            "Second",
        ]
        assert ask(second, "GET", f"/v2/Services/{own}/RateLimits")["rate_limits"] == []
        assert len(ask(second, "GET", f"/v2/Services/{new}/RateLimits")["rate_limits"]) == 1


def test_who_may_enter_is_what_the_config_file_says_now(path: Path) -> None:
    config, sid = path.with_name("verify.toml"), "AC" + "d" * 32
    config.write_text(f'[[accounts]]\nsid = "{sid}"\ntoken = "old"\n')
    with server(path, "--config", str(config)) as first:
        assert first.wire.send(request_as(sid, "old")).status == 200
        first.stop()
    config.write_text(f'[[accounts]]\nsid = "{sid}"\ntoken = "new"\n')
    with server(path, "--config", str(config)) as second:
        assert second.wire.send(request_as(sid, "old")).status == 401
        assert second.wire.send(request_as(sid, "new")).status == 200


def request_as(
    sid: str, token: str, method: str = "GET", target: str = "/v2/Services", body: bytes = b""
) -> bytes:
    head = (
        f"{method} {target} HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n"
    )
    return head.encode() + b": ".join(basic(sid, token)) + b"\r\n\r\n" + body


def ask(running: Program, method: str, target: str, body: bytes = b"") -> dict[str, list[dict[str, str]]]:
    answer = running.wire.send(request_as(ACCOUNT, TOKEN, method, target, body))
    assert answer.status < 300, answer.body
    found: dict[str, list[dict[str, str]]] = json.loads(answer.body or b"{}")
    return found
