"""Messaging configurations: one for a country, found in either case."""

import pytest
from harness.enrolment import advance, freeze
from harness.limits import CONFIGURATIONS, SENDER, assert_refused_for_nothing, made
from harness.local import Local

from verify_emulator.verify.messaging_configurations import canonical

BAD_COUNTRY = (400, 60200, "Invalid parameter: Country")
BAD_SENDER = (400, 60200, "Invalid parameter: MessagingServiceSid")
TAKEN = (400, 60213, "A Messaging Configuration already exists for the given country")


def create(emulator: Local, country: str = "CA", sender: str = SENDER) -> dict[str, str]:
    return made(emulator.post(CONFIGURATIONS, Country=country, MessagingServiceSid=sender))


def countries(emulator: Local, query: str = "") -> list[str]:
    listed = emulator.get(CONFIGURATIONS + query).json["messaging_configurations"]
    return [one["country"] for one in listed]


@pytest.mark.parametrize(
    ("text", "country"),
    [("ca", "CA"), ("Ca", "CA"), ("all", "all"), ("ALL", "all"), ("aLl", "all"), ("ß", "ß")],
)
def test_a_country_is_kept_in_capitals_and_all_in_small_letters(text: str, country: str) -> None:
    """Our rule; what is no ASCII is left alone, because a sharp s would become two capitals."""
    assert canonical(text) == country


@pytest.mark.parametrize("country", ["US", "GB", "de", "XK", "all"])
def test_a_country_is_found_in_either_case(emulator: Local, country: str) -> None:
    """twilio-oai: ISO 3166-1 alpha-2, or all."""
    configuration = create(emulator, country)
    for key in (country.lower(), country.upper(), country):
        assert emulator.get(f"{CONFIGURATIONS}/{key}").json == configuration


@pytest.mark.parametrize(
    "country",
    [
        "XX",
        "ZZ",
        "AA",
        "ß",
        "\ufb01",
        "\u0131t",
        "A",
        "USA",
        "U S",
        " US",
        "US ",
        "*",
        "U\0",
        "\u0430ll",
        "🇨🇦",
    ],
)
def test_what_is_no_country_is_refused(emulator: Local, country: str) -> None:
    """twilio.com/docs/api/errors/60200."""
    form = {"Country": country, "MessagingServiceSid": SENDER}
    answer = assert_refused_for_nothing(emulator, lambda: emulator.post(CONFIGURATIONS, form), BAD_COUNTRY)
    assert "country" in answer.hint


@pytest.mark.parametrize(
    "sid", ["MG", SENDER[:-1], SENDER + "0", "XX" + SENDER[2:], "MG" + "g" * 32, SENDER + "\n"]
)
def test_what_is_no_messaging_service_is_refused(emulator: Local, sid: str) -> None:
    """twilio-oai: ^MG[0-9a-fA-F]{32}$."""
    create(emulator)
    for path in (CONFIGURATIONS, f"{CONFIGURATIONS}/CA"):
        form = {"Country": "GB", "MessagingServiceSid": sid}
        assert_refused_for_nothing(
            emulator, lambda path=path, form=form: emulator.post(path, form), BAD_SENDER
        )


def test_the_country_is_looked_at_first(emulator: Local) -> None:
    """twilio-oai, the order of the parameters."""
    assert emulator.post(CONFIGURATIONS).refusal[2] == "Missing required parameter Country in the post body"
    assert emulator.post(CONFIGURATIONS, Country="XX", MessagingServiceSid="x").refusal == BAD_COUNTRY
    assert emulator.post(CONFIGURATIONS, Country="XX").refusal[1] == 20001


def test_a_configured_country_is_refused_with_a_hint(emulator: Local) -> None:
    """twilio.com/docs/api/errors/60213."""
    create(emulator)
    for country in ("CA", "ca"):
        form = {"Country": country, "MessagingServiceSid": "MG" + "b" * 32}
        answer = assert_refused_for_nothing(
            emulator, lambda form=form: emulator.post(CONFIGURATIONS, form), TAKEN
        )
        assert answer.hint == "The service has one for CA: update that one instead."


def test_an_update_changes_the_sender_alone(emulator: Local) -> None:
    """twilio-oai: MessagingServiceSid, required."""
    freeze(emulator)
    before = create(emulator)
    advance(emulator, 60)
    changes = {"messaging_service_sid": "MG" + "b" * 32, "date_updated": "2026-01-02T03:05:05Z"}
    changed = emulator.post(f"{CONFIGURATIONS}/ca", MessagingServiceSid="MG" + "b" * 32, Country="GB")
    assert changed.json == before | changes
    assert countries(emulator) == ["CA"]


def test_a_deleted_configuration_may_be_made_again(emulator: Local) -> None:
    """twilio.com/docs/verify/api/messaging-configurations."""
    create(emulator, "CA")
    create(emulator, "GB")
    assert emulator.send("DELETE", f"{CONFIGURATIONS}/ca").status == 204
    assert emulator.get(f"{CONFIGURATIONS}/CA").status == 404
    create(emulator, "CA")
    assert countries(emulator) == ["GB", "CA"]


@pytest.mark.parametrize("key", ["GB", "all", "", "%00", "%C3%9F", "CA%20", "CAN"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_country_without_configuration_is_not_found(emulator: Local, method: str, key: str) -> None:
    """twilio.com/docs/api/errors/20404."""
    create(emulator)
    path = f"{CONFIGURATIONS}/{key}"
    missing = (404, 20404, f"The requested resource {path} was not found")
    assert_refused_for_nothing(emulator, lambda: emulator.send(method, path), missing)


def test_services_and_tenants_have_their_own(emulator: Local) -> None:
    """twilio.com/docs/verify/api/messaging-configurations: of a service."""
    create(emulator)
    other = f"/v2/Services/{emulator.service()}/MessagingConfigurations"
    assert emulator.get(f"{other}/CA").status == 404
    made(emulator.post(other, Country="CA", MessagingServiceSid=SENDER))
    emulator.account, emulator.token = "AC" + "1" * 32, "another"
    assert countries(emulator) == []


def test_pages_lead_on_and_back(emulator: Local) -> None:
    """twilio.com/docs/usage/twilios-response."""
    for country in ("US", "GB", "all", "DE", "FR"):
        create(emulator, country)
    meta = emulator.get(f"{CONFIGURATIONS}?PageSize=2").json["meta"]
    for gone in ("GB", "DE"):
        emulator.send("DELETE", f"{CONFIGURATIONS}/{gone}")
    onward = meta["next_page_url"].removeprefix("http://emulator.test")
    body = emulator.get(onward).json
    assert [one["country"] for one in body["messaging_configurations"]] == ["all", "FR"]
    back = emulator.get(body["meta"]["previous_page_url"].removeprefix("http://emulator.test")).json
    assert [one["country"] for one in back["messaging_configurations"]] == ["US"]
