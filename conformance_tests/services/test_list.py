"""Listing Services."""

import json

import pytest
from twilio.rest import Client
from twilio.rest.verify.v2.service import ServiceList

from conformance_tests.refusals import assert_refused, invalid
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

SERVICES = "/v2/Services"
MEMBERS = ["page", "page_size", "first_page_url", "previous_page_url", "next_page_url", "key", "url"]
SHELF = 7

on_a_shelf = pytest.mark.needs("accounts")


class Shelf:
    """An account with SHELF Services (whatever it had from the start included), by SDK and by HTTP."""

    def __init__(self, target: Target) -> None:
        account = target.fresh_account()
        self.http: Wire = target.http(account)
        self.client: Client = target.client(account)
        self.services: ServiceList = self.client.verify.v2.services
        at_first = len(self.services.list())
        self.created = [self.services.create(friendly_name="Shelf").sid for _ in range(SHELF - at_first)]
        self.all = [service.sid for service in self.services.list()]


@pytest.fixture(scope="module")
def shelf(target: Target) -> Shelf:
    return Shelf(target)


def test_the_list_has_its_items_under_services_and_then_meta(http: Wire) -> None:
    """Source: twilio.com/docs/verify/api/service (documented)."""
    assert list(json.loads(http.get(SERVICES).text)) == ["services", "meta"]


def test_meta_has_these_seven_members(http: Wire) -> None:
    """Source: the list examples in the OpenAPI file of Verify (documented)."""
    meta = json.loads(http.get(SERVICES).text)["meta"]
    assert list(meta) == MEMBERS
    assert (meta["key"], meta["page"], meta["page_size"]) == ("services", 0, 50)


def test_the_first_page_names_itself_with_page_size_and_page(http: Wire) -> None:
    """Source: the list examples in the OpenAPI file of Verify (documented)."""
    meta = http.get(SERVICES).json()["meta"]
    assert meta["first_page_url"] == meta["url"] == f"{http.origin}{SERVICES}?PageSize=50&Page=0"
    assert meta["previous_page_url"] is None


def test_a_listed_service_is_the_same_as_a_fetched_one(
    http: Wire, service_sid: str, services: ServiceList
) -> None:
    """Source: twilio.com/docs/verify/api/service (documented)."""
    pages = services.stream(page_size=1000)
    assert service_sid in [service.sid for service in pages]
    listed = http.get(f"{SERVICES}?PageSize=1").json()["services"][0]
    assert http.get(f"{SERVICES}/{listed['sid']}").json() == listed


@on_a_shelf
def test_one_page_that_holds_all_has_no_neighbours(shelf: Shelf) -> None:
    """Source: the list examples in the OpenAPI file of Verify (documented)."""
    body = shelf.http.get(f"{SERVICES}?PageSize={SHELF}").json()
    assert len(body["services"]) == SHELF
    assert (body["meta"]["previous_page_url"], body["meta"]["next_page_url"]) == (None, None)


@on_a_shelf
@pytest.mark.parametrize("size", range(1, SHELF + 2))
def test_following_next_page_url_meets_every_service_once(shelf: Shelf, size: int) -> None:
    """Source: twilio.com/docs/usage/twilios-response (documented)."""
    url, met, pages = f"{SERVICES}?PageSize={size}", [], 0
    while url:
        body = shelf.http.get(url.removeprefix(shelf.http.origin)).json()
        assert (body["meta"]["page"], body["meta"]["page_size"]) == (pages, size)
        met += [service["sid"] for service in body["services"]]
        url, pages = body["meta"]["next_page_url"], pages + 1
    assert met == shelf.all
    assert pages == -(-SHELF // size)


@on_a_shelf
def test_following_previous_page_url_leads_back(shelf: Shelf) -> None:
    """Source: twilio.com/docs/usage/twilios-response (documented)."""
    second = shelf.services.page(page_size=3).next_page()
    assert second is not None
    first = second.previous_page()
    assert first is not None
    assert [service.sid for service in first] == shelf.all[:3]
    assert first.previous_page_url is None


@on_a_shelf
def test_neighbours_carry_page_size_page_and_page_token_in_this_order(shelf: Shelf) -> None:
    """Source: twilio.com/docs/usage/twilios-response (inferred)."""
    meta = shelf.http.get(f"{SERVICES}?PageSize=3").json()["meta"]
    start = f"{shelf.http.origin}{SERVICES}?PageSize=3&Page=1&PageToken="
    assert meta["next_page_url"].startswith(start)
    assert len(meta["next_page_url"]) > len(start)


@on_a_shelf
def test_services_are_listed_oldest_first(shelf: Shelf) -> None:
    """Source: no source (guess)."""
    assert [sid for sid in shelf.all if sid in shelf.created] == shelf.created


@on_a_shelf
@pytest.mark.parametrize(
    ("limit", "found"), [(1, 1), (4, 4), (SHELF, SHELF), (SHELF + 1, SHELF), (5000, SHELF)]
)
def test_the_sdk_lists_up_to_a_limit(shelf: Shelf, limit: int, found: int) -> None:
    """Source: twilio-python sends PageSize=<limit>, up to 5000 and more (observed)."""
    assert [service.sid for service in shelf.services.list(limit=limit)] == shelf.all[:found]


@on_a_shelf
def test_the_sdk_streams_over_pages(shelf: Shelf) -> None:
    """Source: twilio-python follows next_page_url (observed)."""
    assert [service.sid for service in shelf.services.stream(page_size=2)] == shelf.all


@on_a_shelf
@pytest.mark.parametrize(
    ("page", "expected"), [(0, slice(0, 3)), (1, slice(3, 6)), (2, slice(6, 9)), (99, slice(0, 0))]
)
def test_a_page_number_without_token_counts_from_zero(shelf: Shelf, page: int, expected: slice) -> None:
    """Source: twilio.com/docs/usage/twilios-response (guess)."""
    body = shelf.http.get(f"{SERVICES}?PageSize=3&Page={page}").json()
    assert [service["sid"] for service in body["services"]] == shelf.all[expected]
    assert (body["meta"]["next_page_url"] is None) == (page >= 2)


@pytest.mark.parametrize(
    ("asked", "used"), [("1", 1), ("999", 999), ("1000", 1000), ("1001", 1000), ("5000", 1000)]
)
def test_a_page_holds_at_most_a_thousand(http: Wire, asked: str, used: int) -> None:
    """Source: twilio.com/docs/api/errors/20007 names a limit, SDKs send more and live by it (guess)."""
    meta = http.get(f"{SERVICES}?PageSize={asked}").json()["meta"]
    assert meta["page_size"] == used
    assert meta["url"] == f"{http.origin}{SERVICES}?PageSize={used}&Page=0"


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("PageSize=0", "PageSize"),
        ("PageSize=-1", "PageSize"),
        ("PageSize=many", "PageSize"),
        ("Page=-1", "Page"),
        ("Page=first", "Page"),
        ("PageToken=%21%21", "PageToken"),
    ],
)
def test_paging_parameters_that_make_no_sense_are_refused(http: Wire, query: str, name: str) -> None:
    """Source: twilio.com/docs/api/errors/60200 (guess)."""
    assert_refused(http.get(f"{SERVICES}?{query}"), invalid(name))
