"""How each class of the SDK is called: real arguments for all that it offers, by the SDK's own module names."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from twilio.rest.verify.v2.service.approve_challenge import ApproveChallengeList
from twilio.rest.verify.v2.service.new_challenge import NewChallengeList
from twilio.rest.verify.v2.service.new_factor import NewFactorList
from twilio.rest.verify.v2.service.new_verify_factor import NewVerifyFactorList

from harness.authenticator import ORIGIN
from harness.caller import sid
from harness.local import TO
from harness.tenant import HOOK, IDENTITY, LISTED, NOBODY, PASSKEY, RELYING_PARTY, Tenant

Arguments = Callable[[Tenant], dict[str, Any]]

YEAR = timedelta(days=365)


def nothing(tenant: Tenant) -> dict[str, Any]:
    return {}


class Scene(NamedTuple):
    """One way to call a module's classes: where its List is, the key of a record in it, and arguments by verb."""

    at: Callable[[Any, Tenant], Any]
    key: Callable[[Tenant], tuple[str, ...]] = lambda tenant: ()
    verbs: Mapping[str, Arguments] = {}
    second: Callable[[Tenant], object] = nothing
    """Makes another record, so that a list has two pages."""


def service(v2: Any, tenant: Tenant) -> Any:
    return v2.services(tenant.service_sid)


def entity(v2: Any, tenant: Tenant) -> Any:
    return service(v2, tenant).entities(tenant.entity["identity"])


EVERY_SERVICE_SETTING: dict[str, Any] = {
    "friendly_name": "Everything",
    "code_length": 8,
    "lookup_enabled": True,
    "skip_sms_to_landlines": True,
    "dtmf_input_required": False,
    "tts_name": "Alice",
    "psd2_enabled": True,
    "do_not_share_warning_enabled": True,
    "custom_code_enabled": True,
    "push_include_date": True,
    "push_apn_credential_sid": sid("CR", "apn"),
    "push_fcm_credential_sid": sid("CR", "fcm"),
    "totp_issuer": "Issuer",
    "totp_time_step": 60,
    "totp_code_length": 8,
    "totp_skew": 2,
    "default_template_sid": sid("HJ"),
    "whatsapp_msg_service_sid": sid("MG"),
    "whatsapp_from": "whatsapp:+15005550006",
    "passkeys_relying_party_id": RELYING_PARTY,
    "passkeys_relying_party_name": "Example",
    "passkeys_relying_party_origins": ORIGIN,
    "passkeys_authenticator_attachment": "platform",
    "passkeys_discoverable_credentials": "preferred",
    "passkeys_user_verification": "preferred",
    "verify_event_subscription_enabled": True,
}


def every_verification_parameter(tenant: Tenant) -> dict[str, Any]:
    """Of a message; the parameters that go with other channels and services are in other scenes."""
    tenant.allow(custom_friendly_name=True)
    template = tenant.get("/v2/Templates", FriendlyName="Default").json["templates"][0]["sid"]
    return {
        "to": TO,
        "channel": "sms",
        "custom_friendly_name": "Somebody",
        "custom_message": "Retired",
        "send_digits": "1",
        "locale": "en",
        "custom_code": "123456",
        "rate_limits": {tenant.rate_limit["unique_name"]: "192.0.2.1"},
        "channel_configuration": {"sms": {"enabled": True}},
        "app_hash": "ABCDEFGHIJK",
        "template_sid": template,
        "template_custom_substitutions": "{}",
        "templates": json.dumps([{"sid": template}]),
        "device_ip": "192.0.2.1",
        "risk_check": "enable",
        "tags": '{"team": "tests"}',
    }


def silent_network_auth(tenant: Tenant) -> dict[str, Any]:
    tenant.allow(sna=True)
    return {"to": TO, "channel": "sna", "enable_sna_client_token": True}


def push_factor(tenant: Tenant) -> dict[str, Any]:
    return {
        "friendly_name": "Phone",
        "factor_type": "push",
        "binding_alg": "ES256",
        "binding_public_key": tenant.device.public_key,
        "config_app_id": "com.example.app",
        "config_notification_platform": "fcm",
        "config_notification_token": "t" * 32,
        "config_sdk_version": "1.0",
        "metadata": {"os": "Android"},
    }


def totp_factor(tenant: Tenant) -> dict[str, Any]:
    return {
        "friendly_name": "App",
        "factor_type": "totp",
        "binding_secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
        "config_time_step": 60,
        "config_skew": 2,
        "config_code_length": 8,
        "config_alg": "sha256",
        "metadata": {"os": "Android"},
    }


def challenge(tenant: Tenant) -> dict[str, Any]:
    return {
        "factor_sid": tenant.verified_factor["sid"],
        "expiration_date": datetime.now(UTC) + timedelta(minutes=30),
        "details_message": "Sign in?",
        "details_fields": [{"label": "Where", "value": "Here"}],
        "hidden_details": {"ip": "192.0.2.1"},
    }


def webhook(tenant: Tenant) -> dict[str, Any]:
    return {
        "friendly_name": "Hook",
        "event_types": ["factor.deleted", "challenge.denied"],
        "webhook_url": NOBODY,
        "status": "disabled",
        "resource_version": "v1",
    }


