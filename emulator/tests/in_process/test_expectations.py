"""What a test expects, and how it is told what happened instead. Source: our contract."""

import pytest
from harness.local import SERVICE, TO, wrong

from verify_emulator import Account

OTHER = "+15017122662"


def send(account: Account, to: str = TO, channel: str = "sms") -> None:
    account.client().verify.v2.services(SERVICE).verifications.create(to=to, channel=channel)


def failure(act: object) -> str:
    with pytest.raises(AssertionError) as failed:
        act()  # type: ignore[operator]
    return str(failed.value)


def test_what_was_sent_is_handed_out(account: Account) -> None:
    send(account)
    send(account, channel="call")
    assert account.assert_sent(TO) == account.messages
    assert [it.channel for it in account.assert_sent(TO, channel="sms", times=1)] == ["sms"]
    account.assert_sent(TO, times=2)
    account.assert_nothing_sent(OTHER)
    account.assert_nothing_sent(TO, channel="whatsapp")


def test_too_many_are_listed(account: Account) -> None:
    send(account)
    send(account)
    code = account.messages[0].code
    shown = f"SMS to {TO}, code {code}"
    assert failure(lambda: account.assert_sent(TO, channel="sms", times=1)) == (
        f"expected 1 SMS to {TO}, got 2: {shown}; {shown}"
    )
    assert (
        failure(lambda: account.assert_nothing_sent(TO))
        == f"expected no message to {TO}, got 2: {shown}; {shown}"
    )
    assert failure(account.assert_nothing_sent).startswith("expected no message to anybody, got 2: ")


def test_where_none_came_one_is_told_what_did(account: Account) -> None:
    assert (
        failure(lambda: account.assert_sent(TO)) == f"expected a message to {TO}, got none; nothing was sent"
    )
    account.settings.undeliverable = [OTHER]
    send(account, OTHER, "call")
    code = account.messages[0].code
    assert failure(lambda: account.assert_sent(TO, channel="call", times=2)) == (
        f"expected 2 calls to {TO}, got none; 1 sent so far: call to {OTHER}, code {code}, undelivered"
    )


def test_what_was_requested_is_handed_out(account: Account) -> None:
    send(account)
    send(account, OTHER)
    assert account.assert_requested() == account.requests
    assert [it.to for it in account.assert_requested("CreateVerification", to=TO, times=1)] == [TO]
    account.assert_requested(path="*/Verifications", method="POST", status=201, times=2)
    account.assert_requested(code=60203, times=0)


def test_an_operation_that_there_is_not_is_no_expectation(account: Account) -> None:
    """A misspelt name would never have been asked for, and the test would pass."""
    for name in ("CreateVerificatoin", "createverification", "Create*"):
        with pytest.raises(ValueError, match=r"^operation: there is none that is called "):
            account.assert_requested(name, times=0)
    account.assert_requested("ListMessage", times=0)


def test_a_method_may_be_written_as_one_likes(account: Account) -> None:
    send(account)
    assert account.assert_requested(method="post", times=1)


def test_where_nothing_was_requested_one_is_told_so(account: Account) -> None:
    assert failure(lambda: account.assert_requested("CreateVerification", to=TO)) == (
        f"expected a request operation=CreateVerification to={TO}, got none; nothing was requested"
    )
    assert failure(account.assert_requested) == "expected a request, got none; nothing was requested"


def test_where_another_thing_was_requested_the_nearest_is_told(account: Account) -> None:
    account.client().verify.v2.services(SERVICE).fetch()
    send(account)
    shown = failure(lambda: account.assert_requested("CreateVerification", to=OTHER, times=2)).splitlines()
    assert shown[0] == (
        f"expected 2 requests operation=CreateVerification to={OTHER}, got none; of 2 so far, nearest:"
    )
    assert shown[1].endswith(f"POST /v2/Services/{SERVICE}/Verifications  To={TO} Channel=sms")
    assert len(shown) == 3


def test_too_many_requests_are_listed(account: Account) -> None:
    send(account)
    send(account)
    shown = failure(lambda: account.assert_requested(status=201, times=1)).splitlines()
    assert shown[0] == "expected 1 request status=201, got 2:"
    assert len(shown) == 5


def test_the_state_of_a_verification_is_the_newest_ones(account: Account) -> None:
    checks = account.client().verify.v2.services(SERVICE).verification_checks
    assert failure(lambda: account.assert_status(TO, "pending")) == (
        f"expected the verification of {TO} to be pending, but {SERVICE} has none"
    )
    send(account)
    account.assert_status(TO, "pending")
    checks.create(to=TO, code=wrong(account.inbox(TO).next_code()))
    told = failure(lambda: account.assert_status(TO, "approved"))
    assert told.startswith(f"expected the verification of {TO} to be approved, but it is pending: VE")
    assert ", 1 send, 1 wrong code, good until " in told
    checks.create(to=TO, code=account.messages[0].code)
    account.assert_status(TO, "approved")
    send(account)
    account.clock.advance(minutes=10)
    account.assert_status(TO, "expired")
