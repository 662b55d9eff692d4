"""Silent Network Auth: no code is sent; the handset opens a URL instead."""

import re
from typing import Any

import pytest
from harness.enrolment import advance, freeze
from harness.local import SERVICE, TO, Local

SUCCESS = "ErrorCode=0&ErrorDescription=Success&Carrier=Emulated"
FAILURE = "ErrorCode=-10&ErrorDescription=Failure"
MISMATCH, ERROR, PENDING = 60500, 60510, 60519
FAILURES = [60510, 60511, 60517, 60520, 60531, 60532, 60533, 60534, 60540]
TOKEN = re.compile(
    re.escape(SUCCESS)
    + "&SnaClientToken=([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})"
)


@pytest.fixture(autouse=True)
def _set_up_with_carriers(emulator: Local) -> None:
    emulator.allow(sna=True)


def start(emulator: Local, to: str = TO, **more: Any) -> tuple[str, str]:
    """SID and URL path of a verification."""
    answer = emulator.start(to, "sna", **more)
    assert answer.status == 201, answer.body
    return answer.json["sid"], answer.json["sna"]["url"].removeprefix("http://emulator.test")


def find(emulator: Local, *results: Any) -> None:
    """From now on the carrier finds this."""
    emulator.allow(sna_results=list(results))


def codes(emulator: Local, to: str = TO, **more: Any) -> list[tuple[str, int]]:
    """What a check, which leaves the verification pending, lists."""
    body = emulator.check(None, to, **more).json
    assert (body["status"], body["valid"], body["channel"]) == ("pending", False, "sna")
    return [(result["attempt_sid"], result["code"]) for result in body["sna_attempts_error_codes"]]


def is_approved(emulator: Local, to: str = TO, **more: Any) -> bool:
    body = emulator.check(None, to, **more).json
    assert body["valid"] is (body["status"] == "approved")
    return bool(body["valid"])


def token_of(emulator: Local, url: str) -> str:
    """Opens a URL and reads the client token."""
    found = TOKEN.fullmatch(emulator.get(url).text)
    assert found is not None
    return found[1]


def test_a_verification_names_the_url_and_the_carrier(emulator: Local) -> None:
    """twilio-oai, example of channel sna: lookup is filled in whatever the service says."""
    body = emulator.start(channel="sna").json
    (attempt,) = body["send_code_attempts"]
    assert (body["channel"], attempt["channel"]) == ("sna", "sna")
    assert body["lookup"]["carrier"]["type"] == "mobile"
    assert list(body["sna"]) == ["url"]
    assert body["sna"]["url"].endswith(attempt["attempt_sid"])
    assert list(attempt) == ["attempt_sid", "channel", "time"]
    assert emulator.messages() == []
    assert emulator.fetch(body["sid"]).json == body


def test_a_check_before_the_url_was_opened_is_pending(emulator: Local) -> None:
    """twilio.com/docs/verify/sna: 60519 means that the URL was not opened."""
    sid, _ = start(emulator)
    body = emulator.check(None).json
    assert (body["status"], body["valid"], body["channel"]) == ("pending", False, "sna")
    (result,) = body["sna_attempts_error_codes"]
    assert result == {
        "attempt_sid": emulator.fetch(sid).json["send_code_attempts"][0]["attempt_sid"],
        "code": PENDING,
    }


def test_a_check_after_the_url_was_opened_is_approved(emulator: Local) -> None:
    """twilio.com/docs/verify/sna."""
    sid, url = start(emulator)
    assert emulator.get(url).text == SUCCESS
    body = emulator.check(None).json
    assert (body["status"], body["valid"], body["sna_attempts_error_codes"]) == ("approved", True, [])
    assert emulator.fetch(sid).status == 404


def test_a_check_may_name_the_verification(emulator: Local) -> None:
    """twilio.com/docs/verify/api/verification-check: by To or by VerificationSid."""
    sid, url = start(emulator)
    emulator.get(url)
    assert emulator.check(None, None, VerificationSid=sid).json["status"] == "approved"


def test_a_check_without_a_code_is_not_counted(emulator: Local) -> None:
    """A guess: there is nothing to try out."""
    _, url = start(emulator)
    for _ in range(7):
        assert emulator.check(None).json["status"] == "pending"
    emulator.get(url)
    assert emulator.check(None).json["status"] == "approved"


# What the carrier finds out


