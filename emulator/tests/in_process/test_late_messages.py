"""Inboxes and messages that take their time. Source of all: our contract."""

import asyncio
from threading import Thread, active_count
from typing import Any

import pytest
from time_machine import travel

from verify_emulator import Account, Emulator, NoMessage
from verify_emulator.in_process import inbox as inboxes

TO = "+15017122661"


def start(account: Account, to: str = TO) -> Any:
    service = account.client().verify.v2.services(account.service_sid)
    return service.verifications.create(to=to, channel="sms")


def test_a_late_message_comes_when_the_clock_is_moved(account: Account) -> None:
    account.faults.add(delivery={"delay": 30})
    start(account)
    with pytest.raises(NoMessage, match=r"code [0-9]{6}, sent$"):
        account.inbox(TO).next(0)
    account.clock.advance(30)
    message = account.inbox(TO).next(0)
    assert (message.status, message.code.isdigit()) == ("delivered", True)
    assert account.assert_sent(TO) == [message]
    with pytest.raises(NoMessage):
        account.inbox(TO).next(0)


def test_one_that_comes_after_a_later_one_is_not_missed(account: Account) -> None:
    account.faults.add(delivery={"delay": 30}, times=1)
    late, quick = start(account), start(account)
    assert late.sid == quick.sid
    first = account.inbox(TO).next(0)
    account.clock.advance("1m")
    second = account.inbox(TO).next(0)
    assert first.attempt_sid != second.attempt_sid


def test_moving_the_emulators_clock_moves_it_for_accounts(verify: Emulator) -> None:
    account = verify.account()
    start(account, "+15005550008")
    verify.clock.advance(31)
    assert account.inbox("+15005550008").next_code(0)


def test_a_thread_that_waits_is_woken_when_the_clock_is_moved(account: Account) -> None:
    account.faults.add(delivery={"delay": 3600})
    start(account)
    codes: list[str] = []
    waiting = Thread(target=lambda: codes.append(account.inbox(TO).next_code(60)))
    waiting.start()
    account.clock.advance("1h")
    waiting.join(30)
    assert [code.isdigit() for code in codes] == [True]


@pytest.mark.parametrize("how", ["thread", "coroutine", "control plane"])
def test_who_waits_gets_it_when_time_has_passed(
    account: Account, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(inboxes, "TICK", 0.01)
    account.faults.add(delivery={"delay": 0.2})
    start(account)
    if how == "thread":
        code = account.inbox(TO).next_code(30)
    elif how == "coroutine":
        code = asyncio.run(account.inbox(TO).next_code_async(30))
    else:
        answer = account.send("GET", "http://emulator/_emulator/code?to=%2B15017122661&wait=30", {})
        code = answer[2].decode()
    assert code == account.messages[-1].code


def test_while_the_machines_time_stands_still_waiting_has_an_end(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inboxes, "TICK", 0.01)
    account.faults.add(delivery={"delay": 60})
    start(account)
    with travel("2026-01-02T03:04:05Z", tick=False), pytest.raises(NoMessage):
        account.inbox(TO).next(0.05)


def test_late_messages_need_no_thread() -> None:
    before = active_count()
    with Emulator() as verify:
        start(verify, "+15005550008")
        verify.clock.advance(30)
        assert verify.inbox("+15005550008").next_code(0)
        assert active_count() == before


def test_whoever_does_not_wait_needs_no_event_loop(verify: Emulator) -> None:
    verify.client().verify.v2.services(verify.service_sid).verifications.create(to=TO, channel="sms")
    status, _, body = verify.send("GET", f"http://any/_emulator/code?to=%2B{TO[1:]}", {})
    assert (status, body.decode()) == (200, verify.messages[-1].code)
    assert not verify._runner.started
