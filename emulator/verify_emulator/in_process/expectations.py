"""What a test expects to have happened, with failures that say what happened instead."""

from collections.abc import Sequence
from datetime import datetime

from verify_emulator.in_process.inbox import describe, describe_channel, summary
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
