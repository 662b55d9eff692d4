"""What an account may do: what on Twilio its plan, its Console and its support decide."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from verify_emulator.patterns import matches

Channel = Literal["sms", "call", "email", "whatsapp", "rcs", "sna", "auto"]


class Undeliverable(BaseModel):
    """Messages that never arrive: a recipient pattern and, if given, the one channel it holds for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    to: str
    channel: Channel | None = None


class SnaResult(BaseModel):
    """The outcome of Silent Network Auth for a recipient pattern. Source: twilio.com/docs/verify/sna."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    to: str
    code: Literal[60500, 60510, 60511, 60517, 60520, 60531, 60532, 60533, 60534, 60540] = 60500


class Price(BaseModel):
    """What one attempt cost."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: str = Field(pattern=r"^[0-9]+(\.[0-9]+)?$")
    currency: str = Field("usd", pattern=r"^[a-z]{3}$")


HttpUrl = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+\S*$")]


def _as_patterns(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return tuple({"to": item} if isinstance(item, str) else item for item in value)


CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


def _prefix(text: str) -> str:
    if not re.fullmatch(r"\+[0-9]*", text):
        raise ValueError("not the beginning of a phone number: + and digits")
    return text


NumberPrefix = Annotated[str, AfterValidator(_prefix), Field(json_schema_extra={"pattern": r"^\+[0-9]*$"})]


class AccountSettings(BaseModel):
    """What one account may do on (emulated) Twilio. The defaults are those of a plain account."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    auto_channel: bool = Field(False, description="Takes part in the pilot of automatic channel selection.")
    sna: bool = Field(False, description="Is set up with carriers for Silent Network Auth.")
    whatsapp_sender: bool = Field(True, description="Has a WhatsApp sender.")
    disabled_channels: tuple[Channel, ...] = Field((), description="Channels that are switched off.")
    psd2: bool = Field(True, description="May set Psd2Enabled on a service.")
    custom_friendly_name: bool = Field(False, description="May use CustomFriendlyName.")
    trial: bool = Field(False, description="Is a trial account: sends to verified numbers only.")
    verified_numbers: tuple[str, ...] = Field((), description="Recipients that a trial account reaches.")
    blocked_countries: tuple[CountryCode, ...] = Field((), description="Geo permissions: countries refused.")
    blocked_prefixes: tuple[NumberPrefix, ...] = Field(
        (), description="Fraud Guard: number prefixes refused for SMS."
    )
    undeliverable: Annotated[
        tuple[Undeliverable, ...],
        BeforeValidator(_as_patterns, json_schema_input_type=tuple[Undeliverable | str, ...]),
    ] = Field(
        (),
        description="Recipients (patterns with *) whose messages never arrive, each optionally on one channel.",
    )
    rate_limits: bool = Field(
        True,
        description="Twilio's own limits: on fetching a verification's status, on factors, challenges, attempts …",
    )
    max_rate_limits: int | None = Field(
        None, ge=0, description="Most rate limits of a service; none by default."
    )
    max_buckets: int | None = Field(None, ge=0, description="Most buckets of a rate limit; none by default.")
    max_entities_per_second: int | None = Field(
        None, ge=1, description="Most entities made in a second; Twilio's 40 hold only where this says so."
    )
    attempt_price: Price | None = Field(None, description="The price that attempts show.")
    sna_results: Annotated[
        tuple[SnaResult, ...],
        BeforeValidator(_as_patterns, json_schema_input_type=tuple[SnaResult | str, ...]),
    ] = Field(
        (),
        description="What Silent Network Auth finds for a recipient (pattern with *): a code such as 60500.",
    )
    webhook_format: Literal["form", "json"] = Field("form", description="How webhooks are posted.")
    event_sink: HttpUrl | None = Field(None, description="Where Verify Events are posted.")

    def sna_result(self, to: str) -> int:
        """What the carrier finds out about a recipient: 0 for its own number, else an error code."""
        return next((rule.code for rule in self.sna_results if matches(rule.to, to)), 0)

    def delivers(self, to: str, channel: str) -> bool:
        """Whether a message to that recipient on that channel arrives."""
        return not self.undeliverable or not any(
            rule.channel in (None, channel) and matches(rule.to, to) for rule in self.undeliverable
        )


def account_setting(name: str) -> str:
    """An account setting as hints speak of it, with the place to change it."""
    assert name in AccountSettings.model_fields, name
    return f"the account setting {name} (PATCH /_emulator/accounts/{{AccountSid}}/settings)"
