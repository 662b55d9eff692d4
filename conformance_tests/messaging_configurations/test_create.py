"""Making a messaging configuration."""

import json
from typing import Any

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.attempts import MakeService
from conformance_tests.refusals import (
    CONFIGURATION_EXISTS,
    assert_refused,
    invalid,
    missing,
    not_found,
    refused,
)
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

MEMBERS = [
    "account_sid",
    "service_sid",
    "country",
    "messaging_service_sid",
    "date_created",
    "date_updated",
    "url",
]

needs_sender = pytest.mark.needs("messaging_service")


@needs_sender
def test_a_created_configuration_is_answered_with_201_and_these_members(
    http: Wire, path: str, sender: str
) -> None:
    """Source: twilio.com/docs/verify/api/messaging-configurations (documented)."""
    answer = http.post(path, {"Country": "CA", "MessagingServiceSid": sender})
    assert answer.status_code == 201
    body = json.loads(answer.text)
    assert list(body) == MEMBERS
    assert (body["country"], body["messaging_service_sid"]) == ("CA", sender)
    assert body["date_created"] == body["date_updated"]
    assert body["url"] == f"{http.origin}{path}/CA"


@needs_sender
def test_a_configuration_belongs_to_its_service(
    service: ServiceContext, service_sid: str, target: Target, sender: str
) -> None:
    """Source: twilio.com/docs/verify/api/messaging-configurations (documented)."""
    created = service.messaging_configurations.create(country="CA", messaging_service_sid=sender)
    assert (created.service_sid, created.account_sid) == (service_sid, target.credentials.account_sid)


@needs_sender
def test_all_stands_for_every_country_without_one_of_its_own(
    http: Wire, service: ServiceContext, path: str, canadian: dict[str, Any], sender: str
) -> None:
    """Source: the OpenAPI file of Verify: a global configuration takes the value `all` (documented)."""
    created = service.messaging_configurations.create(country="all", messaging_service_sid=sender)
    assert created.country == "all"
    assert http.get(f"{path}/all").json()["url"] == f"{http.origin}{path}/all"


@needs_sender
@pytest.mark.parametrize(("country", "shown"), [("ca", "CA"), ("Gb", "GB"), ("ALL", "all")])
def test_a_country_is_taken_in_either_case(
    service: ServiceContext, sender: str, country: str, shown: str
) -> None:
    """Source: no source (guess)."""
    created = service.messaging_configurations.create(country=country, messaging_service_sid=sender)
    assert created.country == shown


@needs_sender
@pytest.mark.parametrize("country", ["CA", "ca"])
def test_a_country_is_configured_once(
    service: ServiceContext, canadian: dict[str, Any], sender: str, country: str
) -> None:
    """Source: twilio.com/docs/api/errors/60213 (documented)."""
    with refused(CONFIGURATION_EXISTS):
        service.messaging_configurations.create(country=country, messaging_service_sid=sender)
    assert len(service.messaging_configurations.list()) == 1


@needs_sender
def test_another_service_may_configure_the_same_country(
    canadian: dict[str, Any], make_service: MakeService, sender: str
) -> None:
    """Source: twilio.com/docs/verify/api/messaging-configurations (documented)."""
    created = make_service().messaging_configurations.create(country="CA", messaging_service_sid=sender)
    assert created.service_sid != canadian["service_sid"]


@needs_sender
@pytest.mark.parametrize("country", ["XX", "CAN", "C", "1", "Canada", "CA,US", "ß", "ﬁ", "*", "C A"])
def test_what_is_no_country_is_refused(http: Wire, path: str, sender: str, country: str) -> None:
    """Source: twilio.com/docs/api/errors/60200 (guess)."""
    assert_refused(http.post(path, {"Country": country, "MessagingServiceSid": sender}), invalid("Country"))
    assert http.get(path).json()["messaging_configurations"] == []


@pytest.mark.parametrize("sid", ["MG1", "VA" + "f" * 32, "MG" + "g" * 32, "mg" + "f" * 32, "MG" + "f" * 33])
def test_what_is_no_sid_of_a_messaging_service_is_refused(http: Wire, path: str, sid: str) -> None:
    """Source: twilio.com/docs/api/errors/60200; the pattern in the OpenAPI file of Verify (inferred)."""
    assert_refused(
        http.post(path, {"Country": "CA", "MessagingServiceSid": sid}), invalid("MessagingServiceSid")
    )


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ({}, "Country"),
        ({"MessagingServiceSid": "MG" + "f" * 32}, "Country"),
        ({"Country": "", "MessagingServiceSid": "MG" + "f" * 32}, "Country"),
        ({"Country": "CA"}, "MessagingServiceSid"),
    ],
)
def test_a_configuration_needs_both_parameters(
    http: Wire, path: str, form: dict[str, str], name: str
) -> None:
    """Source: the wording was seen for other parameters, 2025-02 (inferred)."""
    assert_refused(http.post(path, form), missing(name))


def test_a_configuration_of_no_service_is_not_made(http: Wire) -> None:
    """Source: twilio.com/docs/api/errors/20404 (documented)."""
    path = f"/v2/Services/VA{'f' * 32}/MessagingConfigurations"
    assert_refused(
        http.post(path, {"Country": "CA", "MessagingServiceSid": "MG" + "f" * 32}), not_found(path)
    )
