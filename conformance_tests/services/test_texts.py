"""The texts and SIDs of a Service."""

from typing import Any

import pytest
from twilio.rest.verify.v2.service import ServiceList

from conformance_tests.refusals import assert_refused, invalid
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

SIDS = {
    "Push.ApnCredentialSid": ("CR", "push", "apn_credential_sid"),
    "Push.FcmCredentialSid": ("CR", "push", "fcm_credential_sid"),
    "Whatsapp.MsgServiceSid": ("MG", "whatsapp", "msg_service_sid"),
    "DefaultTemplateSid": ("HJ", None, "default_template_sid"),
    "MailerSid": ("MD", None, "mailer_sid"),
}
HEX = "0123456789abcdefABCDEF0123456789"


def member(body: dict[str, Any], group: str | None, name: str) -> object:
    return (body[group] if group else body)[name]


@pytest.mark.needs("extensions")
@pytest.mark.parametrize("parameter", SIDS)
def test_a_sid_is_kept_and_shown(http: Wire, target: Target, parameter: str) -> None:
    """Source: twilio.com/docs/verify/api/service; live Twilio would look it up (documented)."""
    prefix, group, name = SIDS[parameter]
    form = {"FriendlyName": target.fresh_name(), parameter: prefix + HEX}
    created = http.post("/v2/Services", form)
    assert created.status_code == 201, created.text
    assert member(created.json(), group, name) == prefix + HEX


@pytest.mark.parametrize("parameter", SIDS)
@pytest.mark.parametrize("form", ["XX{hex}", "{prefix}{hex}0", "{prefix}{short}", "{prefix}", "x"])
def test_what_is_no_sid_of_that_kind_is_refused(
    http: Wire, target: Target, parameter: str, form: str
) -> None:
    """Source: the patterns in the OpenAPI file of Verify (inferred)."""
    value = form.format(prefix=SIDS[parameter][0], hex=HEX, short=HEX[1:])
    answer = http.post("/v2/Services", {"FriendlyName": target.fresh_name(), parameter: value})
    assert_refused(answer, invalid(parameter))


def test_texts_are_kept_and_shown(services: ServiceList, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/service (documented)."""
    created = services.create(
        friendly_name=target.fresh_name(),
        tts_name="polly",
        totp_issuer="Acme Inc",
        whatsapp_from="whatsapp:+15017122661",
    )
    assert created.tts_name == "polly"
    assert created.totp["issuer"] == "Acme Inc"
    assert created.whatsapp["from"] == "whatsapp:+15017122661"


@pytest.mark.parametrize("name", ["UniqueName", "Email.From", "Email.FromName", "Email.ContentTemplateId"])
def test_a_parameter_that_only_error_pages_name_is_taken_and_not_shown(
    http: Wire, target: Target, name: str
) -> None:
    """Source: twilio.com/docs/api/errors/60246 and 60253 name them, the OpenAPI file does not (guess)."""
    created = http.post("/v2/Services", {"FriendlyName": target.fresh_name(), name: "someone@example.com"})
    assert created.status_code == 201, created.text
    assert not {"unique_name", "email"} & set(created.json())
