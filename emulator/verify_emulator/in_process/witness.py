"""What a test sees of an account, and expects of it: messages, requests, deliveries, and assertions about them."""

from abc import ABC, abstractmethod
from collections import deque

from verify_emulator.app import App
from verify_emulator.clock import Clock
from verify_emulator.in_process import expectations
from verify_emulator.in_process.runner import Runner
from verify_emulator.journal import Entry
from verify_emulator.journal import Wanted as WantedRequest
from verify_emulator.outbox.deliveries import Delivery
from verify_emulator.outbox.messages import Message, Wanted

MOST = 10_000


def _check(operation: str) -> None:
    from verify_emulator.verify.catalogue import check_operation

    try:
        check_operation(operation)
    except ValueError as error:
        raise ValueError(f"operation: {error}") from None


class Witness(ABC):
    """Reads what there is by now. Subclasses say of which account."""

    account_sid: str
    service_sid: str
    _app: App
    _runner: Runner
    _since: int
    _blocked: deque[str]

    @property
    @abstractmethod
    def _seen(self) -> str | None:
        """Whose messages and requests are shown; None for everybody's."""

    @abstractmethod
    def _clock(self) -> Clock: ...

    @property
    def messages(self) -> list[Message]:
        """All messages, oldest first, also those that never arrived: `to`, `channel`, `code`, `body`, `status` …"""
        return self._read(self._wanted())

    def _wanted(self, to: str | None = None) -> Wanted:
        return Wanted(to=to, account_sid=self._seen, after=self._since)

    def _read(self, wanted: Wanted) -> list[Message]:
        return self._runner.call(lambda: self._app.outbox.read(wanted, MOST))

    @property
    def requests(self) -> list[Entry]:
        """What Twilio would have seen: the newest requests with their answers, oldest first."""
        wanted = WantedRequest(account_sid=self._seen)
        return self._runner.call(lambda: self._app.journal.read(wanted))

    @property
    def blocked(self) -> list[str]:
        """Requests to other products of Twilio that `patch` has blocked: method and URL, oldest first."""
        return list(self._blocked)

    @property
    def deliveries(self) -> list[Delivery]:
        """What was posted to webhooks and event sinks, oldest first. `settle` waits for those on their way."""
        from verify_emulator.outbox.delivery import Wanted as WantedDelivery

        wanted = WantedDelivery(account_sid=self._seen)
        return self._runner.call(lambda: self._app.deliveries.read(wanted, MOST))

    def assert_sent(self, to: str, *, channel: str | None = None, times: int | None = None) -> list[Message]:
        """Fail unless that many messages (at least one, if no number is given) went to a recipient; returns them."""
        __tracebackhide__ = True
        return expectations.assert_sent(self.messages, to, channel, times)

    def assert_nothing_sent(self, to: str | None = None, *, channel: str | None = None) -> None:
        """Fail if a message went to that recipient, or to anybody."""
        __tracebackhide__ = True
        expectations.assert_nothing_sent(self.messages, to, channel)

    def assert_requested(
        self,
        operation: str | None = None,
        *,
        to: str | None = None,
        status: int | None = None,
        code: int | None = None,
        method: str | None = None,
        path: str | None = None,
        times: int | None = None,
    ) -> list[Entry]:
        """Fail unless that many requests (at least one, if no number is given) came in; returns them.

        Args:
            operation: As in Twilio's OpenAPI file, such as "CreateVerification".
            to: The parameter To.
            status, code: Of the answer: its HTTP status, and Twilio's error code.
            path: With * for any text.

        Raises ValueError for an operation that there is not: nobody would ever have asked for it.
        """
        __tracebackhide__ = True
        if operation:
            _check(operation)
        verb = None if method is None else method.upper()
        wanted = WantedRequest(operation=operation, to=to, status=status, code=code, method=verb, path=path)
        return expectations.assert_requested(self.requests, wanted, times)

    def assert_status(self, to: str, status: str, *, service_sid: str | None = None) -> None:
        """Fail unless the newest verification of a recipient is pending, approved, canceled, expired … by now."""
        __tracebackhide__ = True
        service = service_sid or self.service_sid

        def look() -> str:
            with self._app.store.transaction(self.account_sid) as session:
                return expectations.fault_of_status(session, service, to, status, self._clock().now())

        fault = self._runner.call(look)
        if fault:
            raise AssertionError(fault)
