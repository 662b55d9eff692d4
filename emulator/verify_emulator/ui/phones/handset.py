"""One recipient's phone: the messages on it, oldest first, and what is known of the newest code."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, takewhile

from verify_emulator.outbox.messages import Message, Wanted
from verify_emulator.resources.store import Session
from verify_emulator.ui.parts import Parts, lead, moved, now_of
from verify_emulator.verify.rules.lifecycle import State
from verify_emulator.verify.services import Service
from verify_emulator.verify.verification import Verification

PAGE = 50
MAIL_FROM = "verify@emulator.test"
LOST = ("undelivered", "failed")
NOT_DELIVERED = "Not delivered: the recipient never sees it."
ON_ITS_WAY = "On its way: the recipient does not see it yet."


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message as its recipient sees it. `pieces` is its text, cut where the code stands."""

    message: Message
    locale: str
    body: str
    pieces: list[tuple[str, bool]]
    sender: str
    sender_address: str

    @property
    def trouble(self) -> str:
        """Why the recipient does not see it; empty if it has arrived."""
        if self.message.arrived:
            return ""
        return NOT_DELIVERED if self.message.status in LOST else ON_ITS_WAY


@dataclass(frozen=True, slots=True)
class Spotlight:
    """The newest code and how long it lives. Without a state the verification has been forgotten.

    `ends_at` is by the clock that the page shows.
    """

    bubble: Bubble
    state: State | None
    ends_at: datetime | None
    lifetime_seconds: float
    seconds_left: float


@dataclass(frozen=True, slots=True)
class Messages:
    """Oldest first. There are `earlier` ones before the first."""

    bubbles: list[Bubble]
    earlier: bool


def read_messages(
    parts: Parts, account_sid: str | None, to: str, *, after: int = 0, before: int = 0
) -> Messages:
    """The newest messages to a recipient that came after one cursor and before the other, where these are given."""
    newest = parts.outbox.newest_first(Wanted(to=to, account_sid=account_sid))
    wanted: Iterator[Message] = (message for message in newest if not before or message.cursor < before)
    found = list(islice(takewhile(lambda message: message.cursor > after, wanted), PAGE + 1))
    return Messages([show(parts, message) for message in reversed(found[:PAGE])], len(found) > PAGE)


def show(parts: Parts, message: Message) -> Bubble:
    locale, body = message.compose()
    if message.channel == "whatsapp":  # which shows *bold* text bold, as it is here anyway
        body = body.replace(f"*{message.code}*", message.code)
    with parts.store.transaction(message.account_sid) as session:
        service = session.get(Service, message.service_sid)
    name = service.friendly_name if service else "Verify"
    address = (service.email__from if service else None) or MAIL_FROM
    if service is not None and service.email__from_name:
        name = service.email__from_name if message.channel == "email" else name
    return Bubble(message, locale, body, cut(body, message.code), name, address)


def cut(body: str, code: str) -> list[tuple[str, bool]]:
    """The text in pieces; those that are the code are marked."""
    if not code or code not in body:
        return [(body, False)]
    pieces: list[tuple[str, bool]] = []
    for part in body.split(code):
        pieces += [(part, False), (code, True)]
    return [piece for piece in pieces[:-1] if piece[0]]


def read_spotlight(parts: Parts, shown: str | None, message: Message) -> Spotlight:
    now = now_of(parts, message.account_sid)
    with parts.store.transaction(message.account_sid) as session:
        verification = _verification_of(session, message)
    bubble = show(parts, message)
    if verification is None:
        return Spotlight(bubble, None, None, 0, 0)
    ends = verification.expires_at
    return Spotlight(
        bubble,
        verification.state(now),
        moved(ends, lead(parts, shown, message.account_sid)),
        (ends - verification.date_created).total_seconds(),
        max(0.0, (ends - now).total_seconds()),
    )


def _verification_of(session: Session, message: Message) -> Verification | None:
    return session.get(Verification, message.verification_sid, message.service_sid)
