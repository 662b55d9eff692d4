"""What a passkey is asked for with: a relying party, the authenticator criteria, and the options for the browser.

Source: twilio.com/docs/verify/api/passkeys-factor and /passkeys-challenge. The shape of the options is that of W3C Web
Authentication Level 2, which Twilio's passkeys SDKs for the web and for phones hand to the browser or the system.
"""

import re
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeGuard

from verify_emulator.errors import (
    CRITERIA_MISSING,
    INVALID_ATTACHMENT,
    INVALID_FACTOR_CONFIG,
    INVALID_RELYING_PARTY,
    INVALID_RELYING_PARTY_ID,
    TwilioError,
)

CRITERIA = ("authenticator_attachment", "discoverable_credentials", "user_verification")
ATTACHMENTS = ("platform", "cross-platform", "any")
REQUIREMENTS = ("required", "preferred", "discouraged")
DEFAULT_VERIFICATION = "preferred"
ES256 = -7
REGISTRATION_TIMEOUT = 600_000  # milliseconds
CHALLENGE_TIMEOUT = 300_000

_LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(?!(.*\.)?[0-9]+$)(?=.{{1,253}}$){_LABEL}(\.{_LABEL})*")
_HOST = re.compile(r"[^:/]+(:[0-9]+)?")


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """The application that passkeys are for: a domain, a name for people, and the origins its pages and apps have."""

    id: str
    name: str
    origins: tuple[str, ...]

    @property
    def accepted_origins(self) -> list[str]:
        """Source: twilio.com/docs/api/errors/60371 (exact origins or app ids); twilio-oai's service has bare hosts.

        Guess: an origin without a scheme stands for https as well.
        """
        hosts = [origin for origin in self.origins if _HOST.fullmatch(origin)]
        return [*self.origins, *(f"https://{host}" for host in hosts)]


@dataclass(frozen=True, slots=True)
class Criteria:
    """A factor's `config`: who asks for a passkey, and for what kind of one."""

    relying_party: RelyingParty
    authenticator_attachment: str
    discoverable_credentials: str
    user_verification: str

    @property
    def config(self) -> dict[str, Any]:
        """As it is kept and answered: a JSON object."""
        config = asdict(self)
        config["relying_party"]["origins"] = list(self.relying_party.origins)
        return config


def resolve_criteria(config: object, service: Any) -> Criteria:
    """The criteria come from `config`, or without one from the service; a relying party may be left to the service.

    Source: twilio.com/docs/api/errors/60393 (2026-11); twilio-labs/function-templates, passkeys-backend (a `config`
    without relying_party). Guess: of a `config` that names only some criteria, the others are missing; a criterion
    with another value than the documented ones is 60377 or 60370.
    """
    given = _criteria_of(service) if config is None else config
    if not isinstance(given, Mapping):
        raise TwilioError(INVALID_FACTOR_CONFIG, hint="config in the JSON body is an object.")
    missing = [name for name in CRITERIA if given.get(name) in (None, "")]
    if missing:
        where = "the service has no such passkeys setting" if config is None else "config leaves it out"
        raise TwilioError(CRITERIA_MISSING, name=", ".join(missing), hint=f"{missing[0]}: {where}.")
    attachment, *requirements = (given[name] for name in CRITERIA)
    if attachment not in ATTACHMENTS:
        raise TwilioError(
            INVALID_ATTACHMENT, hint=f"authenticator_attachment is one of {', '.join(ATTACHMENTS)}."
        )
    if not all(requirement in REQUIREMENTS for requirement in requirements):
        raise TwilioError(
            INVALID_FACTOR_CONFIG, hint=f"Criteria of passkeys are one of {', '.join(REQUIREMENTS)}."
        )
    return Criteria(resolve_relying_party(given.get("relying_party"), service), attachment, *requirements)


