"""The gates that look at the channel and at what goes with it; their order is in `gates`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from verify_emulator.account_settings import AccountSettings, account_setting
from verify_emulator.errors import (
    APP_HASH_SMS_ONLY,
    CARRIER_AUTHENTICATION,
    CHANNEL_DISABLED,
    CUSTOM_CODE_NOT_ALLOWED,
    FEATURE_MISSING,
    INVALID_PARAMETER,
    INVALID_TO,
    NO_CHANNEL_LEFT,
    NO_MAILER,
    NO_SPEECH,
    PSD2_CALL,
    PSD2_PARAMETERS,
    PSD2_SNA,
    TwilioError,
    cited,
)
from verify_emulator.verify.rules import phones, templates, texts
from verify_emulator.verify.rules.recipients import explain_to

CHANNELS = frozenset({"sms", "call", "email", "whatsapp", "sna", "auto", "rcs"})
PSD2_CHANNEL_ERRORS = {"call": PSD2_CALL, "sna": PSD2_SNA}
NOT_FOR_PSD2 = frozenset({"whatsapp", "rcs"})
CODE_LENGTHS = range(4, 11)
PSD2_HINT = "Psd2Enabled is on for the service: send by sms or email, or turn it off (Psd2Enabled=false)."
NO_MAILER_HINT = (
    "Channel email needs a mailer: set MailerSid or Email.From on the service. The ready service has one."
)


@dataclass(slots=True)
class Sending:
    """One request to send, as the gates see it. `params` are CreateVerification's, `service` is a Service."""

    params: Any
    service: Any
    account: AccountSettings
    strict: bool
    channel: str  # as requested; the gate `resolve_auto` replaces auto
    template_of: Callable[[str], Any]  # the VerificationTemplate of a SID, or None
    on_safe_list: Callable[[str], bool]
    template: "templates.Chosen | None" = None  # set by the gate `check_template`

    def refuse(self, name: str, hint: str) -> TwilioError:
        return TwilioError(INVALID_PARAMETER, name=name, hint=hint)

    @property
    def skips_risk_checks(self) -> bool:
        """Source: twilio.com/docs/verify/api/safe-list; verification page: RiskCheck=disable, both for SMS only."""
        return self.channel == "sms" and (
            self.params.risk_check == "disable" or self.on_safe_list(self.params.to)
        )


def _among(meant: str, known: Iterable[str]) -> str:
    """Which of those that there are is meant, if one may be, and all of them."""
    listed = f"are {', '.join(sorted(known))}."
    return f"is {meant} meant? They {listed}" if meant else f"they {listed}"


def check_channel(sending: Sending) -> None:
    """Values are case-sensitive (apereo/cas#6748, 2025-04); auto belongs to a pilot (live 2026-03)."""
    if sending.channel not in CHANNELS:
        from verify_emulator.resources.refusals import nearest  # not needed while all goes well

        meant = "call" if sending.channel.lower() == "voice" else nearest(sending.channel, CHANNELS)
        told = _among(meant, CHANNELS)
        raise sending.refuse("Channel", f"{cited(sending.channel)} is no channel: {told}")
    if sending.channel == "auto" and not sending.account.auto_channel:
        raise sending.refuse(
            "Channel", f"Channel auto is a pilot of Twilio's: {account_setting('auto_channel')} is off."
        )


def check_capability(sending: Sending) -> None:
    """Source: twilio.com/docs/api/errors/60223; 60001 for sna live 2026-03."""
    channel, account = sending.channel, sending.account
    hint = ""
    if channel in account.disabled_channels:
        hint = f"Channel {channel} is switched off: it is among {account_setting('disabled_channels')}."
    elif channel == "whatsapp" and not account.whatsapp_sender:
        hint = f"There is no WhatsApp sender: {account_setting('whatsapp_sender')} is off."
    if hint:
        raise TwilioError(CHANNEL_DISABLED, channel=channel.upper(), hint=hint)
    if channel == "sna" and not account.sna:
        raise TwilioError(
            CARRIER_AUTHENTICATION,
            hint=f"Silent Network Auth has to be set up with carriers first: {account_setting('sna')} is off.",
        )


