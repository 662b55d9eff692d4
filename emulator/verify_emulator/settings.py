"""Every option of the emulator, declared once for flag, variable and help text; and what an account may do."""

import re
from collections.abc import Callable
from fnmatch import translate
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

Dialect = Literal["live", "skill"]
Channel = Literal["sms", "call", "email", "whatsapp", "rcs", "sna", "auto"]


def _split_pins(value: object) -> object:
    """`+1555*=424242` items, each by itself or several with commas between them, become a mapping."""
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list | tuple):
        return value
    return dict(item.partition("=")[::2] for text in value for item in str(text).split(",") if item)


def _split_names(value: object) -> object:
    """Names, each by itself or several with commas between them."""
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list | tuple):
        return value
    return tuple(name for item in items for name in (item.split(",") if isinstance(item, str) else (item,)))


Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{4,10}$")]
Pins = Annotated[dict[str, Code], BeforeValidator(_split_pins)]
HostName = Annotated[str, StringConstraints(pattern=r"^(\*\.)?[A-Za-z0-9_:][A-Za-z0-9_.:-]{0,252}$")]
HostNames = Annotated[
    tuple[HostName, ...], BeforeValidator(_split_names, json_schema_input_type=tuple[HostName, ...])
]


ServiceSid = Annotated[str, StringConstraints(pattern=r"^VA[0-9a-fA-F]{32}$")]
ServiceSids = Annotated[
    tuple[ServiceSid, ...], BeforeValidator(_split_names, json_schema_input_type=tuple[ServiceSid, ...])
]

_PUBLIC_URL = r"^https?://(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_][A-Za-z0-9_.-]*)(:[0-9]{1,5})?$"


def _check_public_url(url: str) -> str:
    try:
        if re.fullmatch(_PUBLIC_URL, url) and urlsplit(url).port != 0:
            return url
    except ValueError:  # of urlsplit: no such port, no such address
        pass
    raise ValueError(
        "should be a scheme and a host, as in https://verify.example.com or http://10.0.0.5:8739"
    )


PublicUrl = Annotated[
    str, Field(json_schema_extra={"pattern": _PUBLIC_URL}), AfterValidator(_check_public_url)
]


class Settings(BaseModel):
    """The options of one emulator. Flag `--seed`, variable `VERIFY_EMULATOR_SEED` and field `seed` are one thing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str = Field("127.0.0.1", min_length=1, description="Address to listen on.")
    port: int = Field(8739, ge=0, le=65535, description="Port to listen on; 0 picks a free one.")
    tls: bool = Field(False, description="Serve HTTPS as well; the certificate is one of a throw-away CA.")
    tls_port: int = Field(8443, ge=0, le=65535, description="Port for HTTPS; 0 picks a free one.")
    tls_name: HostNames = Field(
        default_factory=tuple,
        description="A name or address for the certificate, beside Twilio's and those of this machine; repeatable.",
    )
    ca_file: Path | None = Field(
        None, description="Where to write the CA's certificate, while the emulator runs."
    )
    proxy: bool = Field(
        False, description="Be a proxy that takes Twilio's hosts for Verify here, for HTTPS_PROXY."
    )
    proxy_port: int = Field(8741, ge=0, le=65535, description="Port of the proxy; 0 picks a free one.")
    proxy_others: Literal["relay", "refuse"] | None = Field(
        None, description="What the proxy does for other hosts; it relays on loopback, else it refuses."
    )
    config: Path | None = Field(
        None, description="A TOML file with options, accounts and what they have from the start."
    )
    state: Path | None = Field(
        None,
        description="A file to keep everything in: loaded at the start, saved at the stop and meanwhile.",
    )
    state_interval: float = Field(
        10, gt=0, le=86_400, allow_inf_nan=False, description="Seconds between saves of that file."
    )
    seed: int | None = Field(None, description="Make SIDs and codes repeatable.")
    code: Pins = Field(
        default_factory=dict,
        description="Pin the code of a recipient: +15550001111=424242, * as wildcard; repeatable.",
    )
    service_sid: ServiceSids = Field(
        default_factory=tuple,
        description="A Service that every account has, beside VA and 32 zeros: your application's own; repeatable.",
    )
    dialect: Dialect = Field(
        "live", description="live: as Twilio answers; skill: as the twilio-verify-send-otp card says."
    )
    strict: bool = Field(
        False,
        description="Refuse what Twilio may refuse: possible but not valid numbers, PageSize over 1000, used codes.",
    )
    strict_auth: bool = Field(
        False, description="Let only the well-known account in, and those that the config file lists."
    )
    no_magic: bool = Field(
        False, description="Treat magic recipients, such as +15005550001, like any others."
    )
    public_url: PublicUrl | None = Field(None, description="Scheme and host for the URLs in answers.")
    no_rate_limits: bool = Field(False, description="Lift Twilio's own limits for every account.")
    keep_verifications: int = Field(
        100_000, ge=1, description="Verifications kept per service; beyond that the oldest go."
    )
    keep_messages: int = Field(
        10_000, ge=1, description="Messages kept for reading; beyond that the oldest go."
    )
    keep_attempts: int = Field(
        100_000, ge=1, description="Attempts kept per account; beyond that the oldest go."
    )
    keep_deliveries: int = Field(
        1_000, ge=1, description="Deliveries of webhooks kept for reading; beyond that the oldest go."
    )
    keep_requests: int = Field(
        1_000, ge=0, description="Requests kept for reading; beyond that the oldest go, 0 keeps none."
    )
    webhook_retries: int = Field(3, ge=0, le=10, description="Further tries when a webhook fails.")
    webhook_timeout: float = Field(15, gt=0, le=60, description="Seconds that a webhook may take to answer.")
    keep_accounts: int = Field(1_000, ge=1, description="Accounts kept; beyond that the longest idle go.")
    quiet: bool = Field(
        False, description="Print no banner and no line per message or refusal, only the ready line."
    )
    log_format: Literal["text", "json"] = Field("text", description="Format of the lines printed.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level logged.")

    @property
    def names(self) -> list[str]:
        """What the emulator was told to be called, beside what is private anyway."""
        public = urlsplit(self.public_url or "").hostname
        return [self.host, *self.tls_name, *([public] if public else [])]

    def pinned_code(self, to: str) -> str | None:
        """The code pinned to a recipient, by the first pattern that matches."""
        for pattern, code in self.code.items():
            if matches(pattern, to):
                return code
        return None


def matches(pattern: str, recipient: str) -> bool:
    """Whether a recipient matches a pattern in which `*` stands for any text."""
    return _matcher(pattern)(recipient) is not None


@lru_cache(maxsize=1024)
def _matcher(pattern: str) -> Callable[[str], object]:
    return re.compile(translate(pattern.replace("[", "[[]").replace("?", "[?]"))).match


def explain(error: ValidationError) -> tuple[str, str]:
    """The first fault of a rejected configuration: the name of the option and what is wrong with it."""
    fault = error.errors()[0]
    name = ".".join(str(part) for part in fault["loc"]) or "fields"
    text = fault["msg"].removeprefix("Value error, ")
    return name, re.sub(r"^(Input|Value|String|Field) ", lambda word: word[0].lower(), text)


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
    if not re.fullmatch(r"\+[0-9]+", text):
        raise ValueError("not the beginning of a phone number: + and digits")
    return text


NumberPrefix = Annotated[str, AfterValidator(_prefix), Field(json_schema_extra={"pattern": r"^\+[0-9]+$"})]


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
