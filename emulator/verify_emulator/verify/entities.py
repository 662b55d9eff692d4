"""Entities: the persons (or whatever has factors) of an application. Source: twilio.com/docs/verify/api/entity.

Guess: an Identity is compared case by case and answered as it was sent; deleting an entity emits no factor.deleted.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Annotated, Any, ClassVar

from pydantic import StringConstraints, TypeAdapter, ValidationError

from verify_emulator.errors import ENTITY_EXISTS, ENTITY_RATE, INVALID_REQUEST, TwilioError, cited
from verify_emulator.resources import rules
from verify_emulator.resources.call import Call
from verify_emulator.resources.collection import Collection, creates, deletes, fetches, lists
from verify_emulator.resources.params import MadeOf
from verify_emulator.resources.resource import HIDDEN, Resource
from verify_emulator.verify.quotas import spend
from verify_emulator.verify.rules.details import EntityPageParams, EntityParams
from verify_emulator.verify.rules.windows import Limit, Window
from verify_emulator.verify.services import SERVICES, Service

Identity = Annotated[
    str,
    StringConstraints(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$"),
    MadeOf("letters, digits and single dashes between them"),
]
"""Source: twilio-oai, changelog of 2020-11-18, twilio.com/docs/api/errors/60366."""


@dataclass(slots=True, kw_only=True)
class Entity(Resource):
    PREFIX: ClassVar[str] = "YE"
    PARENT: ClassVar[str] = "service_sid"
    ADDRESS: ClassVar[str] = "identity"
    INDEXES: ClassVar[tuple[str, ...]] = ("identity",)

    sid: str
    identity: str
    account_sid: str
    service_sid: str
    date_created: datetime
    date_updated: datetime
    factor_windows: Annotated[tuple[Window, ...], HIDDEN] = ()


class CreateEntity(EntityParams):
    identity: Identity


def create(call: Call, params: CreateEntity) -> Entity:
    """Source: twilio.com/docs/api/errors/60301."""
    service_sid = rules.key_of(call.parent)
    if call.store.find(Entity, "identity", params.identity, service_sid) is not None:
        raise TwilioError(
            ENTITY_EXISTS, hint=f"Service {service_sid} has an entity {params.identity} already."
        )
    return _add(call, service_sid, params.identity)


def enter(call: Call, service: Service, identity: str) -> Entity:
    """The entity of that identity, made if it is missing.

    Source: the Passkeys factor page says that creating a factor makes the entity; Twilio's TOTP sample relies on it.
    """
    entity = call.store.find(Entity, "identity", identity, service.sid)
    return entity or _add(call, service.sid, identity)


def is_identity(text: str) -> bool:
    try:
        _reader().validate_python(text)
    except ValidationError:
        return False
    return True


@cache
def _reader() -> TypeAdapter[str]:
    """Costs a quarter of a millisecond, and is not needed at the start."""
    return TypeAdapter(Identity)


def check_identity(text: str) -> None:
    """Raises 60306 for what can be no Identity."""
    if not is_identity(text):
        raise TwilioError(
            INVALID_REQUEST,
            hint=f"{cited(text)} is no Identity, which is 8 to 64 letters, digits and single dashes.",
        )


def _count(call: Call) -> None:
    """Source: twilio.com/docs/api/errors/60328: 40 a second. Guess: no limit on entities a second unless the account
    setting max_entities_per_second gives one; a local loop would meet Twilio's where one over the Internet does not."""
    most = call.account.max_entities_per_second
    if most is not None:
        spend(call, "entities", Limit(most, 1), refusal=ENTITY_RATE)


def _add(call: Call, service_sid: str, identity: str) -> Entity:
    _count(call)
    entity = Entity(
        sid=call.ids.sid(Entity.PREFIX),
        identity=identity,
        account_sid=call.account_sid,
        service_sid=service_sid,
        date_created=call.now,
        date_updated=call.now,
    )
    call.store.put(entity)
    return entity


def contend_on_identity(call: Call, params: Any) -> Hashable:
    """The same name as for what is done with the entity later."""
    return (call.account_sid, rules.key_of(call.parent), params.identity)


def contend_on_entity(call: Call, *arguments: Any) -> Hashable:
    """Whatever changes an entity, its factors or its challenges contends on it."""
    return (call.account_sid, *call.path[:2])


ENTITIES = Collection(
    name="entities",
    model=Entity,
    parent=SERVICES,
    path="/v2/Services/{service_sid}/Entities",
    links={"factors": "Factors", "new_factors": "Factors", "challenges": "Challenges"},
    operations=(
        creates(CreateEntity, by=create, contends=contend_on_identity),
        lists(EntityPageParams),
        fetches(),
        deletes(contends=contend_on_entity),
    ),
)
