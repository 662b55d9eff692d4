"""Runs a finished image as Docker would and holds it against what its Dockerfile promises."""

import os
import signal
import subprocess
from base64 import b64encode
from contextlib import suppress
from time import monotonic, sleep
from urllib.request import ProxyHandler, Request, build_opener

from dockerfile import Failure
from machine import as_user, free_port, listens_everywhere, users_of
from stages import Build

PORT = 8739
HEALTHY_WITHIN = 15.0
STOPPED_WITHIN = 10.0
"""Seconds."""

ZEROS = "0" * 32
VERIFICATIONS = f"/v2/Services/VA{ZEROS}/Verifications"
FORM = b"To=%2B15017122661&Channel=sms"
READ_CODE = ["verify-emulator", "code", "+15017122661"]


class Container:
    """An image to run commands in, as its user."""

    def __init__(self, build: Build) -> None:
        self.user = build.stage.user if os.geteuid() == 0 else os.geteuid()
        self.port = free_port(PORT)
        self._cwd = build.inside(build.stage.workdir)
        self._relocate = build.relocate
        self._environment = dict(build.stage.environment)
        if self.port != PORT:
            print(f"somebody listens on port {PORT}, so the container gets {self.port}")
            url = f"http://127.0.0.1:{self.port}"
            self._environment |= {"VERIFY_EMULATOR_PORT": str(self.port), "VERIFY_EMULATOR_URL": url}

    def start(self, command: list[str]) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [*as_user(self.user), *map(self._relocate, command)],
            cwd=self._cwd,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, command: list[str]) -> tuple[int, str]:
        """The exit status and the output of a command, as of `docker exec`."""
        process = self.start(command)
        output, _ = process.communicate(timeout=30)
        return process.returncode, output.strip()


def prove(build: Build) -> None:
    container = Container(build)
    health = build.stage.health
    expect(container.run(health)[0] == 1, "before the start the health check says unhealthy")
    server = container.start(build.stage.entrypoint + build.stage.command)
    try:
        expect(
            _turns_healthy(container, server, health), f"it is healthy within {HEALTHY_WITHIN:.0f} seconds"
        )
        expect(users_of(server.pid) == {container.user}, f"it runs as user {container.user}")
        expect(container.user != 0, "that is not root")
        expect(listens_everywhere(container.port), "it listens on all addresses of the container")
        _send(container.port)
        expect(container.run(READ_CODE)[1].isdigit(), "it takes a verification and shows its code")
        server.send_signal(signal.SIGTERM)
        expect(server.wait(STOPPED_WITHIN) == 0, "SIGTERM stops it with exit status 0")
        expect(container.run(health)[0] == 1, "then the health check says unhealthy again")
    finally:
        _end(server)


def _end(server: "subprocess.Popen[str]") -> None:
    """Stop it for certain, with all that it has started, and show what it printed."""
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    print(server.communicate()[0])


def expect(holds: bool, sentence: str) -> None:
    print(f"{'ok' if holds else 'NOT SO'}: {sentence}", flush=True)
    if not holds:
        raise Failure(f"not so: {sentence}")


def _turns_healthy(container: Container, server: "subprocess.Popen[str]", health: list[str]) -> bool:
    deadline = monotonic() + HEALTHY_WITHIN
    while server.poll() is None and monotonic() < deadline:
        if container.run(health)[0] == 0:
            return True
        sleep(0.1)
    return False


def _send(port: int) -> None:
    """Start a verification with the account that every emulator knows."""
    credentials = b64encode(f"AC{ZEROS}:{ZEROS}".encode()).decode()
    request = Request(
        f"http://127.0.0.1:{port}{VERIFICATIONS}", FORM, {"Authorization": f"Basic {credentials}"}
    )
    with build_opener(ProxyHandler({})).open(request, timeout=10) as answer:
        expect(answer.status == 201, "Twilio's API answers 201")
