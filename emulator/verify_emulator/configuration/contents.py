"""What may stand in the file: options, settings, templates and accounts, as models that check it and describe it."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationInfo, create_model, field_validator

from verify_emulator.account_settings import AccountSettings
from verify_emulator.configuration.entries import Kind
from verify_emulator.configuration.tables import Leaf, Table, leaf_of, many, table_of, typed
from verify_emulator.faults.fault import Fault
from verify_emulator.faults.faults import MOST_FAULTS
from verify_emulator.settings import Settings
from verify_emulator.verify.buckets import BUCKETS
from verify_emulator.verify.messaging_configurations import MESSAGING_CONFIGURATIONS
from verify_emulator.verify.rate_limits import RATE_LIMITS
from verify_emulator.verify.safe_list import SAFE_LIST, CreateSafelist
from verify_emulator.verify.services import SERVICES, sid_of
from verify_emulator.verify.webhooks import WEBHOOKS

SERVICE = Kind(
    SERVICES, (Kind(RATE_LIMITS, (Kind(BUCKETS),)), Kind(MESSAGING_CONFIGURATIONS), Kind(WEBHOOKS))
)
SAFE_NUMBER = Kind(SAFE_LIST)

OPTIONS = tuple(name for name in Settings.model_fields if name != "config")
"""A file does not name another one."""

Filled = Annotated[str, StringConstraints(min_length=1)]
Locale = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]


class ApiKey(Table):
    """An API key of the account. Its secret is told to nobody."""

    sid: Annotated[str, sid_of("SK")]
    secret: Annotated[Filled, Field(repr=False)]


class Template(Table):
    """A message template. Its default language is the first one, unless default_locale says otherwise."""

    sid: Annotated[str | None, sid_of("HJ")] = Field(None, description="Made from its place if not given.")
    friendly_name: Filled
    channels: Annotated[tuple[Literal["sms", "voice"], ...], Field(min_length=1)] = ("sms",)
    texts: Annotated[dict[Locale, Filled], Field(min_length=1)] = Field(
        description="Texts by locale, with {{friendly_name}}, {{code}}, {{ttl}} and placeholders of your own."
    )
    default_locale: Locale | None = None
    unapproved: tuple[Locale, ...] = Field((), description="Locales that Twilio has not approved yet.")

    @field_validator("default_locale", "unapproved")
    @classmethod
    def _check_locales(cls, value: Any, info: ValidationInfo) -> Any:
        for locale in (value,) if isinstance(value, str) else value or ():
            if locale not in info.data.get("texts", (locale,)):
                raise ValueError(f"there is no text in {locale}")
        return value

    def texts_in_order(self) -> dict[str, str]:
        """The text in the default language first."""
        first = self.default_locale or next(iter(self.texts))
        return {first: self.texts[first], **self.texts}


class _AccountTable(Table):
    sid: Annotated[str, sid_of("AC")]
    token: Annotated[Filled | None, Field(repr=False, description="Its auth token, the only one let in.")] = (
        None
    )
    api_keys: tuple[ApiKey, ...] = Field((), repr=False, description="Its API keys.")
    settings: AccountSettings | None = Field(
        None, description="What the account may do at first; what is not named is as for every account."
    )
    templates: tuple[Template, ...] = Field((), description="Message templates of this account only.")


class _FileTable(Table):
    faults: tuple[Fault, ...] = Field(
        (), max_length=MOST_FAULTS, description="Scripted failures; the first that matches a request decides."
    )
    settings: AccountSettings | None = Field(None, description="What every account may do at first.")
    templates: tuple[Template, ...] = Field((), description="Message templates of every account.")


def _listed(kind: Kind, **more: Leaf) -> type[Table]:
    """The table of a record, with arrays of those that can be listed below it."""
    below = {inner.collection.name: _all_of(inner) for inner in kind.below}
    return table_of(kind.create.params, kind.name, **more, **below)


def _all_of(kind: Kind, **more: Leaf) -> Leaf:
    return many(_listed(kind, **more), f"Each is made as by a call of {kind.operation_id}.")


_SERVICE_SID = typed(str | None, sid_of("VA"), Field(description="Made from its place if not given."))
_SAFE_NUMBER, _ = leaf_of(CreateSafelist, "phone_number")
_ACCOUNT_TABLE = create_model(
    "Account",
    __base__=_AccountTable,
    __doc__="An account: its credentials, what it may do, and what it has from the start.",
    services=_all_of(SERVICE, sid=(_SERVICE_SID, None)),
    safe_list=many(_SAFE_NUMBER, "Numbers on the Safe List of the account."),
)
_OPTIONS: Any = {
    name: (info.annotation, info) for name, info in Settings.model_fields.items() if name in OPTIONS
}
FILE: Any = create_model(
    "Configuration",
    __base__=_FileTable,
    __doc__="Options, and accounts with all that is theirs from the start.",
    **_OPTIONS,
    accounts=many(_ACCOUNT_TABLE, "Accounts that are there from the start."),
)
