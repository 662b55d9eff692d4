"""Who is who: the people who have a passkey, and what each browser is in the middle of. Kept until the program ends."""

from dataclasses import dataclass, field
from secrets import token_urlsafe

COOKIE = "session"


@dataclass
class Session:
    """One browser. What it was asked last is kept here, so that nobody can answer what another browser was asked."""

    identity: str | None = None  # of the person who is signed in
    registering: tuple[str, str, str] | None = None  # factor SID, identity, name
    challenge_sid: str | None = None


@dataclass
class People:
    """Names by identity. Twilio gets to see the identity only: it must not tell who somebody is."""

    names: dict[str, str] = field(default_factory=dict)

    def identity_of(self, name: str) -> str | None:
        for identity, other in self.names.items():
            if other.casefold() == name.casefold():
                return identity
        return None


@dataclass
class Sessions:
    """Sessions by the value of their cookie."""

    kept: dict[str, Session] = field(default_factory=dict)

    def find(self, cookies: dict[str, str]) -> Session:
        return self.kept.get(cookies.get(COOKIE, ""), Session())

    def keep(self, session: Session, cookies: dict[str, str]) -> str:
        """A fresh value for the cookie; the one before is worthless from now on."""
        self.kept.pop(cookies.get(COOKIE, ""), None)
        token = token_urlsafe()
        self.kept[token] = session
        return token

    def end(self, cookies: dict[str, str]) -> None:
        self.kept.pop(cookies.get(COOKIE, ""), None)
