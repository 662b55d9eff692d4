"""All there is to lose in the well-known account, to hold against itself later."""

from typing import Any, Protocol

from harness.answers import Answer
from harness.local import ACCOUNT, SERVICE, TO, Local
from verify_emulator.outbox.messages import Wanted
from verify_emulator.verify.services import Service
from verify_emulator.verify.verification import Verification


class Client(Protocol):
    def get(self, target: str) -> Answer: ...


MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
SEEN = (
    "/v2/Services?PageSize=1000",
    f"/v2/Services/{SERVICE}/Verifications/{TO}",
    "/_emulator/messages",
    f"/_emulator/accounts/{ACCOUNT}/settings",
    MESSAGES,
)


def snapshot(client: Client) -> list[Any]:
    """What a client sees. All of it must be readable."""
    answers = [client.get(target) for target in SEEN]
    assert [answer.status for answer in answers] == [200] * len(SEEN)
    return [answer.json for answer in answers]


def contents(emulator: Local) -> list[Any]:
    """What is stored, hidden fields included."""
    with emulator.app.store.transaction(ACCOUNT) as session:
        return [
            list(session.read(Service)),
            list(session.read(Verification, SERVICE)),
            emulator.app.outbox.read(Wanted(), 10_000),
            emulator.app.accounts.get(ACCOUNT).settings,
        ]


def assert_polite(answer: Answer) -> None:
    """An answer of Twilio's side to anything at all: a success, or a refusal in Twilio's envelope; never a 5xx."""
    assert 200 <= answer.status < 500, answer.body
    if answer.status >= 400:
        assert answer.headers["content-type"] == "application/json"
        assert answer.refusal[0] == answer.status
