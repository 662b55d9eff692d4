"""HTTP Basic authentication: from the Authorization header to an account, or to one of Twilio's 401s."""

from binascii import a2b_base64
from functools import lru_cache

from verify_emulator.accounts import Account, Accounts
from verify_emulator.errors import AUTHENTICATE, INVALID_USERNAME, NO_CREDENTIALS, TwilioError

DEVICE = "token"
"""The user name of every push device. Source: the push SDKs for Android and iOS."""


def authenticate(header: bytes | None, accounts: Accounts) -> Account:
    """Source: twilio.com/docs/usage/twilios-response; 401 bodies observed 2018 to 2024."""
    return accounts.authenticate(*read_credentials(header))


def identify(header: bytes | None, accounts: Accounts) -> tuple[Account, str | None]:
    """The account; and, if it is a device that calls, its credential, which has yet to be held against a record."""
    username, password = read_credentials(header)
    if username != DEVICE:
        return accounts.authenticate(username, password), None
    from verify_emulator.verify.devices import claimed_account  # no other client needs it

    account = accounts.known(claimed_account(password))
    if account is None:
        raise TwilioError(
            AUTHENTICATE,
            hint="The user name is token, so the password is an access token or the JWT of a push "
            "device; this one names no account that is known.",
        )
    return account, password


def claimed_sid(header: bytes | None, accounts: Accounts) -> str:
    """The account that a refused request says to be of, unproven; empty if it names none."""
    try:
        username, password = read_credentials(header)
    except TwilioError:
        return ""
    if username != DEVICE:
        return accounts.owner(username)
    from verify_emulator.verify.devices import claimed_account

    return accounts.owner(claimed_account(password))


@lru_cache(maxsize=256)  # a client sends the same header every time
def read_credentials(header: bytes | None) -> tuple[str, str]:
    if header is None:
        raise TwilioError(
            NO_CREDENTIALS,
            hint="There is no Authorization header: send HTTP Basic with Account SID and auth token, "
            "or API key and secret.",
        )
    scheme, _, credentials = header.partition(b" ")
    if scheme.lower() != b"basic":
        raise TwilioError(
            NO_CREDENTIALS,
            hint="The Authorization header is not HTTP Basic, with Account SID and auth token, or "
            "API key and secret.",
        )
    try:
        decoded = a2b_base64(credentials.strip(), strict_mode=True).decode()
    except ValueError:
        raise TwilioError(
            INVALID_USERNAME,
            hint="What the Authorization header has after Basic is not base64 of user name:password.",
        ) from None
    username, _, password = decoded.partition(":")
    return username, password
