"""How often attempts may be asked for."""

import pytest

from conformance_tests.history import ATTEMPTS, History
from conformance_tests.refusals import TOO_MANY_REQUESTS, assert_refused
from conformance_tests.targets.target import Target

pytestmark = pytest.mark.needs("accounts")


@pytest.fixture
def history(target: Target) -> History:
    """An account with one attempt."""
    history = History(target)
    history.send(history.service(), target.fresh_number())
    return history


def test_the_101st_request_of_a_minute_is_refused(history: History) -> None:
    """Source: twilio.com/docs/verify/api/attempts: 100 a minute; lists and fetches together (guess)."""
    one = f"{ATTEMPTS}/{history.sids[0]}"
    for path in (ATTEMPTS, one) * 50:
        assert history.http.get(path).status_code == 200
    for path in (ATTEMPTS, one):
        refusal = history.http.get(path)
        assert_refused(refusal, TOO_MANY_REQUESTS)
        assert 1 <= int(refusal.headers["Retry-After"]) <= 60


def test_the_summary_has_a_count_of_its_own(history: History) -> None:
    """Source: twilio.com/docs/verify/api/verification-attempts-summary: 100 a minute (guess)."""
    summary = f"{ATTEMPTS}/Summary"
    for _ in range(100):
        assert history.http.get(summary).status_code == 200
    assert_refused(history.http.get(summary), TOO_MANY_REQUESTS)
    assert history.http.get(ATTEMPTS).status_code == 200
