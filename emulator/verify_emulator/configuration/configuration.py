"""A configuration file that has been read: options, who may enter, and what an account has from its first call on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from verify_emulator.account_settings import AccountSettings
from verify_emulator.accounts import Listed
from verify_emulator.clock import Clock
from verify_emulator.configuration.contents import Template
from verify_emulator.configuration.entries import Entry, sid_at
from verify_emulator.configuration.faults import ConfigurationError, beneath, naming
from verify_emulator.faults.fault import Fault
from verify_emulator.faults.faults import could_be_met
from verify_emulator.ids import Ids
from verify_emulator.places import Place
from verify_emulator.resources.call import Call
from verify_emulator.resources.resource import Resource
from verify_emulator.resources.store import Session
from verify_emulator.settings import Settings
from verify_emulator.store.memory import Memory
from verify_emulator.verify.catalogue import children, operation_names
from verify_emulator.verify.services import Service
from verify_emulator.verify.templates import VerificationTemplate, translations_of


@dataclass(frozen=True, slots=True)
class ListedAccount:
    """One account of the file. `token` and the secrets of `keys` are told to nobody."""

    sid: str
    place: Place
    token: str | None = field(repr=False)
    keys: Mapping[str, str] = field(repr=False)
    settings: AccountSettings
    templates: tuple[Template, ...]
    entries: tuple[Entry, ...]

    def furnish(self, session: Session, now: datetime, settings: Settings) -> None:
        """Make what the account has from the start, under what it may do at the start.

        Raises ConfigurationError, which cannot happen once the configuration has been checked.
        """
        _add_templates(session, self.sid, now, self.templates, owner=self.sid)
        call = Call(
            account_sid=self.sid,
            now=now,
            store=session,
            model=Service,  # each entry puts its own model and ids in the place of these
            ids=Ids(0),
            settings=settings,
            account=self.settings.model_copy(
                update={"rate_limits": False}
            ),  # nothing is asked too often here
        )
        for entry in self.entries:
            _make_room(session, entry.kind.collection.model, entry.sid)
            entry.make(call)


@dataclass(frozen=True, slots=True)
class Configuration:
    """A configuration file.

    Attributes:
        file: Its name, for errors.
        options: The options that stand in it, by the names of the fields of Settings.
        defaults: What every account may do at first, if the file says so.
        templates: What every account has beside its own.
        accounts: The listed accounts by their SIDs.
        faults: What is to fail.
    """

    file: str
    options: Mapping[str, Any]
    defaults: AccountSettings | None
    templates: tuple[Template, ...]
    accounts: Mapping[str, ListedAccount]
    faults: tuple[Fault, ...] = ()

    def starting(self, settings: Settings) -> AccountSettings:
        """What an account that is not listed may do at first."""
        return _lifted(self.defaults or AccountSettings(), settings)

    def listed(self, settings: Settings) -> dict[str, Listed]:
        """The credentials and first settings of the listed accounts."""
        return {
            sid: Listed(account.token, account.keys, _lifted(account.settings, settings))
            for sid, account in self.accounts.items()
        }

    def furnish(self, session: Session, account_sid: str, now: datetime, settings: Settings) -> None:
        """Put what the file says of an account into its first transaction."""
        _add_templates(session, account_sid, now, self.templates)
        account = self.accounts.get(account_sid)
        if account is not None:
            account.furnish(session, now, settings)

    def check(self, settings: Settings) -> None:
        """Furnish every listed account once, for nobody. Raises ConfigurationError for what a rule refuses.

        So it does for a scripted failure that no request could meet.
        """
        store = Memory(furnish=lambda session, account_sid: None, children=children, keep={})
        now = Clock().now()
        with naming(self.file):
            self._check_faults()
            for account in self.accounts.values():
                with beneath(account.place), store.transaction(account.sid) as session:
                    account.furnish(session, now, settings)

    def _check_faults(self) -> None:
        for position, fault in enumerate(self.faults):
            if not could_be_met(fault, operation_names()):
                raise ConfigurationError("there is no such operation", ("faults", position, "operation"))


def _lifted(account: AccountSettings, settings: Settings) -> AccountSettings:
    return account.model_copy(update={"rate_limits": False}) if settings.no_rate_limits else account


def _make_room(session: Session, model: type[Resource], sid: str) -> None:
    """What the file lists takes the place of what every account has under that SID."""
    ready = session.get(model, sid)
    if ready is not None:
        session.delete(ready)


def _add_templates(
    session: Session, account_sid: str, now: datetime, templates: Iterable[Template], owner: str = ""
) -> None:
    for position, template in enumerate(templates):
        sid = template.sid or sid_at(VerificationTemplate.PREFIX, owner, ("templates", position))
        _make_room(session, VerificationTemplate, sid)
        session.put(
            VerificationTemplate(
                sid=sid,
                account_sid=account_sid,
                friendly_name=template.friendly_name,
                channels=template.channels,
                translations=translations_of(template.texts_in_order(), now, template.unapproved),
            )
        )
