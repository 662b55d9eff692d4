"""How many attempts there were, and how many led to an approval.

Source: twilio.com/docs/verify/api/verification-attempts-summary.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from verify_emulator.resources.call import Call
from verify_emulator.resources.collection import Collection, sums_up
from verify_emulator.resources.resource import LOCAL_PATH, Resource
from verify_emulator.verify.attempt import Attempt
from verify_emulator.verify.attempts import REQUESTS, AttemptFilters, is_wanted
from verify_emulator.verify.quotas import spend

PATH = "/v2/Attempts/Summary"


@dataclass(slots=True, kw_only=True)
class VerificationAttemptsSummary(Resource):
    total_attempts: int
    total_converted: int
    total_unconverted: int
    conversion_rate_percentage: str
    url: Annotated[str, LOCAL_PATH] = PATH


class SummaryParams(AttemptFilters):
    destination_prefix: str | None = None


def sum_up(call: Call, params: SummaryParams) -> VerificationAttemptsSummary:
    """Over the thirty days that attempts are kept. Guess: the summary's 100 requests a minute are counted by
    themselves."""
    spend(call, "attempts_summary", REQUESTS)
    total, converted = _count(
        attempt.converted_at is not None
        for attempt in call.store.read(Attempt)
        if attempt.to.startswith(params.destination_prefix or "") and is_wanted(attempt, params, call.now)
    )
    return VerificationAttemptsSummary(
        total_attempts=total,
        total_converted=converted,
        total_unconverted=total - converted,
        conversion_rate_percentage=percentage(converted, total),
    )


def _count(converted: Iterable[bool]) -> tuple[int, int]:
    total = yes = 0
    for one in converted:
        total += 1
        yes += one
    return total, yes


def percentage(converted: int, total: int) -> str:
    """Text with nine decimals. Source: twilio-oai since 2025-05. Guess: the percentage is rounded, and 0.0 without
    attempts."""
    if not total:
        return "0.0"
    return f"{Decimal(100 * converted) / total:.9f}"


ATTEMPTS_SUMMARY = Collection(
    name="attempts_summary",
    model=VerificationAttemptsSummary,
    path=PATH,
    operations=(sums_up(SummaryParams, by=sum_up),),
)
