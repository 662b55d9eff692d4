"""Listing attempts: filters, pages, thirty days."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from harness.attempts import ATTEMPTS, send, sids
from harness.enrolment import BEGIN, advance, freeze
from harness.limits import kept, numbered
from harness.local import TO, Local

from verify_emulator.verify.attempt import RETENTION

BASE = "http://emulator.test"


def test_an_empty_filter_is_no_filter(emulator: Local) -> None:
    """Runs of the SDKs: Node sends null as an empty value."""
    sid = send(emulator)
    names = ("DateCreatedAfter", "DateCreatedBefore", "Country", "Channel", "VerifyServiceSid")
    for name in (*names, "VerificationSid", "ChannelData.To", "ChannelData\\.To", "Status"):
        assert sids(emulator, **{name: ""}) == [sid]


def test_of_the_two_spellings_of_a_recipient_the_plain_one_holds(emulator: Local) -> None:
    """Nobody sends both; then the documented one."""
    sid = send(emulator)
    assert sids(emulator, **{"ChannelData\\.To": numbered(1), "ChannelData.To": TO}) == [sid]


@pytest.mark.parametrize("fraction", ["", ".000", ".001", ".7", ".999999", ".9999999999"])
def test_bounds_hold_to_the_second(emulator: Local, fraction: str) -> None:
    """Our rule: what is shown in whole seconds is compared in whole seconds."""
    freeze(emulator, BEGIN + timedelta(milliseconds=500))
    sid = send(emulator)
    for name in ("DateCreatedAfter", "DateCreatedBefore"):
        assert sids(emulator, **{name: f"2026-01-02T03:04:05{fraction}Z"}) == [sid]
    assert sids(emulator, DateCreatedAfter=f"2026-01-02T03:04:06{fraction}Z") == []
    assert sids(emulator, DateCreatedBefore=f"2026-01-02T03:04:04{fraction}Z") == []


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59.999999+00:00"])
def test_the_ends_of_the_calendar_are_dates(emulator: Local, text: str) -> None:
    """Our contract: no answer is a 5xx."""
    sid = send(emulator)
    found = (sids(emulator, DateCreatedAfter=text), sids(emulator, DateCreatedBefore=text))
    assert sorted(found) == [[], [sid]]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Channel", "SMS"),
        ("Channel", "rcs"),
        ("Channel", "\0"),
        ("Status", "conv"),
        ("Status", "converted "),
        ("DateCreatedAfter", "9999-12-31T23:59:59-23:59"),
        ("DateCreatedBefore", "\0"),
        ("PageSize", "1" * 19),
        ("Page", "-1"),
        ("PageToken", "PA"),
        ("PageToken", "PA" + "9" * 19),
    ],
)
def test_a_bad_filter_is_refused_and_not_counted(emulator: Local, name: str, value: str) -> None:
    """twilio.com/docs/api/errors/60200."""
    send(emulator)
    before = kept(emulator)
    answer = emulator.get(f"{ATTEMPTS}?{urlencode({name: value})}")
    assert answer.refusal == (400, 60200, f"Invalid parameter: {name}")
    assert kept(emulator) == before


@pytest.mark.parametrize("name", ["Country", "VerifyServiceSid", "VerificationSid", "ChannelData.To"])
@pytest.mark.parametrize("value", ["\0", "ß", "x" * 10_000, "%", "' OR 1=1", "🙂"])
def test_what_cannot_match_finds_nothing(emulator: Local, name: str, value: str) -> None:
    """Our contract: no answer is a 5xx."""
    send(emulator)
    assert sids(emulator, **{name: value}) == []


def test_a_page_of_1001_is_too_large_for_the_strict(make_emulator: Callable[..., Local]) -> None:
    """twilio.com/docs/api/errors/20007, with --strict."""
    assert make_emulator(strict=True).get(f"{ATTEMPTS}?PageSize=1001").refusal[1] == 20007


# Many of them


def test_a_thousand_attempts_are_met_once_each_way(emulator: Local) -> None:
    """twilio.com/docs/usage/twilios-response."""
    emulator.allow(rate_limits=False)
    every = [send(emulator, numbered(index)) for index in range(1000)]
    assert sids(emulator) == every[::-1]
    url, met, addresses = f"{ATTEMPTS}?PageSize=93&Channel=sms", [], []
    while url:
        body = emulator.get(url.removeprefix(BASE)).json
        met += [one["sid"] for one in body["attempts"]]
        addresses.append(body["meta"]["previous_page_url"])
        url = body["meta"]["next_page_url"]
    assert met == every[::-1]
    assert addresses[0] is None
    back, url = [], addresses[-1]
    while url:
        body = emulator.get(url.removeprefix(BASE)).json
        back = [one["sid"] for one in body["attempts"]] + back
        url = body["meta"]["previous_page_url"]
    assert back == met[: len(back)]
    assert len(back) == 93 * 10


def test_pages_with_a_filter_hold_while_attempts_convert_and_come(emulator: Local) -> None:
    """Our contract: tokens name records, so what comes or drops out does not shift what is left."""
    every = [send(emulator, numbered(index)) for index in range(8)]

    def read(url: str) -> tuple[list[int], dict[str, Any]]:
        body = emulator.get(url.removeprefix(BASE)).json
        return [every.index(one["sid"]) for one in body["attempts"]], body["meta"]

    places, meta = read(f"{ATTEMPTS}?Status=unconverted&PageSize=3")
    assert places == [7, 6, 5]
    for index in (6, 4):
        emulator.update(emulator.fetch(numbered(index)).json["sid"], "approved")
    every.append(send(emulator, numbered(8)))
    places, meta = read(meta["next_page_url"])
    assert places == [3, 2, 1]
    assert "Status=unconverted" in meta["previous_page_url"]
    assert read(meta["next_page_url"])[0] == [0]
    places, meta = read(meta["previous_page_url"])
    assert places == [8, 7, 5]
    assert meta["previous_page_url"] is None


def test_an_account_keeps_so_many_attempts(make_emulator: Callable[..., Local]) -> None:
    """Our option keep_attempts: beyond that the oldest go."""
    emulator = make_emulator(keep_attempts=3)
    every = [send(emulator) for _ in range(5)]
    assert sids(emulator) == every[:1:-1]
    assert emulator.get(f"{ATTEMPTS}/{every[0]}").status == 404
    assert emulator.check(emulator.code()).json["valid"] is True
    assert sids(emulator, Status="converted") == every[:1:-1]
    emulator.account, emulator.token = "AC" + "1" * 32, "another"
    send(emulator)
    assert len(sids(emulator)) == 1


# Time


def test_after_thirty_days_an_attempt_is_gone(emulator: Local) -> None:
    """twilio.com/docs/verify/api/attempts: the last thirty days."""
    freeze(emulator)
    sid = send(emulator)
    advance(emulator, RETENTION.total_seconds() - 0.001)
    assert sids(emulator) == [sid]
    assert emulator.get(f"{ATTEMPTS}/{sid}").status == 200
    advance(emulator, 0.001)
    assert sids(emulator) == []
    assert emulator.get(f"{ATTEMPTS}/{sid}").status == 404
    fresh = send(emulator)
    assert sids(emulator) == [fresh]


def test_a_clock_moved_back_leaves_attempts_in_the_order_of_their_sending(emulator: Local) -> None:
    """Our contract: the newest is the one that was sent last."""
    freeze(emulator)
    first = send(emulator, numbered(1))
    advance(emulator, -86_400)
    second = send(emulator, numbered(2))
    assert sids(emulator) == [second, first]
    assert sids(emulator, DateCreatedBefore="2026-01-02") == [second]
    assert sids(emulator, DateCreatedAfter="2026-01-02") == [first]
