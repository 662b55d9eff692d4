"""What a live run has sent, created and left open: the cost guard and the list for cleaning up."""

import re
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
import requests

SERVICES = re.compile(r"/v2/Services$")
SERVICE = re.compile(r"/v2/Services/(VA[0-9a-f]{32})$")
SENDS = re.compile(r"/v2/Services/(VA[0-9a-f]{32})/Verifications$")
OWN_NAMES = "Conformance "
CHALLENGES = re.compile(r"/v2/Services/VA[0-9a-f]{32}/Entities/[^/]+/Challenges(/YC[0-9a-f]{32})?$")
APPROVALS = re.compile(r"/v2/Services/VA[0-9a-f]{32}/Passkeys/ApproveChallenge$")
STATUSES = re.compile(r"/v2/Services/VA[0-9a-f]{32}/(Verifications/[^/]+|VerificationCheck)$")


class Send(NamedTuple):
    """The newest message that the run caused."""

    service_sid: str
    verification_sid: str
    at: str


class Ledger:
    """Reads along with the transport. A send beyond the budget does not leave the machine."""

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self.sent = 0
        self.answered: set[str] = set()  # challenges: Twilio charges for those that were approved or denied
        self.last_send: Send | None = None
        self.services: dict[str, dict[str, Any]] = {}
        self.names: set[str] = set()
        self.open: dict[str, str] = {}

    @property
    def spent(self) -> int:
        """How much was charged: messages and answered challenges."""
        return self.sent + len(self.answered)

    def allow(self, request: requests.PreparedRequest) -> None:
        """Skip the test that would send one message, or answer one challenge, too many."""
        if request.method == "POST" and _costs(request) and self.spent >= self.budget:
            pytest.skip(f"the budget of {self.budget} sends is spent (--max-sends)")

    def note(self, request: requests.PreparedRequest, response: requests.Response) -> None:
        """Keep what the answer says came into being or came to an end."""
        path = _path(request)
        if request.method == "DELETE" and response.status_code == 204 and (found := SERVICE.search(path)):
            self.services.pop(found[1], None)
        if request.method != "POST" or response.status_code not in (200, 201):
            return
        if SERVICES.search(path) or SERVICE.search(path):
            self._note_service(response.json())
        elif SENDS.search(path):
            self._note_send(response.json())
        elif CHALLENGES.search(path) or APPROVALS.search(path):
            if response.json()["status"] in ("approved", "denied"):
                self.answered.add(response.json()["sid"])
        elif STATUSES.search(path) and response.json()["status"] != "pending":
            self.open.pop(response.json()["sid"], None)

    def _note_service(self, body: dict[str, Any]) -> None:
        self.services[body["sid"]] = body
        if body["friendly_name"].startswith(OWN_NAMES):
            self.names.add(body["friendly_name"])

    def _note_send(self, body: dict[str, Any]) -> None:
        self.sent += 1
        self.open[body["sid"]] = body["service_sid"]
        self.last_send = Send(body["service_sid"], body["sid"], body["date_updated"])


def _costs(request: requests.PreparedRequest) -> bool:
    """Whether a request sends a message or may answer a challenge."""
    path, body = _path(request), request.body or b""
    if CHALLENGES.search(path):
        return "AuthPayload=" in (body if isinstance(body, str) else body.decode())
    return bool(SENDS.search(path) or APPROVALS.search(path))


def _path(request: requests.PreparedRequest) -> str:
    return urlsplit(request.url or "").path
