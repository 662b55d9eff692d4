"""An emulator in this process, spoken to over ASGI: no socket, no thread, no waiting."""

import asyncio
from base64 import b64encode
from collections.abc import Coroutine, Iterable, Sequence
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from harness.answers import Answer
from verify_emulator.app import App
from verify_emulator.settings import Settings

T = TypeVar("T")
Headers = Sequence[tuple[bytes, bytes]]

ZEROS = "0" * 32
ACCOUNT = "AC" + ZEROS
TOKEN = ZEROS
SERVICE = "VA" + ZEROS
TO = "+15017122661"
FORM = (b"content-type", b"application/x-www-form-urlencoded")


def basic(username: str, password: str) -> tuple[bytes, bytes]:
    return b"authorization", b"Basic " + b64encode(f"{username}:{password}".encode())


class Local:
    """Sends requests to one App. `account` and `token` are sent unless a request brings headers of its own."""

    def __init__(self, **options: Any) -> None:
        self.app = App(Settings(**options))
        self.account, self.token = ACCOUNT, TOKEN
        self._runner = asyncio.Runner()

    def close(self) -> None:
        self._runner.close()

    def run(self, main: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(main)

    async def ask(
        self, method: str, target: str, body: bytes = b"", headers: Headers | None = None, **scope: Any
    ) -> Answer:
        """One request, to be awaited: two of them together are in flight together."""
        return await self.exchange(method, target, [{"type": "http.request", "body": body}], headers, **scope)

    async def exchange(
        self,
        method: str,
        target: str,
        messages: Iterable[dict[str, Any]],
        headers: Headers | None = None,
        **scope: Any,
    ) -> Answer:
        """A request whose body arrives in the given ASGI messages; after the last one the client is gone."""
        coming = iter(messages)
        sent: list[Any] = []

        async def receive() -> Any:
            return next(coming, {"type": "http.disconnect"})

        async def send(message: Any) -> None:
            sent.append(message)

        if headers is None:
            headers = [(b"host", b"emulator.test"), FORM, basic(self.account, self.token)]
        await self.app({**scope_of(method, target, headers), **scope}, receive, send)
        if not sent:
            return Answer(0, {}, b"")
        start, *parts = sent
        return Answer(
            start["status"],
            {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in start["headers"]},
            b"".join(part.get("body", b"") for part in parts),
        )

    def send(
        self, method: str, target: str, body: bytes = b"", headers: Headers | None = None, **scope: Any
    ) -> Answer:
        return self.run(self.ask(method, target, body, headers, **scope))

    def get(self, target: str) -> Answer:
        return self.send("GET", target)

    def post(self, target: str, form: dict[str, Any] | None = None, **more: Any) -> Answer:
        """Parameters by Twilio's names; what is no Python name goes into `form`."""
        return self.send("POST", target, urlencode({**(form or {}), **more}).encode())

    def service(self, form: dict[str, Any] | None = None, **more: Any) -> str:
        """The SID of a new service."""
        answer = self.post("/v2/Services", {"FriendlyName": "Tests", **(form or {})}, **more)
        assert answer.status == 201, answer.body
        return str(answer.json["sid"])

    def start(self, to: str = TO, channel: str = "sms", *, service: str = SERVICE, **more: Any) -> Answer:
        return self.post(f"/v2/Services/{service}/Verifications", {"To": to, "Channel": channel}, **more)

    def check(self, code: str | None, to: str | None = TO, *, service: str = SERVICE, **more: Any) -> Answer:
        form = {name: value for name, value in (("Code", code), ("To", to)) if value is not None}
        return self.post(f"/v2/Services/{service}/VerificationCheck", form, **more)

    def fetch(self, key: str, service: str = SERVICE) -> Answer:
        return self.get(f"/v2/Services/{service}/Verifications/{key}")

    def update(self, key: str, status: str, service: str = SERVICE) -> Answer:
        return self.post(f"/v2/Services/{service}/Verifications/{key}", Status=status)

    def code(self, to: str = TO) -> str:
        """The newest code sent to a recipient."""
        answer = self.get(f"/_emulator/code?to={quote(to)}")
        assert answer.status == 200, answer.body
        return answer.text

    def messages(self, to: str = TO) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = self.get(f"/_emulator/messages?to={quote(to)}").json["messages"]
        return messages

    def allow(self, **settings: Any) -> None:
        """Change what the account may do."""
        account = self.app.accounts.get(self.account)
        account.settings = type(account.settings).model_validate({**dict(account.settings), **settings})


def scope_of(method: str, target: str, headers: Headers) -> dict[str, Any]:
    path, _, query = target.partition("?")
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": list(headers),
        "server": ("emulator.test", 80),
        "client": ("127.0.0.1", 40000),
    }


def wrong(code: str) -> str:
    """A code of the same length that is not the right one."""
    return "".join("1" if digit == "0" else "0" for digit in code)
