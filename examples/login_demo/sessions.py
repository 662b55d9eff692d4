"""Who is who, and what each browser is in the middle of. Kept until the program ends."""

from dataclasses import dataclass, field
from secrets import token_urlsafe
from uuid import uuid4

COOKIE = "session"


@dataclass
class Person:
    """Somebody with an account. Twilio gets to see the identity only, which tells nothing."""

    name: str
    phone: str
    identity: str = field(default_factory=lambda: str(uuid4()))


@dataclass
class Asked:
    """A login that a phone was asked to approve, and the number that both the phone and the page show."""

    challenge_sid: str
    number: str


@dataclass
class Session:
    """One browser. It is logged in when there is a `person`; all else is on the way there, or to another factor."""

    person: Person | None = None
    code_went_to: str | None = None
    new_name: str | None = None  # of somebody who makes an account
    halfway: Person | None = None  # has proven the phone number; a second factor is due
    asked: Asked | None = None
    totp: dict[str, str] | None = None  # sid, uri and secret of a factor that is not verified yet
    access_token: str | None = None
    phones_before: int = 0
    passkey_sid: str | None = None  # the factor or challenge that the browser was given
    notice: str = ""  # for the next page
    refusal: str = ""  # likewise, with what was typed
    typed: dict[str, str] = field(default_factory=dict)


@dataclass
class People:
    """Everybody who has an account, by phone number and by identity."""

    by_phone: dict[str, Person] = field(default_factory=dict)
    by_identity: dict[str, Person] = field(default_factory=dict)

    def add(self, person: Person) -> None:
        self.by_phone[person.phone] = self.by_identity[person.identity] = person


@dataclass
class Sessions:
    """Sessions by the value of their cookie."""

    kept: dict[str, Session] = field(default_factory=dict)

    def find(self, cookies: dict[str, str]) -> Session | None:
        return self.kept.get(cookies.get(COOKIE, ""))

    def replace(self, cookies: dict[str, str], session: Session) -> str:
        """A fresh value for the cookie; the one before is worthless from now on."""
        self.end(cookies)
        token = token_urlsafe()
        self.kept[token] = session
        return token

    def end(self, cookies: dict[str, str]) -> None:
        self.kept.pop(cookies.get(COOKIE, ""), None)
