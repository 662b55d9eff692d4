"""Every operation of Verify v2 as a tenant performs it, by the names of Twilio's OpenAPI file."""

from collections.abc import Callable, Mapping
from urllib.parse import quote

from harness.answers import Answer
from harness.authenticator import ORIGIN
from harness.caller import sid
from harness.local import TO
from harness.tenant import HOOK, IDENTITY, LISTED, PASSKEY, Tenant

Performs = Callable[[Tenant], Answer]


def _service(tenant: Tenant) -> str:
    return tenant.service


def _rate_limit(tenant: Tenant) -> str:
    return f"{tenant.service}/RateLimits/{tenant.rate_limit['sid']}"


def _bucket(tenant: Tenant) -> str:
    return f"{tenant.buckets}/{tenant.bucket['sid']}"


def _configuration(tenant: Tenant) -> str:
    return f"{tenant.service}/MessagingConfigurations/{tenant.messaging_configuration['country']}"


def _webhook(tenant: Tenant) -> str:
    return f"{tenant.service}/Webhooks/{tenant.webhook['sid']}"


def _entity(tenant: Tenant) -> str:
    return tenant.of_entity


def _factor(tenant: Tenant) -> str:
    return f"{tenant.of_entity}/Factors/{tenant.push_factor['sid']}"


def _totp_factor(tenant: Tenant) -> str:
    return f"{tenant.of_entity}/Factors/{tenant.totp_factor['sid']}"


def _passkey_factor(tenant: Tenant) -> str:
    return f"{tenant.service}/Entities/{IDENTITY}/Factors/{tenant.passkey['sid']}"


def _verification(tenant: Tenant) -> str:
    return f"{tenant.service}/Verifications/{tenant.verification['sid']}"


def _listed(tenant: Tenant) -> str:
    return f"/v2/SafeList/Numbers/{quote(tenant.listed['phone_number'])}"


def _fetches(path: Callable[[Tenant], str]) -> Performs:
    return lambda tenant: tenant.get(path(tenant))


def _deletes(path: Callable[[Tenant], str]) -> Performs:
    return lambda tenant: tenant.delete(path(tenant))


def _lists(path: Callable[[Tenant], str], first: str) -> Performs:
    """The list of what is at the path; `first` names what the tenant makes, so that the list has something in it."""

    def perform(tenant: Tenant) -> Answer:
        getattr(tenant, first)
        return tenant.get(path(tenant), PageSize=1)

    return perform


def _lists_second_service(tenant: Tenant) -> Answer:
    """The first is the one that every account has."""
    assert tenant.service
    return tenant.get("/v2/Services", PageSize=1, Page=1)


def _silently(tenant: Tenant) -> Answer:
    tenant.allow(sna=True)
    form = {"To": TO, "Channel": "sna", "EnableSnaClientToken": "true"}
    return tenant.post(f"{tenant.service}/Verifications", form)


def _pays(tenant: Tenant) -> Answer:
    form = {"To": TO, "Channel": "sms", "Amount": "€39.99", "Payee": "Acme"}
    return tenant.post(f"/v2/Services/{tenant.payments_sid}/Verifications", form)


def _sends(channel: str, to: str = TO) -> Performs:
    return lambda tenant: tenant.post(f"{tenant.service}/Verifications", To=to, Channel=channel)


def _checks(tenant: Tenant) -> Answer:
    to = tenant.verification["to"]
    return tenant.post(f"{tenant.service}/VerificationCheck", To=to, Code=tenant.code)


def _checks_silently(tenant: Tenant) -> Answer:
    return tenant.post(f"{tenant.service}/VerificationCheck", To=tenant.sna_verification["to"])


def _attempts(tenant: Tenant) -> str:
    return f"/v2/Attempts/{tenant.attempt_sid}"


def _approves(tenant: Tenant) -> Answer:
    form = {"AuthPayload": tenant.approval(), "Metadata": '{"os": "Android"}'}
    return tenant.post(tenant.challenge_path, form)


def _challenges_by_code(tenant: Tenant) -> Answer:
    form = {"FactorSid": tenant.verified_totp_factor["sid"], "AuthPayload": tenant.totp_code}
    return tenant.post(f"{tenant.of_entity}/Challenges", form)


