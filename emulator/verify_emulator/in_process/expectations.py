"""What a test expects to have happened, with failures that say what happened instead."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from verify_emulator.in_process.inbox import describe, describe_channel, summary
from verify_emulator.journal import Entry, Wanted
from verify_emulator.outbox.messages import Message
from verify_emulator.resources.store import Session
from verify_emulator.verify.verification import Verification


def assert_sent(
    messages: Sequence[Message], to: str, channel: str | None, times: int | None
) -> list[Message]:
    __tracebackhide__ = True
    found = [m for m in messages if m.to == to and channel in (None, m.channel)]
    if len(found) == times or (times is None and found):
        return found
    wanted = f"{'a' if times is None else times} {_noun(channel, times)} to {to}"
    got = f"{len(found)}: {describe(found)}" if found else f"none; {summary(messages)}"
    raise AssertionError(f"expected {wanted}, got {got}")


def assert_nothing_sent(messages: Sequence[Message], to: str | None, channel: str | None) -> None:
    __tracebackhide__ = True
    found = [m for m in messages if to in (None, m.to) and channel in (None, m.channel)]
    if found:
        raise AssertionError(
            f"expected no {_noun(channel, 1)} to {to or 'anybody'}, got {len(found)}: {describe(found)}"
        )


def assert_requested(entries: Sequence[Entry], wanted: Wanted, times: int | None) -> list[Entry]:
    __tracebackhide__ = True
    found = list(filter(wanted.matches, entries))
    if len(found) == times or (times is None and found):
        return found
    count = "a request" if times is None else f"{times} request{'' if times == 1 else 's'}"
    got = f"{len(found)}:\n{_listed(found)}" if found else f"none; {_instead(wanted, entries)}"
    raise AssertionError(f"expected {count} {_conditions(wanted)}".rstrip() + f", got {got}")


def _conditions(wanted: Wanted) -> str:
    named = (
        (f.name, getattr(wanted, f.name)) for f in fields(wanted) if f.name not in ("account_sid", "after")
    )
    return " ".join(f"{name}={value}" for name, value in named if value is not None)


def _instead(wanted: Wanted, entries: Sequence[Entry]) -> str:
    """The requests that have most of what was wanted."""
    if not entries:
        return "nothing was requested"
    names = [f.name for f in fields(wanted) if getattr(wanted, f.name)]
    alone = [Wanted(**{name: getattr(wanted, name)}) for name in names]
    scores = [sum(condition.matches(entry) for condition in alone) for entry in entries]
    best = [entry for entry, score in zip(entries, scores, strict=True) if score == max(scores)]
    return f"of {len(entries)} so far, nearest:\n{_listed(best)}"


def _listed(entries: Sequence[Entry]) -> str:
    """The last ten of them."""
    return "\n".join(str(entry) for entry in entries[-10:])


def _noun(channel: str | None, count: int | None) -> str:
    noun = "message" if channel is None else describe_channel(channel)
    if count in (None, 1) or noun == "SMS":
        return noun
    return noun + "s"


def fault_of_status(session: Session, service_sid: str, to: str, status: str, now: datetime) -> str:
    """What is wrong with the newest verification of a recipient; empty if it is as expected."""
    verification = session.find(Verification, "to", to, service_sid)
    if verification is None:
        return f"expected the verification of {to} to be {status}, but {service_sid} has none"
    found = verification.state(now).value
    if found == status:
        return ""
    return f"expected the verification of {to} to be {status}, but it is {found}: {_history(verification)}"


def _history(verification: Verification) -> str:
    wrong, sends = len(verification.wrong_checks), verification.sends
    return (
        f"{verification.sid}, started {verification.date_created:%H:%M:%S}, "
        f"{sends} {'send' if sends == 1 else 'sends'}, {wrong} wrong {'code' if wrong == 1 else 'codes'}, "
        f"good until {verification.expires_at:%H:%M:%S}"
    )
