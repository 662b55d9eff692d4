"""Deliveries without an emulator around them: a usual post, and an event loop to deliver it from."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from verify_emulator.outbox.deliveries import Deliveries, Post

T = TypeVar("T")

TOKEN = "the-auth-token-that-is-told-to-nobody"
NOW = datetime(2026, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC)


def post(url: str, **changes: Any) -> Post:
    """A post of a webhook's to a URL."""
    usual: dict[str, Any] = {
        "account_sid": "AC1",
        "service_sid": "VA1",
        "webhook_sid": "YW1",
        "event": "factor.created",
        "fields": (("type", "factor.created"), ("entity_identity", "jane")),
        "created_at": NOW,
    }
    return Post(url=url, **usual | changes)


def play(scenario: Callable[[Deliveries], Awaitable[T]], **options: Any) -> T:
    """The outcome of a scenario with deliveries of its own, on an event loop of its own, which must end clean."""
    usual: dict[str, Any] = {
        "token_of": lambda sid: TOKEN,
        "keep": 100,
        "retries": 0,
        "timeout": 5,
        "now": lambda sid: NOW,
    }

    async def main() -> T:
        deliveries = Deliveries(**usual | options)
        try:
            return await scenario(deliveries)
        finally:
            await deliveries.stop()
            assert asyncio.all_tasks() == {asyncio.current_task()}

    return asyncio.run(main())
