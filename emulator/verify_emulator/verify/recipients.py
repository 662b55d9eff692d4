"""To whom a call about a verification is, and on which channel, before it is looked at by any rule."""

from collections.abc import Mapping

from verify_emulator.resources.collection import Subject
from verify_emulator.resources.store import Session
from verify_emulator.verify.verification import Verification

Found = tuple[str, str]


def _in_form(session: Session, path: tuple[str, ...], form: Mapping[str, str]) -> Found:
    return form.get("To", ""), form.get("Channel", "")


def _of_check(session: Session, path: tuple[str, ...], form: Mapping[str, str]) -> Found:
    return _of(session, path[0], form.get("VerificationSid") or form.get("To", ""))


def _of_item(session: Session, path: tuple[str, ...], form: Mapping[str, str]) -> Found:
    return _of(session, path[0], path[1])


def _of(session: Session, service_sid: str, key: str) -> Found:
    """A verification is named by its SID or its recipient."""
    found = session.get(Verification, key, service_sid) or session.find(Verification, "to", key, service_sid)
    return (key, "") if found is None else (found.to, found.channel)


RECIPIENT_OF_START = Subject("To", _in_form)
RECIPIENT_OF_CHECK = Subject("To", _of_check)
RECIPIENT_OF_ITEM = Subject("", _of_item)
