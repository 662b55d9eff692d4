"""Factors: what an entity proves itself with. Source: twilio.com/docs/verify/api/factor, twilio-oai."""

from collections.abc import Hashable
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints

from verify_emulator.errors import (
    BINDING_FORMAT,
    FACTOR_EXISTS,
    FACTOR_LIMIT,
    FACTOR_RATE,
    INVALID_REQUEST,
    MISSING_PARAMETER,
    UNAUTHORIZED_FACTOR,
    TwilioError,
)
from verify_emulator.resources import rules
from verify_emulator.resources.call import Call
from verify_emulator.resources.collection import Collection, creates, deletes, fetches, lists, updates
from verify_emulator.resources.pages import Page, cut
from verify_emulator.resources.params import Params, RefusedWith, Whole
from verify_emulator.verify import devices
from verify_emulator.verify.entities import ENTITIES, Entity, check_identity, enter
from verify_emulator.verify.factor import Factor, NewFactor, prove, show_new, verify
from verify_emulator.verify.quotas import count_or_refuse
from verify_emulator.verify.rules import push, totp
from verify_emulator.verify.rules.details import EntityPageParams, EntityParams, Texts
from verify_emulator.verify.rules.factor_states import FactorStatus
from verify_emulator.verify.rules.windows import Limit
from verify_emulator.verify.services import SERVICES, Service
from verify_emulator.verify.webhooks import notify

MOST_PER_ENTITY = {"push": 20, "totp": 100}
"""Source: twilio.com/docs/api/errors/60315. Guess: an entity may have any number of passkeys."""
CREATIONS = Limit(100, 86_400)
"""Per entity. Source: twilio.com/docs/api/errors/60326."""
SECRET_OCTETS = 20
SHORTEST_TOKEN = 32
TOTP_CONFIG = ("alg", "skew", "code_length", "time_step")
PUSH_CONFIG = ("sdk_version", "app_id", "notification_platform", "notification_token")
PUSH_NEEDS = ("binding__public_key", "config__app_id", "config__notification_platform", "config__sdk_version")


def _check_key(key: str) -> str:
    if not push.is_p256_key(key):
        raise ValueError("not the Base64 of a P-256 public key (DER, SubjectPublicKeyInfo)")
    return key


FriendlyName = Annotated[str, StringConstraints(max_length=64)]
PublicKey = Annotated[str, AfterValidator(_check_key)]


class FactorSettings(EntityParams):
    """What create and update share. Source: twilio-oai. Guess: what does not go with the factor's type is ignored."""

    config__notification_platform: Literal["apn", "fcm", "none"] = "none"
    config__notification_token: Annotated[str, StringConstraints(max_length=255)] | None = None
    config__sdk_version: str = ""
    config__time_step: Annotated[Whole, Field(ge=20, le=60)] = 30
    config__skew: Annotated[Whole, Field(ge=0, le=2)] = 1
    config__code_length: Annotated[Whole, Field(ge=3, le=8)] = 6
    config__alg: Literal["sha1", "sha256", "sha512"] = "sha1"

    def config(self, names: tuple[str, ...]) -> dict[str, Any]:
        """Those of the named settings that were sent."""
        given = self.given()
        return {name: given[f"config__{name}"] for name in names if f"config__{name}" in given}


class UpdateFactor(FactorSettings):
    auth_payload: str | None = None
    friendly_name: FriendlyName = ""


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
        raise TwilioError(UNAUTHORIZED_FACTOR, hint="An access token is good for a push factor only.")
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
                FACTOR_LIMIT, hint=f"{entity.identity} has {most} {factor.factor_type} factors."
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
            raise TwilioError(FACTOR_EXISTS, hint=f"{other.sid} has the same binding.")


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
            raise TwilioError(MISSING_PARAMETER, name=names[name], hint="A push factor needs it.")
    if params.config__notification_platform != "none" and not params.config__notification_token:
        raise TwilioError(MISSING_PARAMETER, name=names["config__notification_token"])
    _check_token(call, params)


def _check_token(call: Call, params: FactorSettings) -> None:
    """Source: twilio-oai. Guess: a NotificationToken's minimum of 32 characters holds with --strict only (Twilio's own
    example is shorter)."""
    token = params.config__notification_token
    if call.settings.strict and token and len(token) < SHORTEST_TOKEN:
        raise TwilioError(INVALID_REQUEST, hint="Config.NotificationToken: shorter than 32 characters.")


def _binding(factor: Factor, service: Service) -> dict[str, str]:
    if factor.factor_type == "push":
        return {"alg": "ES256", "public_key": factor.public_key}
    uri = totp.provisioning_uri(
        issuer=service.totp__issuer or service.friendly_name,
        account_name=factor.friendly_name,
        secret=factor.secret,
        alg=factor.config["alg"],
        digits=factor.config["code_length"],
        period=factor.config["time_step"],
    )
    return {"secret": factor.secret, "uri": uri}


def find(call: Call, model: type[Factor], key: str) -> Factor | None:
    factor = rules.find_by_key(call, model, key)
    return None if factor is None or factor.is_stale(call.now) else factor


def list_factors(call: Call, params: EntityPageParams) -> Page:
    return cut(
        call, params, Factor, rules.key_of(call.parent), matching=lambda factor: not factor.is_stale(call.now)
    )


def update(call: Call, factor: Factor, params: UpdateFactor) -> Factor:
    """With an AuthPayload it verifies the factor. Guess: a verified factor takes any AuthPayload and stays as it is."""
    if factor.factor_type == "push":
        _check_token(call, params)
    changed = _configured(call, factor, params)
    if params.auth_payload is None or factor.status is FactorStatus.VERIFIED:
        call.store.put(changed)
        return changed
    proven, proof = prove(call, changed, params.auth_payload)
    return verify(call, proven, proof)


def _configured(call: Call, factor: Factor, params: UpdateFactor) -> Factor:
    names = {"totp": TOTP_CONFIG, "push": PUSH_CONFIG}.get(factor.factor_type, ())
    config = factor.config | params.config(names)
    changes: dict[str, Any] = {"friendly_name": params.friendly_name} if params.friendly_name else {}
    if config.get("time_step") != factor.config.get("time_step"):
        changes["last_step"] = -1  # steps of another length have other numbers
    return factor.changed(config=config, date_updated=call.now, **changes)


def delete(call: Call, factor: Factor, params: Params) -> None:
    """Its challenges stay readable. Source: docs/verify/api/webhooks for the event."""
    rules.delete(call, factor, params)
    notify(call, "factor.deleted", factor)


def contend_on_entity(call: Call, *arguments: Any) -> Hashable:
    """Whatever changes a factor or a challenge contends on its entity."""
    return (call.account_sid, *call.path[:2])


_PATH = "/v2/Services/{service_sid}/Entities/{identity}/Factors"

NEW_FACTORS = Collection(
    name="new_factors",
    model=NewFactor,
    parent=SERVICES,  # and not the entity, which is made if it is missing
    path=_PATH,
    operations=(
        creates(CreateNewFactor, by=create, contends=contend_on_entity, admits=devices.admit_access_token),
    ),
)

FACTORS = Collection(
    name="factors",
    model=Factor,
    parent=ENTITIES,
    path=_PATH,
    find=find,
    operations=(
        lists(EntityPageParams, by=list_factors),
        fetches(),  # the push SDKs never do
        updates(UpdateFactor, by=update, contends=contend_on_entity, admits=devices.admit_device),
        deletes(by=delete, admits=devices.admit_device),
    ),
)
