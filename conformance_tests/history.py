"""Attempts to look at: those of the run's own account, and a history in an account that has nothing else."""

import time
from typing import Any
from urllib.parse import urlencode

from twilio.rest import Client
from twilio.rest.verify.v2.service import ServiceContext
from twilio.rest.verify.v2.service.verification import VerificationInstance

from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

ATTEMPTS = "/v2/Attempts"
PAUSE = 5.0
Record = dict[str, Any]


def query(**filters: object) -> str:
    """Filters as a query; `ChannelData__To` stands for `ChannelData.To`."""
    return urlencode({name.replace("__", "."): value for name, value in filters.items()})


def attempts(http: Wire, **filters: object) -> list[Record]:
    """One page of attempts."""
    answer = http.get(f"{ATTEMPTS}?{query(**filters)}")
    assert answer.status_code == 200, answer.text
    found: list[Record] = answer.json()["attempts"]
    return found


def attempts_of(http: Wire, target: Target, verification: VerificationInstance, count: int) -> list[Record]:
    """The attempts of a verification, waited for where they take time to show."""
    deadline = time.monotonic() + target.patience
    while True:
        found = attempts(http, VerificationSid=verification.sid)
        if len(found) >= count or time.monotonic() >= deadline:
            assert len(found) == count
            return found
        time.sleep(PAUSE)


class History:
    """An account of its own, the verifications started there, and the SIDs of all attempts, oldest first."""

    def __init__(self, target: Target) -> None:
        account = target.fresh_account()
        self.account_sid = account.account_sid
        self.http: Wire = target.http(account)
        self.client: Client = target.client(account)
        self.sids: list[str] = []

    def service(self, **form: str) -> ServiceContext:
        """A new Service, from form fields by Twilio's names."""
        answer = self.http.post("/v2/Services", {"FriendlyName": "History", **form})
        assert answer.status_code == 201, answer.text
        return self.client.verify.v2.services(answer.json()["sid"])

    def send(self, service: ServiceContext, to: str, channel: str = "sms") -> VerificationInstance:
        """Send once and remember the attempt."""
        verification = service.verifications.create(to=to, channel=channel)
        self.sids.append(verification.send_code_attempts[-1]["attempt_sid"])
        return verification

    def approve(self, service: ServiceContext, verification: VerificationInstance) -> None:
        assert service.verifications(str(verification.sid)).update(status="approved").valid is True
