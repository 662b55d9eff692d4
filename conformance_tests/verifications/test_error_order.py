"""Which error is told when a start has two faults. Nothing is published, so each pair is a choice."""

from typing import Any

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.attempts import MakeService, guess_wrongly, send
from conformance_tests.refusals import (
    APP_HASH_SMS_ONLY,
    CUSTOM_CODE_NOT_ALLOWED,
    FEATURE_NOT_SUPPORTED,
    LANDLINE,
    MAX_CHECKS,
    NO_MAILER,
    PSD2_PARAMETERS,
    TRIAL_RECIPIENT,
    Refusal,
    assert_refused,
    channel_disabled,
    fraud_blocked,
    geo_blocked,
    invalid,
    invalid_to,
    missing,
    not_found,
    refused,
)
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire, as_nobody

MANY_TAGS = '{"' + "k" * 129 + '": "v"}'
BRITISH = "+447400123456"


@pytest.mark.parametrize(
    ("form", "first"),
    [
        ({"Channel": "nonsense"}, missing("To")),
        ({"To": "123"}, missing("Channel")),
        ({"To": "123", "Channel": "nonsense"}, invalid("Channel")),
        ({"To": "123", "Channel": "email"}, invalid_to("123")),
        ({"To": "123", "Channel": "sms", "Locale": "xx"}, invalid_to("123")),
        ({"To": "a@example.com", "Channel": "email", "Locale": "xx"}, NO_MAILER),
        ({"To": BRITISH, "Channel": "sms", "CustomCode": "123456", "Locale": "xx"}, CUSTOM_CODE_NOT_ALLOWED),
        ({"To": BRITISH, "Channel": "call", "Locale": "xx", "AppHash": "He42w354ol9"}, invalid("Locale")),
        ({"To": BRITISH, "Channel": "call", "AppHash": "He42w354ol9", "Tags": MANY_TAGS}, APP_HASH_SMS_ONLY),
        ({"To": BRITISH, "Channel": "sms", "Templates": "x", "Tags": MANY_TAGS}, invalid("Templates")),
        ({"To": BRITISH, "Channel": "sms", "Tags": MANY_TAGS, "RateLimits": "x"}, invalid("Tags")),
    ],
)
def test_of_two_bad_parameters_the_first_in_order_is_told(
    http: Wire, service_sid: str, form: dict[str, str], first: Refusal
) -> None:
    """Source: no source (guess)."""
    assert_refused(http.post(f"/v2/Services/{service_sid}/Verifications", form), first)


def test_credentials_come_before_the_service(http: Wire) -> None:
    """Source: twilio.com/docs/usage/requests-to-twilio (inferred)."""
    answer = http.post(f"/v2/Services/VA{'f' * 32}/Verifications", auth=as_nobody)
    assert answer.status_code == 401


def test_the_service_comes_before_its_parameters(http: Wire) -> None:
    """Source: github.com/twilio/twilio-node/issues/1111 (inferred)."""
    path = f"/v2/Services/VA{'f' * 32}/Verifications"
    assert_refused(http.post(path), not_found(path))


@pytest.mark.needs("psd2")
def test_psd2_comes_before_the_mailer_and_after_the_recipient(make_service: MakeService) -> None:
    """Source: no source (guess)."""
    paying = make_service(psd2_enabled=True)
    with refused(PSD2_PARAMETERS):
        paying.verifications.create(to="a@example.com", channel="email")
    with refused(invalid_to("123")):
        paying.verifications.create(to="123", channel="sms")


@pytest.mark.needs("settings")
@pytest.mark.parametrize(
    ("settings", "arguments", "first"),
    [
        ({"disabled_channels": ["sms"]}, {"to": "123"}, channel_disabled("sms")),
        ({"trial": True}, {"locale": "xx"}, invalid("Locale")),
        ({}, {"custom_code": "123456", "custom_friendly_name": "Other"}, CUSTOM_CODE_NOT_ALLOWED),
        ({}, {"custom_friendly_name": "Other", "locale": "xx"}, FEATURE_NOT_SUPPORTED),
        ({"trial": True, "blocked_countries": ["GB"]}, {}, TRIAL_RECIPIENT),
        ({"blocked_countries": ["GB"], "blocked_prefixes": ["+44"]}, {}, geo_blocked("GB")),
    ],
)
def test_what_the_account_may_not_do_is_told_in_this_order(
    service: ServiceContext,
    target: Target,
    settings: dict[str, Any],
    arguments: dict[str, str],
    first: Refusal,
) -> None:
    """Source: no source (guess)."""
    with target.settings(**settings), refused(first):
        service.verifications.create(**{"to": BRITISH, "channel": "sms", **arguments})


@pytest.mark.needs("settings", "numbers")
def test_a_blocked_prefix_comes_before_the_landline(make_service: MakeService, target: Target) -> None:
    """Source: no source (guess)."""
    service = make_service(lookup_enabled=True, skip_sms_to_landlines=True)
    number = target.landline()
    with target.settings(blocked_prefixes=["+44"]), refused(fraud_blocked(number)):
        service.verifications.create(to=number, channel="sms")


@pytest.mark.needs("numbers")
def test_the_landline_comes_before_the_send_limit(make_service: MakeService, target: Target) -> None:
    """Source: no source (guess)."""
    service, number = make_service(), target.landline()
    send(service, number, times=5)
    service.update(lookup_enabled=True, skip_sms_to_landlines=True)
    with refused(LANDLINE):
        send(service, number)


def test_used_up_checks_come_before_used_up_sends(service: ServiceContext, to: str, target: Target) -> None:
    """Source: no source (guess)."""
    send(service, to, times=5)
    guess_wrongly(service, to, target.read_code(to))
    with refused(MAX_CHECKS):
        send(service, to)


def test_bad_parameters_come_before_the_send_limit(service: ServiceContext, to: str) -> None:
    """Source: no source (guess)."""
    send(service, to, times=5)
    with refused(invalid("Locale")):
        service.verifications.create(to=to, channel="sms", locale="xx")
