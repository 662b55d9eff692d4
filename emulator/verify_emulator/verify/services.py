"""Services: what a verification is started under, and its settings. Source: twilio.com/docs/verify/api/service."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from verify_emulator.account_settings import account_setting
from verify_emulator.errors import (
    FEATURE_MISSING,
    INVALID_PARAMETER,
    SERVICE_NOT_FOUND,
    ErrorKind,
    TwilioError,
)
from verify_emulator.ids import ZEROS
from verify_emulator.resources import rules
from verify_emulator.resources.call import Call
from verify_emulator.resources.collection import Collection, creates, deletes, fetches, lists, updates
from verify_emulator.resources.params import Flag, Params, Whole
from verify_emulator.resources.resource import HIDDEN, WHEN_GIVEN, Resource
from verify_emulator.resources.store import Session
from verify_emulator.settings import Settings

READY_SERVICE = "VA" + ZEROS
DEFAULT_TTL = 600
TTL_TWILIO_CAN_SET = range(120, 86_401)
LONGEST_TTL = 10**9  # about 30 years: keeps every date that follows from it within the calendar
MAX_DIGITS = 4


@dataclass(slots=True, kw_only=True)
class Service(Resource):
    """Defaults are those of services made through the API (live bodies of 2022 and 2026)."""

    PREFIX: ClassVar[str] = "VA"
    MISSING: ClassVar[ErrorKind] = SERVICE_NOT_FOUND

    sid: str
    account_sid: str
    friendly_name: str
    code_length: int = 6
    lookup_enabled: bool = False
    psd2_enabled: bool = False
    skip_sms_to_landlines: bool = False
    dtmf_input_required: bool = True
    tts_name: str | None = None
    mailer_sid: str | None = None
    do_not_share_warning_enabled: bool = False
    custom_code_enabled: bool = False
    ttl: Annotated[int | None, WHEN_GIVEN] = None
    do_force_check_once: Annotated[bool | None, WHEN_GIVEN] = None
    push__include_date: bool = False
    push__apn_credential_sid: str | None = None
    push__fcm_credential_sid: str | None = None
    totp__issuer: str
    totp__time_step: int = 30
    totp__code_length: int = 6
    totp__skew: int = 1
    whatsapp__msg_service_sid: str | None = None
    whatsapp__from: str | None = None
    passkeys__relying_party__id: str | None = None
    passkeys__relying_party__name: str | None = None
    passkeys__relying_party__origins: tuple[str, ...] | None = None
    passkeys__authenticator_attachment: str | None = None
    passkeys__discoverable_credentials: str | None = None
    passkeys__user_verification: str | None = None
    default_template_sid: str | None = None
    verify_event_subscription_enabled: bool = False
    email__from: Annotated[str | None, HIDDEN] = None
    email__from_name: Annotated[str | None, HIDDEN] = None
    email__content_template_id: Annotated[str | None, HIDDEN] = None
    date_created: datetime
    date_updated: datetime

    @property
    def has_mailer(self) -> bool:
        """Guess: MailerSid left the documentation but is how a mailer is attached; Email.From counts as one too."""
        return bool(self.mailer_sid or self.email__from)

    @property
    def lifetime_seconds(self) -> int:
        return self.ttl or DEFAULT_TTL


def _check_name(name: str) -> str:
    """Letters, digits, space, - and _ only, at most four digits in total.

    Source: twilio-oai (2025-05-29), twilio.com/docs/api/errors/60200; four accepted and five refused live 2026-03.
    Guess: letters of any script count, and a name needs a letter or digit.
    """
    if not all(character.isalnum() or character in " -_" for character in name) or not name.strip(" -_"):
        raise ValueError("has characters other than letters, digits, space, - and _")
    if sum(character.isdigit() for character in name) > MAX_DIGITS:
        raise ValueError("has more than four digits")
    return name


def _split_origins(value: object) -> object:
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else value


def sid_of(prefix: str) -> Any:
    return StringConstraints(pattern=f"^{prefix}[0-9a-fA-F]{{32}}$")


FriendlyName = Annotated[str, StringConstraints(max_length=30), AfterValidator(_check_name)]
CodeLength = Annotated[Whole, Field(ge=4, le=10)]
Requirement = Literal["required", "preferred", "discouraged"]


class UpdateService(Params):
    """Everything that create and update share. Source: twilio-oai, twilio.com/docs/verify/api/service.

    `Ttl` and `DoForceCheckOnce` are the emulator's own: neither Twilio nor its SDKs know them. Guess:
    DoForceCheckOnce allows a single check; the skill card that names it does not say what it does.
    """

    friendly_name: FriendlyName = ""
    code_length: CodeLength = 6
    lookup_enabled: Flag = False
    skip_sms_to_landlines: Flag = False
    dtmf_input_required: Flag = True
    tts_name: str | None = None
    psd2_enabled: Flag = False
    do_not_share_warning_enabled: Flag = False
    custom_code_enabled: Flag = False
    push__include_date: Flag = False
    push__apn_credential_sid: Annotated[str | None, sid_of("CR")] = None
    push__fcm_credential_sid: Annotated[str | None, sid_of("CR")] = None
    totp__issuer: str = ""
    totp__time_step: Annotated[Whole, Field(ge=20, le=60)] = 30
    totp__code_length: Annotated[Whole, Field(ge=3, le=8)] = 6
    totp__skew: Annotated[Whole, Field(ge=0, le=2)] = 1
    default_template_sid: Annotated[str | None, sid_of("HJ")] = None
    whatsapp__msg_service_sid: Annotated[str | None, sid_of("MG")] = None
    whatsapp__from: str | None = None
    passkeys__relying_party__id: str | None = None
    passkeys__relying_party__name: str | None = None
    passkeys__relying_party__origins: Annotated[tuple[str, ...] | None, BeforeValidator(_split_origins)] = (
        None
    )
    passkeys__authenticator_attachment: Literal["platform", "cross-platform", "any"] | None = None
    passkeys__discoverable_credentials: Requirement | None = None
    passkeys__user_verification: Requirement | None = None
    verify_event_subscription_enabled: Flag = False
    mailer_sid: Annotated[str | None, sid_of("MD")] = None
    email__from: str | None = None
    email__from_name: str | None = None
    email__content_template_id: str | None = None
    ttl: Annotated[Whole, Field(ge=1, le=LONGEST_TTL)] | None = None
    do_force_check_once: Flag | None = None


class CreateService(UpdateService):
    friendly_name: FriendlyName


def create(call: Call, params: CreateService) -> Service:
    """A service is made with Twilio's defaults; the TOTP issuer is its name unless given (live 2022)."""
    _permit(call, params)
    service = Service(
        sid=call.ids.sid(Service.PREFIX),
        account_sid=call.account_sid,
        date_created=call.now,
        date_updated=call.now,
        **{"totp__issuer": params.friendly_name, **params.given()},
    )
    call.store.put(service)
    return service


