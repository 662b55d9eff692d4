"""What verifications do on Twilio, written down from its pages alone: nothing here is the emulator's."""

from dataclasses import dataclass, field

LIFE = 600
"""Seconds. twilio.com/docs/verify/api/rate-limits-and-timeouts."""

MOST_SENDS = 5
"""twilio.com/docs/api/errors/60203."""

MOST_CHECKS = 5
"""twilio.com/docs/api/errors/60202."""


@dataclass
class Expected:
    """An answer: its status and, of a refusal, Twilio's code."""

    status: int
    code: int | None = None


GONE = Expected(404, 20404)
TOO_MANY_CHECKS = Expected(429, 60202)
TOO_MANY_SENDS = Expected(429, 60203)
BAD_PARAMETER = Expected(400, 60200)


@dataclass
class Modelled:
    """One verification. `sid` and `code` are filled in from what the emulator made up."""

    to: str
    created: int
    updated: int
    channels: list[str]
    status: str = "pending"
    wrong_checks: int = 0
    sid: str = ""
    code: str = ""

    def status_at(self, now: int) -> str:
        timed_out = now >= self.created + LIFE and self.status in ("pending", "max_attempts_reached")
        return "expired" if timed_out else self.status


@dataclass
class Model:
    """Every verification so far; the clock is a number of seconds."""

    now: int = 0
    made: list[Modelled] = field(default_factory=list)

    def newest(self, to: str) -> Modelled | None:
        return next((one for one in reversed(self.made) if one.to == to), None)

    def pending(self, to: str) -> Modelled | None:
        newest = self.newest(to)
        return newest if newest is not None and newest.status_at(self.now) == "pending" else None

    def create(self, to: str, channel: str) -> tuple[Expected, Modelled | None]:
        newest = self.newest(to)
        status = "none" if newest is None else newest.status_at(self.now)
        if newest is not None and status == "max_attempts_reached":
            return TOO_MANY_CHECKS, newest
        if newest is not None and status == "pending":
            if len(newest.channels) == MOST_SENDS:
                return TOO_MANY_SENDS, newest
            newest.channels.append(channel)
            newest.updated = self.now
            return Expected(201), newest
        fresh = Modelled(to, self.now, self.now, [channel])
        self.made.append(fresh)
        return Expected(201), fresh

    def check(self, one: Modelled | None, *, right: bool) -> Expected:
        """One well-formed check of the verification that To or SID leads to."""
        status = "none" if one is None else one.status_at(self.now)
        if one is None or status not in ("pending", "max_attempts_reached"):
            return GONE
        if status == "max_attempts_reached":
            return TOO_MANY_CHECKS
        one.updated = self.now
        if right:
            one.status = "approved"
        else:
            one.wrong_checks += 1
            if one.wrong_checks == MOST_CHECKS:
                one.status = "max_attempts_reached"
        return Expected(200)

    def update(self, one: Modelled | None, status: str) -> Expected:
        if one is None or one.status_at(self.now) != "pending":
            return GONE
        one.status, one.updated = status, self.now
        return Expected(200)

    def fetch(self, one: Modelled | None) -> Expected:
        if one is None or one.status_at(self.now) not in ("pending", "canceled", "max_attempts_reached"):
            return GONE
        return Expected(200)
