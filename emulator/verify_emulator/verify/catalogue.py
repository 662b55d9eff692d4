"""Every collection of Verify v2, in the order of Twilio's documentation, and the operations still to come."""

from typing import NamedTuple

from verify_emulator.resources.collection import Collection
from verify_emulator.verify.checks import VERIFICATION_CHECKS
from verify_emulator.verify.services import SERVICES
from verify_emulator.verify.verifications import VERIFICATIONS

COLLECTIONS: tuple[Collection, ...] = (SERVICES, VERIFICATIONS, VERIFICATION_CHECKS)


class Planned(NamedTuple):
    """An operation of Twilio's OpenAPI file that the emulator does not have yet."""

    name: str
    method: str
    path: str


_SERVICE = "/v2/Services/{service_sid}"
_LIMITS = f"{_SERVICE}/RateLimits"
_BUCKETS = f"{_LIMITS}/{{rate_limit_sid}}/Buckets"
_CONFIGURATIONS = f"{_SERVICE}/MessagingConfigurations"
_WEBHOOKS = f"{_SERVICE}/Webhooks"
_TOKENS = f"{_SERVICE}/AccessTokens"
_ENTITIES = f"{_SERVICE}/Entities"
_FACTORS = f"{_ENTITIES}/{{identity}}/Factors"
_CHALLENGES = f"{_ENTITIES}/{{identity}}/Challenges"
_PASSKEYS = f"{_SERVICE}/Passkeys"

PLANNED: tuple[Planned, ...] = (
    Planned("CreateRateLimit", "POST", _LIMITS),
    Planned("ListRateLimit", "GET", _LIMITS),
    Planned("FetchRateLimit", "GET", f"{_LIMITS}/{{sid}}"),
    Planned("UpdateRateLimit", "POST", f"{_LIMITS}/{{sid}}"),
    Planned("DeleteRateLimit", "DELETE", f"{_LIMITS}/{{sid}}"),
    Planned("CreateBucket", "POST", _BUCKETS),
    Planned("ListBucket", "GET", _BUCKETS),
    Planned("FetchBucket", "GET", f"{_BUCKETS}/{{sid}}"),
    Planned("UpdateBucket", "POST", f"{_BUCKETS}/{{sid}}"),
    Planned("DeleteBucket", "DELETE", f"{_BUCKETS}/{{sid}}"),
    Planned("CreateMessagingConfiguration", "POST", _CONFIGURATIONS),
    Planned("ListMessagingConfiguration", "GET", _CONFIGURATIONS),
    Planned("FetchMessagingConfiguration", "GET", f"{_CONFIGURATIONS}/{{country}}"),
    Planned("UpdateMessagingConfiguration", "POST", f"{_CONFIGURATIONS}/{{country}}"),
    Planned("DeleteMessagingConfiguration", "DELETE", f"{_CONFIGURATIONS}/{{country}}"),
    Planned("CreateWebhook", "POST", _WEBHOOKS),
    Planned("ListWebhook", "GET", _WEBHOOKS),
    Planned("FetchWebhook", "GET", f"{_WEBHOOKS}/{{sid}}"),
    Planned("UpdateWebhook", "POST", f"{_WEBHOOKS}/{{sid}}"),
    Planned("DeleteWebhook", "DELETE", f"{_WEBHOOKS}/{{sid}}"),
    Planned("CreateAccessToken", "POST", _TOKENS),
    Planned("FetchAccessToken", "GET", f"{_TOKENS}/{{sid}}"),
    Planned("CreateEntity", "POST", _ENTITIES),
    Planned("ListEntity", "GET", _ENTITIES),
    Planned("FetchEntity", "GET", f"{_ENTITIES}/{{identity}}"),
    Planned("DeleteEntity", "DELETE", f"{_ENTITIES}/{{identity}}"),
    Planned("CreateNewFactor", "POST", _FACTORS),
    Planned("ListFactor", "GET", _FACTORS),
    Planned("FetchFactor", "GET", f"{_FACTORS}/{{sid}}"),
    Planned("UpdateFactor", "POST", f"{_FACTORS}/{{sid}}"),
    Planned("DeleteFactor", "DELETE", f"{_FACTORS}/{{sid}}"),
    Planned("CreateChallenge", "POST", _CHALLENGES),
    Planned("ListChallenge", "GET", _CHALLENGES),
    Planned("FetchChallenge", "GET", f"{_CHALLENGES}/{{sid}}"),
    Planned("UpdateChallenge", "POST", f"{_CHALLENGES}/{{sid}}"),
    Planned("CreateNotification", "POST", f"{_CHALLENGES}/{{challenge_sid}}/Notifications"),
    Planned("CreateNewFactorPasskey", "POST", f"{_PASSKEYS}/Factors"),
    Planned("UpdatePasskeysFactor", "POST", f"{_PASSKEYS}/VerifyFactor"),
    Planned("CreateChallengePasskeys", "POST", f"{_PASSKEYS}/Challenges"),
    Planned("UpdateChallengePasskeys", "POST", f"{_PASSKEYS}/ApproveChallenge"),
    Planned("ListVerificationAttempt", "GET", "/v2/Attempts"),
    Planned("FetchVerificationAttemptsSummary", "GET", "/v2/Attempts/Summary"),
    Planned("FetchVerificationAttempt", "GET", "/v2/Attempts/{sid}"),
    Planned("ListVerificationTemplate", "GET", "/v2/Templates"),
    Planned("CreateSafelist", "POST", "/v2/SafeList/Numbers"),
    Planned("FetchSafelist", "GET", "/v2/SafeList/Numbers/{phone_number}"),
    Planned("DeleteSafelist", "DELETE", "/v2/SafeList/Numbers/{phone_number}"),
    Planned("FetchForm", "GET", "/v2/Forms/{form_type}"),
)