def resolve_relying_party(given: object, service: Any) -> RelyingParty:
    """The one that a request gives, or that of the service.

    Source: twilio.com/docs/api/errors/60371 and 60372. Guess: a relying party comes as a whole
    from one place, with id, name and at least one origin; its id is a domain in lower-case ASCII, and no IP address.
    """
    party = _relying_party_of(service) if given is None else given
    if not isinstance(party, Mapping):
        raise TwilioError(
            INVALID_RELYING_PARTY, hint="Neither the request nor the service has a relying party."
        )
    domain, name, origins = party.get("id"), party.get("name"), party.get("origins")
    if not isinstance(domain, str) or not _DOMAIN.fullmatch(domain):
        raise TwilioError(
            INVALID_RELYING_PARTY_ID,
            hint="The id of a relying party is a domain such as example.com: no scheme, no port, no "
            "IP address.",
        )
    if not _is_text(name):
        raise TwilioError(
            INVALID_RELYING_PARTY,
            hint="The name of a relying party is what the browser shows, such as Example.",
        )
    if not isinstance(origins, list | tuple) or not origins or not all(map(_is_text, origins)):
        raise TwilioError(
            INVALID_RELYING_PARTY,
            hint="The origins of a relying party are a list such as https://example.com, with one at least.",
        )
    return RelyingParty(domain, name, tuple(origins))


def has_relying_party(service: Any) -> bool:
    return _relying_party_of(service) is not None


def _criteria_of(service: Any) -> dict[str, str | None]:
    return {name: getattr(service, f"passkeys__{name}") for name in CRITERIA}


def _relying_party_of(service: Any) -> dict[str, Any] | None:
    party = {name: getattr(service, f"passkeys__relying_party__{name}") for name in ("id", "name", "origins")}
    return None if all(value is None for value in party.values()) else party


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and bool(value.strip())


def base64url(data: bytes) -> str:
    """Without padding, as WebAuthn's JSON has it."""
    return urlsafe_b64encode(data).decode().rstrip("=")


def registration_options(
    criteria: Criteria, *, factor_sid: str, entity_sid: str, friendly_name: str
) -> dict[str, Any]:
    """What a browser makes a passkey from: the challenge is the factor's SID, the user's handle that of the entity.

    Source: the example of CreateNewFactorPasskey in twilio-oai, decoded; pubKeyCredParams is an array as in Twilio's
    passkeys SDKs, where twilio-oai has an object. Guess: for `any` no attachment is asked for; a resident key is
    required where discoverable credentials are.
    """
    party, attachment = criteria.relying_party, criteria.authenticator_attachment
    return {
        "rp": {"id": party.id, "name": party.name},
        "user": {"id": base64url(entity_sid.encode()), "name": friendly_name, "displayName": friendly_name},
        "challenge": base64url(factor_sid.encode()),
        "pubKeyCredParams": [{"type": "public-key", "alg": ES256}],
        "timeout": REGISTRATION_TIMEOUT,
        "excludeCredentials": [],
        "authenticatorSelection": {
            **({} if attachment == "any" else {"authenticatorAttachment": attachment}),
            "requireResidentKey": criteria.discoverable_credentials == "required",
            "residentKey": criteria.discoverable_credentials,
            "userVerification": criteria.user_verification,
        },
        "attestation": "none",
    }


def request_options(
    relying_party_id: str,
    user_verification: str,
    *,
    challenge_sid: str,
    allowed: Sequence[tuple[str, Sequence[str]]],
) -> dict[str, Any]:
    """What a browser signs: the challenge is the challenge's SID. `allowed` are ids of passkeys, with their transports.

    Source: twilio/twilio-verify-passkeys-web and twilio/twilio-verify-passkeys, which read exactly this; twilio-oai has
    the options of a registration in this place.
    """
    return {
        "challenge": base64url(challenge_sid.encode()),
        "timeout": CHALLENGE_TIMEOUT,
        "rpId": relying_party_id,
        "allowCredentials": [
            {"type": "public-key", "id": credential_id, "transports": list(transports)}
            for credential_id, transports in allowed
        ],
        "userVerification": user_verification,
    }
