"""The tenants: who may enter with which credentials, and each account's clock and capabilities."""

from collections import OrderedDict
from collections.abc import Callable
from hmac import compare_digest

from verify_emulator.clock import Clock
from verify_emulator.errors import AUTHENTICATE, INVALID_USERNAME, TwilioError
from verify_emulator.ids import ZEROS, is_sid
from verify_emulator.settings import AccountSettings

WELL_KNOWN_ACCOUNT = "AC" + ZEROS
WELL_KNOWN_TOKEN = ZEROS
WELL_KNOWN_KEY = "SK" + ZEROS


class Account:
    """One tenant. Its token is the first one that it was used with."""

    def __init__(self, sid: str, token: str | None, clock: Clock, settings: AccountSettings) -> None:
        self.sid = sid
        self.token = token
        self.clock = Clock(follows=clock)
        self.settings = settings


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
    ) -> None:
        self._clock = clock
        self._defaults = defaults
        self._strict = strict
        self._keep = keep
        self._forget = forget
        self._accounts: OrderedDict[str, Account] = OrderedDict()
        self._keys = {WELL_KNOWN_KEY: (ZEROS, WELL_KNOWN_ACCOUNT)}

    def authenticate(self, username: str, password: str) -> Account:
        """The account that the credentials open. Raises the 401s of Twilio (20003)."""
        if username in self._keys:
            secret, sid = self._keys[username]
            if not compare_digest(secret.encode(), password.encode()):
                raise TwilioError(AUTHENTICATE, hint=f"This is not the secret of API key {username}.")
            return self.get(sid)
        if username not in self._accounts and not is_sid(username, "AC"):
            raise self._unknown(username)
        if self._strict and username != WELL_KNOWN_ACCOUNT:
            raise TwilioError(INVALID_USERNAME, hint="--strict-auth lets only listed accounts in.")
        if not password:
            raise TwilioError(AUTHENTICATE, hint="The password is empty: send the account's auth token.")
        account = self.get(username)
        if account.token is None:
            account.token = password
        elif not compare_digest(account.token.encode(), password.encode()):
            raise TwilioError(
                AUTHENTICATE,
                hint="Another token than the one this account was first used with; "
                "POST /_emulator/reset forgets it.",
            )
        return account

    @staticmethod
    def _unknown(username: str) -> TwilioError:
        if is_sid(username, "SK"):
            return TwilioError(AUTHENTICATE, hint=f"API key {username} is not known; {WELL_KNOWN_KEY} is.")
        return TwilioError(INVALID_USERNAME, hint="The user name must be an Account SID or API key SID.")

    def get(self, sid: str) -> Account:
        """The account of that SID, made if it is new."""
        account = self._accounts.get(sid)
        if account is None:
            token = WELL_KNOWN_TOKEN if sid == WELL_KNOWN_ACCOUNT else None
            account = self._accounts[sid] = Account(sid, token, self._clock, self._defaults)
            if len(self._accounts) > self._keep:
                self._forget(self._accounts.popitem(last=False)[0])
        else:
            self._accounts.move_to_end(sid)
        return account

    def known(self, sid: str) -> Account | None:
        """The account of that SID, if it has been seen before."""
        return self._accounts.get(sid)

    def reset(self, sid: str | None = None) -> None:
        """Forget one account's token, clock and settings, or everybody's."""
        if sid is None:
            self._accounts.clear()
        else:
            self._accounts.pop(sid, None)
