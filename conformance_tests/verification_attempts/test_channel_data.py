"""What an attempt tells of its message."""

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.attempts import MakeService
from conformance_tests.history import attempts, attempts_of
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

pytestmark = pytest.mark.needs("no_charge")


@pytest.mark.parametrize(
    ("channel", "reported"), [("sms", "sms"), ("call", "call"), ("whatsapp", "whatsapp"), ("rcs", "rbm")]
)
def test_attempts_have_the_channels_of_their_messages(
    http: Wire, service: ServiceContext, to: str, target: Target, channel: str, reported: str
) -> None:
    """Source: the OpenAPI file of Verify names rbm, where a verification says rcs (inferred)."""
    started = service.verifications.create(to=to, channel=channel)
    assert attempts_of(http, target, started, 1)[0]["channel"] == reported


def test_a_call_has_a_call_status(http: Wire, service: ServiceContext, to: str, target: Target) -> None:
    """Source: the OpenAPI file of Verify has the words, not the member's name (guess)."""
    started = service.verifications.create(to=to, channel="call")
    data = attempts_of(http, target, started, 1)[0]["channel_data"]
    assert data["call_status"] == "completed"
    assert "message_status" not in data


def test_an_email_has_no_country_and_no_carrier(
    http: Wire, make_service: MakeService, email_address: str, target: Target
) -> None:
    """Source: no source (guess)."""
    service = make_service({"MailerSid": target.mailer()})
    started = service.verifications.create(to=email_address, channel="email")
    found = attempts_of(http, target, started, 1)[0]
    data = found["channel_data"]
    assert (found["channel"], data["to"]) == ("email", email_address)
    assert {data[name] for name in ("country", "mcc", "mnc", "carrier", "error_code")} == {None}


@pytest.mark.parametrize(
    ("number", "country", "locale"), [("+447400123456", "GB", "en"), ("+4915112345678", "DE", "de")]
)
def test_an_attempt_tells_country_and_locale(
    http: Wire, service: ServiceContext, target: Target, number: str, country: str, locale: str
) -> None:
    """Source: twilio.com/docs/verify/api/attempts (documented)."""
    started = service.verifications.create(to=number, channel="sms")
    data = attempts_of(http, target, started, 1)[0]["channel_data"]
    assert (data["country"], data["locale"]) == (country, locale)
    assert data["mcc"]
    assert data["mnc"]
    assert data["carrier"]


def test_an_attempt_tells_the_locale_and_the_length_of_its_code(
    http: Wire, make_service: MakeService, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/attempts (documented)."""
    started = make_service(code_length=8).verifications.create(to=to, channel="sms", locale="es")
    data = attempts_of(http, target, started, 1)[0]["channel_data"]
    assert (data["locale"], data["code_length"]) == ("es", 8)


@pytest.mark.needs("settings")
@pytest.mark.parametrize(
    ("channel", "member", "status"),
    [("sms", "message_status", "undelivered"), ("call", "call_status", "no-answer")],
)
def test_a_message_that_does_not_arrive_has_an_error(
    http: Wire, service: ServiceContext, to: str, target: Target, channel: str, member: str, status: str
) -> None:
    """Source: the examples in the OpenAPI file of Verify have undelivered with 30008 (inferred)."""
    with target.settings(undeliverable=[to]):
        lost = service.verifications.create(to=to, channel=channel)
    again = service.verifications.create(to=to, channel=channel)
    newest, oldest = attempts_of(http, target, again, 2)
    assert lost.sid == again.sid
    assert (oldest["channel_data"][member], oldest["channel_data"]["error_code"]) == (status, "30008")
    assert newest["channel_data"][member] != status
    assert newest["channel_data"]["error_code"] is None


@pytest.mark.needs("settings")
def test_an_attempt_has_its_price_as_text(
    http: Wire, service: ServiceContext, to: str, target: Target
) -> None:
    """Source: the examples in the OpenAPI file of Verify (documented)."""
    started = service.verifications.create(to=to, channel="sms")
    assert attempts_of(http, target, started, 1)[0]["price"] is None
    with target.settings(attempt_price={"value": "0.0075", "currency": "usd"}):
        assert attempts(http, VerificationSid=started.sid)[0]["price"] == {
            "value": "0.0075",
            "currency": "usd",
        }


@pytest.mark.needs("clock")
def test_the_attempts_of_a_verification_expire_with_it(
    http: Wire, service: ServiceContext, to: str, target: Target
) -> None:
    """Source: the OpenAPI file of Verify names expired (inferred)."""
    started = service.verifications.create(to=to, channel="sms")
    target.advance(599)
    assert attempts_of(http, target, started, 1)[0]["channel_data"]["status"] == "unconfirmed"
    target.advance(1)
    found = attempts_of(http, target, started, 1)[0]
    assert (found["channel_data"]["status"], found["conversion_status"]) == ("expired", "unconverted")


def test_approving_by_hand_converts(http: Wire, service: ServiceContext, to: str, target: Target) -> None:
    """Source: docs/verify/api/customization-options: feedback on custom codes (inferred)."""
    started = service.verifications.create(to=to, channel="sms")
    service.verifications(str(started.sid)).update(status="approved")
    assert attempts_of(http, target, started, 1)[0]["conversion_status"] == "converted"


def test_canceling_does_not_convert(http: Wire, service: ServiceContext, to: str, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/attempts (inferred)."""
    started = service.verifications.create(to=to, channel="sms")
    service.verifications(str(started.sid)).update(status="canceled")
    assert attempts_of(http, target, started, 1)[0]["conversion_status"] == "unconverted"


@pytest.mark.needs("clock")
def test_a_conversion_moves_date_updated_and_not_date_created(
    http: Wire, service: ServiceContext, to: str, target: Target
) -> None:
    """Source: the examples in the OpenAPI file of Verify (inferred)."""
    started = service.verifications.create(to=to, channel="sms")
    before = attempts_of(http, target, started, 1)[0]
    assert before["date_created"] == before["date_updated"]
    target.advance(60)
    service.verifications(str(started.sid)).update(status="approved")
    after = attempts_of(http, target, started, 1)[0]
    assert after["date_created"] == before["date_created"] < after["date_updated"]
