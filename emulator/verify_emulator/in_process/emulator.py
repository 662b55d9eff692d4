"""An emulator as an object: made, used, and closed."""

import asyncio
from contextlib import ExitStack
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from pydantic import ValidationError

from verify_emulator.accounts import WELL_KNOWN_ACCOUNT, WELL_KNOWN_TOKEN
from verify_emulator.app import App
from verify_emulator.clock import Clock
from verify_emulator.events import MessageChanged
from verify_emulator.ids import Ids
from verify_emulator.in_process.account import Account
from verify_emulator.in_process.inbox import Arrivals
from verify_emulator.in_process.runner import Runner
from verify_emulator.outbox.messages import Message
from verify_emulator.settings import Settings, explain
from verify_emulator.state.file import FileError
from verify_emulator.verify.services import ready_service

if TYPE_CHECKING:
    from verify_emulator.listening import Addresses


class Emulator(Account):
    """Twilio Verify in this process. As an Account it is the well-known one, but sees what all accounts do.

    Its options are those of the command: `Emulator(seed=1, code={"*": "424242"}, config="verify.toml")`.

    >>> with Emulator() as verify:
    ...     verify.client().verify.v2.services(verify.service_sid).fetch().friendly_name
    'Verify Emulator'

    Nothing listens and no thread is started unless it has to be: for `url`, for webhooks and for events.
    Any thread and any event loop may use it.

    Args:
        listen: Whether to listen at once, on `port` (a free one by default).
        **options: As on the command line, with underscores. Raises ValueError, which names the bad one.
    """

    def __init__(self, *, listen: bool = False, **options: Any) -> None:
        settings, configuration = _read(options)
        runner = Runner()
        try:
            app = App(settings, configuration, on_loop=runner.later)
        except FileError as error:
            raise ValueError(f"state: {error}") from None
        arrivals = Arrivals(lambda: app.outbox.has_some_on_their_way)
        runner.may_wait = lambda: app.faults.are_slow
        app.events.subscribe(Message, arrivals.tell)
        app.events.subscribe(MessageChanged, arrivals.tell)
        self._ids = Ids(settings.seed)
        self._serving: _Serving | None = None
        self._starting = Lock()
        super().__init__(app, runner, arrivals, WELL_KNOWN_ACCOUNT, WELL_KNOWN_TOKEN, ready_service(settings))
        app.look_at_expiries()
        if listen:
            self._listen_or_close()

    def _listen_or_close(self) -> None:
        """A file that holds the state is let go if nobody gets hold of this emulator."""
        try:
            self.listen()
        except BaseException:
            self.close()
            raise

    def _clock(self) -> Clock:
        return self._app.clock

    @property
    def _seen(self) -> str | None:
        return None

    def account(self, account_sid: str | None = None, auth_token: str | None = None) -> Account:
        """An account of its own, new unless a SID is given. Costs next to nothing: take one for each test.

        The token of one that exists stays as it is, unless another one is given.
        """
        known = None if account_sid is None else self._app.accounts.get(account_sid).token
        return Account(
            self._app,
            self._runner,
            self._arrivals,
            account_sid or self._new_sid(),
            auth_token or known or self._ids.sid(""),
            self.service_sid,
            since=self._app.outbox.last if account_sid is None else 0,
        )

    def _new_sid(self) -> str:
        """Under a seed the ones drawn first may have come with a state."""
        sid = self._ids.sid("AC")
        return sid if self._app.accounts.known(sid) is None else self._new_sid()

    @property
    def url(self) -> str:
        """Where programs outside of this process find the emulator; it listens from now on, if it did not yet."""
        return self.listen()

    @property
    def addresses(self) -> "Addresses":
        """The same, and where TLS and the proxy are if the options `tls` and `proxy` are on."""
        self.listen()
        assert self._serving is not None
        return self._serving.addresses

    def listen(self) -> str:
        """Serve HTTP on a thread, if that is not so yet. Returns the URL. Raises `server.BindError`."""
        with self._starting:
            if self._serving is None:
                self._serving = _Serving(self._app, self._runner)
        return self._serving.addresses.url

    def reset(self) -> None:
        """Forget everything of all accounts; the clock is the machine's again."""
        self._runner.call(self._app.reset)
        self._inboxes.clear()

    def close(self) -> None:
        """Stop listening, answer what is in flight, end what goes on in the background; save, if there is a file."""
        if self._runner.is_elsewhere:
            return
        if self._runner.started:
            self._runner.call(self._app.stop_waiting)
        if self._serving is not None:
            self._serving.stop()
            self._serving = None
        elif self._runner.started:
            self._runner.run(self._app.stop())
        else:
            self._app.stop_here()
        self._runner.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _read(options: dict[str, Any]) -> tuple[Settings, Any]:
    """The settings, above what a configuration file says, and that file's contents."""
    configuration = None
    below: dict[str, Any] = {"port": 0, "tls_port": 0, "proxy_port": 0}
    if options.get("config") is not None:
        from verify_emulator.configuration import read

        configuration = read(options["config"])
        below |= configuration.options
    try:
        return Settings.model_validate(below | options), configuration
    except ValidationError as error:
        name, fault = explain(error)
        raise ValueError(f"{name}: {fault}") from None


class _Serving:
    """A server on the emulator's event loop."""

    def __init__(self, app: App, runner: Runner) -> None:
        from verify_emulator.listening import opened
        from verify_emulator.server import serving  # uvicorn takes longer to import than all the rest

        with ExitStack() as sockets:
            listeners = sockets.enter_context(opened(app.settings))
            self._server = serving(app, listeners)
            self._loop = runner.start()
            self._end = asyncio.run_coroutine_threadsafe(self._start(), self._loop).result()
            self.addresses = listeners.addresses
            self._sockets = sockets.pop_all()  # from now on they are closed by `stop`

    async def _start(self) -> asyncio.Event:
        end, ready = asyncio.Event(), asyncio.Event()
        self._task = asyncio.ensure_future(self._server.serve_until(end.wait(), lambda url: ready.set()))
        began = asyncio.ensure_future(ready.wait())
        await asyncio.wait({began, self._task}, return_when=asyncio.FIRST_COMPLETED)
        began.cancel()
        if self._task.done():
            await self._task  # which raises why it could not start
        return end

    def stop(self) -> None:
        async def stop() -> None:
            self._end.set()
            await self._task

        asyncio.run_coroutine_threadsafe(stop(), self._loop).result()
        self._sockets.close()
