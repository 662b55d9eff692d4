"""Every option of the emulator, declared once for flag, variable and help text."""

import re
from pathlib import Path
from typing import Annotated, Literal
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

from verify_emulator.patterns import matches

Dialect = Literal["live", "skill"]


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


def explain(error: ValidationError) -> tuple[str, str]:
    """The first fault of a rejected configuration: the name of the option and what is wrong with it."""
    fault = error.errors()[0]
    name = ".".join(str(part) for part in fault["loc"]) or "fields"
    text = fault["msg"].removeprefix("Value error, ")
    return name, re.sub(r"^(Input|Value|String|Field) ", lambda word: word[0].lower(), text)
