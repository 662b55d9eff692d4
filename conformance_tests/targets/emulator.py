"""A running emulator, spoken to like Twilio and moved through its control plane."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any
from uuid import uuid4

import requests

from conformance_tests.targets.capabilities import Credentials
from conformance_tests.targets.target import Delivery, Message, Target

ZEROS = "0" * 32


class EmulatorTarget(Target):
    """An emulator at a URL. The run gets an account of its own there, so runs do not meet."""

    column = "emulator"

    def __init__(self, origin: str) -> None:
        super().__init__()
        self.origin = origin.rstrip("/")
        self.credentials = self.fresh_account()
        self._numbers = count(2_000)
        self._control = self.session()
        self.http().get("/v2/Services").raise_for_status()  # the account's first token is its token

    def missing(self, capability: str) -> str | None:
        if capability == "skill_dialect":
            return "a server that is already running keeps its dialect"
        return None

    def _ask(self, method: str, path: str, **rest: Any) -> requests.Response:
        response = self._control.request(method, f"{self.origin}/_emulator{path}", timeout=30, **rest)
        response.raise_for_status()
        return response

    def fresh_number(self) -> str:
        return f"+1501712{next(self._numbers):04d}"

    def landline(self) -> str:
        return f"+442079{next(self._numbers):06d}"

    def fresh_email(self) -> str:
        return f"person{next(self._numbers)}@example.com"

    def mailer(self) -> str:
        return "MD" + ZEROS

    def messaging_service(self) -> str:
        return "MG" + ZEROS

    def template(self, kind: str) -> str:
        return f"HJ{('default', 'ordering', 'spoken').index(kind):032x}"

    def read_code(self, to: str) -> str:
        return self._ask("GET", "/code", params={"to": to}).text.strip()

    def read_sms(self, to: str) -> str:
        return [message for message in self.outbox(to) if message["channel"] == "sms"][-1].text

    def outbox(self, to: str) -> list[Message]:
        query = {"to": to, "account_sid": self.credentials.account_sid}
        return [Message(item) for item in self._ask("GET", "/messages", params=query).json()["messages"]]

    def deliveries(self, webhook_sid: str, after: int) -> list[Delivery]:
        query = {"webhook_sid": webhook_sid, "after": after, "wait": 20}
        while True:
            listed: list[Delivery] = self._ask("GET", "/webhooks/deliveries", params=query).json()[
                "deliveries"
            ]
            if not listed or listed[0]["state"] != "queued":  # a later one may be there before the first
                return listed

    def _turn_clock(self, **command: object) -> None:
        query = {"account_sid": self.credentials.account_sid}
        self._ask("POST", "/clock", params=query, json=command)

    def advance(self, seconds: float) -> None:
        self._turn_clock(advance=seconds)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        self._turn_clock(freeze=True)
        try:
            yield
        finally:
            self._turn_clock(resume=True)

    @contextmanager
    def settings(self, **changes: object) -> Iterator[None]:
        path = f"/accounts/{self.credentials.account_sid}/settings"
        before = self._ask("GET", path).json()
        self._ask("PATCH", path, json=changes)
        try:
            yield
        finally:
            self._ask("PATCH", path, json={name: before[name] for name in changes})

    def fresh_account(self) -> Credentials:
        return Credentials.of_account("AC" + uuid4().hex, uuid4().hex)

    def api_key(self) -> Credentials:
        return Credentials("AC" + ZEROS, "SK" + ZEROS, ZEROS)

    def close(self) -> None:
        self._ask("POST", "/reset", params={"account_sid": self.credentials.account_sid})
