"""What every target offers the tests, whatever is behind it."""

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from email.utils import parsedate_to_datetime
from itertools import count
from typing import Any
from uuid import uuid4

import requests
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from conformance_tests.targets.capabilities import Credentials
from conformance_tests.targets.wire import Wire


class Message(dict[str, Any]):
    """One message that went out, as the emulator's outbox lists it."""

    @property
    def text(self) -> str:
        return str(self["body"])


Delivery = dict[str, Any]
"""One request to a webhook, as the emulator's control plane lists it."""


class Unsupported(AssertionError):
    """A test used what it did not announce with a `needs` mark."""


class Target(ABC):
    """A Verify API under test. `column` names its place in the report."""

    column: str
    credentials: Credentials
    origin: str
    patience: float = 0
    """How many seconds it may take until what was done shows."""

    def __init__(self) -> None:
        self.names_prefix = f"Conformance {_letters(uuid4().int, 8)}"
        self._names = count(1)

    def fresh_name(self) -> str:
        """A FriendlyName no other Service has, by which the run knows its own Services and their messages."""
        return f"{self.names_prefix} {_letters(next(self._names), 4)}"

    @abstractmethod
    def missing(self, capability: str) -> str | None:
        """Why the target lacks a capability, or None if it has it."""

    def session(self) -> requests.Session:
        """The transport of SDK and plain requests; proxies of the environment never see a local server."""
        session = requests.Session()
        session.trust_env = False
        return session

    def client(self, credentials: Credentials | None = None) -> Client:
        """The Twilio SDK, pointed at this target."""
        who = credentials or self.credentials
        transport = TwilioHttpClient(timeout=30)
        transport.session = self.session()
        client = Client(who.username, who.password, who.account_sid, http_client=transport)
        self.direct(client)
        return client

    def direct(self, client: Client) -> None:
        """Lead the SDK's two products to the target."""
        client.verify.base_url = client.api.base_url = self.origin

    def http(self, credentials: Credentials | None = None) -> Wire:
        """Plain HTTP to this target."""
        return Wire(self.origin, credentials or self.credentials, self.session())

    @abstractmethod
    def fresh_number(self) -> str:
        """A phone number that nothing is pending for."""

    @abstractmethod
    def mailer(self) -> str:
        """The SID of a mailer that a Service may send email with."""

    def fresh_email(self) -> str:
        """An email address that nothing is pending for."""
        raise Unsupported("email")

    def landline(self) -> str:
        """A number on a fixed line that nothing is pending for."""
        raise Unsupported("settings")

    def messaging_service(self) -> str:
        """The SID of a Messaging Service that a Service may send with."""
        raise Unsupported("messaging_service")

    @abstractmethod
    def read_code(self, to: str) -> str:
        """The code of the newest message to a recipient, waiting for it where messages take time."""

    @abstractmethod
    def read_sms(self, to: str) -> str:
        """The text of the newest SMS to a recipient."""

    def outbox(self, to: str) -> list[Message]:
        """Every message to a recipient, oldest first."""
        raise Unsupported("outbox")

    def now(self) -> float:
        """The account's time, in seconds since 1970: that of the Date header of an answer."""
        answer = self.http().get("/v2/Services?PageSize=1")
        return parsedate_to_datetime(answer.headers["Date"]).timestamp()

    def deliveries(self, webhook_sid: str, after: int) -> list[Delivery]:
        """What was posted to a webhook since the delivery of that number, once the first of it has arrived."""
        raise Unsupported("deliveries")

    @abstractmethod
    def advance(self, seconds: float) -> None:
        """Let that much time pass for the account."""

    def frozen(self) -> AbstractContextManager[None]:
        """Stop the account's time, which `advance` alone moves until the context ends."""
        raise Unsupported("exact_clock")

    def template(self, kind: str) -> str:
        """The SID of a template: `default` (sms and voice), `ordering` (sms, wants order_id), `spoken` (voice)."""
        raise Unsupported("templates")

    def settings(self, **changes: object) -> AbstractContextManager[None]:
        """Change what the account may do, until the context ends."""
        raise Unsupported("settings")

    def fresh_account(self) -> Credentials:
        """Another account with nothing in it."""
        raise Unsupported("accounts")

    def api_key(self) -> Credentials:
        """An API key and the account it belongs to."""
        raise Unsupported("api_key")

    def speaking_skill(self) -> "Target":
        """The same kind of target in the dialect of the skill card."""
        raise Unsupported("skill_dialect")

    def forget_test(self) -> None:  # noqa: B027  (most targets have nothing to do)
        """Clean up after one test."""

    @abstractmethod
    def close(self) -> None:
        """Clean up after the run."""

    @property
    def spent(self) -> int:
        """How many messages were paid for."""
        return 0

    def cost(self) -> str:
        """What the run has cost, in words."""
        return "nothing was charged"

    def scrub(self, text: str) -> str:
        """The text without anything secret."""
        return text


def _letters(number: int, width: int) -> str:
    """The last digits of a number, as letters: Twilio takes at most four digits in a FriendlyName."""
    return "".join(chr(ord("a") + number // 26**place % 26) for place in range(width))
