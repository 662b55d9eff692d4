"""Attempts: every message with a code, for thirty days, and whether its code was used.

Source: twilio.com/docs/verify/api/attempts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AliasChoices, BeforeValidator, Field

from verify_emulator.resources import rules
from verify_emulator.resources.call import Call
from verify_emulator.resources.collection import Collection, fetches, lists
from verify_emulator.resources.pages import Page, PageParams, cut
from verify_emulator.resources.params import Params
from verify_emulator.resources.resource import Resource
from verify_emulator.verify.attempt import Attempt
from verify_emulator.verify.quotas import spend
from verify_emulator.verify.rules import phones, texts
from verify_emulator.verify.rules.moments import Moment
from verify_emulator.verify.rules.windows import Limit

REQUESTS = Limit(100, 60)
"""Source: docs/verify/api/attempts. Guess: the 100 requests a minute are counted per account, those for lists and
single attempts together."""
REPORTED_AS = {"rcs": "rbm"}
CALL_STATUSES = {
    "delivered": "completed",
    "undelivered": "no-answer",
    "failed": "failed",
    "sent": "in-progress",
}
"""Of calls, for what the same outcome is called of messages."""


@dataclass(slots=True, kw_only=True)
class VerificationAttempt(Resource):
    """An attempt as it is answered."""

    PREFIX: ClassVar[str] = "VL"

    sid: str
    account_sid: str
    service_sid: str
    verification_sid: str
    date_created: datetime
    date_updated: datetime
    conversion_status: str
    channel: str
    price: dict[str, str] | None
    channel_data: dict[str, Any]


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


Reported = Literal["sms", "call", "email", "whatsapp", "rbm"]


class AttemptFilters(Params):
    """What lists and the summary share. Source: twilio-oai."""

    date_created_after: Moment | None = None
    date_created_before: Moment | None = None
    country: Annotated[str | None, BeforeValidator(_upper)] = None
    channel: Reported | None = None
    verify_service_sid: str | None = None


class AttemptListParams(AttemptFilters, PageParams):
    """Source: twilio-oai; twilio-go writes the dot of ChannelData.To behind a backslash."""

    channel_data__to: Annotated[
        str | None, Field(validation_alias=AliasChoices("ChannelData.To", "ChannelData\\.To"))
    ] = None
    verification_sid: str | None = None
    status: Annotated[Literal["converted", "unconverted"], BeforeValidator(_lower)] | None = None


def is_wanted(attempt: Attempt, filters: AttemptFilters, now: datetime) -> bool:
    """Whether it is asked for. Guess: DateCreatedAfter and DateCreatedBefore are inclusive, to the second."""
    created_at = attempt.created_at.replace(microsecond=0)
    return (
        now < attempt.forget_at
        and (
            filters.date_created_after is None
            or created_at >= filters.date_created_after.replace(microsecond=0)
        )
        and (filters.date_created_before is None or created_at <= filters.date_created_before)
        and filters.verify_service_sid in (None, attempt.service_sid)
        and filters.channel in (None, REPORTED_AS.get(attempt.channel, attempt.channel))
        and (filters.country is None or filters.country == phones.country_of(attempt.to))
    )


def list_attempts(call: Call, params: AttemptListParams) -> Page:
    """Guess: the newest attempts come first."""
    spend(call, "attempts", REQUESTS)
    page = cut(
        call, params, Attempt, "", where=_index(params), matching=_filter(call, params), newest_first=True
    )
    page.records[:] = [show(call, attempt) for attempt in page.records]
    return page


def _index(params: AttemptListParams) -> tuple[str, str] | None:
    if params.verification_sid is not None:
        return ("verification_sid", params.verification_sid)
    return None if params.channel_data__to is None else ("to", params.channel_data__to)


def _filter(call: Call, params: AttemptListParams) -> Callable[[Attempt], bool]:
    def matches(attempt: Attempt) -> bool:
        return (
            params.channel_data__to in (None, attempt.to)
            and params.status in (None, conversion_status(attempt))
            and is_wanted(attempt, params, call.now)
        )

    return matches


def find(call: Call, model: type[VerificationAttempt], key: str) -> VerificationAttempt | None:
    attempt = rules.find_by_key(call, Attempt, key)
    return None if attempt is None or call.now >= attempt.forget_at else show(call, attempt)


def fetch(call: Call, attempt: VerificationAttempt, params: Params) -> VerificationAttempt:
    spend(call, "attempts", REQUESTS)
    return attempt


def conversion_status(attempt: Attempt) -> str:
    return "unconverted" if attempt.converted_at is None else "converted"


def show(call: Call, attempt: Attempt) -> VerificationAttempt:
    """Guess: the price is null unless the account setting attempt_price gives one; on Twilio it comes later."""
    price = call.account.attempt_price
    return VerificationAttempt(
        sid=attempt.sid,
        account_sid=call.account_sid,
        service_sid=attempt.service_sid,
        verification_sid=attempt.verification_sid,
        date_created=attempt.created_at,
        date_updated=_updated_at(attempt, call.now),
        conversion_status=conversion_status(attempt),
        channel=REPORTED_AS.get(attempt.channel, attempt.channel),
        price=None if price is None else price.model_dump(),
        channel_data=_channel_data(attempt, call.now),
    )


def _channel_data(attempt: Attempt, now: datetime) -> dict[str, Any]:
    """Guess: a call has call_status in the place of message_status; what is not known is null; a message that never
    arrives has error_code 30008, unless another one is scripted."""
    by_phone = attempt.to.startswith("+")
    carrier = phones.carrier_of(attempt.to) if by_phone else None
    return {
        "verification_sid": attempt.verification_sid,
        "to": attempt.to,
        "status": _status(attempt, now),
        **_delivery(attempt, now),
        "error_code": attempt.receipt.error_at(attempt.created_at, now),
        "country": phones.country_of(attempt.to) or None,
        "code_length": attempt.code_length,
        "locale": texts.locale_for(attempt.to, attempt.channel, attempt.locale),
        "mcc": carrier and carrier["mobile_country_code"],
        "mnc": carrier and carrier["mobile_network_code"],
        "carrier": carrier and carrier["name"],
    }


def _status(attempt: Attempt, now: datetime) -> str:
    """Source: twilio-oai. Guess: all attempts of an approved verification are confirmed."""
    if attempt.converted_at is not None:
        return "confirmed"
    return "expired" if now >= attempt.expires_at else "unconfirmed"


def _delivery(attempt: Attempt, now: datetime) -> dict[str, str]:
    """Guess: a message of which nothing has been heard yet is `sent`, and a call `in-progress`."""
    status = attempt.receipt.status_at(attempt.created_at, now)
    return {"call_status": CALL_STATUSES[status]} if attempt.channel == "call" else {"message_status": status}


def _updated_at(attempt: Attempt, now: datetime) -> datetime:
    """The latest of what has happened to it."""
    happened = attempt.converted_at or attempt.created_at
    if not attempt.receipt.is_pending:
        return happened
    due = attempt.receipt.due(attempt.created_at)
    return max(happened, due) if due <= now else happened


ATTEMPTS = Collection(
    name="attempts",
    model=VerificationAttempt,
    path="/v2/Attempts",
    find=find,
    operations=(lists(AttemptListParams, by=list_attempts), fetches(by=fetch)),
)
