"""Approving a passkeys challenge with what a browser has signed. Source: docs/verify/api/passkeys-challenge.

Nothing is named in the path: what a call is about is the SID that the browser was given as its challenge (the published
examples, decoded).
"""

from collections.abc import Hashable
from dataclasses import replace
from typing import Any

from verify_emulator.errors import (
    CHALLENGE_FAILED,
    OTHER_RELYING_PARTY,
    PASSKEY_CHALLENGE_NOT_FOUND,
    PASSKEY_FACTOR_NOT_FOUND,
    TwilioError,
)
from verify_emulator.resources import rules
from verify_emulator.resources.call import Call
from verify_emulator.resources.collection import Collection, answers
from verify_emulator.verify.challenge import REMEMBERED, Challenge, check_open, settle
from verify_emulator.verify.factor import Factor
from verify_emulator.verify.passkey_challenges import ChallengePasskeys, show
from verify_emulator.verify.passkeys import PATH, BrowserAnswer, relying_party_of
from verify_emulator.verify.rules.credentials import Assertion, read_assertion
from verify_emulator.verify.rules.factor_states import Answer
from verify_emulator.verify.rules.moments import shown
from verify_emulator.verify.rules.relying_parties import RelyingParty, base64url
from verify_emulator.verify.rules.webauthn import verify_assertion
from verify_emulator.verify.services import SERVICES


def approve(call: Call, params: BrowserAnswer) -> ChallengePasskeys:
    """Source: docs/verify/api/passkeys-challenge; error pages 60322 to 60324, 60382, 60390, 60391; SDK 9.13.0
    (date_last_approved).

    Guess: entity and factor are filled in where the challenge named none, as Twilio's samples read them.
    """
    assertion = read_assertion(params.given())
    call.store.lock((call.account_sid, assertion.challenge_sid))
    challenge = _challenge(call, assertion.challenge_sid)
    check_open(challenge, call.now)
    factor = _signer(call, assertion)
    _check_asked(challenge, factor)
    count = verify_assertion(
        assertion,
        _party(call.parent, factor),
        public_key=factor.public_key,
        sign_count=factor.sign_count,
        user_verification=_options(challenge)["userVerification"],
        entity_sid=factor.entity_sid,
    )
    metadata = {**(factor.metadata or {}), "date_last_approved": shown(call.now)}
    used = factor.changed(sign_count=count, metadata=metadata, date_updated=call.now)
    call.store.put(used)
    return show(_settle(call, challenge, used), "ApproveChallenge")


def _challenge(call: Call, sid: str) -> Challenge:
    challenge = call.store.seek(Challenge, "sid", sid)
    if challenge is None or challenge.options is None or challenge.service_sid != rules.key_of(call.parent):
        raise TwilioError(PASSKEY_CHALLENGE_NOT_FOUND, hint=_explain_challenge(challenge, sid))
    return challenge


def _explain_challenge(challenge: Challenge | None, sid: str) -> str:
    if challenge is None:
        return f"There is no challenge {sid}; an unanswered one is kept for an hour after its end."
    if challenge.options is None:
        return f"{sid} is a challenge of type {challenge.factor_type}, and not for passkeys."
    return f"{sid} is a challenge of service {challenge.service_sid}."


def _signer(call: Call, assertion: Assertion) -> Factor:
    factor = call.store.seek(Factor, "credential_id", base64url(assertion.credential_id))
    if factor is None or factor.service_sid != rules.key_of(call.parent):
        raise TwilioError(
            PASSKEY_FACTOR_NOT_FOUND, hint="No passkey of the service has the id that the browser sent."
        )
    return factor


def _check_asked(challenge: Challenge, factor: Factor) -> None:
    """Source: twilio.com/docs/api/errors/60382. Guess: a passkey that was not asked for is 60324."""
    if challenge.entity_sid not in ("", factor.entity_sid) or challenge.factor_sid not in ("", factor.sid):
        raise TwilioError(
            CHALLENGE_FAILED, hint=f"{challenge.sid} was not meant for {factor.sid} of {factor.identity}."
        )
    if relying_party_of(factor).id != _options(challenge)["rpId"]:
        raise TwilioError(
            OTHER_RELYING_PARTY,
            hint=f"{factor.sid} is for relying party {relying_party_of(factor).id}, and the challenge is for "
            f"{_options(challenge)['rpId']}.",
        )


def _party(service: Any, factor: Factor) -> RelyingParty:
    """Guess: a passkey is good for the origins it was registered with, and for those its service has by now."""
    party = relying_party_of(factor)
    if service.passkeys__relying_party__id != party.id:
        return party
    return replace(party, origins=(*party.origins, *(service.passkeys__relying_party__origins or ())))


def _options(challenge: Challenge) -> dict[str, Any]:
    options: dict[str, Any] = (challenge.options or {})["publicKey"]
    return options


def _settle(call: Call, challenge: Challenge, factor: Factor) -> Challenge:
    """From now on the challenge is that of its entity, below which it can be read."""
    if challenge.entity_sid != factor.entity_sid:
        call.store.delete(challenge)
    return settle(
        call,
        challenge,
        factor,
        Answer.SIGNED_APPROVAL,
        entity_sid=factor.entity_sid,
        identity=factor.identity,
        factor_sid=factor.sid,
        forget_at=call.now + REMEMBERED,
    )


def contend_on_signer(call: Call, params: BrowserAnswer) -> Hashable:
    """The same name as the calls of the entity whose passkey has signed."""
    credential_id = base64url(read_assertion(params.given()).credential_id)
    factor = call.store.seek(Factor, "credential_id", credential_id)
    return (call.account_sid, rules.key_of(call.parent), factor and factor.identity)


APPROVED_CHALLENGES = Collection(
    name="approve_challenge",
    model=ChallengePasskeys,
    parent=SERVICES,
    path=f"{PATH}/ApproveChallenge",
    operations=(answers(BrowserAnswer, by=approve, contends=contend_on_signer),),
)
