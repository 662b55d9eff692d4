"""What reached a recipient, one message after the other. Source: our contract."""

import asyncio

import pytest
from harness.local import SERVICE, TO

from verify_emulator import Account, Emulator, NoMessage

OTHER = "+15017122662"


def send(account: Account, to: str = TO, channel: str = "sms", service: str = SERVICE) -> str:
    return str(account.client().verify.v2.services(service).verifications.create(to=to, channel=channel).sid)


def services(account: Account, count: int) -> list[str]:
    """Of several services each sends a code of its own."""
    create = account.client().verify.v2.services.create
    return [create(friendly_name=f"Shop {'abcdef'[number]}").sid for number in range(count)]


def test_messages_are_read_one_after_the_other(account: Account) -> None:
    for service in services(account, 3):
        send(account, service=service)
    read = [account.inbox(TO).next_code() for _ in range(3)]
    assert read == [message.code for message in account.messages]


def test_a_message_has_its_text_and_more(account: Account) -> None:
    send(account, channel="call")
    message = account.inbox(TO).next()
    assert (message.to, message.channel, message.status, message.locale) == (TO, "call", "delivered", "en")
    assert ", ".join(message.code) in message.body


def test_nothing_that_came_before_is_missed(account: Account) -> None:
    send(account)
    send(account, OTHER)
    assert account.inbox(OTHER).next_code() == account.messages[1].code
    assert account.inbox(TO).next_code() == account.messages[0].code


def test_a_channel_may_be_waited_for(account: Account) -> None:
    send(account)
    send(account, channel="call")
    assert account.inbox(TO).next(channel="call").channel == "call"


def test_what_never_arrived_is_passed_over(account: Account) -> None:
    account.settings.undeliverable = [{"to": TO, "channel": "call"}]
    send(account, channel="call")
    send(account)
    assert account.inbox(TO).next().channel == "sms"
    assert [message.status for message in account.inbox(TO).messages] == ["undelivered", "delivered"]


@pytest.mark.parametrize("to", [TO, OTHER])
def test_where_there_is_none_one_is_told_what_was_sent(account: Account, to: str) -> None:
    with pytest.raises(NoMessage) as nothing:
        account.inbox(to).next_code(timeout=0)
    assert str(nothing.value) == f"no message to {to} within 0 s; nothing was sent"
    send(account, OTHER, "call")
    if to == OTHER:
        code = account.inbox(to).next_code()
        rest = f"1 sent so far: call to {OTHER}, code {code}; all to {OTHER} were read"
    else:
        rest = f"1 sent so far: call to {OTHER}, code {account.messages[0].code}"
    with pytest.raises(NoMessage) as nothing:
        account.inbox(to).next_code(timeout=0.01)
    assert str(nothing.value) == f"no message to {to} within 0.01 s; {rest}"


def test_what_is_there_on_another_channel_does_not_count_as_read(account: Account) -> None:
    send(account)
    with pytest.raises(NoMessage, match=rf"^no call to .+; 1 sent so far: SMS to \{TO}, code \d+$"):
        account.inbox(TO).next(timeout=0, channel="call")


def test_a_coroutine_that_waits_in_vain_is_told_the_same(account: Account) -> None:
    async def wait() -> None:
        await account.inbox(TO).next_code_async(timeout=0.01, channel="sms")

    with pytest.raises(NoMessage, match=r"^no SMS to \+15017122661 within 0.01 s; nothing was sent$"):
        asyncio.run(wait())


def test_only_the_last_ten_of_many_are_told(account: Account) -> None:
    for number in range(12):
        send(account, f"+1501712{number + 2000}")
    with pytest.raises(NoMessage) as nothing:
        account.inbox(OTHER).next_code(timeout=0)
    assert "; 12 sent so far: … SMS to +15017122002, " in str(nothing.value)


def test_after_a_reset_reading_begins_anew(verify: Emulator, account: Account) -> None:
    send(account)
    account.inbox(TO).next_code()
    account.reset()
    send(account)
    assert account.inbox(TO).next_code()
    verify.inbox(TO).next_code()
    verify.reset()
    send(account)
    assert verify.inbox(TO).next_code()
