"""A pod: containers that share a network namespace, a hosts file and volumes."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from container import expect
from containers import Container, Mount
from dockerfile import Failure
from engine import Engine, refuse_unknown
from networks import Network
from probes import read_probe

Words = dict[str, Any]

SILENT = {"automountServiceAccountToken", "ports", "resources", "seccompProfile"}
"""What makes no difference to what the replay shows."""

POD = {"containers", "hostAliases", "initContainers", "restartPolicy", "securityContext", "volumes"} | SILENT
POD_SECURITY = {"runAsGroup", "runAsNonRoot", "runAsUser", "sysctls"} | SILENT
CONTAINER = {
    "args",
    "command",
    "env",
    "image",
    "livenessProbe",
    "name",
    "readinessProbe",
    "restartPolicy",
    "securityContext",
    "startupProbe",
    "volumeMounts",
} | SILENT
SECURITY = {"allowPrivilegeEscalation", "capabilities", "readOnlyRootFilesystem"}


class Pod:
    """Containers that share a network namespace, a hosts file and volumes."""

    def __init__(
        self, name: str, spec: Words, engine: Engine, network: Network, links: Mapping[str, str] | None = None
    ) -> None:
        refuse_unknown("the pod", spec, POD)
        self.endpoint = network.join(name)
        self.sidecars: list[Container] = []
        self.mains: list[Container] = []
        self.words: list[Words] = spec["containers"]
        self._spec = spec
        self._links = links or {}
        self._engine = engine
        self._security = spec.get("securityContext", {})
        refuse_unknown("the pod's securityContext", self._security, POD_SECURITY)
        if self._security.get("runAsGroup") != self._security.get("runAsUser"):
            raise Failure("the replay knows no group but the user's own")
        self._volumes = {volume["name"]: _empty(engine, volume) for volume in spec.get("volumes", [])}
        for sysctl in self._security.get("sysctls", []):
            self.endpoint.set(sysctl["name"], sysctl["value"])

    def start(self) -> None:
        """One init container after the other, then the others at once."""
        for words in self._spec.get("initContainers", []):
            if words.get("restartPolicy") != "Always":
                raise Failure(f"{words['name']}: the replay knows no init containers but sidecars")
            self.sidecars.append(self._start(words))
        self.mains = [self._start(words) for words in self.words]

    def stop_sidecars(self) -> None:
        for container in reversed(self.sidecars):
            expect(container.stop() == 0, f"SIGTERM stops {container.name} with exit status 0")

    def _start(self, words: Words) -> Container:
        refuse_unknown(words["name"], words, CONTAINER)
        security = words.get("securityContext", {})
        refuse_unknown(f"{words['name']}: securityContext", security, SECURITY)
        container = self._engine.create(
            words["name"],
            self._engine.registry.pull(words["image"]),
            self.endpoint,
            entrypoint=words.get("command"),
            command=words.get("args", ()),
            environment={**self._links, **{each["name"]: each["value"] for each in words.get("env", [])}},
            mounts=[self._mount(mount) for mount in words.get("volumeMounts", [])],
            hosts=dict(self._hosts()),
            user=self._security.get("runAsUser"),
            read_only=security.get("readOnlyRootFilesystem", False),
        )
        if self._security.get("runAsNonRoot"):
            expect(container.user != 0, f"{container.name} is not root's")
        container.start()
        for kind in ("startupProbe", "readinessProbe", "livenessProbe"):
            if kind in words:
                read_probe(words[kind], container).wait(container)
        return container

    def _hosts(self) -> Iterator[tuple[str, str]]:
        for alias in self._spec.get("hostAliases", []):
            for name in alias["hostnames"]:
                yield name, alias["ip"]

    def _mount(self, words: Words) -> Mount:
        return Mount(self._volumes[words["name"]], words["mountPath"], words.get("readOnly", False))


def _empty(engine: Engine, volume: Words) -> Path:
    refuse_unknown("the volume", volume, {"name", "emptyDir"})
    return engine.volume(volume["name"], 0o777)
