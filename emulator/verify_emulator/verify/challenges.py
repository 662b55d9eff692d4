"""Challenges: is the entity there, and does it agree? Source: twilio.com/docs/verify/api/challenge, twilio-oai."""

from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from verify_emulator.errors import (
    CHALLENGE_ATTEMPTS,
    CHALLENGE_LIMIT,
    FACTOR_UNVERIFIED,
    INVALID_REQUEST,
    MISSING_PARAMETER,
    NOT_FOUND,
    TwilioError,
    cited,
)
from verify_emulator.resources import rules
from verify_emulator.resources.call import Call
from verify_emulator.resources.collection import Collection, creates, fetches, lists, updates
from verify_emulator.resources.pages import Page, cut
from verify_emulator.resources.params import Params
from verify_emulator.verify import devices
from verify_emulator.verify.challenge import REMEMBERED, Challenge, check_open, settle
from verify_emulator.verify.entities import ENTITIES, Entity, contend_on_entity
from verify_emulator.verify.factor import MAX_WRONG, Factor, check_code
from verify_emulator.verify.near_misses import explain_challenged, explain_factor
from verify_emulator.verify.quotas import count_or_refuse
from verify_emulator.verify.rules.details import DetailField, EntityPageParams, EntityParams, Texts
from verify_emulator.verify.rules.factor_states import Answer, ChallengeStatus, FactorStatus, Proof
from verify_emulator.verify.rules.moments import Moment, shown
from verify_emulator.verify.rules.windows import Limit
from verify_emulator.verify.services import Service, sid_of
from verify_emulator.verify.signed_answers import SIGNED_FIELDS, read_signed

DEFAULT_LIFE = timedelta(minutes=5)
LONGEST_LIFE = timedelta(minutes=60)
SHORT_CODE = 4
LIMITS_SHORT = (Limit(10, 86_400),)
LIMITS_LONG = (Limit(50, 3600), Limit(100, 86_400))
"""Challenges of one factor, by the length of its code. Source: twilio.com/docs/api/errors/60312.

Guess: push factors, which have no code, are limited as those with a long one."""


class CreateChallenge(EntityParams):
    """Source: twilio-oai."""

    factor_sid: Annotated[str, sid_of("YF")]
    expiration_date: Moment | None = None
    details__message: Annotated[str, StringConstraints(max_length=256)] | None = None
    details__fields: Annotated[tuple[DetailField, ...], Field(max_length=20)] = ()
    hidden_details: Texts | None = None
    auth_payload: str | None = None


class UpdateChallenge(EntityParams):
    auth_payload: Annotated[str, StringConstraints(max_length=5456)] | None = None
    metadata: Texts | None = None


class ChallengeListParams(EntityPageParams):
    factor_sid: Annotated[str | None, sid_of("YF")] = None
    status: ChallengeStatus | None = None
    order: Literal["asc", "desc"] = "asc"


def create(call: Call, params: CreateChallenge) -> Challenge:
    """With an AuthPayload a TOTP challenge is answered at once.

    Source: docs/verify/api/challenge; error pages 60312, 60318. Guess: a wrong code in the call that
    creates a challenge counts as one wrong answer.
    """
    assert isinstance(call.parent, Entity)
    factor = factor_for(call, call.parent, params.factor_sid)
    if factor.factor_type == "passkeys":
        raise TwilioError(
            INVALID_REQUEST, hint="A passkey is challenged by POST …/Passkeys/Challenges, not here."
        )
    if factor.factor_type == "push" and params.details__message is None:
        raise TwilioError(
            MISSING_PARAMETER,
            name="Details.Message",
            hint="A push challenge needs Details.Message, which the person reads.",
        )
    factor = _counted(call, factor)
    challenge = _begin(call, factor, params)
    call.store.sweep(Challenge, factor.entity_sid, call.now)
    call.store.put(challenge)
    if params.auth_payload is not None and factor.factor_type == "totp":
        return answer_with_code(call, challenge, factor, params.auth_payload)
    return challenge


def factor_for(call: Call, entity: Entity, factor_sid: str) -> Factor:
    """A factor that can be challenged. Raises 20404 and 60318."""
    factor = call.store.get(Factor, factor_sid, entity.sid)
    if factor is None or factor.is_stale(call.now):
        raise TwilioError(
            NOT_FOUND, hint=explain_factor(call, f"Entity {entity.identity}", cited(factor_sid))
        )
    if factor.status is not FactorStatus.VERIFIED:
        raise TwilioError(
            FACTOR_UNVERIFIED, hint=f"{factor.sid} is unverified: update it with an AuthPayload first."
        )
    return factor


def _counted(call: Call, factor: Factor) -> Factor:
    """The factor with one more challenge in its windows."""
    if not call.account.rate_limits:
        return factor
    is_short = factor.config.get("code_length", SHORT_CODE + 1) <= SHORT_CODE
    limits = LIMITS_SHORT if is_short else LIMITS_LONG
    same_limits = len(factor.challenge_windows) == len(limits)  # the code's length may have been changed
    windows = factor.challenge_windows if same_limits else ()
    counted = factor.changed(challenge_windows=count_or_refuse(call, windows, limits, CHALLENGE_LIMIT))
    call.store.put(counted)
    return counted


