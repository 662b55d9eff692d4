"""Rate limits, buckets and what else is configured for an account: made, and everything kept of it read."""

import json
from collections.abc import Callable
from typing import Any

from harness.answers import Answer
from harness.local import SERVICE, TO, Local
from verify_emulator.verify.attempt import Attempt
from verify_emulator.verify.buckets import Bucket, Counter
from verify_emulator.verify.messaging_configurations import MessagingConfiguration
from verify_emulator.verify.quotas import Quota
from verify_emulator.verify.rate_limits import RateLimit
from verify_emulator.verify.safe_list import Safelist
from verify_emulator.verify.verification import Verification

LIMITS = f"/v2/Services/{SERVICE}/RateLimits"
CONFIGURATIONS = f"/v2/Services/{SERVICE}/MessagingConfigurations"
FULL = (429, 20429, "Too many requests")
NUMBERS = "/v2/SafeList/Numbers"
SENDER = "MG" + "a" * 32
SINGLES = (Attempt, Safelist, Quota)
OF_A_SERVICE = (Verification, MessagingConfiguration, RateLimit)


def made(answer: Answer) -> dict[str, Any]:
    assert answer.status == 201, answer.body
    body: dict[str, Any] = answer.json
    return body


def limit(emulator: Local, name: str = "ip", *buckets: tuple[int, int], service: str = SERVICE) -> str:
    """The path of a new rate limit with buckets of (Max, Interval)."""
    path = f"/v2/Services/{service}/RateLimits"
    sid = made(emulator.post(path, UniqueName=name))["sid"]
    for most, interval in buckets:
        made(emulator.post(f"{path}/{sid}/Buckets", Max=most, Interval=interval))
    return f"{path}/{sid}"


def kept(emulator: Local, service: str = SERVICE) -> list[Any]:
    """Everything kept of an account's limits, verifications and attempts, hidden fields included."""
    with emulator.app.store.transaction(emulator.account) as session:
        found: list[Any] = [list(session.read(model)) for model in SINGLES]
        found += [list(session.read(model, service)) for model in OF_A_SERVICE]
        for rate_limit in session.read(RateLimit, service):
            for bucket in session.read(Bucket, rate_limit.sid):
                found.append([bucket, *session.read(Counter, bucket.sid)])
        return found


def bucket_sids(emulator: Local, path: str) -> list[str]:
    """The buckets of a rate limit, oldest first."""
    return [one["sid"] for one in emulator.get(f"{path}/Buckets").json["buckets"]]


def passes(emulator: Local, to: str = TO, /, **values: Any) -> bool:
    """Whether one more verification is started. Rate limits by their names."""
    answer = emulator.start(to, RateLimits=json.dumps(values))
    assert answer.status == 201 or answer.refusal == FULL
    return answer.status == 201


def counters(emulator: Local, bucket_sid: str) -> dict[str, int]:
    """What a bucket has counted, by value."""
    with emulator.app.store.transaction(emulator.account) as session:
        return {one.value: one.window.calls for one in session.read(Counter, bucket_sid)}


def assert_refused_for_nothing(
    emulator: Local, ask: Callable[[], Answer], refusal: tuple[int, int, str]
) -> Answer:
    """A refused request changes nothing."""
    before = kept(emulator)
    answer = ask()
    assert answer.refusal == refusal
    assert kept(emulator) == before
    return answer


def numbered(index: int) -> str:
    """A recipient for each number below ten thousand."""
    return f"{TO[:-4]}{index:04}"
