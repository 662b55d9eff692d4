"""The buckets of a rate limit: how many verifications in how much time, and the counting of them.

Source: twilio.com/docs/verify/api/service-rate-limit-buckets, …/programmable-rate-limits.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar

from pydantic import Field

from verify_emulator.account_settings import account_setting
from verify_emulator.errors import (
    BUCKET_EXISTS,
    INVALID_PARAMETER,
    MAX_BUCKETS,
    TOO_MANY_REQUESTS,
    TwilioError,
)
from verify_emulator.resources import rules
from verify_emulator.resources.call import Call
from verify_emulator.resources.collection import Collection, creates, deletes, fetches, lists, updates
from verify_emulator.resources.params import Params, Whole
from verify_emulator.resources.resource import Resource
from verify_emulator.verify.rate_limits import RATE_LIMITS, RateLimit, explain_name
from verify_emulator.verify.rules.windows import Limit, Window, count

MOST = 10**9
"""Of either number: keeps every date that follows from an interval within the calendar."""


@dataclass(slots=True, kw_only=True)
class Bucket(Resource):
    PREFIX: ClassVar[str] = "BL"
    PARENT: ClassVar[str] = "rate_limit_sid"

    sid: str
    rate_limit_sid: str
    service_sid: str
    account_sid: str
    max: int
    interval: int
    date_created: datetime
    date_updated: datetime

    @property
    def limit(self) -> Limit:
        return Limit(self.max, self.interval)


@dataclass(slots=True, kw_only=True)
class Counter(Resource):
    """What a bucket has counted for one value of its rate limit's key. Kept below the bucket, never shown."""

    PARENT: ClassVar[str] = "bucket_sid"
    KEY: ClassVar[str] = "value"
    FORGET: ClassVar[str] = "ends_at"
    KEEP: ClassVar[int] = 100_000

    bucket_sid: str
    value: str
    window: Window
    ends_at: datetime


Count = Annotated[Whole, Field(ge=1, le=MOST)]


class CreateBucket(Params):
    """Source: twilio-oai. Guess: Max and Interval are at least 1; the ranges are not published."""

    max: Count
    interval: Count


class UpdateBucket(Params):
    max: Count = 1
    interval: Count = 1


def create(call: Call, params: CreateBucket) -> Any:
    """Source: twilio.com/docs/api/errors/60210, /60211. Guess: the most that a rate limit may have is not published,
    so there is no limit unless the account setting max_buckets gives one."""
    _check_interval(call, params.interval)
    most = call.account.max_buckets
    if most is not None and call.store.count(Bucket, rules.key_of(call.parent)) >= most:
        raise TwilioError(
            MAX_BUCKETS,
            hint=f"The rate limit has {most} already: {account_setting('max_buckets')} is {most}.",
        )
    return rules.create(call, params)


def update(call: Call, bucket: Bucket, params: UpdateBucket) -> Bucket:
    """Guess: an update may not take the Interval of another bucket either (60211); a new Interval starts its windows
    anew."""
    if "interval" in params.given() and params.interval != bucket.interval:
        _check_interval(call, params.interval)
        for counter in list(call.store.read(Counter, bucket.sid)):
            call.store.delete(counter)
    return rules.update(call, bucket, params)


def _check_interval(call: Call, interval: int) -> None:
    for other in call.store.read(Bucket, rules.key_of(call.parent)):
        if other.interval == interval:
            raise TwilioError(
                BUCKET_EXISTS,
                hint=f"{other.sid} has the Interval {interval}: update that one, or take another Interval.",
            )


def spend(call: Call, service_sid: str, values: dict[str, Any]) -> None:
    """Count one verification for each key and value. Raises 20429 when any bucket is full; then nothing is counted.

    Source: programmable rate limits page; twilio-oai, the 429 of CreateVerification and its headers.
    Guess: Retry-After is the whole seconds until the window of the last full bucket ends, Twilio-Reached-Rate-Limit
    the UniqueName.
    """
    counters: list[Counter] = []
    full: list[tuple[int, Bucket, RateLimit]] = []
    for rate_limit, value in list(
        _named(call, service_sid, values)
    ):  # a wrong name is refused before anything else
        for bucket in call.store.read(Bucket, rate_limit.sid):
            counter, wait = _count_one(call, bucket, value)
            counters.append(counter)
            if wait:
                full.append((wait, bucket, rate_limit))
    if full:
        raise _refusal(*max(full, key=lambda one: one[0]))
    for counter in counters:
        call.store.sweep(Counter, counter.bucket_sid, call.now)
        call.store.put(counter)


def _named(call: Call, service_sid: str, values: dict[str, Any]) -> Iterator[tuple[RateLimit, str]]:
    """The rate limits by their names. Guess: a name that the service lacks is 60200; a value that is no text counts
    as its JSON text."""
    for name, value in values.items():
        rate_limit = call.store.find(RateLimit, "unique_name", name, service_sid)
        if rate_limit is None:
            hint = explain_name(call, service_sid, name)
            raise TwilioError(INVALID_PARAMETER, name="RateLimits", hint=hint)
        yield rate_limit, value if isinstance(value, str) else json.dumps(value)


def _count_one(call: Call, bucket: Bucket, value: str) -> tuple[Counter, int]:
    """The counter with one more call, and how many seconds to wait if the bucket is full."""
    kept = call.store.get(Counter, value, bucket.sid)
    windows, wait = count((kept.window,) if kept else (), (bucket.limit,), call.now)
    window, ends_at = windows[0], windows[0].began + timedelta(seconds=bucket.interval)
    if kept is not None:
        return kept.changed(window=window, ends_at=ends_at), wait
    return Counter(bucket_sid=bucket.sid, value=value, window=window, ends_at=ends_at), wait


def _refusal(wait: int, bucket: Bucket, rate_limit: RateLimit) -> TwilioError:
    return TwilioError(
        TOO_MANY_REQUESTS,
        headers={"Retry-After": str(wait), "Twilio-Reached-Rate-Limit": rate_limit.unique_name},
        hint=f"Bucket {bucket.sid} of {rate_limit.unique_name} lets {bucket.max} through in "
        f"{bucket.interval} s; "
        f"the next one in {wait} s.",
    )


BUCKETS = Collection(
    name="buckets",
    model=Bucket,
    parent=RATE_LIMITS,
    path="/v2/Services/{service_sid}/RateLimits/{rate_limit_sid}/Buckets",
    operations=(
        creates(CreateBucket, by=create),
        lists(),
        fetches(),
        updates(UpdateBucket, by=update),
        deletes(),
    ),
)
