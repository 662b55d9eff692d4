"""An emulator in a container: how it is started, and how a client and a test reach it."""

from dataclasses import dataclass
from urllib.parse import urlencode
from urllib.request import urlopen

import docker
from docker.errors import DockerException
from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import HealthcheckWaitStrategy
from twilio.rest import Client

IMAGE = "twilio-verify-emulator"
PORT = 8739
ZEROS = "0" * 32
SECONDS = 20


def has_engine() -> bool:
    try:
        engine = docker.from_env()
    except DockerException:
        return False
    try:
        return bool(engine.ping())
    except DockerException:
        return False
    finally:
        engine.close()


def make_container(image: str = IMAGE) -> DockerContainer:
    """Used with `with` it starts, waits until the image's own check finds it healthy, and is removed at the end."""
    container = DockerContainer(image).with_exposed_ports(PORT)
    return container.waiting_for(HealthcheckWaitStrategy().with_startup_timeout(30))


@dataclass(frozen=True)
class Emulator:
    """One that runs, wherever that is."""

    host: str
    port: int

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def client(self) -> Client:
        """Twilio's client, for an account that every emulator knows."""
        client = Client(f"AC{ZEROS}", ZEROS)
        client.verify.base_url = self.url
        return client

    def read_code(self, to: str) -> str:
        """The newest code sent to a recipient."""
        return self._call("/code?" + urlencode({"to": to, "wait": 10}))

    def let_pass(self, duration: str) -> None:
        self._call("/clock", {"advance": duration})

    def reset(self) -> None:
        self._call("/reset", {})

    def _call(self, path: str, form: dict[str, str] | None = None) -> str:
        body = None if form is None else urlencode(form).encode()
        with urlopen(f"{self.url}/_emulator{path}", body, timeout=SECONDS) as answer:
            return str(answer.read(), "utf-8")
