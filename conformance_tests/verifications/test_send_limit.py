"""Five sends while a verification waits."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.attempts import SEND_LIMIT, MakeService, another, guess_wrongly, send
from conformance_tests.refusals import MAX_SENDS, assert_refused, invalid, refused
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire


def test_the_fifth_send_goes_out_and_the_sixth_is_refused(service: ServiceContext, to: str) -> None:
    """Source: twilio.com/docs/api/errors/60203; live bodies, 2021 and 2026-03 (documented)."""
    fifth = send(service, to, times=SEND_LIMIT)
    assert (fifth.status, len(fifth.send_code_attempts)) == ("pending", SEND_LIMIT)
    with refused(MAX_SENDS):
        send(service, to)


def test_the_refusal_is_told_without_retry_after(http: Wire, service_sid: str, to: str) -> None:
    """Source: the OpenAPI file of Verify declares Retry-After with 20429 only (guess)."""
    path, form = f"/v2/Services/{service_sid}/Verifications", {"To": to, "Channel": "sms"}
    for _ in range(SEND_LIMIT):
        assert http.post(path, form).status_code == 201
    answer = http.post(path, form)
    assert_refused(answer, MAX_SENDS)
    assert "Retry-After" not in answer.headers


@pytest.mark.needs("call", "whatsapp")
def test_sends_of_all_channels_count_together(service: ServiceContext, to: str) -> None:
    """Source: live observation 2026-03; twilio.com/docs/api/errors/60203 (observed)."""
    for channel in ("sms", "call", "whatsapp", "call", "sms"):
        send(service, to, channel=channel)
    for channel in ("sms", "call", "whatsapp"):
        with refused(MAX_SENDS):
            send(service, to, channel=channel)


def test_after_the_limit_the_verification_waits_and_its_code_is_good(
    service: ServiceContext, to: str, target: Target
) -> None:
    """Source: Twilio's retry demo tells users to enter a code that they already received (documented)."""
    started = send(service, to, times=SEND_LIMIT)
    with refused(MAX_SENDS):
        send(service, to)
    fetched = service.verifications(str(started.sid)).fetch()
    assert (fetched.status, len(fetched.send_code_attempts)) == ("pending", SEND_LIMIT)
    assert service.verification_checks.create(to=to, code=target.read_code(to)).status == "approved"


@pytest.mark.parametrize("ending", ["approving check", "approved", "canceled"])
def test_the_end_of_the_verification_lifts_the_limit(
    service: ServiceContext, to: str, target: Target, ending: str
) -> None:
    """Source: twilio.com/blog/test-verify-no-rate-limits; twilio.com/docs/api/errors/60203 (documented)."""
    send(service, to, times=SEND_LIMIT)
    if ending == "approving check":
        service.verification_checks.create(to=to, code=target.read_code(to))
    else:
        service.verifications(to).update(status=ending)
    assert len(send(service, to).send_code_attempts) == 1


def test_after_it_is_lifted_five_more_go_out(service: ServiceContext, to: str) -> None:
    """Source: twilio.com/blog/test-verify-no-rate-limits (documented)."""
    send(service, to, times=SEND_LIMIT)
    service.verifications(to).update(status="canceled")
    send(service, to, times=SEND_LIMIT)
    with refused(MAX_SENDS):
        send(service, to)


@pytest.mark.needs("clock")
def test_expiry_lifts_the_limit(service: ServiceContext, to: str, target: Target) -> None:
    """Source: twilio.com/docs/api/errors/60203: wait for the verification to expire (documented)."""
    send(service, to, times=SEND_LIMIT)
    target.advance(600)
    assert len(send(service, to).send_code_attempts) == 1


def test_wrong_checks_do_not_lift_the_limit(service: ServiceContext, to: str, target: Target) -> None:
    """Source: twilio.com/docs/api/errors/60203 (documented)."""
    send(service, to, times=SEND_LIMIT)
    guess_wrongly(service, to, target.read_code(to), times=1)
    with refused(MAX_SENDS):
        send(service, to)


def test_a_refused_start_uses_up_no_send(service: ServiceContext, to: str) -> None:
    """Source: no source (guess)."""
    send(service, to, times=SEND_LIMIT - 1)
    for _ in range(3):
        with refused(invalid("Locale")):
            service.verifications.create(to=to, channel="sms", locale="xx")
    assert len(send(service, to).send_code_attempts) == SEND_LIMIT


def test_the_limit_is_per_service(make_service: MakeService, to: str) -> None:
    """Source: twilio.com/docs/api/errors/60203: the remedies act on one verification (inferred)."""
    full, other = make_service(), make_service()
    send(full, to, times=SEND_LIMIT)
    assert send(other, to).status == "pending"


@pytest.mark.needs("numbers")
def test_the_limit_is_per_recipient(service: ServiceContext, to: str, target: Target) -> None:
    """Source: twilio.com/docs/api/errors/60203 (documented)."""
    send(service, to, times=SEND_LIMIT)
    assert send(service, target.fresh_number()).status == "pending"


def test_the_same_code_goes_out_five_times(service: ServiceContext, to: str, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/rate-limits-and-timeouts (documented)."""
    send(service, to)
    code = target.read_code(to)
    send(service, to, times=SEND_LIMIT - 1)
    assert target.read_code(to) == code
    assert service.verification_checks.create(to=to, code=another(code)).status == "pending"
