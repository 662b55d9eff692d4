"""Ttl and DoForceCheckOnce, which Twilio does not have."""

import json

import pytest
from twilio.rest.verify.v2.service import ServiceList

from conformance_tests.attempts import MakeService, guess_wrongly
from conformance_tests.refusals import MAX_CHECKS, assert_refused, invalid, not_found, refused
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

pytestmark = pytest.mark.needs("extensions")


def members(text: str) -> list[str]:
    return list(json.loads(text))


def test_a_service_that_was_given_them_shows_them_after_custom_code_enabled(http: Wire) -> None:
    """Source: named by a published skill card, form chosen by the emulator (extension)."""
    form = {"FriendlyName": "Extended", "Ttl": "120", "DoForceCheckOnce": "true"}
    created = http.post("/v2/Services", form)
    shown = members(created.text)
    after = shown.index("custom_code_enabled") + 1
    assert shown[after : after + 2] == ["ttl", "do_force_check_once"]
    assert (created.json()["ttl"], created.json()["do_force_check_once"]) == (120, True)


def test_a_service_that_was_not_given_them_looks_like_twilios(http: Wire, service_sid: str) -> None:
    """Source: the OpenAPI file of Verify (documented)."""
    assert not {"ttl", "do_force_check_once"} & set(http.get(f"/v2/Services/{service_sid}").json())


def test_an_update_sets_them_too(http: Wire, service_sid: str) -> None:
    """Source: named by a published skill card, form chosen by the emulator (extension)."""
    updated = http.post(f"/v2/Services/{service_sid}", {"Ttl": "60"}).json()
    assert updated["ttl"] == 60
    assert http.get(f"/v2/Services/{service_sid}").json()["ttl"] == 60


@pytest.mark.parametrize("value", ["0", "-1", "soon", "1.5"])
def test_a_ttl_that_is_no_positive_number_is_refused(http: Wire, value: str) -> None:
    """Source: chosen by the emulator (extension)."""
    assert_refused(http.post("/v2/Services", {"FriendlyName": "Extended", "Ttl": value}), invalid("Ttl"))


@pytest.mark.parametrize("ttl", [1, 2, 120, 3600])
def test_a_verification_lives_as_long_as_the_ttl(
    make_service: MakeService, to: str, target: Target, frozen_clock: None, ttl: int
) -> None:
    """Source: chosen by the emulator (extension)."""
    service = make_service({"Ttl": str(ttl)})
    started = service.verifications.create(to=to, channel="sms")
    target.advance(ttl - 1)
    assert service.verifications(str(started.sid)).fetch().status == "pending"
    target.advance(1)
    path = f"/v2/Services/{started.service_sid}/Verifications/{started.sid}"
    with refused(not_found(path)):
        service.verifications(str(started.sid)).fetch()


def test_a_new_ttl_holds_for_verifications_started_afterwards(
    make_service: MakeService, http: Wire, to: str, target: Target, frozen_clock: None
) -> None:
    """Source: chosen by the emulator (extension)."""
    service = make_service({"Ttl": "600"})
    started = service.verifications.create(to=to, channel="sms")
    http.post(f"/v2/Services/{started.service_sid}", {"Ttl": "10"})
    target.advance(60)
    assert service.verifications(str(started.sid)).fetch().status == "pending"
    service.verifications(to).update(status="canceled")
    fresh = service.verifications.create(to=to, channel="sms")
    target.advance(10)
    with refused(not_found(f"/v2/Services/{fresh.service_sid}/Verifications/{fresh.sid}")):
        service.verifications(str(fresh.sid)).fetch()


def test_with_force_check_once_the_second_check_is_refused(
    make_service: MakeService, to: str, target: Target
) -> None:
    """Source: its meaning is published nowhere; chosen by the emulator (extension)."""
    service = make_service({"DoForceCheckOnce": "true"})
    started = service.verifications.create(to=to, channel="sms")
    code = target.read_code(to)
    guess_wrongly(service, to, code, times=1)
    assert service.verifications(str(started.sid)).fetch().status == "max_attempts_reached"
    with refused(MAX_CHECKS):
        service.verification_checks.create(to=to, code=code)


def test_with_force_check_once_the_right_code_passes_the_first_time(
    make_service: MakeService, to: str, target: Target
) -> None:
    """Source: its meaning is published nowhere; chosen by the emulator (extension)."""
    service = make_service({"DoForceCheckOnce": "true"})
    service.verifications.create(to=to, channel="sms")
    assert service.verification_checks.create(to=to, code=target.read_code(to)).status == "approved"


def test_the_sdk_does_not_know_them(services: ServiceList) -> None:
    """Source: twilio-python 9.13.0 raises before any request is made (observed)."""
    for name in ("ttl", "do_force_check_once"):
        with pytest.raises(TypeError, match=name):
            services.create(friendly_name="Extended", **{name: 1})
