"""Replays a Compose file: its services in the order of their dependencies, until the last one is done."""

from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from checks import Check, read_duration
from container import expect
from containers import Container, Mount
from dockerfile import Failure
from engine import Engine, refuse_unknown
from networks import Endpoint

Words = dict[str, Any]

FILE = {"services", "volumes", "networks"}
SERVICE = {
    "build",
    "command",
    "depends_on",
    "environment",
    "healthcheck",
    "image",
    "networks",
    "sysctls",
    "volumes",
}
HEALTH = {"test", "interval", "timeout", "retries", "start_period"}
INTERVAL = TIMEOUT = "30s"
RETRIES = 3


def replay(path: Path, file: Words, engine: Engine) -> None:
    if "${" in path.read_text("utf-8"):
        raise Failure("the replay does not put values into ${…}")
    refuse_unknown("the file", file, FILE)
    refuse_unknown("networks", file["networks"], {"default"})
    refuse_unknown("the network", file["networks"]["default"], {"internal"})
    expect(file["networks"]["default"]["internal"], "its network leads nowhere else, as here")
    services = file["services"]
    order = list(
        TopologicalSorter(
            {name: words.get("depends_on", {}) for name, words in services.items()}
        ).static_order()
    )
    containers = _create(path.parent, file, engine)
    for name in order:
        for other, condition in services[name].get("depends_on", {}).items():
            _await(containers[other], services[other], condition["condition"])
        containers[name].start()
    status = containers[order[-1]].wait()
    expect(status == 0, f"{order[-1]} ends with exit status 0 ({status})")
    for name in reversed(order[:-1]):
        expect(containers[name].stop() == 0, f"SIGTERM stops {name} with exit status 0")


def _create(folder: Path, file: Words, engine: Engine) -> dict[str, Container]:
    services = file["services"]
    network = engine.network()
    endpoints = {name: network.join(name) for name in services}
    volumes = {name: _volume(engine, name, words or {}) for name, words in file.get("volumes", {}).items()}
    hosts = _names(services, endpoints)
    containers = {}
    for name, words in services.items():
        refuse_unknown(name, words, SERVICE)
        for sysctl, value in words.get("sysctls", {}).items():
            endpoints[name].set(sysctl, value)
        containers[name] = engine.create(
            name,
            engine.registry.build((folder / words["build"]).resolve()),
            endpoints[name],
            command=words.get("command", ()),
            environment=words.get("environment", {}),
            mounts=[_mount(text, volumes) for text in words.get("volumes", [])],
            hosts=hosts,
        )
    return containers


def _names(services: Words, endpoints: dict[str, Endpoint]) -> dict[str, str]:
    """What the network's name server would know."""
    names = {}
    for name, words in services.items():
        networks = words.get("networks", {"default": {}})
        refuse_unknown(f"{name}: networks", networks, {"default"})
        for alias in [name, *networks["default"].get("aliases", [])]:
            names[alias] = endpoints[name].address
    return names


def _volume(engine: Engine, name: str, words: Words) -> Path:
    refuse_unknown(f"volume {name}", words, {"driver_opts"})
    options = words.get("driver_opts")
    if options and options["type"] != "tmpfs":
        raise Failure(f"volume {name}: the replay knows no type but tmpfs")
    return engine.volume(name, 0o755, options and options["o"])


def _mount(text: str, volumes: dict[str, Path]) -> Mount:
    source, target, *mode = text.split(":")
    if source not in volumes or mode not in ([], ["ro"]):
        raise Failure(f"{text}: the replay mounts volumes of the file, with ro or without")
    return Mount(volumes[source], target, bool(mode))


def _await(container: Container, words: Words, condition: str) -> None:
    if condition == "service_healthy":
        _health(container, words.get("healthcheck", {})).wait(container)
    elif condition != "service_started":
        raise Failure(f"the replay does not know the condition {condition}")


def _health(container: Container, words: Words) -> Check:
    refuse_unknown("healthcheck", words, HEALTH)
    kind, *command = words.get("test") or ["CMD", *container.image.stage.health]
    if kind == "CMD-SHELL":
        command = ["/bin/sh", "-c", *command]
    seconds = read_duration(words.get("timeout", TIMEOUT))
    return Check(
        lambda: container.run(command, seconds) == 0,
        read_duration(words.get("interval", INTERVAL)),
        words.get("retries", RETRIES),
        read_duration(words.get("start_period", "0s")),
    )