def _begin(call: Call, factor: Factor, params: CreateChallenge) -> Challenge:
    """Source: docs/verify/api/challenge, twilio.com/docs/api/errors/60323. Guess: an ExpirationDate that
    is past or too far is 60306."""
    expires_at = params.expiration_date or call.now + DEFAULT_LIFE
    if not call.now < expires_at <= call.now + LONGEST_LIFE:
        raise TwilioError(
            INVALID_REQUEST,
            hint="ExpirationDate lies within 60 minutes from now, which is "
            f"{call.now:%Y-%m-%dT%H:%M:%S}Z on the "
            "account's clock.",
        )
    return Challenge(
        sid=call.ids.sid(Challenge.PREFIX),
        account_sid=call.account_sid,
        service_sid=factor.service_sid,
        entity_sid=factor.entity_sid,
        identity=factor.identity,
        factor_sid=factor.sid,
        date_created=call.now,
        date_updated=call.now,
        expiration_date=expires_at,
        details=_details(call, params),
        hidden_details=params.hidden_details,
        factor_type=factor.factor_type,
        expires_at=expires_at,
        forget_at=expires_at + REMEMBERED,
    )


def _details(call: Call, params: CreateChallenge) -> dict[str, Any] | None:
    """Source: twilio-oai. Guess: the details of a challenge without message and fields are null."""
    if params.details__message is None and not params.details__fields:
        return None
    date = {}
    if _service_of(call).push__include_date:
        date["date"] = shown(call.now)
    return {"message": params.details__message, **date, "fields": list(params.details__fields)}


def _service_of(call: Call) -> Service:
    service = call.store.get(Service, call.path[0])
    assert service is not None  # the call was found to be below it
    return service


def list_challenges(call: Call, params: ChallengeListParams) -> Page:
    """Guess: a device is shown its own factor's challenges only, whatever it asks for."""
    own = devices.own_factor_sid(call)
    page = cut(
        call,
        params,
        Challenge,
        rules.key_of(call.parent),
        matching=lambda challenge: (
            own in (None, challenge.factor_sid)
            and params.factor_sid in (None, challenge.factor_sid)
            and params.status in (None, challenge.at(call.now).status)
        ),
        newest_first=params.order == "desc",
    )
    page.records[:] = [challenge.at(call.now) for challenge in page.records]
    return page


def fetch(call: Call, challenge: Challenge, params: Params) -> Challenge:
    """While a push challenge is pending a header tells the device which fields to sign."""
    seen = challenge.at(call.now)
    if seen.factor_type == "push" and seen.status is ChallengeStatus.PENDING:
        call.headers["Twilio-Verify-Signature-Fields"] = ",".join(SIGNED_FIELDS)
    return seen


def update(call: Call, challenge: Challenge, params: UpdateChallenge) -> Challenge:
    """The entity's answer. Guess: without an AuthPayload only Metadata is kept; answering for a factor that was
    deleted is 404."""
    given = {"metadata": params.metadata} if params.metadata is not None else {}
    if params.auth_payload is None:
        changed = challenge.changed(date_updated=call.now, **given) if given else challenge
        call.store.put(changed)
        return changed.at(call.now)
    check_open(challenge, call.now)
    factor = call.store.get(Factor, challenge.factor_sid, challenge.entity_sid)
    if factor is None:
        raise TwilioError(NOT_FOUND, hint=explain_challenged(call, challenge.factor_sid))
    if factor.factor_type == "totp":
        return answer_with_code(call, challenge, factor, params.auth_payload, **given)
    answer = read_signed(challenge, factor, params.auth_payload)
    return settle(call, challenge, factor, answer, **given)


def answer_with_code(call: Call, challenge: Challenge, factor: Factor, code: str, **given: Any) -> Challenge:
    """Source: twilio.com/docs/api/errors/60308; a wrong code leaves the challenge pending."""
    if challenge.wrong_proofs >= MAX_WRONG:
        raise TwilioError(
            CHALLENGE_ATTEMPTS,
            hint=f"{challenge.sid} took {challenge.wrong_proofs} wrong codes; make a new challenge.",
        )
    proven, proof = check_code(call, factor, code)
    call.store.put(proven)
    answer = Answer.RIGHT_CODE if proof is Proof.RIGHT else Answer.WRONG_CODE
    return settle(call, challenge, proven, answer, **given)


CHALLENGES = Collection(
    name="challenges",
    model=Challenge,
    parent=ENTITIES,
    path="/v2/Services/{service_sid}/Entities/{identity}/Challenges",
    links={"notifications": "Notifications"},
    operations=(
        creates(CreateChallenge, by=create, contends=contend_on_entity),
        lists(ChallengeListParams, by=list_challenges, admits=devices.admit_device),
        fetches(by=fetch, admits=devices.admit_device),
        updates(UpdateChallenge, by=update, contends=contend_on_entity, admits=devices.admit_device),
    ),
)
