"""Replays Kubernetes manifests: Jobs until they are done; Deployments until they are ready and a client was there."""

import re
from pathlib import Path
from shutil import copytree
from typing import Any

from container import expect
from containers import Mount
from engine import Engine, refuse_unknown
from networks import Network
from pods import Pod

Words = dict[str, Any]

EMULATOR = "twilio-verify-emulator"
CLIENT = "examples/python_quickstart"
COMMAND = re.compile(r"^<!-- command: client -->\n```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def replay(path: Path, documents: list[Words], engine: Engine) -> None:
    by_kind = {document["kind"]: document for document in documents}
    refuse_unknown("the file", by_kind, {"Job", "Deployment", "Service"})
    if "Job" in by_kind:
        _run_job(by_kind["Job"], engine)
    if "Deployment" in by_kind:
        _share(by_kind["Deployment"], by_kind["Service"], engine, path.parent)


def _run_job(job: Words, engine: Engine) -> None:
    pod = Pod(job["metadata"]["name"], job["spec"]["template"]["spec"], engine, engine.network())
    pod.start()
    for container in pod.mains:
        status = container.wait()
        expect(status == 0, f"{container.name} ends with exit status 0 ({status})")
    pod.stop_sidecars()


def _share(deployment: Words, service: Words, engine: Engine, folder: Path) -> None:
    """One pod behind a Service, and a client in a pod of its own."""
    template, network = deployment["spec"]["template"], engine.network()
    name, [port] = service["metadata"]["name"], service["spec"]["ports"]
    links = _link(name, port["port"])
    pod = Pod(deployment["metadata"]["name"], template["spec"], engine, network, links)
    pod.start()
    expect(
        service["spec"]["selector"].items() <= template["metadata"]["labels"].items(),
        "the Service finds the pod by its labels",
    )
    named = {port["name"]: port["containerPort"] for words in pod.words for port in words["ports"]}
    expect(named.get(port["targetPort"]) == port["port"], f"its port {port['port']} is the container's")
    _visit(engine, network, {name: pod.endpoint.address}, links, folder)


def _link(service: str, port: int) -> dict[str, str]:
    """The variables that every pod gets for a Service. Those with its address are like these two."""
    name = service.upper().replace("-", "_")
    return {f"{name}_SERVICE_PORT": str(port), f"{name}_PORT": f"tcp://{service}:{port}"}


def _visit(
    engine: Engine, network: Network, hosts: dict[str, str], links: dict[str, str], folder: Path
) -> None:
    """The README's command for clients, with the tests of the quickstart."""
    command = COMMAND.search((folder / "README.md").read_text("utf-8"))
    expect(command is not None, "the README has a command for clients")
    copytree(engine.registry.project / CLIENT, engine.work / "client")
    client = engine.create(
        "client",
        engine.registry.pull(EMULATOR),
        network.join("client"),
        entrypoint=["sh", "-euc"],
        command=[f"cd /client\n{command and command[1]}"],
        mounts=[Mount(engine.work / "client", "/client")],
        environment={**links, "PYTEST_ADDOPTS": "-p no:cacheprovider"},
        hosts=hosts,
    )
    client.start()
    status = client.wait()
    expect(status == 0, f"a client in another pod ends with exit status 0 ({status})")
