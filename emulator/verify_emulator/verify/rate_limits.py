"""Service rate limits, counted per value of a key that the application chooses.

Source: twilio.com/docs/verify/api/service-rate-limits, …/programmable-rate-limits.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Annotated, Any, ClassVar

from pydantic import StringConstraints

from verify_emulator.account_settings import account_setting
from verify_emulator.errors import (
    MAX_RATE_LIMITS,
    RATE_LIMIT_EXISTS,
    UNIQUE_NAME_FORMAT,
    TwilioError,
    cited,
)
from verify_emulator.resources import rules
from verify_emulator.resources.call import Call
from verify_emulator.resources.collection import Collection, creates, deletes, fetches, lists, updates
from verify_emulator.resources.params import MadeOf, Params, RefusedWith
from verify_emulator.resources.resource import Resource
from verify_emulator.verify.services import SERVICES

MOST_COMPARED, MOST_NAMED = 100, 3
"""Rate limits that are looked at to explain why there is none of a name."""


@dataclass(slots=True, kw_only=True)
class RateLimit(Resource):
    PREFIX: ClassVar[str] = "RK"
    PARENT: ClassVar[str] = "service_sid"
    INDEXES: ClassVar[tuple[str, ...]] = ("unique_name",)

    sid: str
    service_sid: str
    account_sid: str
    unique_name: str
    description: str | None = None
    date_created: datetime
    date_updated: datetime


UniqueName = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_.-]+$"),
    MadeOf("letters, digits, _, . and -"),
    RefusedWith(UNIQUE_NAME_FORMAT),
]


class CreateRateLimit(Params):
    unique_name: UniqueName
    description: str | None = None


class UpdateRateLimit(Params):
    description: str | None = None


def find(call: Call, model: type[RateLimit], key: str) -> RateLimit | None:
    """By SID or by UniqueName. Source: the API reference says that either addresses it."""
    service_sid = rules.key_of(call.parent)
    by_sid = call.store.get(model, key, service_sid)
    return (
        by_sid
        or call.store.find(model, "unique_name", key, service_sid)
        or rules.find_by_key(call, model, key)
    )


def explain_name(call: Call, service_sid: str, name: str) -> str:
    """No rate limit of the service has the UniqueName."""
    from verify_emulator.resources.refusals import nearest  # not needed while all goes well
    from verify_emulator.verify.near_misses import told_deleted

    lacks = (
        f"Service {service_sid} has no rate limit with UniqueName {cited(name)}; RateLimits is keyed by it."
    )
    gone = told_deleted(call, RateLimit, name, service_sid)
    if gone:
        return f"{lacks} {gone}"
    newest = islice(call.store.read(RateLimit, service_sid, backwards=True), MOST_COMPARED)
    names = [other.unique_name for other in newest]
    near = nearest(name, names)
    if near:
        return f"{lacks} Is {cited(near)} meant?"
    there = ", ".join(cited(other) for other in names[:MOST_NAMED])
    there += " ..." if len(names) > MOST_NAMED else "."
    return f"{lacks} There are: {there}" if names else f"{lacks} It has none at all."


def create(call: Call, params: CreateRateLimit) -> Any:
    """Source: twilio.com/docs/api/errors/60207, /60208. Guess: the most that a service may have is not published,
    so there is no limit unless the account setting max_rate_limits gives one."""
    service_sid, most = rules.key_of(call.parent), call.account.max_rate_limits
    if call.store.find(RateLimit, "unique_name", params.unique_name, service_sid) is not None:
        raise TwilioError(
            RATE_LIMIT_EXISTS,
            hint=f"The service has a rate limit {cited(params.unique_name)}: choose another UniqueName.",
        )
    if most is not None and call.store.count(RateLimit, service_sid) >= most:
        raise TwilioError(
            MAX_RATE_LIMITS,
            hint=f"The service has {most} already: {account_setting('max_rate_limits')} is {most}.",
        )
    return rules.create(call, params)


RATE_LIMITS = Collection(
    name="rate_limits",
    model=RateLimit,
    parent=SERVICES,
    path="/v2/Services/{service_sid}/RateLimits",
    links={"buckets": "Buckets"},
    find=find,
    operations=(
        creates(CreateRateLimit, by=create),
        lists(),
        fetches(),
        updates(UpdateRateLimit),
        deletes(),
    ),
)
