"""Passkeys: factors that a browser makes. Source: twilio.com/docs/verify/api/passkeys-factor, twilio-oai.

VerifyFactor names nothing in its path: what it is about is the SID that the browser was given as its challenge (the
published examples, decoded).
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar, Self

from verify_emulator.errors import (
    FACTOR_EXISTS,
    ILLEGAL_FACTOR_STATUS,
    INVALID_IDENTITY,
    INVALID_REQUEST,
    PASSKEY_FACTOR_NOT_FOUND,
    ErrorKind,
    TwilioError,
)
from verify_emulator.resources import rules
from verify_emulator.resources.call import Call
from verify_emulator.resources.collection import Collection, answers, creates
from verify_emulator.resources.params import JsonParams, RefusedWith
from verify_emulator.resources.resource import LOCAL_PATH, Resource, shared_fields
from verify_emulator.verify.entities import Identity, contend_on_identity, enter
from verify_emulator.verify.factor import Factor, verify
from verify_emulator.verify.factor_settings import FriendlyName
from verify_emulator.verify.near_misses import explain_factor
from verify_emulator.verify.new_factors import add, new_factor
from verify_emulator.verify.rules.credentials import read_attestation
from verify_emulator.verify.rules.factor_states import FactorStatus, Proof
from verify_emulator.verify.rules.relying_parties import RelyingParty, registration_options, resolve_criteria
from verify_emulator.verify.rules.webauthn import verify_registration
from verify_emulator.verify.services import SERVICES

PATH = "/v2/Services/{service_sid}/Passkeys"


@dataclass(slots=True, kw_only=True)
class NewFactorPasskey(Resource):
    """A passkey as the call answers that asks for it: with the options for the browser, never shown again."""

    sid: str
    account_sid: str
    service_sid: str
    entity_sid: str
    identity: str
    binding: dict[str, str] | None = None
    date_created: datetime
    date_updated: datetime
    friendly_name: str
    status: FactorStatus
    factor_type: str
    config: dict[str, Any]
    options: dict[str, Any]
    metadata: dict[str, Any] | None
    url: Annotated[str, LOCAL_PATH]


@dataclass(slots=True, kw_only=True)
class PasskeysFactor(Resource):
    """A passkey as the call answers that verifies it."""

    sid: str
    account_sid: str
    service_sid: str
    entity_sid: str
    identity: str
    date_created: datetime
    date_updated: datetime
    friendly_name: str
    status: FactorStatus
    factor_type: str
    config: dict[str, Any]
    metadata: dict[str, Any] | None
    url: Annotated[str, LOCAL_PATH]


class PasskeysParams(JsonParams):
    """Source: twilio-python sends null for what is absent. Guess: an empty text is absent, too; what the codes of
    passkeys do not cover is 60306."""

    WHEN_BAD: ClassVar[ErrorKind] = INVALID_REQUEST

    @classmethod
    def parse(cls, body: object) -> Self:
        if isinstance(body, dict):
            body = {name: value for name, value in body.items() if value not in (None, "")}
        return super().parse(body)


class CreateNewFactorPasskey(PasskeysParams):
    """Source: twilio-oai; twilio.com/docs/api/errors/60367. Guess: a missing identity is 60367, not 20001."""

    friendly_name: FriendlyName
    identity: Annotated[Identity | None, RefusedWith(INVALID_IDENTITY)] = None
    config: Any = None


class BrowserAnswer(PasskeysParams):
    """A PublicKeyCredential as JSON; its members have errors of their own. Source: twilio-oai."""

    id: Any = None
    rawId: Any = None
    authenticatorAttachment: Any = None
    type: Any = None
    response: Any = None


def create(call: Call, params: CreateNewFactorPasskey) -> NewFactorPasskey:
    """Source: docs/verify/api/passkeys-factor (a missing entity is made); error pages 60367 to 60377, 60393."""
    service: Any = call.parent
    if params.identity is None:
        raise TwilioError(INVALID_IDENTITY, hint="identity is missing in the JSON body.")
    criteria = resolve_criteria(params.config, service)
    entity = enter(call, service, params.identity)
    factor = new_factor(
        call,
        entity,
        friendly_name=params.friendly_name,
        factor_type="passkeys",
        config=criteria.config,
        metadata=None,
    )
    add(call, entity, factor)
    options = registration_options(
        criteria, factor_sid=factor.sid, entity_sid=entity.sid, friendly_name=factor.friendly_name
    )
    shared = shared_fields(NewFactorPasskey, factor)
    return NewFactorPasskey(**shared, options={"publicKey": options}, url=factor.path)


def verify_factor(call: Call, params: BrowserAnswer) -> PasskeysFactor:
    """Source: docs/verify/api/passkeys-factor; error pages 60311, 60362, 60375 to 60387, 60390; SDK 9.13.0 (aaguid).

    Guess: a verified factor takes no second passkey (60383), and a passkey belongs to one factor (60317).
    """
    attestation = read_attestation(params.given())
    factor = find_passkey(call, attestation.factor_sid)
    if factor.status is FactorStatus.VERIFIED:
        raise TwilioError(
            ILLEGAL_FACTOR_STATUS, hint=f"{factor.sid} is verified already, and takes no second passkey."
        )
    passkey = verify_registration(
        attestation, relying_party_of(factor), user_verification=factor.config["user_verification"]
    )
    other = call.store.seek(Factor, "credential_id", passkey.credential_id)
    if other is not None:
        raise TwilioError(FACTOR_EXISTS, hint=f"{other.sid} of {other.identity} has the same credential.")
    registered = factor.changed(
        credential_id=passkey.credential_id,
        public_key=passkey.public_key,
        sign_count=passkey.sign_count,
        transports=passkey.transports,
        metadata={"aaguid": passkey.aaguid},
    )
    verified = verify(call, registered, Proof.RIGHT)
    return PasskeysFactor(**shared_fields(PasskeysFactor, verified), url=verified.path)


def find_passkey(call: Call, sid: str) -> Factor:
    """A passkey of the service, verified or not. Source: twilio.com/docs/api/errors/60390."""
    factor = call.store.seek(Factor, "sid", sid)
    if factor is None or factor.is_stale(call.now) or factor.service_sid != rules.key_of(call.parent):
        raise TwilioError(
            PASSKEY_FACTOR_NOT_FOUND, hint=explain_factor(call, f"Service {rules.key_of(call.parent)}", sid)
        )
    if factor.factor_type != "passkeys":
        raise TwilioError(PASSKEY_FACTOR_NOT_FOUND, hint=f"{sid} is a factor of type {factor.factor_type}.")
    return factor


def relying_party_of(factor: Factor) -> RelyingParty:
    party = factor.config["relying_party"]
    return RelyingParty(party["id"], party["name"], tuple(party["origins"]))


def contend_on_factor(call: Call, params: BrowserAnswer) -> Hashable:
    """The same name as the calls of the entity whose factor this is."""
    factor = call.store.seek(Factor, "sid", read_attestation(params.given()).factor_sid)
    return (call.account_sid, rules.key_of(call.parent), factor and factor.identity)


NEW_PASSKEYS = Collection(
    name="new_factors",
    model=NewFactorPasskey,
    parent=SERVICES,
    path=f"{PATH}/Factors",
    operations=(creates(CreateNewFactorPasskey, by=create, contends=contend_on_identity),),
)

VERIFIED_PASSKEYS = Collection(
    name="new_verify_factors",
    model=PasskeysFactor,
    parent=SERVICES,
    path=f"{PATH}/VerifyFactor",
    operations=(answers(BrowserAnswer, by=verify_factor, contends=contend_on_factor),),
)
