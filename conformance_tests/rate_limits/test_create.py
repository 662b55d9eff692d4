"""Making a rate limit."""

import json
import re
from datetime import datetime

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.attempts import MakeService
from conformance_tests.refusals import (
    MAX_RATE_LIMITS,
    RATE_LIMIT_EXISTS,
    UNIQUE_NAME_FORMAT,
    assert_refused,
    missing,
    not_found,
    refused,
)
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

MEMBERS = [
    "sid",
    "service_sid",
    "account_sid",
    "unique_name",
    "description",
    "date_created",
    "date_updated",
    "url",
    "links",
]


def test_a_created_rate_limit_is_answered_with_201_and_these_members(http: Wire, path: str) -> None:
    """Source: twilio.com/docs/verify/api/service-rate-limits (documented)."""
    answer = http.post(path, {"UniqueName": "end_user_ip", "Description": "per client"})
    assert answer.status_code == 201
    body = json.loads(answer.text)
    assert list(body) == MEMBERS
    assert (body["unique_name"], body["description"]) == ("end_user_ip", "per client")
    assert body["date_created"] == body["date_updated"]


def test_a_rate_limit_belongs_to_its_service_and_has_an_rk_sid(
    service: ServiceContext, service_sid: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/service-rate-limits (documented)."""
    created = service.rate_limits.create(unique_name="ip")
    assert re.fullmatch(r"RK[0-9a-f]{32}", str(created.sid))
    assert (created.service_sid, created.account_sid) == (service_sid, target.credentials.account_sid)


def test_a_rate_limit_links_to_its_buckets(http: Wire, path: str) -> None:
    """Source: twilio.com/docs/verify/api/service-rate-limits (documented)."""
    body = http.post(path, {"UniqueName": "ip"}).json()
    assert body["url"] == f"{http.origin}{path}/{body['sid']}"
    assert body["links"] == {"buckets": f"{body['url']}/Buckets"}


def test_the_dates_of_a_rate_limit_are_whole_seconds_in_utc(service: ServiceContext) -> None:
    """Source: the examples in the OpenAPI file of Verify; twilio-python reads only this form (documented)."""
    created = service.rate_limits.create(unique_name="ip")
    assert isinstance(created.date_created, datetime)
    assert isinstance(created.date_updated, datetime)


def test_a_rate_limit_without_description_has_none(service: ServiceContext) -> None:
    """Source: no source (guess)."""
    assert service.rate_limits.create(unique_name="ip").description is None


@pytest.mark.parametrize("form", [{}, {"UniqueName": ""}, {"Description": "nameless"}])
def test_a_rate_limit_needs_a_unique_name(http: Wire, path: str, form: dict[str, str]) -> None:
    """Source: the wording was seen for other parameters, 2025-02 (inferred)."""
    assert_refused(http.post(path, form), missing("UniqueName"))


@pytest.mark.parametrize("name", ["end_user_ip", "A-b.c_1", "7", "user.id", "x" * 64])
def test_a_unique_name_has_letters_digits_and_three_signs(service: ServiceContext, name: str) -> None:
    """Source: twilio.com/docs/api/errors/60209 (documented)."""
    assert service.rate_limits.create(unique_name=name).unique_name == name


@pytest.mark.parametrize("name", ["two words", "ip!", "a/b", "ip:v4", "größe", "a+b", "a\nb", "ip\n", "@"])
def test_other_characters_in_a_unique_name_are_refused(http: Wire, path: str, name: str) -> None:
    """Source: twilio.com/docs/api/errors/60209 (documented)."""
    assert_refused(http.post(path, {"UniqueName": name}), UNIQUE_NAME_FORMAT)
    assert http.get(path).json()["rate_limits"] == []


def test_a_unique_name_is_taken_once_per_service(service: ServiceContext) -> None:
    """Source: twilio.com/docs/api/errors/60208 (documented)."""
    first = service.rate_limits.create(unique_name="ip", description="the first")
    with refused(RATE_LIMIT_EXISTS):
        service.rate_limits.create(unique_name="ip", description="the second")
    assert [limit.description for limit in service.rate_limits.list()] == [first.description]


def test_unique_names_differ_in_the_case_of_their_letters(service: ServiceContext) -> None:
    """Source: no source (guess)."""
    service.rate_limits.create(unique_name="ip")
    assert service.rate_limits.create(unique_name="IP").unique_name == "IP"


def test_another_service_may_use_the_same_unique_name(make_service: MakeService) -> None:
    """Source: twilio.com/docs/api/errors/60208: of the Service (documented)."""
    make_service().rate_limits.create(unique_name="ip")
    assert make_service().rate_limits.create(unique_name="ip").unique_name == "ip"


def test_the_unique_name_of_a_deleted_rate_limit_is_free_again(service: ServiceContext) -> None:
    """Source: twilio.com/docs/verify/api/service-rate-limits (inferred)."""
    first = service.rate_limits.create(unique_name="ip")
    first.delete()
    assert service.rate_limits.create(unique_name="ip").sid != first.sid


@pytest.mark.needs("settings")
def test_a_service_holds_so_many_rate_limits(service: ServiceContext, target: Target) -> None:
    """Source: twilio.com/docs/api/errors/60207; the number is not published (guess)."""
    service.rate_limits.create(unique_name="one")
    with target.settings(max_rate_limits=2):
        service.rate_limits.create(unique_name="two")
        with refused(MAX_RATE_LIMITS):
            service.rate_limits.create(unique_name="three")
    assert service.rate_limits.create(unique_name="three").unique_name == "three"


def test_a_rate_limit_of_no_service_is_not_made(http: Wire) -> None:
    """Source: twilio.com/docs/api/errors/20404 (documented)."""
    path = f"/v2/Services/VA{'f' * 32}/RateLimits"
    assert_refused(http.post(path, {"UniqueName": "ip"}), not_found(path))
