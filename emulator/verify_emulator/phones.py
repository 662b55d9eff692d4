"""Phones with a push factor that the emulator holds in its own hand, so that a person can press Approve or Deny."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from starlette.types import ASGIApp

from verify_emulator.accounts import Accounts
from verify_emulator.loopback import encode, exchange
from verify_emulator.resources.store import Store
from verify_emulator.verify import access_tokens
from verify_emulator.verify.access_tokens import AccessToken
from verify_emulator.verify.challenge import Challenge
from verify_emulator.verify.factor import Factor
from verify_emulator.verify.rules.factor_states import ChallengeStatus
from verify_emulator.virtual_phone import VirtualPhone
from verify_emulator.virtual_phone.connection import Registration

MOST_PHONES = 1_000
MOST_CHALLENGES = 50
"""Pending challenges shown of one phone, the newest."""
BASE_URL = "http://verify-emulator.localhost"


@dataclass(frozen=True, slots=True)
class Phone:
    """One phone, and for whom it has a factor."""

    factor_sid: str
    account_sid: str
    service_sid: str
    identity: str
    friendly_name: str
    device: VirtualPhone


@dataclass(frozen=True, slots=True)
class Kept:
    """A phone as it is kept with the rest of an emulator's state, its private key included."""

    friendly_name: str
    clock_correction: int
    registration: Registration


class Phones:
    """Phones by the SID of their factor. They ask the emulator as any phone does, and sign with keys of their own."""

    def __init__(self, app: ASGIApp, accounts: Accounts, store: Store) -> None:
        self._app = app
        self._accounts = accounts
        self._store = store
        self._phones: dict[str, Phone] = {}
        self._loop: asyncio.AbstractEventLoop | None = None  # where the emulator answers

    async def register(self, access_token: str, friendly_name: str = "") -> Phone:
        """A new phone, with a factor that is verified. Raises ValueError for what is no token of an account here.

        Raises PhoneError if the emulator refuses the phone.
        """
        if len(self._phones) >= MOST_PHONES:
            raise ValueError(f"there are {MOST_PHONES} phones already")
        token = self._read(access_token)
        self._loop = asyncio.get_running_loop()
        device = VirtualPhone(BASE_URL, self._send)
        name = friendly_name or token.factor_friendly_name or "Virtual phone"

        def enrol() -> None:
            device.register(
                access_token,
                service_sid=token.service_sid,
                identity=token.entity_identity,
                friendly_name=name,
            )
            device.verify()

        await asyncio.to_thread(enrol)
        assert device.factor_sid is not None
        phone = Phone(
            device.factor_sid, token.account_sid, token.service_sid, token.entity_identity, name, device
        )
        self._phones[phone.factor_sid] = phone
        return phone

    def _read(self, access_token: str) -> AccessToken:
        try:
            account_sid, sid = access_tokens.read(access_token.strip())
        except ValueError:
            raise ValueError("this is no access token") from None
        token = None
        if self._accounts.known(account_sid) is not None:
            with self._store.transaction(account_sid) as session:
                token = session.seek(AccessToken, "sid", sid)
        if token is None:
            raise ValueError("no account here has this access token (any more)")
        return token

    def _send(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, Mapping[str, str], bytes]:
        assert self._loop is not None
        sent = encode(method, url, data=body, headers=headers)
        reply = asyncio.run_coroutine_threadsafe(exchange(self._app, sent), self._loop).result()
        shown = {name.decode(): value.decode("latin-1") for name, value in reply.headers}
        return reply.status, shown, reply.body

    def read(self, account_sid: str | None = None) -> list[tuple[Phone, list[Challenge]]]:
        """The phones of one account, or all, each with its pending challenges, the newest first."""
        found: list[tuple[Phone, list[Challenge]]] = []
        for phone in list(self._phones.values()):
            if account_sid not in (None, phone.account_sid):
                continue
            account = self._accounts.known(phone.account_sid)
            pending = None if account is None else self._pending(phone, account.clock.now())
            if pending is None:  # its factor, or all its account had, is gone
                del self._phones[phone.factor_sid]
            else:
                found.append((phone, pending))
        return found

    def _pending(self, phone: Phone, now: datetime) -> list[Challenge] | None:
        with self._store.transaction(phone.account_sid) as session:
            factor = session.seek(Factor, "sid", phone.factor_sid)
            if factor is None:
                return None
            newest = session.read(Challenge, factor.entity_sid, backwards=True)
            return list(islice((each for each in newest if _is_pending(each, phone, now)), MOST_CHALLENGES))

    async def answer(self, factor_sid: str, challenge_sid: str, status: str) -> dict[str, Any]:
        """Press Approve (`approved`) or Deny (`denied`). Raises KeyError and PhoneError."""
        self._loop = asyncio.get_running_loop()
        device = self._phones[factor_sid].device
        press = device.approve if status == "approved" else device.deny
        return await asyncio.to_thread(press, challenge_sid)

    async def remove(self, factor_sid: str) -> None:
        """Delete the factor and put the phone away. Raises KeyError."""
        self._loop = asyncio.get_running_loop()
        await asyncio.to_thread(self._phones[factor_sid].device.delete)
        self._phones.pop(factor_sid, None)

    def reset(self, account_sid: str | None = None) -> None:
        """Put away the phones of one account, or all."""
        for phone in list(self._phones.values()):
            if account_sid in (None, phone.account_sid):
                del self._phones[phone.factor_sid]

    def kept(self, account_sid: str) -> tuple[Kept, ...]:
        """The phones of one account, to be restored."""
        return tuple(_kept(each) for each in self._phones.values() if each.account_sid == account_sid)

    def mark(self) -> object:
        """Compares equal to an earlier mark if there are the same phones."""
        return tuple(self._phones)

    def restore(self, kept: Iterable[Kept], account_sid: str | None = None) -> None:
        """Have these in the place of all phones, or those of one account."""
        self.reset(account_sid)
        for each in islice(kept, MOST_PHONES - len(self._phones)):
            phone = self._phone(each)
            self._phones[phone.factor_sid] = phone

    def _phone(self, kept: Kept) -> Phone:
        own = kept.registration
        state = {
            "base_url": BASE_URL,
            "clock_correction": kept.clock_correction,
            "registration": asdict(own),
        }
        device = VirtualPhone.from_dict(state, self._send)
        names = (own.factor_sid, own.account_sid, own.service_sid, own.identity, kept.friendly_name)
        return Phone(*names, device)


def _kept(phone: Phone) -> Kept:
    state = phone.device.to_dict()
    return Kept(phone.friendly_name, state["clock_correction"], Registration(**state["registration"]))


def _is_pending(challenge: Challenge, phone: Phone, now: datetime) -> bool:
    return challenge.factor_sid == phone.factor_sid and challenge.at(now).status is ChallengeStatus.PENDING