def test_a_number_that_is_another_one_is_told_to_twilio_and_not_to_the_handset(emulator: Local) -> None:
    """…/best-practices-for-verify-sna-error-handling: ErrorCode=0 does not say that the number matched."""
    find(emulator, {"to": TO, "code": MISMATCH})
    _, url = start(emulator)
    assert emulator.get(url).text == SUCCESS
    assert codes(emulator) == [(url[-34:], MISMATCH)]


@pytest.mark.parametrize("code", FAILURES)
def test_a_failure_is_told_to_both(emulator: Local, code: int) -> None:
    """…/best-practices-for-verify-sna-error-handling: ErrorCode=-10; the pages of the error codes."""
    find(emulator, {"to": TO, "code": code})
    sid, url = start(emulator)
    assert emulator.get(url).text == FAILURE
    assert codes(emulator) == codes(emulator) == [(url[-34:], code)]
    assert emulator.fetch(sid).json["status"] == "pending"


def test_a_recipient_alone_stands_for_a_mismatch(emulator: Local) -> None:
    """Our contract: the account setting sna_results."""
    find(emulator, TO)
    _, url = start(emulator)
    assert emulator.get(url).text == SUCCESS
    assert codes(emulator) == [(url[-34:], MISMATCH)]


def test_the_first_pattern_that_matches_decides(emulator: Local) -> None:
    """Our contract: the account setting sna_results."""
    find(emulator, {"to": "+1501*", "code": 60531}, {"to": "+1*", "code": 60540})
    found = {}
    for to in (TO, "+16502530000", "+4915112345678"):
        _, url = start(emulator, to)
        found[to] = emulator.get(url).text, emulator.check(None, to).json["sna_attempts_error_codes"]
    assert [text for text, _ in found.values()] == [FAILURE, FAILURE, SUCCESS]
    assert [[result["code"] for result in results] for _, results in found.values()] == [[60531], [60540], []]


def test_what_the_carrier_found_out_stays(emulator: Local) -> None:
    """twilio.com/docs/verify/sna: a URL works once, so a setting that is changed later comes too late."""
    find(emulator, {"to": TO, "code": 60532})
    _, url = start(emulator)
    emulator.get(url)
    find(emulator)
    assert emulator.get(url).text == FAILURE
    assert codes(emulator) == [(url[-34:], 60532)]
    _, again = start(emulator)
    assert emulator.get(again).text == SUCCESS
    assert is_approved(emulator)


# A URL


def test_a_url_works_once(emulator: Local) -> None:
    """twilio.com/docs/verify/sna-testing-guide."""
    _, url = start(emulator)
    assert [emulator.get(url).text for _ in range(3)] == [SUCCESS, FAILURE, FAILURE]
    assert is_approved(emulator)


def test_a_mismatch_uses_a_url_up_as_well(emulator: Local) -> None:
    """twilio.com/docs/verify/sna-testing-guide."""
    find(emulator, TO)
    _, url = start(emulator)
    assert [emulator.get(url).text for _ in range(2)] == [SUCCESS, FAILURE]
    assert codes(emulator) == [(url[-34:], MISMATCH)]


@pytest.mark.parametrize(("seconds", "text"), [(599.999, SUCCESS), (600, FAILURE), (3600, FAILURE)])
def test_a_url_works_for_ten_minutes(emulator: Local, seconds: float, text: str) -> None:
    """twilio.com/docs/verify/sna-testing-guide; the service's verifications live longer."""
    freeze(emulator)
    service = emulator.service(Ttl=10_000)
    _, url = start(emulator, service=service)
    advance(emulator, seconds)
    assert emulator.get(url).text == text
    assert is_approved(emulator, service=service) is (text == SUCCESS)


def test_every_url_has_ten_minutes_of_its_own(emulator: Local) -> None:
    """twilio.com/docs/verify/sna-testing-guide: unique for every attempt."""
    freeze(emulator)
    service = emulator.service(Ttl=10_000)
    _, first = start(emulator, service=service)
    advance(emulator, 300)
    _, second = start(emulator, service=service)
    advance(emulator, 300)
    assert emulator.get(first).text == FAILURE
    assert codes(emulator, service=service) == [(first[-34:], PENDING), (second[-34:], PENDING)]
    assert emulator.get(second).text == SUCCESS
    assert is_approved(emulator, service=service)


def test_a_url_ends_with_its_verification(emulator: Local) -> None:
    """twilio.com/docs/verify/api/rate-limits-and-timeouts."""
    freeze(emulator)
    service = emulator.service(Ttl=60)
    _, url = start(emulator, service=service)
    advance(emulator, 60)
    assert emulator.get(url).text == FAILURE
    assert emulator.check(None, service=service).status == 404


