"""Twilio's own limits on how often an account may ask for something, counted against the account's clock."""

from dataclasses import dataclass
from typing import ClassVar

from verify_emulator.account_settings import account_setting
from verify_emulator.errors import TOO_MANY_REQUESTS, ErrorKind, TwilioError
from verify_emulator.resources.call import Call
from verify_emulator.resources.resource import Resource
from verify_emulator.verify.rules.windows import Limit, Window, count


@dataclass(slots=True, kw_only=True)
class Quota(Resource):
    """What an account has used of one limit; never shown."""

    KEY: ClassVar[str] = "name"

    name: str
    windows: tuple[Window, ...]


def spend(call: Call, name: str, *limits: Limit, refusal: ErrorKind = TOO_MANY_REQUESTS) -> None:
    """Count one call against the account. Raises `refusal` beyond a limit, unless the account's limits are lifted."""
    if not call.account.rate_limits:
        return
    kept = call.store.get(Quota, name)
    windows = count_or_refuse(call, kept.windows if kept else (), limits, refusal)
    call.store.put(kept.changed(windows=windows) if kept else Quota(name=name, windows=windows))


def count_or_refuse(
    call: Call, windows: tuple[Window, ...], limits: tuple[Limit, ...], refusal: ErrorKind
) -> tuple[Window, ...]:
    """The windows with one more call in them. Raises `refusal` with a Retry-After header when one is full."""
    counted, wait = count(windows, limits, call.now)
    if wait:
        allowed = ", ".join(f"{limit.most} in {limit.seconds} s" for limit in limits)
        raise TwilioError(
            refusal,
            headers={"Retry-After": str(wait)},
            hint=f"Allowed: {allowed}; the next one in {wait} s. "
            f"To lift Twilio's own limits turn off {account_setting('rate_limits')}.",
        )
    return counted
