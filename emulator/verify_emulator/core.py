"""An emulator without its faces: all that it keeps, what moves it, and what goes on in the background."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from starlette.types import Receive, Scope, Send

from verify_emulator.account_settings import AccountSettings
from verify_emulator.accounts import Accounts
from verify_emulator.clock import Clock
from verify_emulator.events import ClockMoved, Events, FaultsChanged, MessageChanged, Reset
from verify_emulator.faults.faults import Faults
from verify_emulator.ids import Ids
from verify_emulator.journal import Entry, Journal
from verify_emulator.outbox.messages import Message, Outbox
from verify_emulator.outbox.posts import Post
from verify_emulator.resources.store import Session
from verify_emulator.settings import Settings
from verify_emulator.store.memory import Memory
from verify_emulator.verify import services, templates
from verify_emulator.verify.attempt import Attempt
from verify_emulator.verify.catalogue import children, operation_names
from verify_emulator.verify.verification import Verification
from verify_emulator.verify.verification_events import Expiring

if TYPE_CHECKING:
    from verify_emulator.configuration import Configuration
    from verify_emulator.outbox.deliveries import Deliveries
    from verify_emulator.phones import Phones
    from verify_emulator.state.saving import Saving
    from verify_emulator.state.state import State
    from verify_emulator.verify.expiries import Expiries
    from verify_emulator.verify.steering import Steering


class Core(ABC):
    """The parts are public: what the control plane steers, code can steer."""

    def __init__(
        self,
        settings: Settings | None = None,
        configuration: "Configuration | None" = None,
        *,
        on_loop: Callable[[Callable[[], object]], object] = lambda work: work(),
    ) -> None:
        """Of a configuration its accounts and templates are used; its options are in the settings already.

        If none is given, the file that the settings name is read. Raises ConfigurationError, and state.file.FileError.
        `on_loop` does what needs an event loop; by default calls are made on one.
        """
        self.settings = settings or Settings()
        self.configuration = configuration or _read_configuration(self.settings)
        if self.configuration is not None:
            self.configuration.check(self.settings)
        self.clock = Clock()
        self.started = monotonic()
        self.ids = Ids(self.settings.seed)
        self.events = Events()
        self.outbox = Outbox(
            self.settings.keep_messages,
            now=self._now_of,
            changed=lambda message: self.events.publish(MessageChanged(message)),
        )
        self.events.subscribe(Message, self.outbox.add)
        self.journal = Journal(self.settings.keep_requests)
        self.events.subscribe(Entry, self.journal.add)
        self.events.subscribe(Post, lambda post: on_loop(lambda: self.deliveries.add(post)))
        self.events.subscribe(Expiring, lambda expiring: on_loop(lambda: self.expiries.watch(expiring)))
        self.store = Memory(
            furnish=self._furnish,
            children=children,
            keep={Verification: self.settings.keep_verifications, Attempt: self.settings.keep_attempts},
        )
        self.accounts = Accounts(
            self.clock,
            defaults=_starting(self.settings, self.configuration),
            strict=self.settings.strict_auth,
            keep=self.settings.keep_accounts,
            forget=self.store.reset,
            listed=self.configuration.listed(self.settings) if self.configuration else {},
        )
        self.faults = Faults(
            self.settings.seed,
            magic=not self.settings.no_magic,
            laid_down=self.configuration.faults if self.configuration else (),
            operations=operation_names,
            changed=lambda: self.events.publish(FaultsChanged()),
        )
        self._on_loop = on_loop
        self._saving = None if self.settings.state is None else self._load(self.settings.state)

    @abstractmethod
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request: what is in here asks as clients do."""

    def reset(self, account_sid: str | None = None) -> None:
        """Forget everything of one account, or of all; then the clock, too, is the system's again."""
        self.store.reset(account_sid)
        self.outbox.reset(account_sid)
        self.deliveries.reset(account_sid)
        self.faults.reset(account_sid)
        self.journal.reset(account_sid)
        self.expiries.reset(account_sid)
        if "phones" in self.__dict__:
            self.phones.reset(account_sid)
        if account_sid is None:
            self.clock.reset()
        self.accounts.reset(account_sid)  # by the time that is from now on
        self.events.publish(Reset(account_sid))

    def clock_moved(self, account_sid: str | None = None) -> None:
        """See what has expired meanwhile and which messages have arrived, and tell whoever looks on."""
        self.outbox.settle()
        self.expiries.look()
        self.events.publish(ClockMoved(account_sid))

    def restore(self, swap: Callable[[], None]) -> None:
        """Put a state that is ready in the place of this one, and see what has expired by its time."""
        swap()
        self.look_at_expiries()

    def look_at_expiries(self) -> None:
        """On the event loop, if there is anything to look at."""
        if "expiries" in self.__dict__ and self.expiries.is_watching:
            self._on_loop(self.expiries.look)

    def stop_waiting(self) -> None:
        """Send everybody away who waits for something, so that all requests can be answered."""
        self.outbox.stop_waiting()
        self.deliveries.stop_waiting()
        self.journal.stop_waiting()

    def start(self) -> None:
        """Begin what goes on in the background while the emulator is served, on its event loop."""
        self.look_at_expiries()
        if self._saving is not None:
            self._saving.start()

    async def stop(self) -> None:
        """End what goes on in the background once the last request has been answered."""
        self.expiries.stop()
        await self.deliveries.stop()
        if self._saving is not None:
            await self._saving.stop()

    def stop_here(self) -> None:
        """The same for an emulator that nothing goes on in."""
        if self._saving is not None:
            self._saving.stop_here()

    def _load(self, path: Path) -> "Saving":
        """What the file has, and what every account has from the start that it does not have there."""
        from verify_emulator.state.completing import complete_all
        from verify_emulator.state.saving import Saving

        saving = Saving(self.state, path, self.settings.state_interval)
        saving.load()
        complete_all(self.accounts, self.store, self._furnish)
        return saving

    @cached_property
    def state(self) -> "State":
        """All that there is, to be saved and restored."""
        from verify_emulator.state.state import State

        return State(self)

    @cached_property
    def deliveries(self) -> "Deliveries":
        """What is posted to webhooks and sinks."""
        from verify_emulator.outbox.deliveries import Deliveries

        return Deliveries(
            token_of=self._token_of,
            keep=self.settings.keep_deliveries,
            retries=self.settings.webhook_retries,
            timeout=self.settings.webhook_timeout,
            now=self._now_of,
            changed=self.events.publish,
        )

    def _token_of(self, account_sid: str) -> str | None:
        account = self.accounts.known(account_sid)  # one that has been forgotten meanwhile is not made anew
        return None if account is None else account.token

    def _now_of(self, account_sid: str) -> datetime:
        account = self.accounts.known(account_sid)
        return (self.clock if account is None else account.clock).now()

    @cached_property
    def expiries(self) -> "Expiries":
        """The verifications whose end somebody is to be told of."""
        from verify_emulator.verify.expiries import Expiries

        return Expiries(self.accounts, self.store, self.events.publish)

    @cached_property
    def steering(self) -> "Steering":
        """What somebody does to verifications by hand."""
        from verify_emulator.verify.steering import Steering

        return Steering(self.accounts, self.store, self.settings, self.events.publish)

    @cached_property
    def phones(self) -> "Phones":
        """The phones with a push factor that the emulator itself holds in its hand."""
        from verify_emulator.phones import Phones

        return Phones(self, self.accounts, self.store)

    def _furnish(self, session: Session, account_sid: str) -> None:
        now = self.accounts.get(account_sid).clock.now()
        services.furnish(session, account_sid, now, self.settings.service_sid)
        templates.furnish(session, account_sid, now)
        if self.configuration is not None:
            self.configuration.furnish(session, account_sid, now, self.settings)


def _read_configuration(settings: Settings) -> "Configuration | None":
    if settings.config is None:
        return None
    from verify_emulator.configuration import read

    return read(settings.config)


def _starting(settings: Settings, configuration: "Configuration | None") -> AccountSettings:
    """What an account may do at first."""
    if configuration is not None:
        return configuration.starting(settings)
    # Constructed, not validated: the schema is built when somebody first changes a setting.
    return AccountSettings.model_construct(rate_limits=not settings.no_rate_limits)
