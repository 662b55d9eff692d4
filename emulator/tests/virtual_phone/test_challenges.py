"""How a phone finds challenges. Source of all, unless a test names another: twilio-verify-android and -ios."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from harness.phone_line import (
    BASE,
    CHALLENGE,
    CHALLENGE_BODY,
    CREDENTIAL,
    ENTITY_URL,
    FACTOR,
    FORM,
    Line,
    lists,
    says,
    shows,
    without,
)

from verify_emulator.virtual_phone import PhoneError, VirtualPhone
from verify_emulator.virtual_phone import phone as phone_module


def test_a_list_asks_for_this_factors_challenges_and_follows_the_page_token(
    phone: VirtualPhone, line: Line
) -> None:
    """A token is all that is taken from the next page's URL."""
    line.will(
        lists("YC1", "YC2", following="https://elsewhere.test/?Page=1&PageToken=PA%2Bx&PageSize=1"),
        lists("YC3"),
    )
    assert [challenge["sid"] for challenge in phone.challenges()] == ["YC1", "YC2", "YC3"]
    query = [("FactorSid", FACTOR), ("Status", "pending"), ("Order", "asc"), ("PageSize", "20")]
    for sent, expected in zip(line.sent[1:], (query, [*query, ("PageToken", "PA+x")]), strict=True):
        url, _, text = sent.url.partition("?")
        assert (sent.method, url, sent.body) == ("GET", f"{ENTITY_URL}/Challenges", b"")
        assert parse_qsl(text, strict_parsing=True) == expected
        assert (sent.headers["Accept"], sent.headers["Content-Type"]) == (FORM, FORM)
    assert line.read_token(2)[0]["kid"] == CREDENTIAL


def test_a_next_page_without_a_token_is_never_seen(phone: VirtualPhone, line: Line) -> None:
    line.will(lists("YC1", following=f"{ENTITY_URL}/Challenges?Page=1"))
    assert len(phone.challenges(None, order="desc", page_size=1)) == 1
    assert line.sent[1].url.partition("?")[2] == f"FactorSid={FACTOR}&Order=desc&PageSize=1"


@pytest.mark.parametrize("path", ["challenges", "meta", "meta.next_page_url"])
def test_a_list_that_the_sdks_could_not_read_is_an_error(phone: VirtualPhone, line: Line, path: str) -> None:
    line.will(says(without({"challenges": [], "meta": {"next_page_url": None}}, path)))
    with pytest.raises(PhoneError, match=f"^The answer has no {path}"):
        phone.challenges()


CHALLENGE_PATHS = [
    "sid",
    "factor_sid",
    "date_created",
    "date_updated",
    "expiration_date",
    "status",
    "details",
    "details.message",
]


@pytest.mark.parametrize("path", CHALLENGE_PATHS)
def test_a_challenge_that_the_sdks_could_not_read_is_an_error(
    phone: VirtualPhone, line: Line, path: str
) -> None:
    body = without(CHALLENGE_BODY, path)
    line.will(says(body), says({"challenges": [body], "meta": {"next_page_url": None}}))
    for ask in (lambda: phone.fetch(CHALLENGE), phone.challenges):
        with pytest.raises(PhoneError, match=f"^The answer has no {path}"):
            ask()


def test_fetching_keeps_what_is_to_be_signed(phone: VirtualPhone, line: Line) -> None:
    line.will(shows("sid,status"))
    assert phone.fetch(CHALLENGE) == CHALLENGE_BODY
    assert (line.sent[1].method, line.sent[1].url) == ("GET", f"{ENTITY_URL}/Challenges/{CHALLENGE}")
    assert line.sent[1].headers["Accept"] == FORM
    assert phone.signature_fields == {CHALLENGE: ["sid", "status"]}


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the phone has slept, without sleeping."""
    pauses: list[float] = []
    monkeypatch.setattr(phone_module, "sleep", pauses.append)
    return pauses


def test_waiting_ends_with_the_newest_challenge(phone: VirtualPhone, line: Line, pauses: list[float]) -> None:
    """Our contract."""
    line.will(lists(), lists(), lists("YC2", following=f"{BASE}/?PageToken=x"))
    assert phone.wait_for_challenge(timeout=10)["sid"] == "YC2"
    assert pauses == [0.05, 0.05]
    query = f"FactorSid={FACTOR}&Status=pending&Order=desc&PageSize=1"
    assert {urlsplit(sent.url).query for sent in line.sent[1:]} == {query}


@pytest.mark.parametrize(("timeout", "polls"), [(-1, 1), (0, 1), (0.01, 2), (0.2, 5)])
def test_waiting_gives_up(
    phone: VirtualPhone, line: Line, pauses: list[float], timeout: float, polls: int
) -> None:
    """Our contract: also where time stands still, as it does here."""
    line.will(*[lists()] * polls)
    with pytest.raises(TimeoutError, match=f"within {timeout} seconds"):
        phone.wait_for_challenge(timeout)
    assert line.replies == []
    assert sum(pauses) == pytest.approx(0.05 * (polls - 1))
