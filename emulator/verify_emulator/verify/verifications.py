"""Verifications: a code sent to a recipient, sent again, fetched, approved or canceled.

Source: twilio.com/docs/verify/api/verification.
"""

from collections.abc import Hashable
from datetime import timedelta
from typing import Any, Literal

from verify_emulator.errors import (
    CONCURRENT_SENDS,
    MAX_SENDS,
    NOT_FOUND,
    TOO_MANY_REQUESTS,
    TwilioError,
)
from verify_emulator.ids import is_sid
from verify_emulator.resources import rules
from verify_emulator.resources.call import Call
from verify_emulator.resources.collection import Collection, creates, fetches, updates
from verify_emulator.resources.params import Params
from verify_emulator.verify.quotas import count_or_refuse
from verify_emulator.verify.recipients import RECIPIENT_OF_ITEM, RECIPIENT_OF_START
from verify_emulator.verify.rules.dialects import CHANNEL_ALIASES, REFUSES_CONCURRENT_SENDS
from verify_emulator.verify.rules.gates import pass_gates
from verify_emulator.verify.rules.lifecycle import LIFECYCLE, Event, Outcome, State, Verb
from verify_emulator.verify.rules.phones import Carrier, carrier_of, is_email
from verify_emulator.verify.rules.sending import Sending
from verify_emulator.verify.rules.structured import read_map
from verify_emulator.verify.rules.windows import STATUS_LIMITS
from verify_emulator.verify.send_code_attempts import Passcode, deliver, sna_url
from verify_emulator.verify.services import SERVICES, Service
from verify_emulator.verify.templates import VerificationTemplate
from verify_emulator.verify.verification import (
    REMEMBERED,
    Verification,
    end,
    new_verification,
    permit,
    tell_end,
)
from verify_emulator.verify.verification_events import report

MAX_SENDS_WHILE_OPEN = 5
MAX_CHECKS_EACH = 5
NO_LOOKUP: dict[str, Carrier | None] = {"carrier": None}


class CreateVerification(Params):
    """Source: twilio-oai, SDK 9.13.0 (`Templates`). All but To and Channel are checked by the gates, in their order.

    CustomMessage and SendDigits are accepted and change nothing: the first is retired, the second dials.
    """

    to: str
    channel: str
    custom_friendly_name: str | None = None
    custom_message: str | None = None
    send_digits: str | None = None
    locale: str | None = None
    custom_code: str | None = None
    amount: str | None = None
    payee: str | None = None
    rate_limits: str | None = None
    channel_configuration: str | None = None
    app_hash: str | None = None
    template_sid: str | None = None
    template_custom_substitutions: str | None = None
    templates: str | None = None
    device_ip: str | None = None
    enable_sna_client_token: str | None = None
    risk_check: str | None = None
    tags: str | None = None


class UpdateVerification(Params):
    status: Literal["canceled", "approved"]


def find(call: Call, model: type[Verification], key: str) -> Verification | None:
    """By SID, or the pending one by its To value. Source: the API reference's samples of update by phone number."""
    service_sid = rules.key_of(call.parent)
    verification = call.store.get(Verification, key, service_sid)
    if verification is not None:
        return verification
    newest = call.store.find(Verification, "to", key, service_sid)
    if newest is None:
        if is_sid(key) or is_email(key) or key.startswith("+"):
            raise TwilioError(NOT_FOUND, hint=_explain_absence(call, service_sid, key))
        return None
    if newest.state(call.now) is not State.PENDING:
        raise TwilioError(NOT_FOUND, hint=f"By To only a pending one is found; {tell_end(newest, call.now)}.")
    return newest


def _explain_absence(call: Call, service_sid: str, key: str) -> str:
    from verify_emulator.verify.near_misses import (  # not needed while all goes well
        explain_recipient,
        explain_sid,
    )

    explain = explain_sid if is_sid(key) else explain_recipient
    return explain(call, service_sid, key)


def contend_on_to(call: Call, *arguments: Any) -> Hashable:
    """Whatever changes a verification contends on its service and recipient."""
    subject = arguments[0]
    return (call.account_sid, rules.key_of(call.parent), subject.to)