def check_to(sending: Sending) -> None:
    """An e-mail address for channel email, else a phone number. Source: twilio.com/docs/api/errors/60200."""
    to = sending.params.to
    known = phones.is_email(to) if sending.channel == "email" else phones.is_phone(to, strict=sending.strict)
    if not known:
        hint = explain_to(to, sending.channel, strict=sending.strict)
        raise TwilioError(INVALID_TO, value=to, hint=hint)


def resolve_auto(sending: Sending) -> None:
    """Silent Network Auth where the number's carrier can, else SMS. Source: docs/verify/automatic-channel-selection.

    Guess: every mobile number's carrier can.
    """
    if sending.channel != "auto":
        return
    off = sending.account.disabled_channels
    if sending.account.sna and "sna" not in off and phones.line_type(sending.params.to) == "mobile":
        sending.channel = "sna"
    elif "sms" not in off:
        sending.channel = "sms"
    else:
        raise TwilioError(
            NO_CHANNEL_LEFT,
            hint=f"Channel auto is sna or sms. sms is among {account_setting('disabled_channels')}; "
            "sna needs the "
            "setting sna and a mobile number.",
        )


def check_psd2(sending: Sending) -> None:
    """Source: docs/verify/verifying-transactions-psd2, error pages 60206, 60214, 60329."""
    if not sending.service.psd2_enabled:
        return
    if not (sending.params.amount and sending.params.payee):
        raise TwilioError(PSD2_PARAMETERS)
    if sending.channel in PSD2_CHANNEL_ERRORS:
        raise TwilioError(PSD2_CHANNEL_ERRORS[sending.channel], hint=PSD2_HINT)
    if sending.channel in NOT_FOR_PSD2:
        raise sending.refuse("Channel", PSD2_HINT)


def check_mailer(sending: Sending) -> None:
    """Source: twilio.com/docs/api/errors/60217; live 2026-03."""
    if sending.channel == "email" and not sending.service.has_mailer:
        raise TwilioError(NO_MAILER, hint=NO_MAILER_HINT)


def check_custom_code(sending: Sending) -> None:
    """Source: Twilio staff, 2025-07 (twilio-go#210)."""
    code = sending.params.custom_code
    if code is None:
        return
    if not sending.service.custom_code_enabled:
        raise TwilioError(
            CUSTOM_CODE_NOT_ALLOWED,
            hint=f"CustomCodeEnabled is false on service {sending.service.sid}: update it with "
            "CustomCodeEnabled=true (on Twilio, support turns it on).",
        )
    if len(code) not in CODE_LENGTHS:
        raise sending.refuse("CustomCode", f"CustomCode has {len(code)} characters; 4 to 10 are allowed.")


def check_custom_friendly_name(sending: Sending) -> None:
    """Source: the error dictionary (2025) on 60204."""
    if sending.params.custom_friendly_name is not None and not sending.account.custom_friendly_name:
        raise TwilioError(
            FEATURE_MISSING,
            hint="CustomFriendlyName is not for every account: "
            f"{account_setting('custom_friendly_name')} is off.",
        )


def check_locale(sending: Sending) -> None:
    """60200 seen live for xx (the language page says 404); 60331 when the voice lacks the language.

    A known locale that another channel lacks falls back to English (twilio-oai, Locale of CreateVerification).
    """
    locale = sending.params.locale
    if locale is None or sending.params.template_sid:
        return
    if texts.canonical(locale) is None:
        tag = locale.replace("_", "-")
        told = _among(texts.canonical(tag) or texts.canonical(tag.partition("-")[0]) or "", texts.LOCALES)
        raise sending.refuse("Locale", f"Locale {cited(locale, 16)} is none: {told}")
    if sending.channel == "call" and not texts.supports(locale, "call"):
        raise TwilioError(
            NO_SPEECH,
            hint=f"Verify has no voice for {locale}: send by sms, or leave Locale away for English.",
        )


def check_app_hash(sending: Sending) -> None:
    """Source: twilio.com/docs/api/errors/60602."""
    if sending.params.app_hash is not None and sending.channel != "sms":
        raise TwilioError(
            APP_HASH_SMS_ONLY, hint=f"AppHash is put into an SMS, and this is Channel {sending.channel}."
        )
