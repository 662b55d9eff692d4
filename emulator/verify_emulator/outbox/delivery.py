"""One delivery: a post, the attempts to get it to its receiver, and what became of them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from verify_emulator.outbox.posts import Letter, Post

State = Literal["queued", "delivered", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try; without an error it succeeded."""

    started_at: datetime
    seconds: float
    status: int | None
    error: str
    body: bytes  # how the answer begins


@dataclass(slots=True, kw_only=True)
class Delivery:
    """A post on its way. It is queued until it is settled, one way or the other."""

    id: str
    cursor: int  # its place in the journal, from 1
    post: Post
    created_at: datetime
    replay_of: str = ""
    state: State = "queued"
    error: str = ""  # why it failed
    letter: Letter | None = None  # there once it is composed, which is just before the first attempt
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def is_settled(self) -> bool:
        return self.state != "queued"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which deliveries somebody looks for; None matches all."""

    account_sid: str | None = None
    service_sid: str | None = None
    webhook_sid: str | None = None
    event: str | None = None
    state: State | None = None
    after: int = 0

    def matches(self, delivery: Delivery) -> bool:
        post = delivery.post
        return (
            delivery.cursor > self.after
            and self.account_sid in (None, post.account_sid)
            and self.service_sid in (None, post.service_sid)
            and self.webhook_sid in (None, post.webhook_sid)
            and self.event in (None, post.event)
            and self.state in (None, delivery.state)
        )

    def ends_with(self, delivery: Delivery) -> bool:
        """Whether somebody who waits for this need wait no longer."""
        return self.matches(delivery) and (delivery.is_settled or self.state == "queued")