def attempts(tenant: Tenant) -> dict[str, Any]:
    """Filters that the tenant's one attempt passes."""
    return {
        "date_created_after": datetime.now(UTC) - YEAR,
        "date_created_before": datetime.now(UTC) + YEAR,
        "country": "US",
        "channel": "sms",
        "verify_service_sid": tenant.service_sid,
    }


def new_passkey(tenant: Tenant) -> dict[str, Any]:
    request = NewFactorList.CreateNewPasskeysFactorRequest(PASSKEY)
    return {"create_new_passkeys_factor_request": request}


def verified_passkey(tenant: Tenant) -> dict[str, Any]:
    request = NewVerifyFactorList.VerifyPasskeysFactorRequest(tenant.registration)
    return {"verify_passkeys_factor_request": request}


def passkey_challenge(tenant: Tenant) -> dict[str, Any]:
    payload = {"identity": IDENTITY, "factor_sid": tenant.passkey["sid"]}
    return {"create_passkeys_challenge_request": NewChallengeList.CreatePasskeysChallengeRequest(payload)}


def challenge_for_anybody(tenant: Tenant) -> dict[str, Any]:
    return {"create_passkeys_challenge_request": NewChallengeList.CreatePasskeysChallengeRequest({})}


def approved_challenge(tenant: Tenant) -> dict[str, Any]:
    request = ApproveChallengeList.ApprovePasskeysChallengeRequest(tenant.assertion)
    return {"approve_passkeys_challenge_request": request}


