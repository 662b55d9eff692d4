"""Recipients that bring about a failure by themselves, in every account and without any set-up; one table.

Source: the zeros, and 0001, 0002, 0003, 0004, 0006 and 0009, are the recipients of Twilio's own test credentials
(twilio.com/docs/iam/test-credentials), which Verify does not take. Guess: nothing at Twilio is like the rest.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from verify_emulator.faults.scripted import CHECKS, SENDS, Scripted
from verify_emulator.ids import Ids
from verify_emulator.receipts import DELIVERY_ERRORS

DOMAIN = "@magic.test"
CHECKED = "check-"
"""Before a code in an e-mail address: the error is that of the check."""

_PHONE = re.compile(r"\+150055500([0-9])([0-9])")
_CODED_PHONE = re.compile(r"\+1500([67])([0-9]{5})[0-9]")
_CODED_EMAIL = re.compile(r"(check-)?([0-9]{5})(?:-.*)?")


@dataclass(frozen=True, slots=True)
class Magic:
    """One outcome. `digit` ends its phone numbers, `name` begins its e-mail addresses."""

    name: str
    digit: str
    effect: str
    outcome: Mapping[str, Any] = field(default_factory=dict)  # the fields of a Fault; empty: nothing happens
    has_email: bool = True

    @property
    def phone(self) -> str:
        """The first of its ten numbers."""
        return f"+1500555000{self.digit}"

    @property
    def email(self) -> str:
        return self.name + DOMAIN if self.has_email else ""


RECIPIENTS = (
    Magic("invalid", "1", "400 with 60200: no possible recipient", {"error": "INVALID_TO"}),
    Magic(
        "undeliverable",
        "2",
        "201; the message does not arrive: `undelivered`, 30008",
        {"delivery": {"status": "undelivered"}},
    ),
    Magic("geo-blocked", "3", "403 with 60605: geo permissions", {"error": "GEO_BLOCKED"}, False),
    Magic(
        "fraud-blocked",
        "4",
        "403 with 60410 for SMS: Fraud Guard",
        {"error": "FRAUD_BLOCKED", "channel": "sms"},
        False,
    ),
    Magic(
        "rate-limited",
        "5",
        "429 with 20429, and a Retry-After of 5 seconds",
        {"error": "TOO_MANY_REQUESTS", "retry_after": 5},
    ),
    Magic("ordinary", "6", "nothing special"),
    Magic("always-approve", "7", "any well-formed code is right", {"approves": True}),
    Magic(
        "late",
        "8",
        "201; the message arrives after 30 seconds on the emulator's clock",
        {"delivery": {"delay": 30}},
    ),
    Magic(
        "landline", "9", "403 with 60205 for SMS: a landline", {"error": "LANDLINE", "channel": "sms"}, False
    ),
    Magic("slow", "0", "201, but the answer takes 5 seconds", {"operation": SENDS, "delay": 5}),
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Recipients that say by themselves which error they bring about."""

    phone: str
    email: str
    effect: str


PATTERNS = (
    Pattern(
        "+15006CCCCCN",
        f"CCCCC{DOMAIN}",
        "the error CCCCC, when a code is to be sent; from 30001 on that of the message, which does not arrive",
    ),
    Pattern("+15007CCCCCN", f"{CHECKED}CCCCC{DOMAIN}", "the error CCCCC, when a code is checked"),
)


def may_be(recipient: str) -> bool:
    """Whether it is worth a closer look: all other recipients pay for no more than this."""
    return recipient.startswith("+1500") or recipient.endswith(DOMAIN)


def bring_about(recipient: str) -> tuple[Scripted, ...]:
    """The failure that a recipient brings about, if any."""
    return _bring_about(recipient) if may_be(recipient) else ()


@lru_cache(maxsize=1024)
def _bring_about(recipient: str) -> tuple[Scripted, ...]:
    name, outcome = _outcome_of_email(recipient) if "@" in recipient else _outcome_of_phone(recipient)
    if not outcome:
        return ()
    from verify_emulator.faults.fault import Fault  # only here and now it is needed

    fault = Fault.model_validate({"operation": SENDS if "error" in outcome else "*", **outcome})
    return (MagicFailure(f"magic:{name}", fault, Ids(0)),)


class MagicFailure(Scripted):
    """Happens to everybody who meets it."""

    @property
    def hint(self) -> str:
        return f"Magic recipient ({self.id.removeprefix('magic:')}); the option no_magic makes it an ordinary one."


def _outcome_of_phone(phone: str) -> tuple[str, Mapping[str, Any]]:
    if found := _PHONE.fullmatch(phone):
        magic = _by_digit()[found[2]]
        return magic.name, magic.outcome
    if found := _CODED_PHONE.fullmatch(phone):
        return _coded(found[2], is_checked=found[1] == "7")
    return "", {}


def _outcome_of_email(email: str) -> tuple[str, Mapping[str, Any]]:
    local = email.removesuffix(DOMAIN)
    for magic in RECIPIENTS:
        if magic.has_email and (local == magic.name or local.startswith(magic.name + "-")):
            return magic.name, magic.outcome
    found = _CODED_EMAIL.fullmatch(local)
    return ("", {}) if found is None else _coded(found[2], is_checked=found[1] is not None)


def _coded(code: str, *, is_checked: bool) -> tuple[str, Mapping[str, Any]]:
    if int(code) in DELIVERY_ERRORS and not is_checked:
        return code, {"delivery": {"status": "undelivered", "error_code": code}}
    if int(code) not in _codes():
        return "", {}
    return code, {"operation": CHECKS if is_checked else SENDS, "error": int(code)}


@cache
def _by_digit() -> dict[str, Magic]:
    return {magic.digit: magic for magic in RECIPIENTS}


@cache
def _codes() -> frozenset[int]:
    from verify_emulator.faults.catalogue import codes

    return frozenset(codes())


def table() -> list[dict[str, str]]:
    """What there is, as everybody shows it."""
    named = [
        {"name": magic.name, "phone": magic.phone, "email": magic.email, "effect": magic.effect}
        for magic in RECIPIENTS
    ]
    return named + [
        {"name": "", "phone": one.phone, "email": one.email, "effect": one.effect} for one in PATTERNS
    ]
