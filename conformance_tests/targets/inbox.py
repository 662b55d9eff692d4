"""Reading a code as any account holder can: the Messages list of a Twilio number that received it."""

import re
import time
from collections.abc import Iterator
from datetime import datetime

from twilio.base import deserialize
from twilio.rest import Client

from conformance_tests.targets.ledger import Ledger, Send

PAUSE = 1.0


class Inbox:
    """The SMS that reached one number. Asks until the message is there or `patience` seconds are over."""

    def __init__(self, client: Client, ledger: Ledger, patience: float) -> None:
        self._client = client
        self._ledger = ledger
        self._patience = patience
        self._owners: dict[str, str] = {}

    def read_code(self, to: str) -> str:
        """The code in the newest SMS of the last verification that was started."""
        return self._await(to)[1]

    def read_sms(self, to: str) -> str:
        """The text of that SMS."""
        return self._await(to)[0]

    def _await(self, to: str) -> tuple[str, str]:
        send = self._ledger.last_send
        if send is None:
            raise AssertionError("nothing was sent yet, so there is no code to read")
        deadline = time.monotonic() + self._patience
        while True:
            for found in self._matching(to, send):
                return found
            if time.monotonic() > deadline:
                raise AssertionError(f"no SMS with a code arrived within {self._patience:.0f} s")
            time.sleep(PAUSE)

    def _matching(self, to: str, send: Send) -> Iterator[tuple[str, str]]:
        """Messages of this send, newest first: not older, nor of another verification or Service."""
        service = self._ledger.services[send.service_sid]
        others = self._ledger.names - {service["friendly_name"]}
        code = re.compile(rf"(?<!\d)\d{{{service['code_length']}}}(?!\d)")
        since = deserialize.iso8601_datetime(send.at)
        for message in self._client.messages.list(to=to, limit=20):
            found = code.search(message.body or "")
            if found is None or not _is_since(message.date_sent, since):
                continue
            if any(name in message.body for name in others):
                continue
            if self._owners.setdefault(message.sid, send.verification_sid) == send.verification_sid:
                yield message.body, found[0]


def _is_since(sent: datetime | None, since: datetime) -> bool:
    return sent is not None and sent >= since
