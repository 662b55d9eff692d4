"""Attempts summed up."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.history import ATTEMPTS, History, Record, attempts, query
from conformance_tests.refusals import METHOD_NOT_ALLOWED, assert_refused, invalid
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

SUMMARY = f"{ATTEMPTS}/Summary"
MEMBERS = ["total_attempts", "total_converted", "total_unconverted", "conversion_rate_percentage", "url"]
BRITON, OTHER_BRITON = "+447400123456", "+447500123456"

of_a_history = pytest.mark.needs("accounts")


class Mixed(History):
    """Eleven attempts in two Services; the nine of three recipients were converted."""

    def __init__(self, target: Target) -> None:
        super().__init__(target)
        self.one, self.other = self.service(), self.service()
        for to in (target.fresh_number(), BRITON, OTHER_BRITON):
            for channel in ("sms", "call", "sms"):
                verification = self.send(self.one, to, channel)
            self.approve(self.one, verification)
        self.send(self.other, BRITON)
        self.send(self.other, target.fresh_number(), "rcs")

    def totals(self, **filters: object) -> tuple[int, int, int, str]:
        body = summed_up(self.http, **filters)
        first, second, third = (body[name] for name in MEMBERS[:3])
        return first, second, third, body["conversion_rate_percentage"]


def summed_up(http: Wire, **filters: object) -> Record:
    answer = http.get(f"{SUMMARY}?{query(**filters)}")
    assert answer.status_code == 200, answer.text
    body: Record = json.loads(answer.text)
    return body


@pytest.fixture(scope="module")
def mixed(target: Target) -> Mixed:
    return Mixed(target)


def test_the_summary_has_these_members(http: Wire) -> None:
    """Source: twilio.com/docs/verify/api/verification-attempts-summary (documented)."""
    body = summed_up(http)
    assert list(body) == MEMBERS
    assert {type(body[name]) for name in MEMBERS[:3]} == {int}
    assert body["total_converted"] + body["total_unconverted"] == body["total_attempts"]
    assert isinstance(body["conversion_rate_percentage"], str)


def test_the_url_of_the_summary_has_no_query(http: Wire) -> None:
    """Source: the example in the OpenAPI file of Verify (documented)."""
    assert summed_up(http, Channel="sms", Country="US")["url"] == f"{http.origin}{SUMMARY}"


def test_a_service_without_attempts_has_a_rate_of_zero(http: Wire, service_sid: str) -> None:
    """Source: no source (guess)."""
    body = summed_up(http, VerifyServiceSid=service_sid)
    assert [body[name] for name in MEMBERS[:4]] == [0, 0, 0, "0.0"]


@of_a_history
def test_all_attempts_are_summed_up_with_nine_decimals(mixed: Mixed) -> None:
    """Source: the example in the OpenAPI file of Verify has these figures (documented)."""
    assert mixed.totals() == (11, 9, 2, "81.818181818")


@of_a_history
@pytest.mark.parametrize(
    ("filters", "totals"),
    [
        ({"Channel": "sms"}, (7, 6, 1, "85.714285714")),
        ({"Channel": "call"}, (3, 3, 0, "100.000000000")),
        ({"Channel": "rbm"}, (1, 0, 1, "0.000000000")),
        ({"Country": "GB"}, (7, 6, 1, "85.714285714")),
        ({"Country": "gb", "Channel": "call"}, (2, 2, 0, "100.000000000")),
        ({"Country": "FR"}, (0, 0, 0, "0.0")),
        ({"DestinationPrefix": "+4475"}, (3, 3, 0, "100.000000000")),
        ({"DestinationPrefix": "+44"}, (7, 6, 1, "85.714285714")),
        ({"DestinationPrefix": "+1"}, (4, 3, 1, "75.000000000")),
        ({"DestinationPrefix": "44"}, (0, 0, 0, "0.0")),
        ({"DestinationPrefix": ""}, (11, 9, 2, "81.818181818")),
        ({"PageSize": "1"}, (11, 9, 2, "81.818181818")),
    ],
)
def test_filters_choose_what_is_summed_up(
    mixed: Mixed, filters: dict[str, str], totals: tuple[int, int, int, str]
) -> None:
    """Source: twilio.com/docs/verify/api/verification-attempts-summary (documented)."""
    assert mixed.totals(**filters) == totals


@of_a_history
def test_a_service_chooses_what_is_summed_up(mixed: Mixed) -> None:
    """Source: twilio.com/docs/verify/api/verification-attempts-summary (documented)."""
    assert mixed.totals(VerifyServiceSid=mixed.one.fetch().sid) == (9, 9, 0, "100.000000000")
    assert mixed.totals(VerifyServiceSid=mixed.other.fetch().sid) == (2, 0, 2, "0.000000000")
    assert mixed.totals(VerifyServiceSid="VA" + "f" * 32) == (0, 0, 0, "0.0")


@of_a_history
def test_the_sdk_reads_the_summary(mixed: Mixed) -> None:
    """Source: twilio-python 9.13.0; twilio-go fails on a rate that is no text (observed)."""
    summary = mixed.client.verify.v2.verification_attempts_summary().fetch(country="GB", channel="sms")
    assert (summary.total_attempts, summary.total_converted, summary.total_unconverted) == (5, 4, 1)
    assert str(summary.conversion_rate_percentage) == "80.000000000"


@pytest.fixture
def frozen_pair(
    service: ServiceContext, service_sid: str, http: Wire, target: Target, to: str
) -> Iterator[datetime]:
    """Two attempts a minute apart, and the moment of the second."""
    with target.frozen():
        for _ in range(2):
            target.advance(60)
            started = service.verifications.create(to=to, channel="sms")
        yield datetime.fromisoformat(attempts(http, VerificationSid=started.sid)[0]["date_created"])


@pytest.mark.needs("exact_clock", "clock", "no_charge")
def test_dates_choose_what_is_summed_up(http: Wire, service_sid: str, frozen_pair: datetime) -> None:
    """Source: twilio.com/docs/verify/api/verification-attempts-summary; inclusive bounds (guess)."""

    def total(name: str, at: datetime) -> int:
        return int(summed_up(http, VerifyServiceSid=service_sid, **{name: at.isoformat()})["total_attempts"])

    second = timedelta(seconds=1)
    assert [total("DateCreatedAfter", frozen_pair + step) for step in (-second, 0 * second, second)] == [
        1,
        1,
        0,
    ]
    assert [total("DateCreatedBefore", frozen_pair + step) for step in (-second, 0 * second)] == [1, 2]


@pytest.mark.parametrize(
    ("name", "value"), [("Channel", "fax"), ("DateCreatedAfter", "yesterday"), ("DateCreatedBefore", "x")]
)
def test_filters_that_make_no_sense_are_refused(http: Wire, name: str, value: str) -> None:
    """Source: twilio.com/docs/api/errors/60200 (guess)."""
    assert_refused(http.get(f"{SUMMARY}?{query(**{name: value})}"), invalid(name))


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_the_summary_is_only_read(http: Wire, method: str) -> None:
    """Source: twilio.com/docs/api/errors/20004 (inferred)."""
    assert_refused(http.request(method, SUMMARY), METHOD_NOT_ALLOWED)
