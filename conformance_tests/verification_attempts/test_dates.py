"""Attempts between two moments."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from twilio.rest import Client
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.history import ATTEMPTS, attempts
from conformance_tests.refusals import assert_refused, invalid, not_found
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

MINUTE = 60
IN_KARACHI = timezone(timedelta(hours=5))

frozen = pytest.mark.needs("exact_clock", "clock", "no_charge")
SPELLINGS = {
    "python, ruby, php and csharp": lambda at: at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    "go with an offset": lambda at: at.astimezone(IN_KARACHI).isoformat(timespec="seconds"),
    "java without a zone": lambda at: at.strftime("%Y-%m-%dT%H:%M:%S"),
    "milliseconds": lambda at: at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
    "nanoseconds": lambda at: at.strftime("%Y-%m-%dT%H:%M:%S.000000000Z"),
    "an offset of zero": lambda at: at.isoformat(timespec="seconds"),
    "a space": lambda at: at.strftime("%Y-%m-%d %H:%M:%S"),
}


class Trio:
    """Three attempts of one verification, a minute apart, and the moment of the middle one."""

    def __init__(self, http: Wire, service: ServiceContext, target: Target, to: str) -> None:
        self._http = http
        target.advance(MINUTE)  # the limit on asking for attempts begins anew
        self.sids = []
        for _ in range(3):
            started = service.verifications.create(to=to, channel="sms")
            self.sids.append(started.send_code_attempts[-1]["attempt_sid"])
            target.advance(MINUTE)
        self._verification = str(started.sid)
        newest, middle, _ = attempts(http, VerificationSid=self._verification)
        assert newest["sid"] == self.sids[2]
        self.at = datetime.fromisoformat(middle["date_created"])

    def places(self, **filters: str) -> list[int]:
        found = attempts(self._http, VerificationSid=self._verification, **filters)
        return [self.sids.index(one["sid"]) for one in found]


@pytest.fixture
def trio(http: Wire, service: ServiceContext, target: Target, to: str) -> Iterator[Trio]:
    with target.frozen():
        yield Trio(http, service, target, to)


@frozen
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_both_bounds_are_inclusive_in_every_spelling(trio: Trio, spelling: str) -> None:
    """Source: runs of seven SDKs for the spellings; the bounds are not described (guess)."""
    spell = SPELLINGS[spelling]
    assert trio.places(DateCreatedAfter=spell(trio.at)) == [2, 1]
    assert trio.places(DateCreatedAfter=spell(trio.at + timedelta(seconds=1))) == [2]
    assert trio.places(DateCreatedBefore=spell(trio.at)) == [1, 0]
    assert trio.places(DateCreatedBefore=spell(trio.at - timedelta(seconds=1))) == [0]


@frozen
def test_both_bounds_hold_together(trio: Trio) -> None:
    """Source: twilio.com/docs/verify/api/attempts (documented)."""
    at, second = trio.at, timedelta(seconds=1)
    between = {"DateCreatedAfter": at.isoformat(), "DateCreatedBefore": at.isoformat()}
    assert trio.places(**between) == [1]
    assert trio.places(**between | {"DateCreatedBefore": (at - second).isoformat()}) == []


@frozen
def test_a_plus_that_is_not_escaped_is_an_offset_all_the_same(http: Wire, trio: Trio) -> None:
    """Source: clients without SDK (guess)."""
    text = trio.at.astimezone(IN_KARACHI).isoformat(timespec="seconds")
    listed = http.get(f"{ATTEMPTS}?PageSize=3&DateCreatedAfter={text}").json()["attempts"]
    assert [one["sid"] for one in listed] == [trio.sids[2], trio.sids[1]]


@frozen
def test_a_bare_date_is_its_midnight(trio: Trio) -> None:
    """Source: the examples of Twilio's CLI pass bare dates (documented)."""
    day = timedelta(days=1)
    assert trio.places(DateCreatedAfter=str(trio.at.date() - day)) == [2, 1, 0]
    assert trio.places(DateCreatedAfter=str(trio.at.date() + 2 * day)) == []
    assert trio.places(DateCreatedBefore=str(trio.at.date() + 2 * day)) == [2, 1, 0]
    assert trio.places(DateCreatedBefore=str(trio.at.date() - day)) == []


@frozen
def test_the_sdk_takes_moments(client: Client, trio: Trio) -> None:
    """Source: twilio-python sends them with Z (observed)."""
    listed = client.verify.v2.verification_attempts
    after = listed.list(date_created_after=trio.at, limit=10)
    assert [trio.sids.index(str(one.sid)) for one in after] == [2, 1]
    before = listed.list(date_created_before=trio.at, limit=2)
    assert [trio.sids.index(str(one.sid)) for one in before] == [1, 0]


@pytest.mark.parametrize("name", ["DateCreatedAfter", "DateCreatedBefore"])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_is_taken(http: Wire, name: str, spelling: str) -> None:
    """Source: runs of seven SDKs (observed)."""
    text = SPELLINGS[spelling](datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert http.get(ATTEMPTS, params={name: text, "PageSize": "1"}).status_code == 200


@pytest.mark.parametrize("text", ["now", "2026-13-01", "2026-01-02T25:00:00Z", "1767323045"])
def test_what_is_no_date_is_refused(http: Wire, text: str) -> None:
    """Source: twilio.com/docs/api/errors/60200 (guess)."""
    assert_refused(http.get(ATTEMPTS, params={"DateCreatedAfter": text}), invalid("DateCreatedAfter"))


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00"])
def test_a_moment_outside_the_calendar_is_refused(http: Wire, text: str) -> None:
    """Source: twilio.com/docs/api/errors/60200 (guess)."""
    assert_refused(http.get(ATTEMPTS, params={"DateCreatedBefore": text}), invalid("DateCreatedBefore"))


@pytest.mark.needs("time_travel", "exact_clock", "no_charge")
def test_attempts_are_kept_for_thirty_days(
    http: Wire, service: ServiceContext, to: str, target: Target, frozen_clock: None
) -> None:
    """Source: twilio.com/docs/verify/api/attempts: the last thirty days (documented)."""
    started = service.verifications.create(to=to, channel="sms")
    path = f"{ATTEMPTS}/{started.send_code_attempts[0]['attempt_sid']}"
    target.advance(30 * 86_400 - 1)
    assert len(attempts(http, VerificationSid=started.sid)) == 1
    assert http.get(path).status_code == 200
    target.advance(1)
    assert attempts(http, VerificationSid=started.sid) == []
    assert_refused(http.get(path), not_found(path))
