"""The composition root: makes one emulator out of its parts and gives each request to the side it is for."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from starlette.types import ASGIApp, Receive, Scope, Send

from verify_emulator import control
from verify_emulator.accounts import Accounts
from verify_emulator.clock import Clock
from verify_emulator.control import certificates, health
from verify_emulator.events import Events, FaultsChanged, MessageChanged
from verify_emulator.faults.faults import Faults
from verify_emulator.http.endpoint import VerifySide
from verify_emulator.http.routes import Routes
from verify_emulator.ids import Ids
from verify_emulator.journal import Entry, Journal
from verify_emulator.outbox.messages import Message, Outbox
from verify_emulator.outbox.posts import Post
from verify_emulator.resources.store import Session
from verify_emulator.settings import AccountSettings, Settings
from verify_emulator.store.memory import Memory
from verify_emulator.verify import services, templates
from verify_emulator.verify.attempt import Attempt
from verify_emulator.verify.catalogue import CORE, children, collections, operation_names
from verify_emulator.verify.verification import Verification
from verify_emulator.verify.verification_events import Expiring

if TYPE_CHECKING:
    from verify_emulator.configuration import Configuration
    from verify_emulator.control.plane import ControlPlane
    from verify_emulator.http.messages_list import MessagesList
    from verify_emulator.outbox.deliveries import Deliveries
    from verify_emulator.verify.expiries import Expiries

VERIFY_PREFIX = "/v2/"
MESSAGING_PREFIX = "/2010-04-01/"


class App:
    """One emulator as an ASGI application. Its parts are public: what the control plane steers, code can steer."""

    def __init__(
        self,
        settings: Settings | None = None,
        configuration: "Configuration | None" = None,
        *,
        on_loop: Callable[[Callable[[], object]], object] = lambda work: work(),
    ) -> None:
        """Of a configuration its accounts and templates are used; its options are in the settings already.

        If none is given, the file that the settings name is read. Raises ConfigurationError. `on_loop` does what
        needs an event loop; by default calls are made on one.
        """
        self.settings = settings or Settings()
        self.configuration = configuration or _read_configuration(self.settings)
        if self.configuration is not None:
            self.configuration.check(self.settings)
        self.clock = Clock()
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
        self.events.subscribe(Expiring, lambda expiring: on_loop(lambda: self._expiries.watch(expiring)))
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
            operations=operation_names,
            changed=lambda: self.events.publish(FaultsChanged()),
        )
        self.authority: bytes | None = None
        """The certificate (PEM) of the CA that this emulator's own is signed by, while it is served with TLS."""
        self._health = health.Health(self.clock)
        self._certificates = certificates.Certificates(lambda: self.authority)
        self._verify = VerifySide(
            Routes(CORE, rest=collections),
            clock=self.clock,
            accounts=self.accounts,
            store=self.store,
            ids=Ids(self.settings.seed),
            settings=self.settings,
            events=self.events,
            faults=self.faults,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._side_for(scope["path"])(scope, receive, send)
        elif scope["type"] == "lifespan":
            await _live(receive, send)
        else:
            await send({"type": "websocket.close"})

    def _side_for(self, path: str) -> ASGIApp:
        if path.startswith(VERIFY_PREFIX):
            return self._verify
        if path == health.PATH:
            return self._health
        if path == certificates.PATH:
            return self._certificates
        if path.startswith(control.PREFIX):
            return self._control
        return self._messaging if path.startswith(MESSAGING_PREFIX) else self._verify

    def reset(self, account_sid: str | None = None) -> None:
        """Forget everything of one account, or of all; then the clock, too, is the system's again."""
        self.store.reset(account_sid)
        self.outbox.reset(account_sid)
        self.deliveries.reset(account_sid)
        self.faults.clear(account_sid)
        self.journal.reset(account_sid)
        self._expiries.reset(account_sid)
        self.accounts.reset(account_sid)
        if account_sid is None:
            self.clock.reset()

    def clock_moved(self) -> None:
        """See what has expired meanwhile, and which messages have arrived."""
        self.outbox.settle()
        self._expiries.look()

    def stop_waiting(self) -> None:
        """Send everybody away who waits for something, so that all requests can be answered."""
        self.outbox.stop_waiting()
        self._verify.pauses.stop()
        self.deliveries.stop_waiting()
        self.journal.stop_waiting()

    async def stop(self) -> None:
        """End what goes on in the background once the last request has been answered."""
        self._expiries.stop()
        await self.deliveries.stop()

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
        )

    def _token_of(self, account_sid: str) -> str | None:
        account = self.accounts.known(account_sid)  # one that has been forgotten meanwhile is not made anew
        return None if account is None else account.token

    def _now_of(self, account_sid: str) -> datetime:
        account = self.accounts.known(account_sid)
        return (self.clock if account is None else account.clock).now()

    @cached_property
    def _expiries(self) -> "Expiries":
        from verify_emulator.verify.expiries import Expiries

        return Expiries(self.accounts, self.store, self.events.publish)

    @cached_property
    def _control(self) -> "ControlPlane":
        """Made when first asked for: importing Starlette would lengthen every start."""
        from verify_emulator.control.plane import ControlPlane, Parts

        parts = Parts(
            clock=self.clock,
            accounts=self.accounts,
            outbox=self.outbox,
            deliveries=self.deliveries,
            journal=self.journal,
            store=self.store,
            faults=self.faults,
            reset=self.reset,
            clock_moved=self.clock_moved,
        )
        return ControlPlane(parts)

    @cached_property
    def _messaging(self) -> "MessagesList":
        from verify_emulator.http.messages_list import MessagesList

        return MessagesList(
            clock=self.clock,
            accounts=self.accounts,
            events=self.events,
            outbox=self.outbox,
            settings=self.settings,
        )

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


async def _live(receive: Receive, send: Send) -> None:
    """The lifespan protocol: there is nothing to start and nothing to stop."""
    for answer in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{answer}.complete"})
