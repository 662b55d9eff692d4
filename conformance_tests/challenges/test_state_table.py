"""Every state of a challenge against what can be done with it."""

from collections.abc import Callable

import pytest
import requests

from conformance_tests.person import TOKEN, WRONG_LIMIT, Person, signed
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

# Rows: of which kind the challenge is, and what became of it. Columns: what is then tried. Cells: the status or error
# told; a notification is `sent`. A code can deny nothing. `orphaned` is a challenge whose factor was deleted.
TABLE = """
state          fetch    right    wrong   deny   note     notify
totp_pending   pending  approved pending -      pending  60306
totp_exhausted pending  60308    60308   -      pending  60306
totp_approved  approved 60322    60322   -      approved 60322
totp_expired   expired  60323    60323   -      expired  60323
totp_orphaned  pending  20404    20404   -      pending  20404
push_pending   pending  approved 60324   denied pending  sent
push_approved  approved 60322    60322   60322  approved 60322
push_denied    denied   60322    60322   60322  denied   60322
push_expired   expired  60323    60323   60323  expired  60323
push_orphaned  pending  20404    20404   20404  pending  20404
"""
HEAD, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
CELLS = [
    (row[0], verb, cell) for row in ROWS for verb, cell in zip(HEAD[1:], row[1:], strict=True) if cell != "-"
]
STATUS_OF = {20404: 404, 60306: 400, 60308: 429, 60322: 403, 60323: 403, 60324: 403}


class CodeCase:
    """A challenge of a TOTP factor."""

    def __init__(self, http: Wire, person: Person, target: Target) -> None:
        self.http, self.person, self.target = http, person, target
        self.factor = person.verified_totp()
        self.sid = str(person.challenge(self.factor.sid).sid)

    @property
    def factor_sid(self) -> str:
        return str(self.factor.sid)

    def payload(self, verb: str) -> str:
        return self.person.code(self.factor) if verb == "right" else self.person.wrong_code(self.factor)

    def become(self, state: str) -> None:
        steps: dict[str, list[Callable[[], object]]] = {
            "pending": [],
            "exhausted": [lambda: self.told("wrong")] * WRONG_LIMIT,
            "approved": [lambda: self.told("right")],
            "denied": [lambda: self.told("deny")],
            "expired": [lambda: self.target.advance(300)],
            "orphaned": [lambda: self.person.entity.factors(self.factor_sid).delete()],
        }
        for step in steps[state]:
            step()

    def told(self, verb: str) -> str:
        """The answer in the words of the table."""
        answer = self.ask(verb)
        body = answer.json()
        if answer.status_code >= 400:
            return str(body["code"]) if answer.status_code == STATUS_OF[body["code"]] else answer.text
        assert answer.status_code == (201 if verb == "notify" else 200)
        return "sent" if verb == "notify" else str(body["status"])

    def ask(self, verb: str) -> requests.Response:
        path = f"{self.person.path}/Challenges/{self.sid}"
        if verb == "fetch":
            return self.http.get(path)
        if verb == "notify":
            return self.http.post(f"{path}/Notifications")
        if verb == "note":
            return self.http.post(path, {"Metadata": '{"os": "Android"}'})
        return self.http.post(path, {"AuthPayload": self.payload(verb)})


class SignedCase(CodeCase):
    """A challenge of a push factor, whose phone knows what to sign."""

    def __init__(self, http: Wire, person: Person, target: Target) -> None:
        self.http, self.person, self.target = http, person, target
        self.phone = person.phone(notification_platform="fcm", notification_token=TOKEN)
        self.other = person.phone()
        self.sid = person.ask(self.phone)
        shown = self.phone.fetch(self.sid)
        self.fields = {name: shown[name] for name in self.phone.signature_fields[self.sid]}

    @property
    def factor_sid(self) -> str:
        return str(self.phone.factor_sid)

    def payload(self, verb: str) -> str:
        status = "denied" if verb == "deny" else "approved"
        return signed(self.other if verb == "wrong" else self.phone, {**self.fields, "status": status})


def marks(state: str) -> list[pytest.MarkDecorator]:
    return [pytest.mark.needs("clock")] if state.endswith("expired") else []


@pytest.mark.charged
@pytest.mark.parametrize(
    ("state", "verb", "cell"),
    [pytest.param(*case, marks=marks(case[0]), id="-".join(case[:2])) for case in CELLS],
)
def test_what_can_be_done_in_each_state(
    http: Wire, person: Person, target: Target, state: str, verb: str, cell: str
) -> None:
    """Source: twilio.com/docs/verify/api/challenge and /challenge-notification, error pages 60308, 60322, 60323 and
    60324; what is noted without an answer, the orphans and notifications of ended ones are chosen (documented).
    """
    kind, _, became = state.partition("_")
    case = (SignedCase if kind == "push" else CodeCase)(http, person, target)
    case.become(became)
    assert case.told(verb) == cell
