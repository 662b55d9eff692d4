"""Verify Events: CloudEvents that tell a sink of every change of a verification's status.

Source: docs/verify/verification-stream (types and data), docs/events/webhook-quickstart. They are told where the
service has VerifyEventSubscriptionEnabled and the account setting event_sink names a URL.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from verify_emulator.account_settings import AccountSettings
from verify_emulator.clock import timestamp
from verify_emulator.outbox.posts import Post
from verify_emulator.resources.call import Call
from verify_emulator.resources.store import Session
from verify_emulator.verify.rules.lifecycle import State
from verify_emulator.verify.rules.phones import country_of
from verify_emulator.verify.services import Service

if TYPE_CHECKING:
    from verify_emulator.verify.verification import Verification

TYPE = "com.twilio.accountsecurity.verify.verification."
SCHEMA = "https://events-schemas.twilio.com/AccountSecurity.VerifyEventStreamEvent/1"


@dataclass(frozen=True, slots=True)
class Expiring:
    """A verification whose end somebody wants to hear of, should it come by itself."""

    account_sid: str
    service_sid: str
    verification_sid: str
    expires_at: datetime


def report(call: Call, verification: "Verification") -> None:
    """Tell the sink of the status that a verification has now, once the call has succeeded.

    Guess: max-attempts-reached is told after the last wrong check, and not for a sixth send, which changes nothing.
    """
    if call.account.event_sink is None:
        return
    post = post_of(call.store, call.account, verification, call.now)
    if post is None:
        return
    call.events.append(post)
    if verification.status is State.PENDING:
        call.events.append(
            Expiring(call.account_sid, verification.service_sid, verification.sid, verification.expires_at)
        )


def post_of(
    session: Session, account: AccountSettings, verification: "Verification", now: datetime
) -> Post | None:
    """The event as it goes to the sink; None if nobody wants it."""
    service = session.get(Service, verification.service_sid)
    if account.event_sink is None or service is None or not service.verify_event_subscription_enabled:
        return None
    state = verification.state(now)
    event = TYPE + state.replace("_", "-")
    return Post(
        account_sid=verification.account_sid,
        service_sid=verification.service_sid,
        webhook_sid="",
        event=event,
        url=account.event_sink,
        document=[_cloud_event(verification, service, state, event, now)],
        created_at=now,
    )


def _cloud_event(
    verification: "Verification", service: Service, state: State, event: str, now: datetime
) -> dict[str, Any]:
    moment = timestamp(now)
    seed = f"{verification.sid} {event} {moment} {verification.sends}"
    path = f"/v1/Accounts/{verification.account_sid}/Services/{service.sid}/Verifications/{verification.sid}"
    return {
        "specversion": "1.0",
        "type": event,
        "source": path,
        "id": sha256(seed.encode()).hexdigest(),
        "dataschema": SCHEMA,
        "datacontenttype": "application/json",
        "time": moment,
        "data": _data(verification, service, state),
    }


def _data(verification: "Verification", service: Service, state: State) -> dict[str, Any]:
    """Source: docs/verify/verification-stream: its samples name the end of the life in `expired_at` of every event.

    Guess: a time that has not come is null, and so is the code's length where the code was the application's.
    """
    reports = [attempt.reported or {} for attempt in verification.send_code_attempts]
    custom_code = any(reported.get("custom_code") for reported in reports)
    approved = state is State.APPROVED
    return {
        "account_sid": verification.account_sid,
        "service_sid": service.sid,
        "verification_sid": verification.sid,
        "friendly_name": service.friendly_name,
        "custom_code_enabled": custom_code,
        "custom_friendly_name": reports[-1].get("custom_friendly_name"),
        "created_at": timestamp(verification.date_created),
        "verified_at": timestamp(verification.date_updated) if approved else None,
        "to": verification.to,
        "verification_status": state.upper(),
        "country": country_of(verification.to) or None,
        "code_length": None if custom_code else len(verification.code),
        "send_code_attempts": _sends(verification),
        "check_attempts": _checks(verification, approved),
        "expired_at": timestamp(verification.expires_at),
    }


def _sends(verification: "Verification") -> dict[str, Any]:
    """What a send from before anybody wanted to be told does not say stays empty."""
    attempts = []
    for attempt in verification.send_code_attempts:
        reported = attempt.reported or {}
        attempts.append(
            {
                "time": timestamp(attempt.time),
                "channel": attempt.channel.upper(),
                "attempt_sid": attempt.attempt_sid,
                "locale": reported.get("locale"),
                "tags": reported.get("tags", {}),
            }
        )
    return {"count": len(attempts), "attempts": attempts}


def _checks(verification: "Verification", approved: bool) -> dict[str, Any]:
    """Source: docs/verify/verification-stream (SUCCESS or FAILURE; no list where nothing was checked).

    Guess: an approval by update is shown as a check as well.
    """
    attempts = [{"time": timestamp(moment), "status": "FAILURE"} for moment in verification.wrong_checks]
    if approved:
        attempts.append({"time": timestamp(verification.date_updated), "status": "SUCCESS"})
    return {"count": len(attempts), "attempts": attempts} if attempts else {"count": 0}
