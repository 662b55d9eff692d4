"""Replays a GitHub workflow: for each job its service containers, then its steps in a clean copy of the folder."""

import os
import shlex
import subprocess
from argparse import ArgumentParser
from pathlib import Path
from shutil import copytree, ignore_patterns
from time import sleep
from typing import Any

from checks import Check, read_duration
from containers import Container
from dockerfile import Failure
from engine import Engine, refuse_unknown
from machine import free_port
from registry import copy_environment
from stages import TRANSPORT

Words = dict[str, Any]

JOB = {"env", "runs-on", "services", "steps", "timeout-minutes"}
SERVICE = {"env", "image", "options", "ports"}
STEP = {"env", "name", "run", "uses", "with"}
SOURCE = "git+https://github.com/OWNER/twilio-verify-emulator"
"""Where the emulator will come from; this checkout stands in."""

INSTALLED = ("pytest", "twilio", "twilio-verify-emulator")


def replay(path: Path, workflow: Words, engine: Engine) -> None:
    if "${{" in path.read_text("utf-8"):
        raise Failure("the replay does not know expressions")
    for name, job in workflow["jobs"].items():
        refuse_unknown(name, job, JOB)
        print(f"\n--- {name}", flush=True)
        runner = Runner(engine, name, path.parents[2])
        for service, words in job.get("services", {}).items():
            _serve(service, words, runner)
        runner.set(job.get("env", {}))
        for step in job["steps"]:
            runner.run(step)


class Runner:
    """GitHub's machine: a workspace, an environment, and the ports that it has published."""

    def __init__(self, engine: Engine, job: str, repository: Path) -> None:
        self.engine = engine
        self._repository = repository
        self._work = engine.work / job
        self._ports: dict[str, str] = {}
        transport = {name: value for name, value in os.environ.items() if TRANSPORT.fullmatch(name)}
        self._environment = transport | {"CI": "true", "GITHUB_ACTIONS": "true", "HOME": str(self._work)}
        self._python = self._work / "python"
        self._environment["PATH"] = f"{self._python}/bin:/usr/local/bin:/usr/bin:/bin"
        self._environment["NO_PROXY"] = self._environment["no_proxy"] = "127.0.0.1,localhost"
        self._work.mkdir(parents=True)

    def publish(self, mapping: str, container: Container) -> None:
        """A port of the machine leads into the container: this one, or if it is taken another one."""
        outer, _, inner = mapping.partition(":")
        port = str(free_port(int(outer)))
        self._ports[f"http://127.0.0.1:{outer}"] = f"http://127.0.0.1:{port}"
        enter = " ".join(container.endpoint.enter)
        listen = f"TCP-LISTEN:{port},bind=127.0.0.1,fork,reuseaddr"
        socat = self.engine.spawn(["socat", listen, f"EXEC:{enter} socat STDIO TCP\\:127.0.0.1\\:{inner}"])
        while socat.poll() is None and free_port(int(port)) == int(port):
            sleep(0.05)

    def set(self, variables: Words) -> None:
        self._environment |= self._local(variables)

    def _local(self, variables: Words) -> dict[str, str]:
        source = f"file://{self.engine.registry.project}"
        return {
            name: self._ports.get(value, value.replace(SOURCE, source)) for name, value in variables.items()
        }

    def run(self, step: Words) -> None:
        refuse_unknown("a step", step, STEP)
        print(f"-- {step.get('run') or step['uses']}", flush=True)
        action = step.get("uses", "").partition("@")[0]
        if action == "actions/checkout":
            copytree(
                self._repository, self._work / "workspace", ignore=ignore_patterns(".*_cache", "__pycache__")
            )
        elif action == "actions/setup-python":
            self._set_up_python()
        elif action:
            raise Failure(f"the replay does not know {action}")
        else:
            self._run(step["run"], self._environment | self._local(step.get("env", {})))

    def _set_up_python(self) -> None:
        """This machine's stands in, whatever the version; what the job is to install is not there yet."""
        copy_environment(self.engine.registry.environment, self._python, str(self._python))
        subprocess.run([self._python / "bin/pip", "uninstall", "--quiet", "--yes", *INSTALLED], check=True)

    def _run(self, script: str, environment: dict[str, str]) -> None:
        command = ["bash", "-e", "-c", script]
        done = subprocess.run(command, cwd=self._work / "workspace", env=environment, check=False)
        if done.returncode:
            raise Failure(f"run: {script}: exit status {done.returncode}")


def _serve(name: str, words: Words, runner: Runner) -> None:
    refuse_unknown(name, words, SERVICE)
    engine = runner.engine
    image, endpoint = engine.registry.pull(words["image"]), engine.network().join(name)
    container = engine.create(name, image, endpoint, environment=words.get("env", {}))
    container.start()
    _read_options(words.get("options", ""), container).wait(container)
    for mapping in words.get("ports", []):
        runner.publish(mapping, container)


def _read_options(options: str, container: Container) -> Check:
    """Those of `docker create` that are about health, with its defaults."""
    parser = ArgumentParser(prog="options", exit_on_error=False)
    parser.add_argument("--health-cmd", type=shlex.split, default=container.image.stage.health)
    parser.add_argument("--health-interval", type=read_duration, default="30s")
    parser.add_argument("--health-timeout", type=read_duration, default="30s")
    parser.add_argument("--health-retries", type=int, default=3)
    known, unknown = parser.parse_known_args(shlex.split(options))
    if unknown:
        raise Failure(f"options: the replay does not know {' '.join(unknown)}")
    return Check(
        lambda: container.run(known.health_cmd, known.health_timeout) == 0,
        known.health_interval,
        known.health_retries,
    )
