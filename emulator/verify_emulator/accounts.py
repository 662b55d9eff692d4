"""The tenants: who may enter with which credentials, and each account's clock and capabilities."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hmac import compare_digest
from types import MappingProxyType
from typing import Any

from verify_emulator.account_settings import AccountSettings
from verify_emulator.clock import Clock
from verify_emulator.errors import AUTHENTICATE, INVALID_USERNAME, TwilioError
from verify_emulator.ids import ZEROS, is_sid

WELL_KNOWN_ACCOUNT = "AC" + ZEROS
WELL_KNOWN_TOKEN = ZEROS
WELL_KNOWN_KEY = "SK" + ZEROS


@dataclass(frozen=True, slots=True)
class Listed:
    """What is laid down for an account: its token, its API keys (SID to secret), what it may do at first."""

    token: str | None = field(default=None, repr=False)
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    settings: AccountSettings | None = None


NOT_LISTED = Listed()
_NOT_THE_SECRET = "This is not the secret that the config file gives API key {}."


class Account:
    """One tenant. Its token is the one it is listed with, else the first one that it was used with."""

    def __init__(self, sid: str, token: str | None, clock: Clock, settings: AccountSettings) -> None:
        self.sid = sid
        self.token = token
        self.clock = Clock(follows=clock)
        self.settings = settings
        self.reset_at: datetime | None = None
        """When all that it had before was forgotten, if that was asked for."""


class Accounts:
    """All tenants, made when first seen; the longest idle one is forgotten when there are too many."""

    def __init__(
        self,
        clock: Clock,
        *,
        defaults: AccountSettings,
        strict: bool = False,
        keep: int = 1_000,
        forget: Callable[[str], None] = lambda sid: None,
        listed: Mapping[str, Listed] = MappingProxyType({}),
    ) -> None:
        self._clock = clock
        self._defaults = defaults
        self._strict = strict
        self._keep = keep
        self._forget = forget
        self._accounts: OrderedDict[str, Account] = OrderedDict()
        self._resets: OrderedDict[str, datetime] = OrderedDict()
        self._listed = {WELL_KNOWN_ACCOUNT: Listed(), **listed}
        self._keys = {WELL_KNOWN_KEY: (ZEROS, WELL_KNOWN_ACCOUNT)}
        for sid, account in listed.items():
            self._keys.update((key, (secret, sid)) for key, secret in account.keys.items())

    def authenticate(self, username: str, password: str) -> Account:
        """The account that the credentials open. Raises the 401s of Twilio (20003)."""
        if username in self._keys:
            return self._by_key(username, password)
        if username not in self._accounts and not is_sid(username, "AC"):
            raise self._unknown(username)
        if self._strict and username not in self._listed:
            raise TwilioError(
                INVALID_USERNAME,
                hint="--strict-auth lets only the well-known account and those of the config file "
                f"in; {username} is neither.",
            )
        if not password:
            raise TwilioError(
                AUTHENTICATE,
                hint="The password is empty: send the account's auth token. Any will do for an "
                "account that is new.",
            )
        account = self.get(username)
        if account.token is None and not self._strict:
            account.token = password
        elif account.token is None or not compare_digest(account.token.encode(), password.encode()):
            raise TwilioError(AUTHENTICATE, hint=self._why_not(account))
        return account

    def _by_key(self, key: str, password: str) -> Account:
        secret, sid = self._keys[key]
        if not compare_digest(secret.encode(), password.encode()):
            known = key == WELL_KNOWN_KEY
            hint = (
                "The secret of the well-known API key is 32 zeros." if known else _NOT_THE_SECRET.format(key)
            )
            raise TwilioError(AUTHENTICATE, hint=hint)
        return self.get(sid)

    def _why_not(self, account: Account) -> str:
        """Why a token is refused."""
        if account.token is None:
            return (
                "The config file lists this account without a token; --strict-auth lets only its API keys in."
            )
        if account.sid == WELL_KNOWN_ACCOUNT:
            return "The token of the well-known account is 32 zeros."
        if self._listed.get(account.sid, NOT_LISTED).token is not None:
            return "Another token than the one that the config file gives this account."
        return (
            "Another token than the one this account was first used with; POST /_emulator/reset forgets it."
        )

    @staticmethod
    def _unknown(username: str) -> TwilioError:
        if is_sid(username, "SK"):
            return TwilioError(
                AUTHENTICATE,
                hint=f"API key {username} is not known: use {WELL_KNOWN_KEY} (secret: 32 zeros), or "
                "list it in the config file.",
            )
        return TwilioError(
            INVALID_USERNAME,
            # Not repeated: what is in its place may well be the password.
            hint="The user name is an Account SID or API key SID (AC or SK and 32 hex digits), and this one is "
            "neither. Has it changed places with the password?",
        )

    def get(self, sid: str) -> Account:
        """The account of that SID, made if it is new."""
        account = self._accounts.get(sid)
        if account is None:
            listed = self._listed.get(sid, NOT_LISTED)
            token = WELL_KNOWN_TOKEN if sid == WELL_KNOWN_ACCOUNT else listed.token
            settings = listed.settings or self._defaults
            account = self._accounts[sid] = Account(sid, token, self._clock, settings)
            account.reset_at = self._resets.get(sid)
            if len(self._accounts) > self._keep:
                self._forget(self._accounts.popitem(last=False)[0])
        else:
            self._accounts.move_to_end(sid)
        return account

    def owner(self, username: str) -> str:
        """The account whose SID, or the SID of whose API key, that is; empty if it is neither."""
        if username in self._keys:
            return self._keys[username][1]
        return username if is_sid(username, "AC") else ""

    def known(self, sid: str) -> Account | None:
        """The account of that SID, if it has been seen before."""
        return self._accounts.get(sid)

    def all(self) -> list[str]:
        """The SIDs of all accounts that have been seen, the longest idle one first."""
        return list(self._accounts)

    def reset(self, sid: str | None = None) -> None:
        """Forget one account's token, clock and settings, or everybody's; what is listed is there again."""
        now = self._clock.now()
        for known in (sid,) if sid is not None else self._accounts:
            if known in self._accounts:
                self._resets[known] = now
                self._resets.move_to_end(known)
        while len(self._resets) > self._keep:
            self._resets.popitem(last=False)
        self._drop(self._accounts, sid)

    @staticmethod
    def _drop(found: OrderedDict[str, Any], sid: str | None) -> None:
        if sid is None:
            found.clear()
        else:
            found.pop(sid, None)

    def seen(self) -> tuple[Account, ...]:
        """Those that there are, the longest idle first."""
        return tuple(self._accounts.values())

    def make(self, sid: str, token: str | None, settings: AccountSettings) -> Account:
        """An account that was one of another emulator's, or of an earlier time. What is listed decides who enters."""
        listed = WELL_KNOWN_TOKEN if sid == WELL_KNOWN_ACCOUNT else self._listed.get(sid, NOT_LISTED).token
        return Account(sid, token if listed is None else listed, self._clock, settings)

    def replace(self, accounts: Iterable[Account], sid: str | None = None) -> None:
        """Put these in the place of all accounts, or of the one that is named."""
        self._drop(self._accounts, sid)
        self._drop(self._resets, sid)
        self._accounts.update((account.sid, account) for account in accounts)
        while len(self._accounts) > self._keep:
            self._forget(self._accounts.popitem(last=False)[0])
