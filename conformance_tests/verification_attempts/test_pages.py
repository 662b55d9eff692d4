"""Attempts page by page."""

import json

import pytest

from conformance_tests.history import ATTEMPTS, History, Record, query
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

of_a_history = pytest.mark.needs("accounts")


class Pages(History):
    """Seven attempts by SMS and, between them, seven by call."""

    def __init__(self, target: Target) -> None:
        super().__init__(target)
        self.sender = self.service()
        for _ in range(7):
            to = target.fresh_number()
            self.send(self.sender, to)
            self.send(self.sender, to, "call")

    def read(self, url: str) -> Record:
        body: Record = self.http.get(url.removeprefix(self.http.origin)).json()
        return body

    def places(self, body: Record) -> list[int]:
        return [self.sids.index(one["sid"]) for one in body["attempts"]]


@pytest.fixture
def pages(target: Target) -> Pages:
    return Pages(target)


def test_the_list_has_its_items_under_attempts_and_then_meta(http: Wire) -> None:
    """Source: the list examples in the OpenAPI file of Verify (documented)."""
    answer = http.get(f"{ATTEMPTS}?PageSize=1")
    assert answer.status_code == 200
    body = json.loads(answer.text)
    assert list(body) == ["attempts", "meta"]
    assert body["meta"]["key"] == "attempts"
    assert body["meta"]["first_page_url"] == f"{http.origin}{ATTEMPTS}?PageSize=1&Page=0"


def test_the_pages_of_a_filtered_list_keep_the_filters(http: Wire) -> None:
    """Source: no source (guess)."""
    filters = query(Channel="sms", ChannelData__To="+15005550006", Status="converted")
    meta = http.get(f"{ATTEMPTS}?PageSize=5&{filters}").json()["meta"]
    expected = f"{http.origin}{ATTEMPTS}?{filters}&PageSize=5&Page=0"
    assert (meta["url"], meta["first_page_url"]) == (expected, expected)


@of_a_history
@pytest.mark.parametrize("size", [1, 2, 3, 6, 7, 8])
def test_following_next_page_url_meets_every_wanted_attempt_once(pages: Pages, size: int) -> None:
    """Source: twilio.com/docs/usage/twilios-response (documented)."""
    url, met = f"{ATTEMPTS}?Channel=call&PageSize={size}", []
    while url:
        body = pages.read(url)
        assert len(body["attempts"]) <= size
        met += pages.places(body)
        url = body["meta"]["next_page_url"]
    assert met == [13, 11, 9, 7, 5, 3, 1]


@of_a_history
def test_following_previous_page_url_leads_back(pages: Pages) -> None:
    """Source: twilio.com/docs/usage/twilios-response (documented)."""
    first = pages.read(f"{ATTEMPTS}?Channel=call&PageSize=3")
    second = pages.read(first["meta"]["next_page_url"])
    third = pages.read(second["meta"]["next_page_url"])
    assert (pages.places(third), third["meta"]["next_page_url"]) == ([1], None)
    again = pages.read(third["meta"]["previous_page_url"])
    assert pages.places(again) == [7, 5, 3]
    back = pages.read(again["meta"]["previous_page_url"])
    assert (pages.places(back), back["meta"]["previous_page_url"]) == ([13, 11, 9], None)


@of_a_history
def test_attempts_made_meanwhile_do_not_shift_later_pages(pages: Pages, target: Target) -> None:
    """Source: twilio.com/docs/usage/twilios-response: tokens, not offsets (inferred)."""
    first = pages.read(f"{ATTEMPTS}?Channel=call&PageSize=3")
    for _ in range(2):
        pages.send(pages.sender, target.fresh_number(), "call")
    second = pages.read(first["meta"]["next_page_url"])
    assert pages.places(second) == [7, 5, 3]
    back = pages.read(second["meta"]["previous_page_url"])
    assert pages.places(back) == [13, 11, 9]
    assert pages.places(pages.read(back["meta"]["previous_page_url"])) == [15, 14]


@of_a_history
def test_a_page_number_without_token_counts_what_is_wanted(pages: Pages) -> None:
    """Source: twilio.com/docs/usage/twilios-response (guess)."""
    assert pages.places(pages.read(f"{ATTEMPTS}?Channel=call&PageSize=3&Page=1")) == [7, 5, 3]
    assert pages.places(pages.read(f"{ATTEMPTS}?Channel=call&PageSize=3&Page=3")) == []


@of_a_history
def test_the_sdk_streams_over_pages(pages: Pages) -> None:
    """Source: twilio-python follows next_page_url (observed)."""
    found = pages.client.verify.v2.verification_attempts.stream(channel="sms", page_size=2)
    assert [pages.sids.index(str(one.sid)) for one in found] == [12, 10, 8, 6, 4, 2, 0]
