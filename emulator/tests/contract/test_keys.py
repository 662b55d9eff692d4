"""The keys of each answer, nested ones too, held against those that Twilio's published example bodies have."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
from harness.local import Local
from harness.operations import OPERATIONS
from harness.tenant import Tenant

SERVICE = """
sid account_sid friendly_name code_length lookup_enabled psd2_enabled skip_sms_to_landlines dtmf_input_required
tts_name mailer_sid do_not_share_warning_enabled custom_code_enabled
push.include_date push.apn_credential_sid push.fcm_credential_sid
totp.issuer totp.time_step totp.code_length totp.skew
default_template_sid date_created date_updated url
links.verification_checks links.verifications links.rate_limits links.messaging_configurations
links.entities links.webhooks links.access_tokens
"""
VERIFICATION = """
sid service_sid account_sid to channel status valid date_created date_updated amount payee
send_code_attempts[].time send_code_attempts[].channel send_code_attempts[].attempt_sid url
"""
SILENT = """
lookup.carrier.error_code lookup.carrier.name lookup.carrier.mobile_country_code
lookup.carrier.mobile_network_code lookup.carrier.type sna.url
"""
CHECK = """
sid service_sid account_sid to channel status valid amount payee date_created date_updated
sna_attempts_error_codes[].attempt_sid sna_attempts_error_codes[].code
"""
RATE_LIMIT = """
sid service_sid account_sid unique_name description date_created date_updated url links.buckets
"""
BUCKET = """
sid rate_limit_sid service_sid account_sid max interval date_created date_updated url
"""
MESSAGING_CONFIGURATION = """
account_sid service_sid country messaging_service_sid date_created date_updated url
"""
WEBHOOK = """
sid service_sid account_sid friendly_name event_types[] status version webhook_url webhook_method
date_created date_updated url
"""
ACCESS_TOKEN = """
sid account_sid service_sid entity_identity factor_type factor_friendly_name token ttl date_created url
"""
ENTITY = """
sid identity account_sid service_sid date_created date_updated url
links.factors links.new_factors links.challenges
"""
FACTOR = """
sid account_sid service_sid entity_sid identity date_created date_updated friendly_name status factor_type url
"""
PUSH = """
config.app_id config.notification_platform config.notification_token config.sdk_version metadata.os
"""
TOTP = """
config.alg config.skew config.code_length config.time_step metadata
"""
CHALLENGE = """
sid account_sid service_sid entity_sid identity factor_sid date_created date_updated date_responded
expiration_date status responded_reason details.message details.fields[].label details.fields[].value
hidden_details.ip factor_type url links.notifications
"""
NOTIFICATION = """
sid account_sid service_sid entity_sid identity challenge_sid priority ttl date_created
"""
ATTEMPT = """
sid account_sid service_sid verification_sid date_created date_updated conversion_status channel
price.value price.currency
channel_data.verification_sid channel_data.to channel_data.status channel_data.message_status
channel_data.error_code channel_data.country channel_data.code_length channel_data.locale
channel_data.mcc channel_data.mnc channel_data.carrier url
"""
SUMMARY = """
total_attempts total_converted total_unconverted conversion_rate_percentage url
"""
TEMPLATE = """
sid account_sid friendly_name channels[]
translations.*.is_default_translation translations.*.status translations.*.locale translations.*.text
translations.*.date_updated translations.*.date_created
"""
SAFE_LISTED = """
sid phone_number url
"""
FORM = """
form_type forms.create_factor forms.verify_factor forms.create_challenge form_meta url
"""
META = """
meta.page meta.page_size meta.first_page_url meta.previous_page_url meta.url meta.next_page_url meta.key
"""


class Row(NamedTuple):
    """The keys of an answer; `added` are those that the example bodies do not have, each with its source."""

    keys: str
    added: Mapping[str, str] = MappingProxyType({})
    performance: int = 0

    def listed(self, name: str, performance: int = 0) -> "Row":
        """The same record in a list."""
        keys = " ".join(f"{name}[].{key}" for key in self.keys.split())
        added = {f"{name}[].{key}": source for key, source in self.added.items()}
        return Row(f"{keys} {META}", added, performance)


SERVICES = Row(
    SERVICE,
    {
        "whatsapp.msg_service_sid": "twilio-oai since 2024",
        "whatsapp.from": "twilio-oai since 2024",
        "passkeys.relying_party.id": "twilio-oai since 2025",
        "passkeys.relying_party.name": "twilio-oai since 2025",
        "passkeys.relying_party.origins[]": "twilio-oai since 2025",
        "passkeys.authenticator_attachment": "twilio-oai since 2025",
        "passkeys.discoverable_credentials": "twilio-oai since 2025",
        "passkeys.user_verification": "twilio-oai since 2025",
        "verify_event_subscription_enabled": "twilio-oai since 2024",
    },
)
NO_LOOKUP = {"lookup.carrier": "live bodies of 2022 and 2024; the example has an empty object"}
DEVICE_KEY = {"config.credential_sid": "Twilio's Android and iOS SDKs cannot read a push factor without it"}
PUSH_FACTORS = Row(FACTOR + PUSH, DEVICE_KEY)
CHALLENGES = Row(CHALLENGE + "metadata")

ROWS: Mapping[str, Row] = {
    "CreateService": SERVICES._replace(performance=1),
    "FetchService": SERVICES,
    "UpdateService": SERVICES,
    "ListService": SERVICES.listed("services", performance=1),
    "CreateVerification": Row(VERIFICATION + SILENT, performance=5),
    "FetchVerification": Row(VERIFICATION + "sna", NO_LOOKUP),
    "UpdateVerification": Row(VERIFICATION + "sna", NO_LOOKUP),
    "CreateVerificationCheck": Row(CHECK, performance=1),
    "CreateRateLimit": Row(RATE_LIMIT),
    "FetchRateLimit": Row(RATE_LIMIT),
    "UpdateRateLimit": Row(RATE_LIMIT),
    "ListRateLimit": Row(RATE_LIMIT).listed("rate_limits"),
    "CreateBucket": Row(BUCKET),
    "FetchBucket": Row(BUCKET),
    "UpdateBucket": Row(BUCKET),
    "ListBucket": Row(BUCKET).listed("buckets"),
    "CreateMessagingConfiguration": Row(MESSAGING_CONFIGURATION),
    "FetchMessagingConfiguration": Row(MESSAGING_CONFIGURATION),
    "UpdateMessagingConfiguration": Row(MESSAGING_CONFIGURATION),
    "ListMessagingConfiguration": Row(MESSAGING_CONFIGURATION).listed("messaging_configurations"),
    "CreateWebhook": Row(WEBHOOK),
    "FetchWebhook": Row(WEBHOOK),
    "UpdateWebhook": Row(WEBHOOK),
    "ListWebhook": Row(WEBHOOK).listed("webhooks"),
    "CreateAccessToken": Row(ACCESS_TOKEN),
    "FetchAccessToken": Row(ACCESS_TOKEN),
    "CreateEntity": Row(ENTITY),
    "FetchEntity": Row(ENTITY),
    "ListEntity": Row(ENTITY).listed("entities"),
    "CreateNewFactor": Row(
        FACTOR + TOTP + "binding.secret binding.uri",
        {"options": "twilio-oai since 2025: of passkeys, else null"},
    ),
    "FetchFactor": PUSH_FACTORS,
    "UpdateFactor": PUSH_FACTORS,
    "ListFactor": PUSH_FACTORS.listed("factors"),
    "CreateChallenge": CHALLENGES,
    "FetchChallenge": CHALLENGES,
    "UpdateChallenge": Row(CHALLENGE + "metadata.os"),
    "ListChallenge": CHALLENGES.listed("challenges"),
    "CreateNotification": Row(NOTIFICATION),
    "FetchVerificationAttempt": Row(ATTEMPT),
    "ListVerificationAttempt": Row(ATTEMPT).listed("attempts"),
    "FetchVerificationAttemptsSummary": Row(SUMMARY),
    "ListVerificationTemplate": Row(TEMPLATE).listed("templates"),
    "CreateSafelist": Row(SAFE_LISTED),
    "FetchSafelist": Row(SAFE_LISTED),
    "FetchForm": Row(FORM),
}
"""By operation. The example bodies are older than passkeys."""


def paths(value: Any, place: str = "") -> Iterator[str]:
    """Where the leaves of a JSON value are; what is null or empty is a leaf."""
    if isinstance(value, dict) and value:
        for key, member in value.items():
            name = "*" if place.endswith("translations") else key
            yield from paths(member, f"{place}.{name}" if place else name)
    elif isinstance(value, list) and value:
        for item in value:
            yield from paths(item, f"{place}[]")
    else:
        yield place


@pytest.mark.parametrize("operation", ROWS)
def test_an_answer_has_the_keys_of_twilios_example(emulator: Local, operation: str) -> None:
    """The integration tests that the SDKs carried until 2022: twilio-ruby 5.77.0, spec/integration/verify/v2."""
    row = ROWS[operation]
    answer = OPERATIONS[operation][row.performance](Tenant(emulator.send, operation))
    assert set(paths(answer.json)) == {*row.keys.split(), *row.added}
