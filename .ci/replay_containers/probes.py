"""Asks a pod's probes, as a kubelet does."""

import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Any

from checks import Check
from containers import Container
from engine import refuse_unknown
from networks import Endpoint

PROBE = {"exec", "failureThreshold", "httpGet", "periodSeconds", "timeoutSeconds"}
ASK = "import sys, urllib.request as u; u.urlopen(sys.argv[1], timeout=float(sys.argv[2]))"


def read_probe(words: Mapping[str, Any], container: Container) -> Check:
    """What is not said is as Kubernetes has it."""
    refuse_unknown("the probe", words, PROBE)
    seconds = words.get("timeoutSeconds", 1)
    ask = (
        _command(words["exec"]["command"], container, seconds)
        if "exec" in words
        else _http(words["httpGet"], container.endpoint, seconds)
    )
    return Check(ask, words.get("periodSeconds", 10), words.get("failureThreshold", 3))


def _command(command: list[str], container: Container, seconds: float) -> Callable[[], bool]:
    return lambda: container.run(command, seconds) == 0


def _http(words: Mapping[str, Any], endpoint: Endpoint, seconds: float) -> Callable[[], bool]:
    """A kubelet asks at the pod's address, not at its loopback."""
    refuse_unknown("httpGet", words, {"path", "port"})
    url = f"http://{endpoint.address}:{words['port']}{words['path']}"
    command = [*endpoint.enter, sys.executable, "-c", ASK, url, str(seconds)]
    return lambda: subprocess.run(command, env={}, capture_output=True, check=False).returncode == 0
