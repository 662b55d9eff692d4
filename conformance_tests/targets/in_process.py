"""An emulator in this process: the same requests and answers, without a socket."""

from io import BytesIO
from typing import Any

import requests
from requests.adapters import BaseAdapter
from urllib3 import HTTPResponse

from conformance_tests.targets.emulator import EmulatorTarget
from conformance_tests.targets.target import Target
from verify_emulator import Emulator

ORIGIN = "http://emulator.test"


class MemoryAdapter(BaseAdapter):
    """Takes what `requests` would have put on a connection to an emulator, and brings back its answer."""

    def __init__(self, emulator: Emulator) -> None:
        super().__init__()
        self._emulator = emulator

    def send(self, request: requests.PreparedRequest, **_: Any) -> requests.Response:
        headers = {name: _text(value) for name, value in request.headers.items()}
        body = b"".join(request.body) if hasattr(request.body, "__next__") else request.body or b""
        status, answered, content = self._emulator.send(
            str(request.method), str(request.url), headers, body if isinstance(body, bytes) else body.encode()
        )
        raw = HTTPResponse(BytesIO(content), answered, status, preload_content=False)
        return _Answered().build_response(request, raw)

    def close(self) -> None:
        """Nothing is open."""


class _Answered(requests.adapters.HTTPAdapter):
    """Lends what makes a Response of the bytes of an answer."""


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


class InProcessTarget(EmulatorTarget):
    """The emulator of this environment as an object, and a second one for the skill dialect."""

    def __init__(self, **options: Any) -> None:
        self._emulator = Emulator(**options)
        self._adapter = MemoryAdapter(self._emulator)
        self._skill: InProcessTarget | None = None
        super().__init__(ORIGIN)

    def session(self) -> requests.Session:
        session = super().session()
        session.mount("http://", self._adapter)
        return session

    def missing(self, capability: str) -> str | None:
        return "it is in this process" if capability == "connection" else None

    def speaking_skill(self) -> Target:
        if self._skill is None:
            self._skill = InProcessTarget(dialect="skill")
        return self._skill

    def close(self) -> None:
        if self._skill is not None:
            self._skill.close()
        self._emulator.close()