@pytest.mark.parametrize("status", ["canceled", "approved"])
def test_a_url_of_an_ended_verification_fails(emulator: Local, status: str) -> None:
    """twilio.com/docs/verify/sna."""
    sid, url = start(emulator)
    emulator.update(sid, status)
    assert emulator.get(url).text == FAILURE


def test_a_url_of_another_attempt_fails(emulator: Local) -> None:
    """twilio.com/docs/verify/sna."""
    _, url = start(emulator)
    assert emulator.get(url[:-32] + "0" * 32).text == FAILURE
    assert emulator.check(None).json["status"] == "pending"


def test_an_attempt_by_sms_has_no_url(emulator: Local) -> None:
    """twilio.com/docs/verify/sna."""
    _, url = start(emulator)
    sms = emulator.start().json["send_code_attempts"][-1]
    assert emulator.get(url[:-34] + sms["attempt_sid"]).text == FAILURE
    _, again = start(emulator)
    assert [code for _, code in codes(emulator)] == [PENDING, PENDING]
    assert emulator.get(again).text == SUCCESS
    assert is_approved(emulator)


# Another try


def test_another_start_makes_another_url(emulator: Local) -> None:
    """twilio.com/docs/verify/sna-testing-guide: unique for every attempt; the verification is the same."""
    started = [start(emulator) for _ in range(5)]
    assert len({sid for sid, _ in started}) == 1
    urls = [url for _, url in started]
    assert len(set(urls)) == 5
    assert [attempt for attempt, _ in codes(emulator)] == [url[-34:] for url in urls]
    assert emulator.start(channel="sna").refusal == (429, 60203, "Max send attempts reached")


def test_the_list_of_errors_is_oldest_first(emulator: Local) -> None:
    """twilio.com/docs/verify/api/verification-check."""
    expected: list[tuple[str, int]] = []
    for code in (60531, MISMATCH, 60534, PENDING):
        find(emulator, {"to": TO, "code": code} if code != PENDING else "nobody")
        _, url = start(emulator)
        if code != PENDING:
            emulator.get(url)
        expected.append((url[-34:], code))
        assert codes(emulator) == expected
    find(emulator)
    _, url = start(emulator)
    emulator.get(url)
    body = emulator.check(None).json
    assert body["status"] == "approved"
    listed = [(result["attempt_sid"], result["code"]) for result in body["sna_attempts_error_codes"]]
    assert listed == expected


def test_any_of_several_opened_urls_counts(emulator: Local) -> None:
    """twilio.com/docs/verify/sna: results are listed oldest first."""
    _, first = start(emulator)
    _, second = start(emulator)
    emulator.get(first)
    body = emulator.check(None).json
    assert body["status"] == "approved"
    assert [result["attempt_sid"] for result in body["sna_attempts_error_codes"]] == [second[-34:]]


def test_after_a_switch_to_sms_a_code_is_needed(emulator: Local) -> None:
    """twilio.com/docs/verify/api/verification-check: what counts is the latest channel."""
    start(emulator)
    body = emulator.start().json
    assert (body["channel"], body["sna"]) == ("sms", None)
    assert emulator.check(None).refusal == (400, 60200, "Invalid parameter: Code")
    body = emulator.check(emulator.code()).json
    assert (body["status"], body["sna_attempts_error_codes"]) == ("approved", None)


def test_a_url_may_be_opened_after_a_switch_to_sms(emulator: Local) -> None:
    """A guess: it counts once the latest channel is sna again."""
    _, url = start(emulator)
    emulator.start()
    assert emulator.get(url).text == SUCCESS
    assert emulator.check(None).refusal == (400, 60200, "Invalid parameter: Code")
    start(emulator)
    assert is_approved(emulator)


def test_a_code_that_nobody_knows_is_wrong(emulator: Local) -> None:
    """Our contract: a code was made, but not sent; guessing counts as for any other channel."""
    start(emulator)
    statuses = [emulator.check("0000").status for _ in range(6)]
    assert statuses == [200] * 5 + [429]
    assert emulator.start(TO).status == 429


def test_without_carriers_it_is_refused(emulator: Local) -> None:
    """Observed live 2026-03; the HTTP status is a guess."""
    emulator.allow(sna=False)
    refused = emulator.start(channel="sna")
    assert (refused.status, refused.json["code"]) == (401, 60001)
    assert refused.json["message"] == "Downstream Authentication Failed"


# The client token


