"""What a test steers: the clock and what the account may do, by the names of the control plane."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import ValidationError

from verify_emulator.account_settings import AccountSettings
from verify_emulator.accounts import Account as Tenant
from verify_emulator.clock import Clock, parse_duration
from verify_emulator.settings import explain


class SteeredClock:
    """The emulator's clock, or one account's. Whatever depends on time follows at once.

    >>> verify.clock.advance(minutes=10, seconds=1)
    """

    def __init__(self, clock: Callable[[], Clock], do: Callable[[Callable[[], Any]], Any]) -> None:
        self._clock = clock
        self._do = do

    def now(self) -> datetime:
        """The time, in UTC."""
        return self._clock().now()

    def advance(
        self,
        by: timedelta | float | str = 0,
        *,
        days: float = 0,
        hours: float = 0,
        minutes: float = 0,
        seconds: float = 0,
    ) -> None:
        """Let time pass: a timedelta, seconds, text such as "10m1s", or parts by name. A negative step goes back.

        Raises ValueError, and OverflowError outside the years 1970 to 9000.
        """
        first = by if isinstance(by, timedelta) else parse_duration(by)
        step = first + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        self._do(lambda: self._clock().advance(step))

    def freeze(self, at: datetime | None = None) -> None:
        """Stand still, now or at a time (one without a zone is UTC). Raises OverflowError as above."""
        moment = at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at
        self._do(lambda: self._clock().freeze(moment))

    def resume(self) -> None:
        """Run on from where the clock stands."""
        self._do(lambda: self._clock().resume())

    def reset(self) -> None:
        """Go back to the time of the machine (an account's clock: to that of the emulator)."""
        self._do(lambda: self._clock().reset())


class SteeredSettings:
    """What an account may do. Each setting is an attribute; the README lists them.

    >>> verify.settings.sna = True
    >>> verify.settings.update(blocked_countries=["FR"], trial=True)
    """

    def __init__(self, tenant: Callable[[], Tenant], changed: Callable[[], object]) -> None:
        object.__setattr__(self, "_tenant", tenant)
        object.__setattr__(self, "_changed", changed)

    def __getattr__(self, name: str) -> Any:
        if name not in AccountSettings.model_fields:
            raise AttributeError(f"{name} is not an account setting; {_names()}")
        return getattr(self._tenant().settings, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self.update(**{name: value})

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *AccountSettings.model_fields]

    def update(self, **changes: Any) -> None:
        """Change several settings, or none if one is bad. Raises AttributeError (no such name) and ValueError."""
        for name in changes:
            if name not in AccountSettings.model_fields:
                raise AttributeError(f"{name} is not an account setting; {_names()}")
        tenant = self._tenant()
        try:
            tenant.settings = AccountSettings.model_validate({**dict(tenant.settings), **changes})
        except ValidationError as error:
            name, fault = explain(error)
            raise ValueError(f"{name}: {fault}") from None
        self._changed()

    @contextmanager
    def changed(self, **changes: Any) -> Iterator[None]:
        """Change settings until the context ends."""
        before = self._tenant().settings
        self.update(**changes)
        try:
            yield
        finally:
            self._tenant().settings = before
            self._changed()


def _names() -> str:
    return f"there are {', '.join(AccountSettings.model_fields)}"
