"""What a test makes fail, in the words of the control plane."""

from typing import Any

from pydantic import ValidationError

from verify_emulator.faults.faults import Faults
from verify_emulator.faults.scripted import Scripted
from verify_emulator.in_process.runner import Runner
from verify_emulator.settings import explain


class ScriptedFailures:
    """The first that matches a request, and is not used up, decides what happens to it.

    >>> verify.faults.add(operation="CreateVerification", error=60203, times=1)
    >>> verify.faults.add(to="+15017122661", delivery={"status": "undelivered", "error_code": 30003})
    >>> verify.faults.add(operation="CreateVerificationCheck", drop="after")

    An account's are for its own requests only; those of an emulator are for all accounts'.
    """

    def __init__(self, faults: Faults, runner: Runner, account_sid: str | None) -> None:
        self._faults = faults
        self._runner = runner
        self._account_sid = account_sid

    def add(self, **fields: Any) -> Scripted:
        """Script a failure. What is handed back counts: `matched`, `happened`, `remaining`.

        Args:
            **fields: Which requests: `operation`, `to`, `channel`, `service_sid` (with * for any text), `nth`.
                What happens: one of `error`, `status` (with `body`), `drop`, `delivery`, `approves`; and `delay`,
                `bytes_per_second`, `retry_after`. How often: `times`, `probability`, `count_retries`.
                Raises ValueError, which names the bad one.
        """
        from verify_emulator.faults.fault import Fault

        own = self._account_sid
        if own is not None and fields.setdefault("account_sid", own) != own:
            raise ValueError("account_sid: an account's failures are for its own requests")
        try:
            fault = Fault.model_validate(fields)
        except ValidationError as error:
            name, reason = explain(error)
            raise ValueError(f"{name}: {reason}") from None
        return self._runner.call(lambda: self._faults.add(fault))

    def all(self) -> list[Scripted]:
        """Those that are scripted, in the order in which they were added, also those that are over."""
        return self._runner.call(lambda: self._faults.read(self._account_sid))

    def remove(self, failure: Scripted) -> None:
        """Drop one."""
        self._runner.call(lambda: self._faults.remove(failure.id))

    def clear(self) -> None:
        """Drop all of them."""
        self._runner.call(lambda: self._faults.clear(self._account_sid))