def start_with_token(emulator: Local, text: str = "true") -> str:
    return start(emulator, EnableSnaClientToken=text)[1]


@pytest.mark.parametrize("text", ["true", "True", "TRUE"])
def test_who_brings_the_token_is_approved(emulator: Local, text: str) -> None:
    """twilio-oai, EnableSnaClientToken and SnaClientToken."""
    token = token_of(emulator, start_with_token(emulator, text))
    body = emulator.check(None, SnaClientToken=token).json
    assert (body["status"], body["sna_attempts_error_codes"]) == ("approved", [])


@pytest.mark.parametrize("text", ["false", ""])
def test_a_token_comes_only_when_asked_for(emulator: Local, text: str) -> None:
    """twilio-oai, EnableSnaClientToken."""
    assert emulator.get(start_with_token(emulator, text)).text == SUCCESS
    assert is_approved(emulator)


def test_a_token_that_nobody_asked_for_does_no_harm(emulator: Local) -> None:
    """A guess."""
    emulator.get(start(emulator)[1])
    assert is_approved(emulator, SnaClientToken="anything")


@pytest.mark.parametrize("token", [None, "", "wrong", "ü", "0" * 10_000, "\0"])
def test_without_the_right_token_it_is_an_error_until_somebody_brings_it(
    emulator: Local, token: str | None
) -> None:
    """A guess: 60510 is added; the right token is good as long as the verification is."""
    url = start_with_token(emulator)
    right = token_of(emulator, url)
    brought = {} if token is None else {"SnaClientToken": token}
    for _ in range(7):
        assert codes(emulator, **brought) == [(url[-34:], ERROR)]
    assert emulator.get(url).text == FAILURE
    body = emulator.check(None, SnaClientToken=right).json
    assert (body["status"], body["sna_attempts_error_codes"]) == ("approved", [])


def test_a_wrong_token_stands_last(emulator: Local) -> None:
    """A guess: behind what the attempts came to, oldest first, and with the SID of the last one."""
    find(emulator, {"to": TO, "code": 60533})
    first = start_with_token(emulator)
    assert emulator.get(first).text == FAILURE
    find(emulator)
    second = start_with_token(emulator)
    right = token_of(emulator, second)
    third = start_with_token(emulator)
    expected = [(first[-34:], 60533), (third[-34:], PENDING)]
    assert codes(emulator, SnaClientToken="wrong") == [*expected, (third[-34:], ERROR)]
    assert is_approved(emulator, SnaClientToken=right)


def test_every_attempt_has_a_token_of_its_own(emulator: Local) -> None:
    """A guess: that of any attempt that matched will do."""
    tokens = [token_of(emulator, start_with_token(emulator)) for _ in range(2)]
    assert len(set(tokens)) == 2
    assert is_approved(emulator, SnaClientToken=tokens[0])


def test_a_token_makes_no_match_of_a_mismatch(emulator: Local) -> None:
    """…/best-practices-for-verify-sna-error-handling: ErrorCode=0 does not say that the number matched."""
    find(emulator, TO)
    url = start_with_token(emulator)
    token = token_of(emulator, url)
    assert codes(emulator, SnaClientToken=token) == [(url[-34:], MISMATCH)]


def test_a_token_before_the_url_was_opened_is_pending(emulator: Local) -> None:
    """twilio.com/docs/verify/sna: 60519 means that the URL was not opened."""
    url = start_with_token(emulator)
    assert codes(emulator, SnaClientToken="anything") == [(url[-34:], PENDING)]


def test_a_token_is_told_to_the_handset_alone(emulator: Local) -> None:
    """Our contract: what is to prove the handset must not be read anywhere else."""
    answer = emulator.start(channel="sna", EnableSnaClientToken="true")
    url = answer.json["sna"]["url"].removeprefix("http://emulator.test")
    token = token_of(emulator, url)
    others = [answer, emulator.check(None), emulator.fetch(TO), emulator.get(url)]
    others += [emulator.get("/v2/Attempts"), emulator.get("/_emulator/messages")]
    assert [other.status for other in others] == [201, 200, 200, 200, 200, 200]
    assert all(token not in other.text for other in others)


# Apart


def test_urls_of_other_services_are_others(emulator: Local) -> None:
    """Our contract."""
    _, url = start(emulator)
    other = emulator.service()
    start(emulator, service=other)
    assert emulator.get(url.replace(SERVICE, other)).text == FAILURE
    assert emulator.get(url).text == SUCCESS
    assert not is_approved(emulator, service=other)
    assert is_approved(emulator)
