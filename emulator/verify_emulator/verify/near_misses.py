"""What is near where a verification or factor was sought in vain.

Looked for only then, within bounds, and in the one account that asks.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from verify_emulator.errors import cited
from verify_emulator.ids import is_sid, kind_of
from verify_emulator.resources.call import Call
from verify_emulator.resources.resource import Resource
from verify_emulator.verify.attempt import Attempt
from verify_emulator.verify.factor import Factor
from verify_emulator.verify.rules.lifecycle import State
from verify_emulator.verify.rules.moments import ago
from verify_emulator.verify.services import Service
from verify_emulator.verify.verification import Verification, tell_end

MOST_SERVICES = 200
MOST_VERIFICATIONS = 100
SHORTEST_NUMBER = 7
"""Digits that two numbers have in common at least, if they are the same but for the country code."""
LONGEST_CODE = 3


def explain_recipient(call: Call, service_sid: str, to: str) -> str:
    """Nothing is known of a recipient on that service."""
    forgotten = _forgotten(call, service_sid, call.store.read(Attempt, where=("to", to), backwards=True))
    if forgotten:
        return forgotten
    near = _on_other_service(call, service_sid, to) or _to_another(call, service_sid, to) or told_reset(call)
    return f"Nothing was sent to {cited(to)} under service {service_sid}. {near}".rstrip()


def explain_sid(call: Call, service_sid: str, sid: str) -> str:
    """No verification of that service has the SID, if it is one."""
    if not is_sid(sid):
        return (
            f"Service {service_sid} has no verification {cited(sid)}. A SID of one is VE and 32 hex digits."
        )
    if not is_sid(sid, Verification.PREFIX):
        return f"{sid} is the SID of {kind_of(sid)}, not of a Verification (VE…){_sent_by(call, service_sid, sid)}."
    sent = call.store.read(Attempt, where=("verification_sid", sid), backwards=True)
    forgotten = _forgotten(call, service_sid, sent)
    if forgotten:
        return forgotten
    for service in islice(call.store.read(Service, backwards=True), MOST_SERVICES):
        verification = call.store.get(Verification, sid, service.sid)
        if verification is not None:
            return f"Not service {service_sid}, but {service.sid} has it: {_told(verification, call.now)}"
    near = told_reset(call) or _newest(call, service_sid)
    return f"Service {service_sid} has no verification {cited(sid)}. {near}".rstrip()


def _sent_by(call: Call, service_sid: str, sid: str) -> str:
    """The verification of an attempt, if it is the SID of one."""
    attempt = call.store.get(Attempt, sid)
    if attempt is None:
        return ""
    of = "" if attempt.service_sid == service_sid else f" of service {attempt.service_sid}"
    return f": that one is {attempt.verification_sid}{of}"


def _forgotten(call: Call, service_sid: str, attempts: Iterable[Attempt]) -> str:
    """Twilio keeps attempts for longer than verifications, and so does the emulator."""
    for attempt in islice(attempts, MOST_VERIFICATIONS):
        if attempt.service_sid == service_sid:
            return (
                f"{attempt.verification_sid} was sent to {attempt.to} "
                f"{ago(attempt.created_at, call.now)}, but is "
                "forgotten since: verifications are kept for an hour after their end (option "
                "keep_verifications: "
                "the newest of a service)."
            )
    return ""


def _on_other_service(call: Call, service_sid: str, to: str) -> str:
    """A pending one goes before one that has ended."""
    ended = ""
    for service in islice(call.store.read(Service, backwards=True), MOST_SERVICES):
        found = call.store.find(Verification, "to", to, service.sid)
        if found is not None and service.sid != service_sid:
            told = f"On service {service.sid}: {_told(found, call.now)}"
            if found.state(call.now) is State.PENDING:
                return told
            ended = ended or told
    return ended


def _to_another(call: Call, service_sid: str, to: str) -> str:
    """The newest one to a recipient who may be meant, else the newest at all."""
    return _to_one_like(call, service_sid, to) or _newest(call, service_sid)


def _to_one_like(call: Call, service_sid: str, to: str) -> str:
    for other in islice(call.store.read(Verification, service_sid, backwards=True), MOST_VERIFICATIONS):
        if is_like(other.to, to):
            return f"Is {other.to} meant? {_told(other, call.now)}"
    return ""


def explain_form(call: Call, service_sid: str, to: str) -> str:
    """A To is no recipient: who may be meant, of those that something was sent to; empty if nobody."""
    if to.startswith(" "):  # a + that was not escaped
        return ""
    digits = "".join(character for character in to if character.isdigit())
    near = _to_one_like(call, service_sid, digits) if len(digits) >= SHORTEST_NUMBER else ""
    return f"{cited(to)} is not E.164. {near}" if near else ""


def _newest(call: Call, service_sid: str) -> str:
    newest = next(call.store.read(Verification, service_sid, backwards=True), None)
    return "" if newest is None else f"Newest there: {_told(newest, call.now)}"


def _told(verification: Verification, now: datetime) -> str:
    sent = f"sent {ago(verification.send_code_attempts[-1].time, now)}"
    if verification.state(now) is State.PENDING:
        return f"there is a pending verification for {verification.to}, {verification.sid} ({sent})."
    return f"{tell_end(verification, now)} (to {verification.to}, {sent})."


def is_like(one: str, other: str) -> bool:
    """Whether two recipients differ by the country code, by one digit, or by capitals."""
    if "@" in one or "@" in other:
        return one.lower() == other.lower()
    digits, others = one.lstrip("+"), other.lstrip("+")
    if len(digits) == len(others):
        return sum(a != b for a, b in zip(digits, others, strict=True)) <= 1
    same = max(SHORTEST_NUMBER, len(digits) - LONGEST_CODE, len(others) - LONGEST_CODE)
    return digits[-same:] == others[-same:]


def told_deleted(call: Call, model: type[Resource], name: str, parent: str | None = None) -> str:
    """When it stopped being there; empty if that is not remembered. See `Session.deleted`."""
    gone = call.store.deleted(model, name, parent)
    return "" if gone is None else f"It was deleted {ago(gone, call.now)}."


def told_reset(call: Call) -> str:
    """Why what was there before may be gone; empty if it is not that."""
    if call.reset_at is None:
        return ""
    return f"The account was reset {ago(call.reset_at, call.now)}, and lost all that it had."


def explain_factor(call: Call, owner: str, sid: str) -> str:
    """Somebody has no factor of that SID: who has it."""
    factor = call.store.seek(Factor, "sid", sid)
    if factor is None:
        why = told_deleted(call, Factor, sid) or told_reset(call)
        return f"{owner} has no factor {cited(sid)}. {why}".rstrip()
    if factor.is_stale(call.now):
        return f"{owner} has no factor {sid}: {explain_stale(factor, call.now)}"
    return f"{owner} has no factor {sid}: it is of entity {factor.identity} of service {factor.service_sid}."


def explain_challenged(call: Call, sid: str) -> str:
    """The factor of a challenge, which outlives it, is gone."""
    when = told_deleted(call, Factor, sid)
    return f"Factor {sid}, which was challenged, is there no longer. {when}".rstrip()


def explain_stale(factor: Factor, now: datetime) -> str:
    return f"it was made {ago(factor.date_created, now)} and never verified, and such a one is gone after 24 hours."
