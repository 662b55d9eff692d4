"""Listing rate limits."""

import json

from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.attempts import MakeService
from conformance_tests.targets.wire import Wire


def test_a_new_service_has_no_rate_limits(http: Wire, path: str) -> None:
    """Source: the list examples in the OpenAPI file of Verify (documented)."""
    body = json.loads(http.get(path).text)
    assert list(body) == ["rate_limits", "meta"]
    assert body["rate_limits"] == []
    assert body["meta"]["key"] == "rate_limits"
    assert body["meta"]["first_page_url"] == body["meta"]["url"] == f"{http.origin}{path}?PageSize=50&Page=0"
    assert (body["meta"]["previous_page_url"], body["meta"]["next_page_url"]) == (None, None)


def test_a_listed_rate_limit_is_the_same_as_a_fetched_one(http: Wire, path: str) -> None:
    """Source: twilio.com/docs/verify/api/service-rate-limits (documented)."""
    created = http.post(path, {"UniqueName": "ip"}).json()
    assert http.get(path).json()["rate_limits"] == [created]


def test_rate_limits_are_listed_oldest_first_over_pages(service: ServiceContext) -> None:
    """Source: no source for the order (guess)."""
    names = ["c", "a", "e", "b", "d"]
    for name in names:
        service.rate_limits.create(unique_name=name)
    assert [limit.unique_name for limit in service.rate_limits.stream(page_size=2)] == names
    assert [limit.unique_name for limit in service.rate_limits.list(limit=3)] == names[:3]


def test_a_list_holds_the_rate_limits_of_its_service_only(make_service: MakeService) -> None:
    """Source: twilio.com/docs/verify/api/service-rate-limits (documented)."""
    make_service().rate_limits.create(unique_name="theirs")
    service = make_service()
    service.rate_limits.create(unique_name="ours")
    assert [limit.unique_name for limit in service.rate_limits.list()] == ["ours"]