OPERATIONS: Mapping[str, tuple[Performs, ...]] = {
    "CreateService": (
        lambda tenant: tenant.post("/v2/Services", FriendlyName="Mine"),
        lambda tenant: tenant.post(
            "/v2/Services", {"FriendlyName": "Mine", "Passkeys.RelyingParty.Origins": ORIGIN}
        ),
    ),
    "ListService": (_lists(lambda tenant: "/v2/Services", "service"), _lists_second_service),
    "FetchService": (_fetches(_service),),
    "UpdateService": (lambda tenant: tenant.post(tenant.service, CodeLength=8),),
    "DeleteService": (_deletes(_service),),
    "CreateVerification": (
        _sends("sms"),
        _sends("call"),
        _sends("whatsapp"),
        _sends("rcs"),
        _sends("email", "somebody@example.com"),
        _silently,
        _pays,
    ),
    "FetchVerification": (_fetches(_verification),),
    "UpdateVerification": (lambda tenant: tenant.post(_verification(tenant), Status="canceled"),),
    "CreateVerificationCheck": (_checks, _checks_silently),
    "CreateRateLimit": (lambda tenant: tenant.post(f"{tenant.service}/RateLimits", UniqueName="ip"),),
    "ListRateLimit": (_lists(lambda tenant: f"{tenant.service}/RateLimits", "rate_limit"),),
    "FetchRateLimit": (_fetches(_rate_limit),),
    "UpdateRateLimit": (lambda tenant: tenant.post(_rate_limit(tenant), Description="New"),),
    "DeleteRateLimit": (_deletes(_rate_limit),),
    "CreateBucket": (lambda tenant: tenant.post(tenant.buckets, Max=5, Interval=60),),
    "ListBucket": (_lists(lambda tenant: tenant.buckets, "bucket"),),
    "FetchBucket": (_fetches(_bucket),),
    "UpdateBucket": (lambda tenant: tenant.post(_bucket(tenant), Max=6),),
    "DeleteBucket": (_deletes(_bucket),),
    "CreateMessagingConfiguration": (
        lambda tenant: tenant.post(
            f"{tenant.service}/MessagingConfigurations", Country="all", MessagingServiceSid=sid("MG")
        ),
    ),
    "ListMessagingConfiguration": (
        _lists(lambda tenant: f"{tenant.service}/MessagingConfigurations", "messaging_configuration"),
    ),
    "FetchMessagingConfiguration": (_fetches(_configuration),),
    "UpdateMessagingConfiguration": (
        lambda tenant: tenant.post(_configuration(tenant), MessagingServiceSid=sid("MG", "other")),
    ),
    "DeleteMessagingConfiguration": (_deletes(_configuration),),
    "CreateWebhook": (lambda tenant: tenant.post(f"{tenant.service}/Webhooks", HOOK),),
    "ListWebhook": (_lists(lambda tenant: f"{tenant.service}/Webhooks", "webhook"),),
    "FetchWebhook": (_fetches(_webhook),),
    "UpdateWebhook": (lambda tenant: tenant.post(_webhook(tenant), Status="disabled"),),
    "DeleteWebhook": (_deletes(_webhook),),
    "CreateAccessToken": (
        lambda tenant: tenant.post(f"{tenant.service}/AccessTokens", Identity=IDENTITY, FactorType="push"),
    ),
    "FetchAccessToken": (
        _fetches(lambda tenant: f"{tenant.service}/AccessTokens/{tenant.access_token['sid']}"),
    ),
    "CreateEntity": (lambda tenant: tenant.post(f"{tenant.service}/Entities", Identity=IDENTITY),),
    "ListEntity": (_lists(lambda tenant: f"{tenant.service}/Entities", "entity"),),
    "FetchEntity": (_fetches(_entity),),
    "DeleteEntity": (_deletes(_entity),),
    "CreateNewFactor": (
        lambda tenant: tenant.post(f"{tenant.of_entity}/Factors", FriendlyName="App", FactorType="totp"),
        lambda tenant: tenant.post(f"{tenant.of_entity}/Factors", tenant.push_form),
    ),
    "ListFactor": (_lists(lambda tenant: f"{tenant.of_entity}/Factors", "push_factor"),),
    "FetchFactor": (_fetches(_factor), _fetches(_totp_factor), _fetches(_passkey_factor)),
    "UpdateFactor": (
        lambda tenant: tenant.post(_factor(tenant), FriendlyName="Tablet"),
        lambda tenant: tenant.post(_totp_factor(tenant), AuthPayload=tenant.totp_code),
    ),
    "DeleteFactor": (_deletes(_factor),),
    "CreateChallenge": (
        lambda tenant: tenant.post(f"{tenant.of_entity}/Challenges", tenant.challenge_form),
        _challenges_by_code,
    ),
    "ListChallenge": (_lists(lambda tenant: f"{tenant.of_entity}/Challenges", "challenge"),),
    "FetchChallenge": (_fetches(lambda tenant: tenant.challenge_path),),
    "UpdateChallenge": (_approves,),
    "CreateNotification": (lambda tenant: tenant.post(f"{tenant.challenge_path}/Notifications", Ttl=60),),
    "CreateNewFactorPasskey": (lambda tenant: tenant.post_json(f"{tenant.passkeys}/Factors", PASSKEY),),
    "UpdatePasskeysFactor": (
        lambda tenant: tenant.post_json(f"{tenant.passkeys}/VerifyFactor", tenant.registration),
    ),
    "CreateChallengePasskeys": (
        lambda tenant: tenant.post_json(
            f"{tenant.passkeys}/Challenges", {"factor_sid": tenant.passkey["sid"]}
        ),
        lambda tenant: tenant.post_json(f"{tenant.passkeys}/Challenges", {}),
    ),
    "UpdateChallengePasskeys": (
        lambda tenant: tenant.post_json(f"{tenant.passkeys}/ApproveChallenge", tenant.assertion),
    ),
    "ListVerificationAttempt": (_lists(lambda tenant: "/v2/Attempts", "attempt_sid"),),
    "FetchVerificationAttempt": (_fetches(_attempts),),
    "FetchVerificationAttemptsSummary": (_lists(lambda tenant: "/v2/Attempts/Summary", "verification"),),
    "ListVerificationTemplate": (_fetches(lambda tenant: "/v2/Templates"),),
    "CreateSafelist": (lambda tenant: tenant.post("/v2/SafeList/Numbers", PhoneNumber=LISTED),),
    "FetchSafelist": (_fetches(_listed),),
    "DeleteSafelist": (_deletes(_listed),),
    "FetchForm": (_fetches(lambda tenant: "/v2/Forms/form-push"),),
}
"""Several performances where an operation answers in several shapes."""
