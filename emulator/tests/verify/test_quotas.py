"""Twilio's own limits on an account: what is counted, refused and forgotten."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from harness.enrolment import BEGIN
from harness.local import ACCOUNT

from verify_emulator.account_settings import AccountSettings
from verify_emulator.errors import FACTOR_RATE, TOO_MANY_REQUESTS, TwilioError
from verify_emulator.ids import Ids
from verify_emulator.resources.call import Call
from verify_emulator.settings import Settings
from verify_emulator.store.memory import Memory
from verify_emulator.verify.quotas import Quota, spend
from verify_emulator.verify.rules.windows import Limit

TWICE, FIVE_TIMES = Limit(2, 10), Limit(5, 100)
MakeCall = Callable[..., Call]


@pytest.fixture
def memory() -> Memory:
    return Memory(furnish=lambda session, sid: None, children=dict, keep={})


@contextmanager
def call(memory: Memory, seconds: float = 0, account: str = ACCOUNT, **settings: bool) -> Iterator[Call]:
    """A call at that many seconds after the beginning."""
    with memory.transaction(account) as session:
        yield Call(
            account_sid=account,
            now=BEGIN + timedelta(seconds=seconds),
            store=session,
            model=Quota,
            ids=Ids(1),
            settings=Settings(),
            account=AccountSettings(**settings),
        )


def spent(memory: Memory, seconds: float, *limits: Limit, name: str = "things", **more: bool) -> str | None:
    """None if one more was let through, else the Retry-After."""
    try:
        with call(memory, seconds, **more) as one:
            spend(one, name, *limits)
    except TwilioError as error:
        refused = error
    else:
        return None
    assert refused.kind is TOO_MANY_REQUESTS
    return refused.headers["Retry-After"]


def test_one_more_than_allowed_is_refused_until_the_window_is_over(memory: Memory) -> None:
    """Our rule: a fixed window from the first counted call on."""
    assert [spent(memory, second, TWICE) for second in (0, 4, 4.5, 9.5, 10, 10, 10)] == [
        None, None, "6", "1", None, None, "10",
    ]  # fmt: skip


def test_of_several_limits_the_longest_wait_is_told(memory: Memory) -> None:
    """Our rule."""
    for second in (0, 0, 20, 20, 40):
        assert spent(memory, second, TWICE, FIVE_TIMES) is None
    assert spent(memory, 41, TWICE, FIVE_TIMES) == "59"
    assert spent(memory, 100, TWICE, FIVE_TIMES) is None


def test_names_and_accounts_are_counted_apart(memory: Memory) -> None:
    """Our rule: per account and kind of request."""
    assert [spent(memory, 0, TWICE, name=name) for name in ("a", "a", "a", "b")] == [None, None, "10", None]
    with call(memory, 0, "AC" + "1" * 32) as one:
        spend(one, "a", TWICE)


def test_an_account_whose_limits_are_lifted_is_not_counted(memory: Memory) -> None:
    """Our setting rate_limits."""
    assert [spent(memory, 0, TWICE, rate_limits=False) for _ in range(5)] == [None] * 5
    with memory.transaction(ACCOUNT) as session:
        assert session.count(Quota) == 0


def test_a_clock_moved_back_starts_a_window_anew(memory: Memory) -> None:
    """Our contract: no window begins in the future."""
    assert [spent(memory, second, TWICE) for second in (100, 100, 50, 50, 50)] == [
        None,
        None,
        None,
        None,
        "10",
    ]


def test_a_call_that_fails_afterwards_is_not_counted(memory: Memory) -> None:
    """Our contract: a refused request changes nothing."""
    spent(memory, 0, TWICE)
    for _ in range(3):
        with suppress(LookupError), call(memory) as one:
            spend(one, "things", TWICE)
            raise LookupError
    assert [spent(memory, 0, TWICE), spent(memory, 0, TWICE)] == [None, "10"]


def test_a_refusal_may_have_an_error_of_its_own_and_says_what_is_allowed(memory: Memory) -> None:
    """twilio.com/docs/api/errors/60326, for one."""
    assert spent(memory, 0, Limit(1, 10), FIVE_TIMES) is None
    with pytest.raises(TwilioError) as refused, call(memory) as one:
        spend(one, "things", Limit(1, 10), FIVE_TIMES, refusal=FACTOR_RATE)
    assert refused.value.kind is FACTOR_RATE
    assert refused.value.hint == (
        "Allowed: 1 in 10 s, 5 in 100 s; the next one in 10 s. To lift Twilio's own limits turn off "
        "the account setting rate_limits (PATCH /_emulator/accounts/{AccountSid}/settings)."
    )
