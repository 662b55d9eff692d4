"""The composition root: gives an emulator its faces, and each request to the one it is for."""

from functools import cached_property
from typing import TYPE_CHECKING

from starlette.types import ASGIApp, Receive, Scope, Send

from verify_emulator import control
from verify_emulator.control import certificates, health
from verify_emulator.core import Core
from verify_emulator.hosts import is_twilio
from verify_emulator.http.endpoint import VerifySide
from verify_emulator.http.routes import Routes
from verify_emulator.verify.catalogue import CORE, collections

if TYPE_CHECKING:
    from verify_emulator.control.plane import ControlPlane
    from verify_emulator.http.messages_list import MessagesList
    from verify_emulator.ui.inbox import Inbox

VERIFY_PREFIX = "/v2/"
MESSAGING_PREFIX = "/2010-04-01/"


class App(Core):
    """One emulator as an ASGI application."""

    authority: bytes | None = None
    """The certificate (PEM) of the CA that this emulator's own is signed by, while it is served with TLS."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._side_for(scope)(scope, receive, send)
        elif scope["type"] == "lifespan":
            await _live(receive, send)
        else:
            await send({"type": "websocket.close"})

    def _side_for(self, scope: Scope) -> ASGIApp:
        path = scope["path"]
        if path.startswith(VERIFY_PREFIX):
            return self._verify
        if path == health.PATH:
            return self._health
        if path == certificates.PATH:
            return self._certificates
        if path.startswith(control.PREFIX):
            return self._control
        if path.startswith(MESSAGING_PREFIX):
            return self._messaging
        return self._inbox if is_for_people(scope) else self._verify

    def stop_waiting(self) -> None:
        """Also whoever waits for an answer that takes its time, and the streams of events."""
        super().stop_waiting()
        self._verify.pauses.stop()
        if "_control" in self.__dict__:
            self._control.stop_waiting()

    @cached_property
    def _verify(self) -> VerifySide:
        return VerifySide(
            Routes(CORE, rest=collections),
            clock=self.clock,
            accounts=self.accounts,
            store=self.store,
            ids=self.ids,
            settings=self.settings,
            events=self.events,
            faults=self.faults,
        )

    @cached_property
    def _health(self) -> health.Health:
        return health.Health(self.clock, self.started)

    @cached_property
    def _certificates(self) -> certificates.Certificates:
        return certificates.Certificates(lambda: self.authority)

    @cached_property
    def _control(self) -> "ControlPlane":
        """Made when first asked for: importing Starlette would lengthen every start."""
        from verify_emulator.control.plane import ControlPlane

        return ControlPlane(self)

    @cached_property
    def _inbox(self) -> "Inbox":
        """Nothing of it is imported before somebody looks."""
        from verify_emulator.ui.inbox import Inbox

        return Inbox(self)

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


def is_for_people(scope: Scope) -> bool:
    """Whether a path that is not below Twilio's is the inbox's. At a name of Twilio's there is only Twilio."""
    from verify_emulator.ui import is_page

    if not is_page(scope["method"], scope["path"]):
        return False
    host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    return not is_twilio(host.partition(":")[0])


async def _live(receive: Receive, send: Send) -> None:
    """The lifespan protocol: there is nothing to start and nothing to stop."""
    for answer in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{answer}.complete"})