def start(call: Call, params: CreateVerification) -> Verification:
    """Send a code: a new one, or again the one of the open verification.

    Source: docs/verify/api/rate-limits-and-timeouts (same code), live 2024 and 2026-03 (same SID, also on another
    channel), twilio.com/docs/api/errors/60203 (five sends). Guess: a resend does not extend the life; a refused
    request uses up no send.
    """
    assert isinstance(call.parent, Service)
    service, settings = call.parent, call.settings
    channel = CHANNEL_ALIASES[settings.dialect].get(params.channel, params.channel)
    sending = Sending(
        params,
        service,
        call.account,
        settings.strict,
        channel,
        lambda sid: call.store.get(VerificationTemplate, sid),
        lambda number: _is_on_safe_list(call, number),
    )
    pass_gates(sending)
    if call.overlaps and REFUSES_CONCURRENT_SENDS[settings.dialect]:
        raise TwilioError(
            CONCURRENT_SENDS, hint=f"Another request to send to {params.to} is in flight at this moment."
        )
    open_one = _open_verification(call, service, params.to)
    if params.rate_limits is not None:
        from verify_emulator.verify.buckets import spend  # like the Safe List, only few programs need it

        spend(call, service.sid, read_map(params.rate_limits) or {})
    verification = _begin(call, sending) if open_one is None else _send_again(call, sending, open_one)
    call.store.sweep(Verification, service.sid, call.now)
    call.store.put(verification)
    report(call, verification)
    return verification


def _is_on_safe_list(call: Call, number: str) -> bool:
    from verify_emulator.verify.safe_list import is_listed

    return is_listed(call, number)


def _open_verification(call: Call, service: Service, to: str) -> Verification | None:
    newest = call.store.find(Verification, "to", to, service.sid)
    if newest is None or permit(newest, Verb.CREATE, call.now) is Outcome.FRESH:
        return None
    if newest.sends >= MAX_SENDS_WHILE_OPEN:
        raise TwilioError(
            MAX_SENDS,
            hint=f"{newest.sid} was sent {newest.sends} times; approving or canceling it, or its end at "
            f"{newest.expires_at:%H:%M:%S} UTC on the account's clock, lifts the limit.",
        )
    return newest


def _begin(call: Call, sending: Sending) -> Verification:
    service, params = sending.service, sending.params
    sid = call.ids.sid(Verification.PREFIX)
    code = params.custom_code or call.settings.pinned_code(params.to) or call.ids.code(service.code_length)
    expires_at = call.now + timedelta(seconds=service.lifetime_seconds)
    attempts = deliver(call, sending, Passcode(sid, code, expires_at))
    begun = new_verification(
        sid=sid,
        service_sid=service.sid,
        account_sid=call.account_sid,
        to=params.to,
        channel=attempts[-1].channel,
        status=LIFECYCLE[State.PENDING][Event.SEND],
        date_created=call.now,
        date_updated=call.now,
        lookup={"carrier": carrier_of(params.to)} if _looks_up(sending) else NO_LOOKUP,
        send_code_attempts=attempts,
        sna=sna_url(call, sid, service.sid, attempts),
        code=code,
        max_checks=1 if service.do_force_check_once else MAX_CHECKS_EACH,
        expires_at=expires_at,
        forget_at=expires_at + REMEMBERED,
    )
    if service.psd2_enabled:
        begun.amount, begun.payee = params.amount, params.payee  # not stored yet
    return begun


def _looks_up(sending: Sending) -> bool:
    return sending.channel == "sna" or (sending.service.lookup_enabled and sending.channel != "email")


def _send_again(call: Call, sending: Sending, verification: Verification) -> Verification:
    """Guess: a CustomCode given on a resend is the code from then on."""
    code = sending.params.custom_code or verification.code
    attempts = deliver(call, sending, Passcode(verification.sid, code, verification.expires_at))
    return verification.changed(
        status=LIFECYCLE[verification.status][Event.SEND],
        channel=attempts[-1].channel,
        date_updated=call.now,
        send_code_attempts=verification.send_code_attempts + attempts,
        sna=sna_url(call, verification.sid, verification.service_sid, attempts),
        code=code,
        sends=verification.sends + 1,
    )


def fetch(call: Call, verification: Verification, params: Params) -> Verification:
    """Source: docs/verify/api/rate-limits-and-timeouts, Status Check Rate Limits."""
    permit(verification, Verb.FETCH, call.now)
    if not call.account.rate_limits:
        return verification
    windows = count_or_refuse(call, verification.windows, STATUS_LIMITS, TOO_MANY_REQUESTS)
    counted = verification.changed(windows=windows)
    call.store.put(counted)
    return counted


def update(call: Call, verification: Verification, params: UpdateVerification) -> Verification:
    """Approve or cancel by hand. Source: docs/verify/api/customization-options (feedback for custom codes)."""
    permit(verification, Verb.UPDATE, call.now)
    event = Event.APPROVE if params.status == "approved" else Event.CANCEL
    return end(call, verification, event)


VERIFICATIONS = Collection(
    name="verifications",
    model=Verification,
    parent=SERVICES,
    path="/v2/Services/{service_sid}/Verifications",
    find=find,
    operations=(
        creates(
            CreateVerification,
            by=start,
            contends=contend_on_to,
            exclusive="To",
            subject=RECIPIENT_OF_START,
        ),
        fetches(by=fetch, contends=contend_on_to, subject=RECIPIENT_OF_ITEM),  # it counts
        updates(UpdateVerification, by=update, contends=contend_on_to, subject=RECIPIENT_OF_ITEM),
    ),
)
