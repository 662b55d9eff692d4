"""Live Twilio: real messages to a number of the account, a budget for them, and nothing left behind."""

import atexit
import os
import time

import pytest
import requests
from twilio.rest import Client

from conformance_tests.targets.capabilities import Credentials
from conformance_tests.targets.inbox import Inbox
from conformance_tests.targets.ledger import Ledger
from conformance_tests.targets.probes import PROBES, refusal_of, safe_list_refusal
from conformance_tests.targets.target import Target
from conformance_tests.targets.transport import TwilioAdapter
from conformance_tests.targets.wire import Wire

ORIGIN = "https://verify.twilio.com"
MESSAGING_SERVICE = "TWILIO_VERIFY_MESSAGING_SERVICE_SID"
VARIABLES = {
    "email": ("TWILIO_VERIFY_MAILER_SID", "TWILIO_VERIFY_TEST_EMAIL"),
    "messaging_service": (MESSAGING_SERVICE,),
}
ABSENT = {
    "exact_clock": "Twilio's time does not stop",
    "time_travel": "nobody waits for hours",
    "outbox": "Twilio shows only the SMS that its own number received",
    "settings": "what an account may do is not ours to change",
    "numbers": "the account has one test number",
    "accounts": "there is one account",
    "no_charge": "every send is charged",
    "messaging_services": "one of the account's will do",
    "any_host": "Twilio answers under its own name",
    "deliveries": "Twilio does not reach this machine",
    "templates": "Twilio's support sets up templates, so each account has others",
    "extensions": "only the emulator has them",
    "skill_dialect": "Twilio has no dialects",
}


def variable(name: str) -> str:
    """An environment variable that a live run cannot do without."""
    value = os.environ.get(name, "")
    if not value:
        raise pytest.UsageError(f"--target twilio needs the environment variable {name}")
    return value


def credentials_of_environment() -> Credentials:
    """The API key if there is one, else the account's own token."""
    account_sid = variable("TWILIO_ACCOUNT_SID")
    if os.environ.get("TWILIO_API_KEY"):
        return Credentials(account_sid, variable("TWILIO_API_KEY"), variable("TWILIO_API_SECRET"))
    return Credentials.of_account(account_sid, variable("TWILIO_AUTH_TOKEN"))


def _enter(wire: Wire) -> None:
    """End the run with one line if the credentials are no good."""
    answer = wire.get("/v2/Services?PageSize=1")
    if answer.status_code != 200:
        message = answer.json().get("message")
        pytest.exit(f"Twilio refuses the credentials: {answer.status_code} {message}", returncode=2)


class LiveTarget(Target):
    """The account of the environment variables. One number gets everything, so tests clean up."""

    column = "live"
    origin = ORIGIN

    def __init__(self, *, budget: int, patience: float, slow: bool) -> None:
        super().__init__()
        self.credentials = credentials_of_environment()
        self._number = variable("TWILIO_VERIFY_TEST_NUMBER")
        self._slow = slow
        self._reasons: dict[str, str | None] = dict(ABSENT)
        self._ledger = Ledger(budget)
        self._wire = self.http()
        _enter(self._wire)
        self.patience = patience
        self._inbox = Inbox(self.client(), self._ledger, patience)
        atexit.register(self.close)

    def session(self) -> requests.Session:
        session = requests.Session()  # obeys the proxies of the environment: Twilio is far away
        session.mount("https://", TwilioAdapter(self._ledger))
        return session

    def direct(self, client: Client) -> None:
        """The SDK knows the way."""

    def missing(self, capability: str) -> str | None:
        if capability not in self._reasons:
            self._reasons[capability] = self._find_out(capability)
        return self._reasons[capability]

    def _find_out(self, capability: str) -> str | None:
        if capability in PROBES:
            refusal = refusal_of(PROBES[capability], self._wire, self._number, self.fresh_name())
            return refusal and self.scrub(refusal)
        if capability == "safe_list":
            return safe_list_refusal(self._wire)
        if capability == "clock":
            return None if self._slow else "it would have to wait; --slow does"
        if capability == "api_key":
            return None if self.credentials.username.startswith("SK") else "TWILIO_API_KEY is not set"
        absent = [name for name in VARIABLES.get(capability, ()) if not os.environ.get(name)]
        return f"{absent[0]} is not set" if absent else None

    def fresh_number(self) -> str:
        return self._number

    def fresh_email(self) -> str:
        return variable("TWILIO_VERIFY_TEST_EMAIL")

    def mailer(self) -> str:
        return variable("TWILIO_VERIFY_MAILER_SID")

    def messaging_service(self) -> str:
        return variable(MESSAGING_SERVICE)

    def read_code(self, to: str) -> str:
        return self._inbox.read_code(to)

    def read_sms(self, to: str) -> str:
        return self._inbox.read_sms(to)

    def advance(self, seconds: float) -> None:
        time.sleep(seconds)

    def api_key(self) -> Credentials:
        return self.credentials

    def forget_test(self) -> None:
        """Cancel what is pending on the one number, then delete the Services of the test."""
        for verification_sid, service_sid in list(self._ledger.open.items()):
            path = f"/v2/Services/{service_sid}/Verifications/{verification_sid}"
            self._wire.post(path, {"Status": "canceled"})
            self._ledger.open.pop(verification_sid, None)
        for service_sid in list(self._ledger.services):
            self._wire.delete(f"/v2/Services/{service_sid}").raise_for_status()

    def close(self) -> None:
        """Also finds Services whose creation was cut short before its answer was read."""
        self.forget_test()
        for service in self.client().verify.v2.services.list():
            if service.friendly_name.startswith(self.names_prefix):
                service.delete()
        atexit.unregister(self.close)

    @property
    def spent(self) -> int:
        return self._ledger.spent

    def cost(self) -> str:
        answered = len(self._ledger.answered)
        words = f"{self.spent - answered} of at most {self._ledger.budget} messages were sent"
        return words + (f", and {answered} challenges answered, which cost as much" if answered else "")

    def scrub(self, text: str) -> str:
        for secret in (*self.credentials, self._number):
            text = text.replace(secret, "[hidden]")
        return text
