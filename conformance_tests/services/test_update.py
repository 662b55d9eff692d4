"""Changing a Service."""

import json

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.attempts import MakeService
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

CHANGES = [
    ("FriendlyName", "Another name", "friendly_name"),
    ("CodeLength", "8", "code_length"),
    ("TtsName", "polly", "tts_name"),
    ("Totp.Skew", "2", "totp"),
    ("Push.IncludeDate", "true", "push"),
    ("Whatsapp.From", "whatsapp:+15017122661", "whatsapp"),
    ("DoNotShareWarningEnabled", "true", "do_not_share_warning_enabled"),
]


def differences(before: dict[str, object], after: dict[str, object]) -> set[str]:
    return {name for name in before if before[name] != after[name]}


@pytest.mark.parametrize(("parameter", "value", "member"), CHANGES)
def test_an_update_changes_only_what_is_sent(
    http: Wire, make_service: MakeService, parameter: str, value: str, member: str
) -> None:
    """Source: twilio.com/docs/verify/api/service (documented)."""
    sid = make_service(totp_issuer="Acme").fetch().sid
    before = http.get(f"/v2/Services/{sid}").json()
    answer = http.post(f"/v2/Services/{sid}", {parameter: value})
    assert answer.status_code == 200
    assert differences(before, answer.json()) - {"date_updated"} == {member}
    assert http.get(f"/v2/Services/{sid}").json() == answer.json()


def test_an_update_without_parameters_changes_nothing(http: Wire, service_sid: str) -> None:
    """Source: twilio.com/docs/verify/api/service: every parameter is optional (documented)."""
    before = http.get(f"/v2/Services/{service_sid}").json()
    answer = http.post(f"/v2/Services/{service_sid}")
    assert answer.status_code == 200
    assert differences(before, answer.json()) <= {"date_updated"}


@pytest.mark.parametrize("name", ["FriendlyName", "CodeLength", "LookupEnabled", "Totp.Skew"])
def test_an_empty_value_leaves_what_cannot_be_empty(http: Wire, service_sid: str, name: str) -> None:
    """Source: twilio-node sends null as `Name=` (observed)."""
    before = http.get(f"/v2/Services/{service_sid}").json()
    answer = http.post(f"/v2/Services/{service_sid}", {name: ""})
    assert answer.status_code == 200
    assert differences(before, answer.json()) <= {"date_updated"}


def test_an_update_answers_the_whole_service_in_the_usual_order(http: Wire, service_sid: str) -> None:
    """Source: the OpenAPI file of Verify (documented)."""
    fetched = json.loads(http.get(f"/v2/Services/{service_sid}").text)
    assert list(json.loads(http.post(f"/v2/Services/{service_sid}", {"CodeLength": "4"}).text)) == list(
        fetched
    )


@pytest.mark.needs("clock")
def test_an_update_moves_date_updated_and_not_date_created(service: ServiceContext, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/service (documented)."""
    before = service.fetch()
    target.advance(60)
    after = service.update(code_length=5)
    assert after.date_created == before.date_created
    assert 60 <= (after.date_updated - before.date_updated).total_seconds() < 90


def test_the_totp_issuer_stays_when_it_was_given(make_service: MakeService) -> None:
    """Source: twilio.com/docs/verify/api/service (inferred)."""
    service = make_service(totp_issuer="Acme")
    assert service.update(friendly_name="Renamed").totp["issuer"] == "Acme"
