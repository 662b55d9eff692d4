"""Factors: what an entity proves itself with. Source: twilio.com/docs/verify/api/factor, twilio-oai."""

from typing import Any

from verify_emulator.errors import NOT_FOUND, TwilioError
from verify_emulator.resources import rules
from verify_emulator.resources.call import Call
from verify_emulator.resources.collection import Collection, deletes, fetches, lists, updates
from verify_emulator.resources.pages import Page, cut
from verify_emulator.resources.params import Params
from verify_emulator.verify import devices
from verify_emulator.verify.entities import ENTITIES, contend_on_entity
from verify_emulator.verify.factor import FACTORS_PATH, Factor, prove, verify
from verify_emulator.verify.factor_settings import (
    PUSH_CONFIG,
    TOTP_CONFIG,
    FactorSettings,
    FriendlyName,
    check_token,
)
from verify_emulator.verify.near_misses import explain_stale
from verify_emulator.verify.rules.details import EntityPageParams
from verify_emulator.verify.rules.factor_states import FactorStatus
from verify_emulator.verify.webhooks import notify


class UpdateFactor(FactorSettings):
    auth_payload: str | None = None
    friendly_name: FriendlyName = ""


def find(call: Call, model: type[Factor], key: str) -> Factor | None:
    factor = rules.find_by_key(call, model, key)
    if factor is not None and factor.is_stale(call.now):
        raise TwilioError(NOT_FOUND, hint=f"{factor.sid}: {explain_stale(factor, call.now)}")
    return factor


def list_factors(call: Call, params: EntityPageParams) -> Page:
    return cut(
        call, params, Factor, rules.key_of(call.parent), matching=lambda factor: not factor.is_stale(call.now)
    )


def update(call: Call, factor: Factor, params: UpdateFactor) -> Factor:
    """With an AuthPayload it verifies the factor. Guess: a verified factor takes any AuthPayload and stays as it is."""
    if factor.factor_type == "push":
        check_token(call, params)
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


FACTORS = Collection(
    name="factors",
    model=Factor,
    parent=ENTITIES,
    path=FACTORS_PATH,
    find=find,
    operations=(
        lists(EntityPageParams, by=list_factors),
        fetches(),  # the push SDKs never do
        updates(UpdateFactor, by=update, contends=contend_on_entity, admits=devices.admit_device),
        deletes(by=delete, contends=contend_on_entity, admits=devices.admit_device),
    ),
)
