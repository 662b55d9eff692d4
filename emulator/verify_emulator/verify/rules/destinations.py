"""The gates that look at where a message would go: trial accounts, geo permissions, Fraud Guard, landlines."""

from verify_emulator.account_settings import account_setting
from verify_emulator.errors import (
    EMBARGOED,
    FRAUD_BLOCKED,
    GEO_BLOCKED,
    LANDLINE,
    TRIAL_RECIPIENT,
    TwilioError,
    cited,
)
from verify_emulator.verify.rules import phones
from verify_emulator.verify.rules.sending import Sending

GEO_CHANNELS = frozenset({"sms", "call"})
_WAYS_ROUND = "An SMS passes with RiskCheck=disable, or to a number on the Safe List."
EMBARGOED_CALLING_CODES = ("+53", "+98", "+963")


def check_trial(sending: Sending) -> None:
    """Source: raw body observed 2025-08 (twilio-node#1111). Guess: trial accounts may send to any e-mail address."""
    account = sending.account
    if account.trial and sending.channel != "email" and sending.params.to not in account.verified_numbers:
        raise TwilioError(TRIAL_RECIPIENT, hint=_trial_hint(sending.params.to))


def _trial_hint(to: str) -> str:
    return (
        f"The account is one for trial: {account_setting('trial')} is on. It sends to its verified_numbers only, "
        f"and {to} is not one of them."
    )


def check_geo_permissions(sending: Sending) -> None:
    """Source: docs/verify/preventing-toll-fraud/verify-geo-permissions: countries, for SMS and voice."""
    blocked = sending.account.blocked_countries
    if not blocked or sending.channel not in GEO_CHANNELS:
        return
    country = phones.country_of(sending.params.to)
    if country in blocked and not sending.skips_risk_checks:
        raise TwilioError(
            GEO_BLOCKED,
            country=country,
            channel=sending.channel,
            hint=f"{sending.params.to} is a number of {country}, which is among "
            f"{account_setting('blocked_countries')}. {_WAYS_ROUND}",
        )


def check_fraud_guard(sending: Sending) -> None:
    """Source: twilio.com/docs/api/errors/60410: number prefixes, SMS only."""
    if sending.channel != "sms":
        return
    if sending.params.to.startswith(sending.account.blocked_prefixes) and not sending.skips_risk_checks:
        prefix = next(filter(sending.params.to.startswith, sending.account.blocked_prefixes))
        raise TwilioError(
            FRAUD_BLOCKED,
            number=sending.params.to,
            hint=f"{sending.params.to} begins with {cited(prefix)}, which is among "
            f"{account_setting('blocked_prefixes')}. {_WAYS_ROUND}",
        )


def check_embargo(sending: Sending) -> None:
    """Source: twilio.com/docs/api/errors/60238 names Cuba, Iran and Syria."""
    if sending.params.to.startswith(EMBARGOED_CALLING_CODES):
        raise TwilioError(EMBARGOED)


def check_landline(sending: Sending) -> None:
    """Source: twilio.com/docs/api/errors/60205: needs LookupEnabled and SkipSmsToLandlines."""
    service = sending.service
    if not (service.skip_sms_to_landlines and service.lookup_enabled) or sending.channel != "sms":
        return
    if phones.line_type(sending.params.to) == "landline":
        raise TwilioError(
            LANDLINE,
            hint=f"By its numbering plan {sending.params.to} is a landline, and SkipSmsToLandlines is "
            "on for service "
            f"{service.sid}: send Channel=call, or turn it off.",
        )
