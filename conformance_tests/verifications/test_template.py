"""Choosing a message template."""

import json

import pytest
from twilio.rest.verify.v2.service import ServiceContext

from conformance_tests.attempts import MakeService
from conformance_tests.refusals import (
    MISSING_SUBSTITUTIONS,
    TEMPLATE_CHANNEL,
    TEMPLATE_NOT_APPROVED,
    TEMPLATE_NOT_FOUND,
    TEMPLATE_SMS_ONLY,
    TRANSLATION_NOT_FOUND,
    Refusal,
    refused,
)
from conformance_tests.targets.target import Target

needs_templates = pytest.mark.needs("templates")


@pytest.mark.parametrize("sid", ["HJ" + "f" * 32, "HJ1", "MG" + "f" * 32])
def test_an_unknown_template_is_refused(service: ServiceContext, idle_number: str, sid: str) -> None:
    """Source: twilio.com/docs/api/errors/60228; no HTTP status is published (guess)."""
    with refused(TEMPLATE_NOT_FOUND):
        service.verifications.create(to=idle_number, channel="sms", template_sid=sid)


@needs_templates
def test_the_message_is_made_from_the_template(service: ServiceContext, to: str, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/templates (documented)."""
    service.verifications.create(
        to=to,
        channel="sms",
        template_sid=target.template("ordering"),
        template_custom_substitutions=json.dumps({"order_id": "A77"}),
    )
    assert "A77" in target.read_sms(to)
    assert target.read_code(to) in target.read_sms(to)


@needs_templates
@pytest.mark.parametrize("substitutions", [None, "{}", '{"other": "x"}', "no json", "[]"])
def test_a_template_needs_its_substitutions(
    service: ServiceContext, idle_number: str, target: Target, substitutions: str | None
) -> None:
    """Source: twilio.com/docs/api/errors/60224 (documented)."""
    rest = {} if substitutions is None else {"template_custom_substitutions": substitutions}
    with refused(MISSING_SUBSTITUTIONS):
        service.verifications.create(
            to=idle_number, channel="sms", template_sid=target.template("ordering"), **rest
        )


@needs_templates
@pytest.mark.parametrize(
    ("kind", "arguments", "refusal"),
    [
        ("spoken", {"channel": "sms"}, TEMPLATE_CHANNEL),
        ("ordering", {"channel": "call"}, TEMPLATE_CHANNEL),
        ("default", {"channel": "whatsapp"}, TEMPLATE_SMS_ONLY),
        ("default", {"channel": "sms", "locale": "fi"}, TRANSLATION_NOT_FOUND),
        ("default", {"channel": "sms", "locale": "pt"}, TEMPLATE_NOT_APPROVED),
    ],
)
def test_a_template_that_does_not_fit_is_refused(
    service: ServiceContext,
    idle_number: str,
    target: Target,
    kind: str,
    arguments: dict[str, str],
    refusal: Refusal,
) -> None:
    """Source: twilio.com/docs/api/errors/60227, 60408, 60229 and 60201; no HTTP status is published (guess)."""
    with refused(refusal):
        service.verifications.create(to=idle_number, template_sid=target.template(kind), **arguments)


@needs_templates
@pytest.mark.needs("email")
def test_a_template_for_messages_is_refused_in_an_email(make_service: MakeService, target: Target) -> None:
    """Source: twilio.com/docs/api/errors/60408; no HTTP status is published (guess)."""
    service = make_service({"MailerSid": target.mailer()})
    with refused(TEMPLATE_SMS_ONLY):
        service.verifications.create(
            to="someone@example.com", channel="email", template_sid=target.template("default")
        )


@needs_templates
def test_templates_override_the_single_template(service: ServiceContext, to: str, target: Target) -> None:
    """Source: twilio-python 9.13.0, `templates` of Verification.create (documented)."""
    listed = [{"sid": target.template("ordering"), "substitutions": {"order_id": "B88"}}]
    service.verifications.create(
        to=to, channel="sms", template_sid=target.template("default"), templates=json.dumps(listed)
    )
    assert "B88" in target.read_sms(to)


@needs_templates
def test_the_services_default_template_is_used_for_sms(
    make_service: MakeService, to: str, target: Target
) -> None:
    """Source: twilio.com/docs/verify/api/service: the default for SMS verifications (documented)."""
    service = make_service(default_template_sid=target.template("ordering"))
    service.verifications.create(
        to=to, channel="sms", template_custom_substitutions=json.dumps({"order_id": "C99"})
    )
    assert "C99" in target.read_sms(to)