SCENES: dict[str, tuple[Scene, ...]] = {
    "form": (Scene(lambda v2, tenant: v2.forms, lambda tenant: ("form-push",)),),
    "safelist": (
        Scene(
            lambda v2, tenant: v2.safelist,
            lambda tenant: (tenant.listed["phone_number"],),
            {"create": lambda tenant: {"phone_number": LISTED}},
        ),
    ),
    "service": (
        Scene(
            lambda v2, tenant: v2.services,
            lambda tenant: (tenant.service_sid,),
            {"create": lambda tenant: EVERY_SERVICE_SETTING, "update": lambda tenant: EVERY_SERVICE_SETTING},
        ),
    ),
    "service.access_token": (
        Scene(
            lambda v2, tenant: service(v2, tenant).access_tokens,
            lambda tenant: (tenant.access_token["sid"],),
            {
                "create": lambda tenant: {
                    "identity": IDENTITY,
                    "factor_type": "push",
                    "factor_friendly_name": "Phone",
                    "ttl": 300,
                }
            },
        ),
    ),
    "service.entity": (
        Scene(
            lambda v2, tenant: service(v2, tenant).entities,
            lambda tenant: (tenant.entity["identity"],),
            {"create": lambda tenant: {"identity": IDENTITY}},
            lambda tenant: tenant.post(f"{tenant.service}/Entities", Identity="user-0002"),
        ),
    ),
    "service.entity.challenge": (
        Scene(
            lambda v2, tenant: entity(v2, tenant).challenges,
            lambda tenant: (tenant.challenge["sid"],),
            {
                "create": challenge,
                "update": lambda tenant: {"auth_payload": tenant.approval(), "metadata": {"os": "Android"}},
                "list": lambda tenant: {
                    "factor_sid": tenant.verified_factor["sid"],
                    "status": "pending",
                    "order": "desc",
                },
            },
            lambda tenant: tenant.post(f"{tenant.of_entity}/Challenges", tenant.challenge_form),
        ),
        Scene(
            lambda v2, tenant: entity(v2, tenant).challenges,
            verbs={
                "create": lambda tenant: {
                    "factor_sid": tenant.verified_totp_factor["sid"],
                    "auth_payload": tenant.totp_code,
                }
            },
        ),
    ),
    "service.entity.challenge.notification": (
        Scene(
            lambda v2, tenant: entity(v2, tenant).challenges(tenant.challenge["sid"]).notifications,
            verbs={"create": lambda tenant: {"ttl": 60}},
        ),
    ),
    "service.entity.factor": (
        Scene(
            lambda v2, tenant: entity(v2, tenant).factors,
            lambda tenant: (tenant.push_factor["sid"],),
            {
                "update": lambda tenant: {
                    "auth_payload": tenant.device.proof(tenant.push_factor["sid"]),
                    "friendly_name": "Tablet",
                    "config_notification_token": "u" * 32,
                    "config_sdk_version": "2.0",
                    "config_notification_platform": "apn",
                }
            },
            lambda tenant: tenant.totp_factor,
        ),
        Scene(
            lambda v2, tenant: entity(v2, tenant).factors,
            lambda tenant: (tenant.totp_factor["sid"],),
            {
                "update": lambda tenant: {
                    "config_time_step": 60,
                    "config_skew": 2,
                    "config_code_length": 8,
                    "config_alg": "sha512",
                }
            },
        ),
    ),
    "service.entity.new_factor": (
        Scene(lambda v2, tenant: entity(v2, tenant).new_factors, verbs={"create": push_factor}),
        Scene(lambda v2, tenant: entity(v2, tenant).new_factors, verbs={"create": totp_factor}),
    ),
    "service.messaging_configuration": (
        Scene(
            lambda v2, tenant: service(v2, tenant).messaging_configurations,
            lambda tenant: (tenant.messaging_configuration["country"],),
            {
                "create": lambda tenant: {"country": "MX", "messaging_service_sid": sid("MG")},
                "update": lambda tenant: {"messaging_service_sid": sid("MG", "other")},
            },
            lambda tenant: tenant.post(
                f"{tenant.service}/MessagingConfigurations", Country="all", MessagingServiceSid=sid("MG")
            ),
        ),
    ),
    "service.new_factor": (
        Scene(lambda v2, tenant: service(v2, tenant).new_factors, verbs={"create": new_passkey}),
    ),
    "service.new_verify_factor": (
        Scene(lambda v2, tenant: service(v2, tenant).new_verify_factors, verbs={"update": verified_passkey}),
    ),
    "service.new_challenge": (
        Scene(lambda v2, tenant: service(v2, tenant).new_challenge, verbs={"create": passkey_challenge}),
        Scene(lambda v2, tenant: service(v2, tenant).new_challenge, verbs={"create": challenge_for_anybody}),
    ),
    "service.approve_challenge": (
        Scene(lambda v2, tenant: service(v2, tenant).approve_challenge, verbs={"update": approved_challenge}),
    ),
    "service.rate_limit": (
        Scene(
            lambda v2, tenant: service(v2, tenant).rate_limits,
            lambda tenant: (tenant.rate_limit["sid"],),
            {
                "create": lambda tenant: {"unique_name": "per_user", "description": "Per user"},
                "update": lambda tenant: {"description": "Per address"},
            },
            lambda tenant: tenant.post(f"{tenant.service}/RateLimits", UniqueName="per_device"),
        ),
    ),
    "service.rate_limit.bucket": (
        Scene(
            lambda v2, tenant: service(v2, tenant).rate_limits(tenant.rate_limit["sid"]).buckets,
            lambda tenant: (tenant.bucket["sid"],),
            {
                "create": lambda tenant: {"max": 10, "interval": 3600},
                "update": lambda tenant: {"max": 6, "interval": 120},
            },
            lambda tenant: tenant.post(tenant.buckets, Max=20, Interval=86400),
        ),
    ),
    "service.verification": (
        Scene(
            lambda v2, tenant: service(v2, tenant).verifications,
            lambda tenant: (tenant.verification["sid"],),
            {"create": every_verification_parameter, "update": lambda tenant: {"status": "canceled"}},
        ),
        Scene(
            lambda v2, tenant: v2.services(tenant.payments_sid).verifications,
            verbs={
                "create": lambda tenant: {"to": TO, "channel": "sms", "amount": "€39.99", "payee": "Acme"}
            },
        ),
        Scene(
            lambda v2, tenant: service(v2, tenant).verifications,
            lambda tenant: (tenant.sna_verification["sid"],),
            {"create": silent_network_auth},
        ),
    ),
    "service.verification_check": (
        Scene(
            lambda v2, tenant: service(v2, tenant).verification_checks,
            verbs={"create": lambda tenant: {"to": tenant.verification["to"], "code": tenant.code}},
        ),
        Scene(
            lambda v2, tenant: v2.services(tenant.payments_sid).verification_checks,
            verbs={
                "create": lambda tenant: {
                    "verification_sid": tenant.payment["sid"],
                    "code": tenant.code,
                    "amount": tenant.payment["amount"],
                    "payee": tenant.payment["payee"],
                }
            },
        ),
        Scene(
            lambda v2, tenant: service(v2, tenant).verification_checks,
            verbs={"create": lambda tenant: {"to": tenant.sna_verification["to"], "sna_client_token": "x"}},
        ),
    ),
    "service.webhook": (
        Scene(
            lambda v2, tenant: service(v2, tenant).webhooks,
            lambda tenant: (tenant.webhook["sid"],),
            {"create": webhook, "update": webhook},
            lambda tenant: tenant.post(f"{tenant.service}/Webhooks", HOOK),
        ),
    ),
    "template": (
        Scene(lambda v2, tenant: v2.templates, verbs={"list": lambda tenant: {"friendly_name": "Default"}}),
    ),
    "verification_attempt": (
        Scene(
            lambda v2, tenant: v2.verification_attempts,
            lambda tenant: (tenant.attempt_sid,),
            {
                "list": lambda tenant: {
                    **attempts(tenant),
                    "channel_data_to": tenant.verification["to"],
                    "verification_sid": tenant.verification["sid"],
                    "status": "unconverted",
                }
            },
            lambda tenant: tenant.post(f"{tenant.service}/Verifications", To=TO, Channel="sms"),
        ),
    ),
    "verification_attempts_summary": (
        Scene(
            lambda v2, tenant: v2.verification_attempts_summary,
            verbs={
                "fetch": lambda tenant: {
                    **attempts(tenant),
                    "destination_prefix": tenant.verification["to"][:5],
                }
            },
        ),
    ),
}
