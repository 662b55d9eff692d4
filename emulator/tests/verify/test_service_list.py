"""Listing Services, page by page."""

from collections.abc import Callable
from typing import Any

import pytest
from harness.local import SERVICE, Local

BASE = "http://emulator.test/v2/Services"


@pytest.fixture
def services(emulator: Local) -> list[str]:
    """The SIDs of seven services, the ready one first."""
    return [SERVICE, *(emulator.service(FriendlyName=name) for name in "abcdef")]


def page(emulator: Local, query: str = "") -> tuple[list[str], dict[str, Any]]:
    answer = emulator.get(f"/v2/Services{query}")
    assert answer.status == 200
    return [service["sid"] for service in answer.json["services"]], answer.json["meta"]


def follow(emulator: Local, url: str) -> tuple[list[str], dict[str, Any]]:
    assert url.startswith(BASE)
    return page(emulator, url.removeprefix(BASE))


def test_a_list_has_the_documented_envelope(emulator: Local) -> None:
    """twilio-oai, example of ListService."""
    answer = emulator.get("/v2/Services").json
    assert list(answer) == ["services", "meta"]
    assert list(answer["meta"].items()) == [
        ("page", 0),
        ("page_size", 50),
        ("first_page_url", f"{BASE}?PageSize=50&Page=0"),
        ("previous_page_url", None),
        ("next_page_url", None),
        ("key", "services"),
        ("url", f"{BASE}?PageSize=50&Page=0"),
    ]
    assert answer["services"] == [emulator.get(f"/v2/Services/{SERVICE}").json]


def test_following_next_leads_through_all_of_them(emulator: Local, services: list[str]) -> None:
    """twilio.com/docs/usage/twilios-response: absolute URLs that lead from page to page."""
    seen, meta = page(emulator, "?PageSize=3")
    numbers = [meta["page"]]
    while meta["next_page_url"]:
        records, meta = follow(emulator, meta["next_page_url"])
        seen += records
        numbers.append(meta["page"])
    assert seen == services
    assert numbers == [0, 1, 2]


def test_following_previous_leads_back_to_the_beginning(emulator: Local, services: list[str]) -> None:
    """twilio.com/docs/usage/twilios-response."""
    _, meta = page(emulator, "?PageSize=3")
    _, meta = follow(emulator, meta["next_page_url"])
    records, meta = follow(emulator, meta["next_page_url"])
    assert (records, meta["next_page_url"]) == (services[6:], None)
    records, meta = follow(emulator, meta["previous_page_url"])
    assert (records, meta["page"]) == (services[3:6], 1)
    assert follow(emulator, meta["next_page_url"])[0] == services[6:]
    records, meta = follow(emulator, meta["previous_page_url"])
    assert (records, meta["page"], meta["previous_page_url"]) == (services[:3], 0, None)


def test_a_page_can_be_named_by_its_number(emulator: Local, services: list[str]) -> None:
    """twilio.com/docs/usage/twilios-response: Page counts from 0."""
    records, meta = page(emulator, "?PageSize=2&Page=2")
    assert (records, meta["page"]) == (services[4:6], 2)
    assert follow(emulator, meta["previous_page_url"])[0] == services[2:4]
    assert follow(emulator, meta["next_page_url"])[0] == services[6:]


def test_a_page_beyond_the_last_is_empty_and_leads_nowhere(emulator: Local, services: list[str]) -> None:
    """Our contract, a guess."""
    records, meta = page(emulator, "?PageSize=5&Page=9")
    assert (records, meta["previous_page_url"], meta["next_page_url"]) == ([], None, None)


def test_what_is_deleted_meanwhile_does_not_shift_the_next_page(emulator: Local, services: list[str]) -> None:
    """Our contract: a token names a record, not a number of records."""
    _, meta = page(emulator, "?PageSize=3")
    for sid in services[:3]:
        emulator.send("DELETE", f"/v2/Services/{sid}")
    assert follow(emulator, meta["next_page_url"])[0] == services[3:6]


def test_the_last_page_that_is_just_full_has_no_next(emulator: Local, services: list[str]) -> None:
    """twilio.com/docs/usage/twilios-response: absent neighbours are null."""
    assert page(emulator, "?PageSize=7")[1]["next_page_url"] is None


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("PageSize=0", "PageSize"),
        ("PageSize=-1", "PageSize"),
        ("PageSize=x", "PageSize"),
        ("Page=-1", "Page"),
        ("PageToken=x", "PageToken"),
        ("PageToken=PA", "PageToken"),
        ("PageToken=PC1", "PageToken"),
        (f"PageToken=PA{'1' * 19}", "PageToken"),
    ],
)
def test_an_unreadable_page_is_refused(emulator: Local, query: str, name: str) -> None:
    """twilio.com/docs/api/errors/60200, a guess: tokens are opaque on Twilio."""
    assert emulator.get(f"/v2/Services?{query}").refusal == (400, 60200, f"Invalid parameter: {name}")


@pytest.mark.parametrize("query", ["PageSize=", "Page=&PageToken=", "Nonsense=1", "PageSize=1000"])
def test_an_empty_or_unknown_parameter_changes_nothing(emulator: Local, query: str) -> None:
    """twilio.com/docs/api/errors/20001, title "Unknown parameters"."""
    assert page(emulator, f"?{query}")[0] == [SERVICE]


def test_an_oversized_page_is_clamped(emulator: Local) -> None:
    """A guess: the SDKs send PageSize=5000 for limit=5000."""
    assert page(emulator, "?PageSize=5000")[1]["page_size"] == 1000


def test_a_strict_emulator_refuses_an_oversized_page(make_emulator: Callable[..., Local]) -> None:
    """twilio.com/docs/api/errors/20007."""
    strict = make_emulator(strict=True)
    assert strict.get("/v2/Services?PageSize=1001").refusal == (400, 20007, "Page size too large")
    assert strict.get("/v2/Services?PageSize=1000").status == 200


def test_filters_stay_in_the_urls(emulator: Local, services: list[str]) -> None:
    """A guess: no filter of a list is documented for Services."""
    _, meta = page(emulator, "?PageSize=2&Colour=r%26d")
    assert meta["next_page_url"].startswith(f"{BASE}?Colour=r%26d&PageSize=2&Page=1&PageToken=")
