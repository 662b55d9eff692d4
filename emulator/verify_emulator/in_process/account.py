"""One account of an emulator in this process: its credentials, clients, messages, clock and settings."""

from base64 import b64encode
from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from verify_emulator.accounts import Account as Tenant
from verify_emulator.app import App
from verify_emulator.clock import Clock
from verify_emulator.environment import credentials
from verify_emulator.events import SettingsChanged
from verify_emulator.in_process.failures import ScriptedFailures
from verify_emulator.in_process.inbox import Arrivals, Inbox
from verify_emulator.in_process.patching import Credentials, Others, Patch, Route, addressed_as
from verify_emulator.in_process.runner import Runner
from verify_emulator.in_process.steering import SteeredClock, SteeredSettings
from verify_emulator.in_process.witness import Witness
from verify_emulator.loopback import encode, exchange, takes_time

if TYPE_CHECKING:
    from twilio.http.async_http_client import AsyncTwilioHttpClient
    from twilio.http.http_client import TwilioHttpClient
    from twilio.rest import Client

    from verify_emulator.virtual_phone import VirtualPhone


class Account(Witness):
    """Nobody sees what another account has. `Emulator.account()` makes one.

    Attributes:
        account_sid: `AC` and 32 hex digits.
        auth_token: The token that goes with it.
        service_sid: A Service that is ready from the start: `VA` and 32 zeros unless the emulator was told otherwise.
    """

    def __init__(
        self,
        app: App,
        runner: Runner,
        arrivals: Arrivals,
        account_sid: str,
        auth_token: str,
        service_sid: str,
        *,
        since: int = 0,
    ) -> None:
        """Messages up to the cursor `since` are older than the account."""
        self.account_sid = account_sid
        self.auth_token = auth_token
        self.service_sid = service_sid
        self._app = app
        self._runner = runner
        self._arrivals = arrivals
        self._inboxes: dict[str, Inbox] = {}
        self._read_at: dict[str, dict[str, int]] = {}  # how far inboxes were when something was saved
        self._since = since
        self._blocked: deque[str] = deque(maxlen=100)
        self._tenant().token = auth_token

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.account_sid}>"

    def _tenant(self) -> Tenant:
        return self._app.accounts.get(self.account_sid)

    def _clock(self) -> Clock:
        return self._tenant().clock

    @property
    def _seen(self) -> str | None:
        """Whose messages and requests are shown; None for everybody's."""
        return self.account_sid

    def client(self, *, http_client: "TwilioHttpClient | None" = None) -> "Client":
        """A `twilio.rest.Client` of this account whose requests are answered in memory.

        All it asks is answered by the emulator, also what other products of Twilio would answer (404).
        """
        from twilio.rest import Client

        return Client(self.account_sid, self.auth_token, http_client=http_client or self.http_client())

    def async_client(self) -> "Client":
        """The same for the SDK's `…_async` methods. It belongs to no event loop and needs no closing."""
        from twilio.rest import Client

        return Client(self.account_sid, self.auth_token, http_client=self.async_http_client())

    def http_client(self) -> "TwilioHttpClient":
        """An HTTP client for a Twilio client that the application makes itself: `Client(…, http_client=…)`."""
        from verify_emulator.in_process.sdk import sync_http_client

        return sync_http_client(self._app, self._runner)

    def async_http_client(self) -> "AsyncTwilioHttpClient":
        """The same for asyncio."""
        from verify_emulator.in_process.sdk import async_http_client

        return async_http_client(self._app, self._runner)

    def patch(self, *, others: Others = "block", credentials: Credentials = "replace") -> Patch:
        """Lead every Twilio client in this process that talks to verify.twilio.com here; those that exist, too.

        To be used with `with`, or as a decorator of a function or coroutine function. Clients may be built in
        any way, with any credentials, for any region, sync or async. The variables that Twilio's samples read
        (TWILIO_ACCOUNT_SID, …) are set meanwhile if they are not.

        Args:
            others: What becomes of requests to Twilio's other products: "block" raises HostBlocked, "leave"
                sends them. (The account's list of messages, which codes can be read from, is answered here.)
            credentials: "replace" makes all requests this account's; with "keep" each one goes by the
                application's own, so that wrong ones are refused.
        """

        def open_route() -> Route:
            from verify_emulator.in_process.sdk import as_it_is, async_http_client, sync_http_client

            basic = b"Basic " + b64encode(f"{self.account_sid}:{self.auth_token}".encode())
            address = addressed_as(self.account_sid, basic) if credentials == "replace" else as_it_is
            return Route(
                sync_http_client(self._app, self._runner, address),
                lambda: async_http_client(self._app, self._runner, address),
                others,
                self._blocked,
            )

        return Patch(open_route, self.variables)

    @property
    def variables(self) -> Mapping[str, str]:
        """The variables that Twilio's samples read, with this account's values."""
        return credentials(self.account_sid, self.auth_token, self.service_sid)

    def inbox(self, to: str) -> Inbox:
        """What reaches a phone number or e-mail address; the same inbox each time, which knows what was read."""
        inbox = self._inboxes.get(to)
        if inbox is None:
            inbox = self._inboxes[to] = Inbox(self._read, self._arrivals, self._wanted(to))
        return inbox

    def settle(self, timeout: float = 5.0) -> bool:
        """Wait until no webhook is on its way, `timeout` seconds at most. Returns whether that is so."""
        return self._runner.run(self._app.deliveries.finish(timeout))

    @property
    def clock(self) -> SteeredClock:
        """This account's time."""
        return SteeredClock(self._clock, self._steer)

    def _steer(self, step: Any) -> None:
        def move() -> None:
            step()
            self._app.clock_moved(self._seen)

        self._runner.call(move)

    @property
    def settings(self) -> SteeredSettings:
        """What the account may do, as on (emulated) Twilio."""
        event = SettingsChanged(self.account_sid)
        return SteeredSettings(
            self._tenant, lambda: self._runner.call(lambda: self._app.events.publish(event))
        )

    @property
    def faults(self) -> ScriptedFailures:
        """What is to fail, and how."""
        return ScriptedFailures(self._app.faults, self._runner, self._seen)

    def send(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes = b""
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Plain HTTP in memory, with the credentials that `headers` carry; also to /_emulator on any host.

        Returns the status, the headers and the body of the answer. Raises ConnectionError if there is none.
        """
        sent = encode(method, url, data=body, headers=headers)
        # Whoever waits inside the emulator needs its event loop.
        if "wait=" in url or "/_emulator/phones" in url or takes_time(self._app.faults, sent):
            self._runner.start()
        reply = self._runner.run(exchange(self._app, sent))
        shown = {name.decode(): value.decode("latin-1") for name, value in reply.headers}
        return reply.status, shown, reply.body

    def virtual_phone(self) -> "VirtualPhone":
        """A phone with a push app, whose requests are answered in memory as well."""
        from verify_emulator.virtual_phone import VirtualPhone

        return VirtualPhone("https://verify.twilio.com", transport=self.send)

    def reset(self) -> None:
        """Forget all of this account: services, messages, requests, settings …; its clock is right again."""
        self._runner.call(lambda: self._app.reset(self.account_sid))
        self._inboxes.clear()
        self._blocked.clear()
        self._tenant().token = self.auth_token

    def save(self, name: str) -> None:
        """Name the state of now, to go back to with `restore`. Raises ValueError for what is no name.

        A name is of letters, digits, dots, dashes and underscores. It is this account's; of an Emulator it is the
        state of all accounts. What is saved again is replaced.
        """
        self._runner.call(lambda: self._app.state.points.save(name, self._seen))
        self._read_at[name] = {to: inbox.place for to, inbox in self._inboxes.items()}

    def restore(self, name: str) -> None:
        """Go back to what was saved by that name, as often as wanted. Raises KeyError.

        Services, verifications, factors, messages, settings and the clock are as they were, and inboxes have read
        what they had read. `requests`, `deliveries` and what was blocked are no part of it.
        """
        self._runner.call(lambda: self._app.state.points.restore(name, self._seen))
        read_at = self._read_at.get(name, {})
        for to, inbox in self._inboxes.items():
            inbox.place = read_at.get(to, self._since)
