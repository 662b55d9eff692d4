"""The summary of attempts."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from harness.enrolment import advance, freeze
from harness.limits import kept, numbered
from harness.local import TO, Local
from hypothesis import given
from hypothesis import strategies as st

from verify_emulator.verify.attempt import RETENTION
from verify_emulator.verify.attempts_summary import PATH, percentage


def totals(emulator: Local, **filters: Any) -> tuple[int, int]:
    body = emulator.get(f"{PATH}?{urlencode(filters)}").json
    assert body["total_attempts"] == body["total_converted"] + body["total_unconverted"]
    return body["total_attempts"], body["total_converted"]


@pytest.mark.parametrize(
    ("converted", "total", "text"),
    [
        (0, 0, "0.0"),
        (0, 7, "0.000000000"),
        (9, 11, "81.818181818"),
        (2, 3, "66.666666667"),
        (1, 3, "33.333333333"),
        (7, 7, "100.000000000"),
        (1, 100_000, "0.001000000"),
        (1, 10**12, "0.000000000"),
    ],
)
def test_the_rate_has_nine_decimals(converted: int, total: int, text: str) -> None:
    """twilio-oai: "81.818181818"; rounding and the rate of nothing are ours."""
    assert percentage(converted, total) == text


@given(st.integers(1, 10**6), st.data())
def test_the_rate_is_right_to_the_last_decimal(total: int, data: st.DataObject) -> None:
    """Our contract: plain digits, and no exponent however small."""
    converted = data.draw(st.integers(0, total))
    text = percentage(converted, total)
    assert text.replace(".", "").isdigit()
    assert len(text.partition(".")[2]) == 9
    assert abs(Decimal(text) * total - 100 * converted) <= Decimal("0.5e-9") * total


def test_a_summary_is_answered_as_twilio_does(emulator: Local) -> None:
    """twilio-oai, example of FetchVerificationAttemptsSummary."""
    emulator.start()
    body = emulator.get(f"{PATH}?Channel=sms").json
    assert list(body.items()) == [
        ("total_attempts", 1),
        ("total_converted", 0),
        ("total_unconverted", 1),
        ("conversion_rate_percentage", "0.000000000"),
        ("url", f"http://emulator.test{PATH}"),
    ]


def test_every_filter_holds(emulator: Local) -> None:
    """twilio.com/docs/verify/api/verification-attempts-summary."""
    freeze(emulator)
    service = emulator.service(MailerSid="MD" + "0" * 32)
    emulator.start()
    emulator.check(emulator.code())
    emulator.start("+447400123456", "call")
    advance(emulator, 60)
    emulator.start("ann@example.com", "email", service=service)
    assert totals(emulator) == (3, 1)
    assert totals(emulator, VerifyServiceSid=service) == (1, 0)
    assert totals(emulator, Country="gb") == (1, 0)
    assert totals(emulator, Channel="email") == (1, 0)
    assert totals(emulator, DestinationPrefix=TO[:4]) == (1, 1)
    assert totals(emulator, DestinationPrefix=TO) == (1, 1)
    assert totals(emulator, DestinationPrefix=TO + "0") == (0, 0)
    assert totals(emulator, DateCreatedAfter="2026-01-02T03:05:05Z") == (1, 0)
    assert totals(emulator, DateCreatedBefore="2026-01-02T03:04:05Z") == (2, 1)
    assert totals(emulator, DateCreatedBefore="2026-01-02T03:04:05Z", Channel="call") == (1, 0)
    assert totals(
        emulator, **dict.fromkeys(("Channel", "Country", "DestinationPrefix", "VerifyServiceSid"), "")
    ) == (3, 1)


@pytest.mark.parametrize("value", ["\0", "%", "44", "ß" * 5000, ".*"])
def test_a_prefix_is_plain_text(emulator: Local, value: str) -> None:
    """twilio-oai: a prefix in E.164."""
    emulator.start()
    assert totals(emulator, DestinationPrefix=value) == (0, 0)


def test_paging_parameters_mean_nothing_here(emulator: Local) -> None:
    """twilio-oai: there is no paging."""
    for index in range(3):
        emulator.start(numbered(index))
    assert totals(emulator, PageSize="1", Page="7", PageToken="nonsense") == (3, 0)


def test_bad_filters_are_refused_and_not_counted(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60200."""
    before = kept(emulator)
    for name in ("Channel", "DateCreatedAfter", "DateCreatedBefore"):
        refusal = emulator.get(f"{PATH}?{name}=nonsense").refusal
        assert refusal == (400, 60200, f"Invalid parameter: {name}")
    assert kept(emulator) == before


def test_thirty_days_are_summed_up(emulator: Local) -> None:
    """Our rule: as many as are listed."""
    freeze(emulator)
    emulator.start()
    advance(emulator, RETENTION.total_seconds() - 1)
    emulator.start(numbered(1))
    assert totals(emulator) == (2, 0)
    advance(emulator, 1)
    assert totals(emulator) == (1, 0)


def test_a_hundred_summaries_a_minute(emulator: Local) -> None:
    """twilio.com/docs/verify/api/verification-attempts-summary; counted apart from the list, which is ours."""
    freeze(emulator)
    assert {emulator.get(PATH).status for _ in range(100)} == {200}
    answer = emulator.get(PATH)
    assert answer.refusal == (429, 20429, "Too many requests")
    assert answer.headers["retry-after"] == "60"
    assert emulator.get("/v2/Attempts").status == 200
    advance(emulator, 60)
    assert emulator.get(PATH).status == 200


def test_tenants_are_summed_up_apart(emulator: Local) -> None:
    """Our contract: one account knows nothing of another."""
    emulator.start()
    emulator.account, emulator.token = "AC" + "1" * 32, "another"
    assert totals(emulator) == (0, 0)
