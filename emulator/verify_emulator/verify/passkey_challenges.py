"""Challenges for passkeys: somebody, named or not, is asked to sign in. Source: docs/verify/api/passkeys-challenge."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from verify_emulator.errors import (
    FACTOR_UNVERIFIED,
    INVALID_FACTOR_SID,
    INVALID_IDENTITY,
    PASSKEY_ENTITY_NOT_FOUND,
    PASSKEY_FACTOR_NOT_FOUND,
    TwilioError,
)
from verify_emulator.resources import rules
from verify_emulator.resources.call import Call
from verify_emulator.resources.collection import Collection, creates
from verify_emulator.resources.params import RefusedWith
from verify_emulator.resources.resource import LOCAL_PATH, Resource, shared_fields
from verify_emulator.verify.challenge import REMEMBERED, Challenge
from verify_emulator.verify.entities import Entity, Identity
from verify_emulator.verify.factor import Factor
from verify_emulator.verify.near_misses import explain_factor
from verify_emulator.verify.passkeys import (
    PATH,
    PasskeysParams,
    find_passkey,
    relying_party_of,
)
from verify_emulator.verify.rules.factor_states import ChallengeStatus
from verify_emulator.verify.rules.relying_parties import (
    CHALLENGE_TIMEOUT,
    DEFAULT_VERIFICATION,
    RelyingParty,
    has_relying_party,
    request_options,
    resolve_relying_party,
)
from verify_emulator.verify.services import SERVICES, sid_of

LIFE = timedelta(milliseconds=CHALLENGE_TIMEOUT)
"""Guess: a challenge lasts as long as the timeout of its options, and expiration_date is null all the same."""
EXPLAINED = timedelta(hours=1)
"""How long after its end an unanswered challenge of nobody is kept, which no call can read."""


@dataclass(slots=True, kw_only=True)
class ChallengePasskeys(Resource):
    """A challenge as the two calls answer."""

    sid: str
    account_sid: str
    service_sid: str
    entity_sid: str
    identity: str
    factor_sid: str
    factor_type: str
    status: ChallengeStatus
    date_created: datetime
    date_updated: datetime
    date_responded: datetime | None
    details: dict[str, Any] | None
    expiration_date: datetime | None
    hidden_details: dict[str, str] | None
    links: dict[str, str] | None = None
    metadata: dict[str, str] | None
    responded_reason: str
    url: Annotated[str, LOCAL_PATH]
    options: dict[str, Any] | None


class CreateChallengePasskeys(PasskeysParams):
    """Source: twilio-oai; twilio.com/docs/api/errors/60362 and 60367."""

    identity: Annotated[Identity | None, RefusedWith(INVALID_IDENTITY)] = None
    factor_sid: Annotated[Annotated[str, sid_of("YF")] | None, RefusedWith(INVALID_FACTOR_SID)] = None


def create(call: Call, params: CreateChallengePasskeys) -> ChallengePasskeys:
    """For a factor, for any passkey of an entity, or for whoever has one.

    Source: docs/verify/api/passkeys-challenge; error pages 60318, 60362, 60367, 60371, 60390, 60392. Guess: a challenge
    that names only an entity allows all its verified passkeys, and is 60390 if there are none.
    """
    entity = _entity(call, params.identity)
    passkeys = _passkeys(call, entity, params.factor_sid)
    party, verification = _terms(call.parent, passkeys, is_named=params.factor_sid is not None)
    sid = call.ids.sid(Challenge.PREFIX)
    allowed = [
        (str(passkey.credential_id), passkey.transports)
        for passkey in passkeys
        if relying_party_of(passkey).id == party.id
    ]
    options = request_options(party.id, verification, challenge_sid=sid, allowed=allowed)
    owner = passkeys[0] if passkeys else None
    challenge = _begin(
        call,
        owner,
        sid=sid,
        factor_sid=params.factor_sid or "",
        options={"publicKey": options},
    )
    call.store.sweep(Challenge, challenge.entity_sid, call.now)
    call.store.put(challenge)
    return show(challenge, "Challenges")


def _begin(call: Call, owner: Factor | None, **own: Any) -> Challenge:
    """A challenge of the entity that has this factor, or of nobody until somebody answers it."""
    ends_at = call.now + LIFE
    return Challenge(
        account_sid=call.account_sid,
        service_sid=rules.key_of(call.parent),
        entity_sid=owner.entity_sid if owner else "",
        identity=owner.identity if owner else "",
        date_created=call.now,
        date_updated=call.now,
        expiration_date=None,
        factor_type="passkeys",
        expires_at=ends_at,
        forget_at=ends_at + (REMEMBERED if owner else EXPLAINED),
        **own,
    )


def _entity(call: Call, identity: str | None) -> Entity | None:
    if identity is None:
        return None
    entity = call.store.find(Entity, "identity", identity, rules.key_of(call.parent))
    if entity is None:
        raise TwilioError(
            PASSKEY_ENTITY_NOT_FOUND,
            hint=f"Service {rules.key_of(call.parent)} has no entity {identity}: its first factor makes it.",
        )
    return entity


def _passkeys(call: Call, entity: Entity | None, factor_sid: str | None) -> list[Factor]:
    """The passkeys that may answer; none where any may. Source: twilio.com/docs/api/errors/60318."""
    if factor_sid is not None:
        factor = find_passkey(call, factor_sid)
        if entity is not None and factor.entity_sid != entity.sid:
            raise TwilioError(
                PASSKEY_FACTOR_NOT_FOUND, hint=explain_factor(call, f"Entity {entity.identity}", factor_sid)
            )
        if factor.credential_id is None:
            raise TwilioError(
                FACTOR_UNVERIFIED,
                hint=f"{factor_sid} is unverified: it waits for POST …/Passkeys/VerifyFactor.",
            )
        return [factor]
    if entity is None:
        return []
    passkeys = [factor for factor in call.store.read(Factor, entity.sid) if factor.credential_id is not None]
    if not passkeys:
        raise TwilioError(PASSKEY_FACTOR_NOT_FOUND, hint=f"Entity {entity.identity} has no verified passkey.")
    return passkeys


def _terms(service: Any, passkeys: list[Factor], *, is_named: bool) -> tuple[RelyingParty, str]:
    """Who asks, and whether the user must be verified.

    Guess: a challenge has the relying party of the factor it names, else the service's, else that of the entity's
    newest passkey.
    """
    if passkeys and (is_named or not has_relying_party(service)):
        return relying_party_of(passkeys[-1]), passkeys[-1].config["user_verification"]
    return resolve_relying_party(None, service), service.passkeys__user_verification or DEFAULT_VERIFICATION


def show(challenge: Challenge, place: str) -> ChallengePasskeys:
    """The `url` is that of the call. Source: twilio-oai."""
    url = f"{PATH.format(service_sid=challenge.service_sid)}/{place}"
    return ChallengePasskeys(**shared_fields(ChallengePasskeys, challenge), url=url)


PASSKEY_CHALLENGES = Collection(
    name="new_challenge",
    model=ChallengePasskeys,
    parent=SERVICES,
    path=f"{PATH}/Challenges",
    operations=(creates(CreateChallengePasskeys, by=create),),
)
