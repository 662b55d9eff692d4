"""Making a Service."""

import json
import re

from twilio.rest.verify.v2.service import ServiceList

from conformance_tests.refusals import assert_refused, missing
from conformance_tests.targets.target import Target
from conformance_tests.targets.wire import Wire

MEMBERS = [
    "sid",
    "account_sid",
    "friendly_name",
    "code_length",
    "lookup_enabled",
    "psd2_enabled",
    "skip_sms_to_landlines",
    "dtmf_input_required",
    "tts_name",
    "mailer_sid",
    "do_not_share_warning_enabled",
    "custom_code_enabled",
    "push",
    "totp",
    "whatsapp",
    "passkeys",
    "default_template_sid",
    "verify_event_subscription_enabled",
    "date_created",
    "date_updated",
    "url",
    "links",
]


def test_a_created_service_is_answered_with_201(http: Wire, target: Target) -> None:
    """Source: the OpenAPI file of Verify (documented)."""
    assert http.post("/v2/Services", {"FriendlyName": target.fresh_name()}).status_code == 201


def test_a_service_has_these_members_in_this_order(http: Wire, target: Target) -> None:
    """Source: the OpenAPI file of Verify, and `mailer_sid` as in a live body of 2022 (documented)."""
    body = http.post("/v2/Services", {"FriendlyName": target.fresh_name()}).text
    assert list(json.loads(body)) == MEMBERS


def test_nested_members_are_objects_even_when_nothing_is_set(http: Wire, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/service (documented)."""
    name = target.fresh_name()
    body = json.loads(http.post("/v2/Services", {"FriendlyName": name}).text)
    assert list(body["push"].items()) == [
        ("include_date", False),
        ("apn_credential_sid", None),
        ("fcm_credential_sid", None),
    ]
    assert list(body["totp"].items()) == [
        ("issuer", name),
        ("time_step", 30),
        ("code_length", 6),
        ("skew", 1),
    ]
    assert list(body["whatsapp"].items()) == [("msg_service_sid", None), ("from", None)]
    assert list(body["passkeys"].items()) == [
        ("relying_party", {"id": None, "name": None, "origins": None}),
        ("authenticator_attachment", None),
        ("discoverable_credentials", None),
        ("user_verification", None),
    ]


def test_a_service_belongs_to_the_account_and_has_a_va_sid(services: ServiceList, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/service (documented)."""
    created = services.create(friendly_name=target.fresh_name())
    assert re.fullmatch(r"VA[0-9a-f]{32}", str(created.sid))
    assert created.account_sid == target.credentials.account_sid


def test_a_new_service_was_last_updated_when_it_was_created(services: ServiceList, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/service (documented)."""
    created = services.create(friendly_name=target.fresh_name())
    assert created.date_created == created.date_updated


def test_two_services_may_have_the_same_name(services: ServiceList, target: Target) -> None:
    """Source: twilio.com/docs/verify/api/service says nothing of unique names (inferred)."""
    name = target.fresh_name()
    assert services.create(friendly_name=name).sid != services.create(friendly_name=name).sid


def test_a_service_needs_a_friendly_name(http: Wire) -> None:
    """Source: the wording was seen for other parameters, 2025-02 (inferred)."""
    assert_refused(http.post("/v2/Services"), missing("FriendlyName"))
    assert_refused(http.post("/v2/Services", {"FriendlyName": ""}), missing("FriendlyName"))
    assert_refused(http.post("/v2/Services", {"CodeLength": "4"}), missing("FriendlyName"))
