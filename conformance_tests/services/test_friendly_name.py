"""Which names a Service may have."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext, ServiceList

from conformance_tests.refusals import invalid, refused

TAKEN = ["A", "Acme", "My App", "my-app_two", "A" * 29, "A" * 30, "a1", "1234", "1 2 3 4", "1a2b3c4d"]
TOO_LONG = ["A" * 31, "A" * 32, "A" * 64]
TOO_MANY_DIGITS = ["12345", "Acme 12345", "1a2b3c4d5", "1 2 3 4 5", "+15017122661"]
BAD_CHARACTERS = [
    "Acme!",
    "Acme.com",
    "https://acme",
    "a@b",
    "Acme/Two",
    "A&B",
    "A:B",
    "Acme\u2122",
    "\U0001f600",
]


@pytest.mark.parametrize("name", TAKEN)
def test_up_to_thirty_letters_digits_spaces_hyphens_and_underscores_are_taken(
    services: ServiceList, name: str
) -> None:
    """Source: twilio.com/docs/api/errors/60200 and twilio.com/docs/verify/api/service (documented)."""
    assert services.create(friendly_name=name).friendly_name == name


@pytest.mark.parametrize("name", TOO_LONG)
def test_a_name_over_thirty_characters_is_refused(services: ServiceList, name: str) -> None:
    """Source: twilio.com/docs/api/errors/60200; one parameter text says 32 (documented)."""
    with refused(invalid("FriendlyName")):
        services.create(friendly_name=name)


@pytest.mark.parametrize("name", TOO_MANY_DIGITS)
def test_a_name_with_five_digits_anywhere_is_refused(services: ServiceList, name: str) -> None:
    """Source: live observation 2026-03: four digits taken, five refused (observed)."""
    with refused(invalid("FriendlyName")):
        services.create(friendly_name=name)


@pytest.mark.parametrize("name", BAD_CHARACTERS)
def test_a_name_with_other_characters_is_refused(services: ServiceList, name: str) -> None:
    """Source: twilio.com/docs/api/errors/60200: no special characters, no links (documented)."""
    with refused(invalid("FriendlyName")):
        services.create(friendly_name=name)


@pytest.mark.parametrize("name", [TOO_LONG[0], TOO_MANY_DIGITS[0], BAD_CHARACTERS[0]])
def test_an_update_obeys_the_same_rules_and_changes_nothing(service: ServiceContext, name: str) -> None:
    """Source: twilio.com/docs/verify/api/service (inferred)."""
    before = service.fetch().friendly_name
    with refused(invalid("FriendlyName")):
        service.update(friendly_name=name)
    assert service.fetch().friendly_name == before


@pytest.mark.parametrize("name", ["A" * 30, "1234"])
def test_an_update_takes_names_up_to_the_limits(service: ServiceContext, name: str) -> None:
    """Source: twilio.com/docs/api/errors/60200 (documented)."""
    assert service.update(friendly_name=name).friendly_name == name
