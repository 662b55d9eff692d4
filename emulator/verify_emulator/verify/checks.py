"""VerificationCheck: is this the code that was sent? Source: twilio.com/docs/verify/api/verification-check."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import ClassVar

from verify_emulator.errors import (
    INVALID_PARAMETER,
    INVALID_TO,
    NO_TARGET,
    NOT_FOUND,
    PSD2_PARAMETERS,
    TwilioError,
)
from verify_emulator.ids import is_sid
from verify_emulator.records import maker
from verify_emulator.resources import rules
from verify_emulator.resources.call import Call
from verify_emulator.resources.collection import Collection, creates
from verify_emulator.resources.params import Params
from verify_emulator.resources.resource import Resource
from verify_emulator.verify.recipients import RECIPIENT_OF_CHECK
from verify_emulator.verify.rules import phones
from verify_emulator.verify.rules.lifecycle import LIFECYCLE, Event, State, Verb
from verify_emulator.verify.rules.recipients import explain_to
from verify_emulator.verify.rules.sending import CODE_LENGTHS
from verify_emulator.verify.send_code_attempts import SNA_ERROR, SNA_MATCHED, SnaProof
from verify_emulator.verify.services import SERVICES, Service
from verify_emulator.verify.verification import Verification, end, permit
from verify_emulator.verify.verification_events import report


@dataclass(frozen=True, slots=True)
class SnaResult:
    """The outcome of one Silent Network Auth attempt that did not match."""

    attempt_sid: str
    code: int


@dataclass(slots=True, kw_only=True)
class VerificationCheck(Resource):
    """A check is answered, not stored: its SID is the verification's."""

    PARENT: ClassVar[str] = "service_sid"

    sid: str
    service_sid: str
    account_sid: str
    to: str
    channel: str
    status: State
    valid: bool
    amount: str | None
    payee: str | None
    sna_attempts_error_codes: tuple[SnaResult, ...] | None
    date_created: datetime
    date_updated: datetime


new_check = maker(VerificationCheck)


class CreateVerificationCheck(Params):
    """Source: twilio-oai."""

    code: str | None = None
    to: str | None = None
    verification_sid: str | None = None
    amount: str | None = None
    payee: str | None = None
    sna_client_token: str | None = None


def check(call: Call, params: CreateVerificationCheck) -> VerificationCheck:
    """Five checks each; a wrong code answers pending, the sixth check 429, an ended verification 404.

    Source: twilio.com/docs/api/errors/60202; live 2025-06 and 2026-03. Guess: a malformed Code is not counted,
    and of To and VerificationSid the latter decides.
    """
    assert isinstance(call.parent, Service)
    _check_params(call, params, call.parent)
    verification = _target(call, params)
    permit(verification, Verb.CHECK, call.now)
    if params.code is None:
        return _check_without_code(call, verification, params)
    if _is_right(verification, params) or (call.script is not None and call.script.approves()):
        return show(call, end(call, verification, Event.RIGHT_CODE))
    return _count_wrong(call, verification)


def _check_params(call: Call, params: CreateVerificationCheck, service: Service) -> None:
    if params.verification_sid is not None and not is_sid(params.verification_sid, Verification.PREFIX):
        from verify_emulator.verify.near_misses import explain_sid  # not while all goes well

        hint = explain_sid(call, service.sid, params.verification_sid)
        raise TwilioError(INVALID_PARAMETER, name="VerificationSid", hint=hint)
    if params.to is None and params.verification_sid is None:
        raise TwilioError(NO_TARGET)
    if params.verification_sid is None and not _is_recipient(str(params.to), call.settings.strict):
        from verify_emulator.verify.near_misses import explain_form  # not while all goes well

        told = explain_form(call, service.sid, str(params.to))
        hint = told or explain_to(str(params.to), None, strict=call.settings.strict)
        raise TwilioError(INVALID_TO, value=params.to, hint=hint)
    if params.code is not None and not _is_well_formed(params.code, service.custom_code_enabled):
        raise TwilioError(INVALID_PARAMETER, name="Code", hint=_explain_code(params.code))
    if service.psd2_enabled and not (params.amount and params.payee):
        raise TwilioError(PSD2_PARAMETERS)


def _is_recipient(to: str, strict: bool) -> bool:
    return phones.is_email(to) or phones.is_phone(to, strict=strict)


def _explain_code(code: str) -> str:
    what = (
        f"This one has {len(code)} characters"
        if code.isascii() and code.isdigit()
        else "This one has others, too"
    )
    return f"A code is 4 to 10 digits. {what}; such a check is not counted."


def _is_well_formed(code: str, custom: bool) -> bool:
    """Source: twilio.com/docs/api/errors/60200 speaks of digits, the parameter's text of characters.

    Guess: characters other than digits are well-formed only on a service that takes custom codes.
    """
    return len(code) in CODE_LENGTHS and (custom or (code.isascii() and code.isdigit()))


