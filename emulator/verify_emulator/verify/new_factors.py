"""Making a factor, within the limits of its entity. Source: twilio.com/docs/verify/api/factor, twilio-oai."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, StringConstraints

from verify_emulator.account_settings import account_setting
from verify_emulator.errors import (
    BINDING_FORMAT,
    FACTOR_EXISTS,
    FACTOR_LIMIT,
    FACTOR_RATE,
    MISSING_PARAMETER,
    UNAUTHORIZED_FACTOR,
    TwilioError,
)
from verify_emulator.resources.call import Call
from verify_emulator.resources.collection import Collection, creates
from verify_emulator.resources.params import RefusedWith
from verify_emulator.verify import devices
from verify_emulator.verify.entities import Entity, check_identity, contend_on_entity, enter
from verify_emulator.verify.factor import FACTORS_PATH, Factor, NewFactor, show_new
from verify_emulator.verify.factor_settings import (
    PUSH_CONFIG,
    TOTP_CONFIG,
    FactorSettings,
    FriendlyName,
    check_token,
)
from verify_emulator.verify.quotas import count_or_refuse
from verify_emulator.verify.rules import push, totp
from verify_emulator.verify.rules.details import Texts
from verify_emulator.verify.rules.factor_states import FactorStatus
from verify_emulator.verify.rules.windows import Limit
from verify_emulator.verify.services import SERVICES, Service
from verify_emulator.verify.webhooks import notify

MOST_PER_ENTITY = {"push": 20, "totp": 100}
"""Source: twilio.com/docs/api/errors/60315. Guess: an entity may have any number of passkeys."""
CREATIONS = Limit(100, 86_400)
"""Per entity. Source: twilio.com/docs/api/errors/60326."""
SECRET_OCTETS = 20
TOKEN_NEEDED = "A push factor needs Config.NotificationToken, unless its Config.NotificationPlatform is none."
PUSH_NEEDS = ("binding__public_key", "config__app_id", "config__notification_platform", "config__sdk_version")


def _check_key(key: str) -> str:
    if not push.is_p256_key(key):
        raise ValueError("not the Base64 of a P-256 public key (DER, SubjectPublicKeyInfo)")
    return key


PublicKey = Annotated[str, AfterValidator(_check_key)]


class CreateNewFactor(FactorSettings):
    friendly_name: FriendlyName
    factor_type: Literal["push", "totp"]
    metadata: Texts | None = None
    binding__secret: Annotated[str, AfterValidator(totp.clean_secret)] | None = None
    binding__alg: Annotated[Literal["ES256"], RefusedWith(BINDING_FORMAT)] = "ES256"
    binding__public_key: Annotated[PublicKey | None, RefusedWith(BINDING_FORMAT)] = None
    config__app_id: Annotated[str, StringConstraints(max_length=100)] = ""


def create(call: Call, params: CreateNewFactor) -> NewFactor:
    """Source: docs/verify/api/factor; error pages 60315, 60317, 60326."""
    assert isinstance(call.parent, Service)
    check_identity(call.path[1])
    if call.device is not None and params.factor_type != "push":
        raise TwilioError(
            UNAUTHORIZED_FACTOR,
            hint="An access token is good for a push factor only; use the account's credentials.",
        )
    entity = enter(call, call.parent, call.path[1])
    factor = _totp(call, entity, params) if params.factor_type == "totp" else _push(call, entity, params)
    add(call, entity, factor)
    return show_new(factor, binding=_binding(factor, call.parent))


def add(call: Call, entity: Entity, factor: Factor) -> None:
    """Put a new factor below its entity, within the limits."""
    others = [other for other in list(call.store.read(Factor, entity.sid)) if not _drop_stale(call, other)]
    _check_duplicate(factor, others)
    if call.account.rate_limits:
        most = MOST_PER_ENTITY.get(factor.factor_type)
        if most is not None and sum(other.factor_type == factor.factor_type for other in others) >= most:
            raise TwilioError(
                FACTOR_LIMIT,
                hint=f"{entity.identity} has {most} {factor.factor_type} factors: delete one, or lift Twilio's "
                f"limits with {account_setting('rate_limits')}.",
            )
        windows = count_or_refuse(call, entity.factor_windows, (CREATIONS,), FACTOR_RATE)
        call.store.put(entity.changed(factor_windows=windows))
    call.store.put(factor)
    notify(call, "factor.created", factor)


def _drop_stale(call: Call, factor: Factor) -> bool:
    if not factor.is_stale(call.now):
        return False
    call.store.delete(factor)
    return True


def _check_duplicate(factor: Factor, others: list[Factor]) -> None:
    """Source: twilio.com/docs/api/errors/60317. Guess: factors are the same if they have the same public key
    or secret within one entity."""
    for other in others:
        if other.factor_type == factor.factor_type and (
            (factor.secret and other.secret == factor.secret)
            or (factor.public_key and other.public_key == factor.public_key)
        ):
            raise TwilioError(
                FACTOR_EXISTS, hint=f"{other.sid} of {factor.identity} has the same binding: delete it first."
            )


def new_factor(call: Call, entity: Entity, **own: Any) -> Factor:
    """An unverified factor of an entity, not stored yet; `own` is what its type has beyond that."""
    return Factor(
        sid=call.ids.sid(Factor.PREFIX),
        account_sid=call.account_sid,
        service_sid=entity.service_sid,
        entity_sid=entity.sid,
        identity=entity.identity,
        date_created=call.now,
        date_updated=call.now,
        status=FactorStatus.UNVERIFIED,
        **own,
    )


def _totp(call: Call, entity: Entity, params: CreateNewFactor) -> Factor:
    """Settings come from the request, else from the service. Guess: Alg is sha1 unless given."""
    service: Any = call.parent
    defaults = {
        "alg": "sha1",
        "skew": service.totp__skew,
        "code_length": service.totp__code_length,
        "time_step": service.totp__time_step,
    }
    return new_factor(
        call,
        entity,
        friendly_name=params.friendly_name,
        factor_type="totp",
        config=defaults | params.config(TOTP_CONFIG),
        metadata=params.metadata,
        secret=params.binding__secret or totp.encode_secret(call.ids.octets(SECRET_OCTETS)),
    )


def _push(call: Call, entity: Entity, params: CreateNewFactor) -> Factor:
    """The device SDKs need credential_sid in `config`; it names their key. Guess: it is CR and 32 hex
    digits."""
    _check_push(call, params)
    credential_sid = call.ids.sid("CR")
    fixed = {"app_id": params.config__app_id, "credential_sid": credential_sid}
    return new_factor(
        call,
        entity,
        friendly_name=params.friendly_name,
        factor_type="push",
        config=dict.fromkeys(PUSH_CONFIG) | params.config(PUSH_CONFIG) | fixed,
        metadata=params.metadata,
        public_key=params.binding__public_key,
        credential_sid=credential_sid,
    )


def _check_push(call: Call, params: CreateNewFactor) -> None:
    """Source: twilio-oai."""
    names = {name: field.alias for name, field in CreateNewFactor.model_fields.items()}
    for name in PUSH_NEEDS:
        if not params.given().get(name):
            raise TwilioError(MISSING_PARAMETER, name=names[name], hint=f"A push factor needs {names[name]}.")
    if params.config__notification_platform != "none" and not params.config__notification_token:
        raise TwilioError(MISSING_PARAMETER, name=names["config__notification_token"], hint=TOKEN_NEEDED)
    check_token(call, params)


def _binding(factor: Factor, service: Service) -> dict[str, str]:
    if factor.factor_type == "push":
        return {"alg": "ES256", "public_key": factor.public_key}
    return {"secret": factor.secret, "uri": provisioning_uri(factor, service)}


def provisioning_uri(factor: Factor, service: Service) -> str:
    """What the QR code of a TOTP factor says."""
    return totp.provisioning_uri(
        issuer=service.totp__issuer or service.friendly_name,
        account_name=factor.friendly_name,
        secret=factor.secret,
        alg=factor.config["alg"],
        digits=factor.config["code_length"],
        period=factor.config["time_step"],
    )


NEW_FACTORS = Collection(
    name="new_factors",
    model=NewFactor,
    parent=SERVICES,  # and not the entity, which is made if it is missing
    path=FACTORS_PATH,
    operations=(
        creates(CreateNewFactor, by=create, contends=contend_on_entity, admits=devices.admit_access_token),
    ),
)