def update(call: Call, service: Service, params: UpdateService) -> Service:
    _permit(call, params)
    return rules.update(call, service, params)


def _permit(call: Call, params: UpdateService) -> None:
    """Source: PSD2 is turned on by Twilio's support (docs/verify/verifying-transactions-psd2).

    Guess: without it Psd2Enabled=true is refused with 60204.
    """
    if params.psd2_enabled and not call.account.psd2:
        raise TwilioError(
            FEATURE_MISSING, hint=f"PSD2 is turned on by Twilio Support: {account_setting('psd2')} is off."
        )
    if call.settings.strict and params.ttl is not None and params.ttl not in TTL_TWILIO_CAN_SET:
        raise TwilioError(
            INVALID_PARAMETER,
            name="Ttl",
            hint="--strict: Twilio Support sets 120 to 86400 s; without that option others pass.",
        )


def ready_service(settings: Settings) -> str:
    """The service that programs are told to use."""
    return settings.service_sid[0] if settings.service_sid else READY_SERVICE


def furnish(session: Session, account_sid: str, now: datetime, sids: Iterable[str] = ()) -> None:
    """Every account has services from the start, ready for every channel that needs no set-up elsewhere."""
    for sid in dict.fromkeys((READY_SERVICE, *sids)):
        session.put(
            Service(
                sid=sid,
                account_sid=account_sid,
                friendly_name="Verify Emulator",
                totp__issuer="Verify Emulator",
                mailer_sid="MD" + ZEROS,
                date_created=now,
                date_updated=now,
            )
        )


SERVICES = Collection(
    name="services",
    model=Service,
    path="/v2/Services",
    links={
        "verification_checks": "VerificationCheck",
        "verifications": "Verifications",
        "rate_limits": "RateLimits",
        "messaging_configurations": "MessagingConfigurations",
        "entities": "Entities",
        "webhooks": "Webhooks",
        "access_tokens": "AccessTokens",
    },
    operations=(
        creates(CreateService, by=create),
        lists(),
        fetches(),
        updates(UpdateService, by=update),
        deletes(),
    ),
)
