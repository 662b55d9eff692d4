"""Every state of a factor against what can be done with it."""

import pytest
from twilio.base.exceptions import TwilioRestException

from conformance_tests.person import WRONG_LIMIT, Person
from conformance_tests.targets.target import Target

# Rows: what became of the factor. Columns: what is then tried. Cells: the status or error told; `made` is a challenge.
TABLE = """
state     fetch      right    wrong      rename     challenge delete
fresh     unverified verified unverified unverified 60318     gone
exhausted unverified 60310    60310      unverified 60318     gone
verified  verified   verified verified   verified   made      gone
deleted   20404      20404    20404      20404      20404     20404
stale     20404      20404    20404      20404      20404     20404
"""
HEAD, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
CELLS = [(row[0], verb, cell) for row in ROWS for verb, cell in zip(HEAD[1:], row[1:], strict=True)]
STATUS_OF = {20404: 404, 60310: 429, 60318: 403}


class Case:
    """One TOTP factor, brought into a state and then tried."""

    def __init__(self, person: Person, target: Target) -> None:
        self.person, self.target = person, target
        self.made = person.totp()
        self.factor = person.entity.factors(str(self.made.sid))

    def become(self, state: str) -> None:
        if state == "exhausted":
            for _ in range(WRONG_LIMIT):
                assert self.wrong() == "unverified"
        elif state == "verified":
            assert self.right() == "verified"
        elif state == "deleted":
            self.delete()
        elif state == "stale":
            self.target.advance(86_400)

    def fetch(self) -> object:
        return self.factor.fetch().status

    def right(self) -> object:
        return self.person.prove(self.made, self.person.code(self.made)).status

    def wrong(self) -> object:
        return self.person.prove(self.made, self.person.wrong_code(self.made)).status

    def rename(self) -> object:
        return self.factor.update(friendly_name="New").status

    def challenge(self) -> object:
        assert self.person.challenge(self.made.sid).status == "pending"
        return "made"

    def delete(self) -> object:
        assert self.factor.delete()
        return "gone"

    def told(self, verb: str) -> str:
        """The answer in the words of the table."""
        try:
            return str(getattr(self, verb)())
        except TwilioRestException as error:
            return str(error.code) if error.status == STATUS_OF.get(error.code) else str(error)


def marks(state: str) -> list[pytest.MarkDecorator]:
    return [pytest.mark.needs("time_travel")] if state == "stale" else []


@pytest.mark.parametrize(
    ("state", "verb", "cell"),
    [pytest.param(*case, marks=marks(case[0]), id="-".join(case[:2])) for case in CELLS],
)
def test_what_can_be_done_in_each_state(
    person: Person, target: Target, state: str, verb: str, cell: str
) -> None:
    """Source: twilio.com/docs/verify/api/factor, error pages 60310 and 60318; that a factor is forgotten after 24 hours
    and that a verified one takes any code is chosen (documented).
    """
    case = Case(person, target)
    case.become(state)
    assert case.told(verb) == cell