def _target(call: Call, params: CreateVerificationCheck) -> Verification:
    assert isinstance(call.parent, Service)
    service_sid = call.parent.sid
    if params.verification_sid is not None:
        verification = call.store.get(Verification, params.verification_sid, service_sid)
    else:
        verification = call.store.find(Verification, "to", params.to, service_sid)
    if verification is None:
        from verify_emulator.verify.near_misses import (  # not while all goes well
            explain_recipient,
            explain_sid,
        )

        if params.verification_sid is not None:
            raise TwilioError(NOT_FOUND, hint=explain_sid(call, service_sid, params.verification_sid))
        raise TwilioError(NOT_FOUND, hint=explain_recipient(call, service_sid, str(params.to)))
    return verification


def _is_right(verification: Verification, params: CreateVerificationCheck) -> bool:
    """Under PSD2 amount and payee are checked too. Guess: another amount or payee counts as a wrong code."""
    same_payment = verification.amount is None or (
        (verification.amount, verification.payee) == (params.amount, params.payee)
    )
    return compare_digest(verification.code.encode(), str(params.code).encode()) and same_payment


def _count_wrong(call: Call, verification: Verification) -> VerificationCheck:
    """Guess: the last wrong check still answers pending; right after it max_attempts_reached is kept."""
    wrong_checks = (*verification.wrong_checks, call.now)
    event = Event.LAST_WRONG_CODE if len(wrong_checks) >= verification.max_checks else Event.WRONG_CODE
    counted = verification.changed(
        wrong_checks=wrong_checks, status=LIFECYCLE[verification.status][event], date_updated=call.now
    )
    call.store.put(counted)
    if counted.status is not verification.status:
        report(call, counted)
    return show(call, counted, State.PENDING)


def _check_without_code(
    call: Call, verification: Verification, params: CreateVerificationCheck
) -> VerificationCheck:
    """Source: docs/verify/api/verification-check: a Silent Network Auth check has no Code.

    Guess: a check without a Code is not counted; one that lacks the right SnaClientToken is pending with 60510.
    """
    if verification.channel != "sna":
        raise TwilioError(
            INVALID_PARAMETER,
            name="Code",
            hint=f"Code is missing, and {verification.sid} is not of channel sna.",
        )
    proofs = [attempt.sna for attempt in verification.send_code_attempts if attempt.sna is not None]
    matched = [proof for proof in proofs if proof.outcome == SNA_MATCHED]
    if any(_brings_token(proof, params) for proof in matched):
        return show(call, end(call, verification, Event.RIGHT_CODE))
    checked = show(call, verification)
    if matched:
        mismatch = SnaResult(verification.send_code_attempts[-1].attempt_sid, SNA_ERROR)
        checked.sna_attempts_error_codes = (*(checked.sna_attempts_error_codes or ()), mismatch)
    return checked


def _brings_token(proof: SnaProof, params: CreateVerificationCheck) -> bool:
    token = params.sna_client_token or ""
    return proof.client_token is None or compare_digest(proof.client_token.encode(), token.encode())


def show(call: Call, verification: Verification, status: State | None = None) -> VerificationCheck:
    return new_check(
        sid=verification.sid,
        service_sid=verification.service_sid,
        account_sid=verification.account_sid,
        to=verification.to,
        channel=verification.channel,
        status=status or verification.status,
        valid=verification.valid,
        amount=verification.amount,
        payee=verification.payee,
        sna_attempts_error_codes=_sna_results(verification),
        date_created=verification.date_created,
        date_updated=call.now,
    )


def _sna_results(verification: Verification) -> tuple[SnaResult, ...] | None:
    if verification.channel != "sna":
        return None
    return tuple(
        SnaResult(attempt.attempt_sid, attempt.sna.outcome)
        for attempt in verification.send_code_attempts
        if attempt.sna is not None and attempt.sna.outcome != SNA_MATCHED
    )


def contend(call: Call, params: CreateVerificationCheck) -> Hashable:
    """The same name as the verification's own calls: its recipient, looked up if only the SID is given."""
    to = params.to
    if params.verification_sid is not None and isinstance(call.parent, Service):
        verification = call.store.get(Verification, params.verification_sid, call.parent.sid)
        to = None if verification is None else verification.to
    return (call.account_sid, rules.key_of(call.parent), to)


VERIFICATION_CHECKS = Collection(
    name="verification_checks",
    model=VerificationCheck,
    parent=SERVICES,
    path="/v2/Services/{service_sid}/VerificationCheck",
    operations=(
        creates(CreateVerificationCheck, by=check, status=200, contends=contend, subject=RECIPIENT_OF_CHECK),
    ),
)
