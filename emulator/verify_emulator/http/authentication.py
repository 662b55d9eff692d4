"""HTTP Basic authentication: from the Authorization header to an account, or to one of Twilio's 401s."""

from binascii import a2b_base64

from verify_emulator.accounts import Account, Accounts
from verify_emulator.errors import INVALID_USERNAME, NO_CREDENTIALS, TwilioError


def authenticate(header: bytes | None, accounts: Accounts) -> Account:
    """Source: twilio.com/docs/usage/twilios-response; 401 bodies observed 2018 to 2024."""
    if header is None:
        raise TwilioError(NO_CREDENTIALS, hint="Send HTTP Basic: Account SID and auth token.")
    scheme, _, credentials = header.partition(b" ")
    if scheme.lower() != b"basic":
        raise TwilioError(NO_CREDENTIALS, hint="The Authorization header is not HTTP Basic.")
    try:
        decoded = a2b_base64(credentials.strip(), strict_mode=True).decode()
    except ValueError:
        raise TwilioError(INVALID_USERNAME, hint="The Authorization header is not valid base64.") from None
    username, _, password = decoded.partition(":")
    return accounts.authenticate(username, password)
