"""The emulator as an object: what starts, what it takes, and what is left when it is closed. Source: our contract."""

import socket
import threading
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import pytest
from harness.local import ACCOUNT, SERVICE, TO, TOKEN
from twilio.rest import Client

from verify_emulator import Emulator
from verify_emulator.server import BindError


def ask(url: str) -> bytes:
    with build_opener(ProxyHandler({})).open(url, timeout=10) as answer:
        body: bytes = answer.read()
        return body


def test_it_has_the_credentials_that_the_banner_prints(verify: Emulator) -> None:
    assert (verify.account_sid, verify.auth_token, verify.service_sid) == (ACCOUNT, TOKEN, SERVICE)
    assert verify.client().account_sid == ACCOUNT


def test_a_call_opens_no_socket_and_starts_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened, or a thread started")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(threading.Thread, "start", refuse)
    with Emulator() as verify:
        service = verify.client().verify.v2.services(verify.service_sid)
        assert service.verifications.create(to=TO, channel="sms").status == "pending"
        code = verify.inbox(TO).next_code()
        assert service.verification_checks.create(to=TO, code=code).status == "approved"


def test_its_url_is_where_other_programs_find_it(verify: Emulator) -> None:
    assert b'"status":"ok"' in ask(verify.url + "/_emulator/health")
    assert verify.url == verify.url


def test_what_comes_over_the_socket_is_there_in_memory(verify: Emulator) -> None:
    """And the other way round: it is one emulator."""
    verify.client().verify.v2.services(SERVICE).verifications.create(to=TO, channel="sms")
    code = verify.inbox(TO).next_code()
    assert ask(f"{verify.url}/_emulator/code?to=%2B15017122661").decode() == code
    verify.client().verify.v2.services(SERVICE).verifications.create(to="+15017122662", channel="sms")
    assert len(ask(f"{verify.url}/_emulator/code?to=%2B15017122662")) == 6


def test_it_listens_from_the_start_where_it_is_told_to() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with Emulator(listen=True, port=port) as verify:
        assert verify.url == f"http://127.0.0.1:{port}"
        assert b'"status":"ok"' in ask(f"http://127.0.0.1:{port}/_emulator/health")


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(BindError, match=r"^--port "):
        Emulator(listen=True, port=taken.getsockname()[1])


def test_when_it_is_closed_nothing_listens_and_no_thread_is_left() -> None:
    before = set(threading.enumerate())
    with Emulator(listen=True) as verify:
        url = verify.url
        assert len(set(threading.enumerate()) - before) == 1
    assert set(threading.enumerate()) == before
    with pytest.raises(OSError, match=r"refused"):
        ask(url)


def test_one_that_was_closed_answers_no_more() -> None:
    with Emulator() as verify:
        service = verify.client().verify.v2.services(SERVICE)
    with pytest.raises(RuntimeError, match="has been closed"):
        service.fetch()
    verify.close()  # once more does no harm


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ({"seed": "x"}, "seed: input should be a valid integer"),
        ({"sed": 1}, "sed: Extra inputs are not permitted"),
        ({"dialect": "french"}, "dialect: input should be 'live' or 'skill'"),
    ],
)
def test_a_bad_option_is_named(options: dict[str, object], fault: str) -> None:
    with pytest.raises(ValueError, match="^" + fault):
        Emulator(**options)


def test_options_are_those_of_the_command() -> None:
    with Emulator(seed=1, code={"+1501*": "424242"}) as first, Emulator(seed=1) as second:
        made = [it.client().verify.v2.services.create(friendly_name="Shop").sid for it in (first, second)]
        assert made[0] == made[1]
        first.client().verify.v2.services(SERVICE).verifications.create(to=TO, channel="sms")
        assert first.inbox(TO).next_code() == "424242"


def test_a_configuration_file_is_read(tmp_path: Path) -> None:
    sid = "AC0123456789abcdef0123456789abcdef"
    path = tmp_path / "verify.toml"
    path.write_text(
        'code = { "*" = "777777" }\n'
        f'[[accounts]]\nsid = "{sid}"\ntoken = "t"\n[[accounts.services]]\nfriendly_name = "Web shop"\n'
    )
    with Emulator(config=path) as verify:
        shop = verify.account(sid, "t")
        names = [service.friendly_name for service in shop.client().verify.v2.services.list()]
        assert names == ["Verify Emulator", "Web shop"]
        shop.client().verify.v2.services(SERVICE).verifications.create(to=TO, channel="sms")
        assert shop.inbox(TO).next_code() == "777777"
    with Emulator(config=path, code={"*": "888888"}) as verify:
        verify.client().verify.v2.services(SERVICE).verifications.create(to=TO, channel="sms")
        assert verify.inbox(TO).next_code() == "888888"


def test_accounts_do_not_see_each_other_and_the_emulator_sees_them_all(verify: Emulator) -> None:
    one, other = verify.account(), verify.account()
    for it in (one, other):
        it.client().verify.v2.services(SERVICE).verifications.create(to=TO, channel="sms")
    assert [len(it.messages) for it in (one, other, verify)] == [1, 1, 2]
    assert [len(it.requests) for it in (one, other, verify)] == [1, 1, 2]
    assert one.inbox(TO).next_code() == one.messages[0].code
    assert len(verify.inbox(TO).messages) == 2


def test_a_reset_of_one_account_leaves_the_others(verify: Emulator) -> None:
    one, other = verify.account(), verify.account()
    for it in (one, other):
        it.client().verify.v2.services.create(friendly_name="Shop")
        it.client().verify.v2.services(SERVICE).verifications.create(to=TO, channel="sms")
        it.settings.sna = True
    one.clock.advance(minutes=5)
    one.reset()
    assert [len(it.client().verify.v2.services.list()) for it in (one, other)] == [1, 2]
    assert (one.messages, one.settings.sna, one.inbox(TO).messages) == ([], False, [])
    assert (len(other.messages), other.settings.sna) == (1, True)
    assert abs((one.clock.now() - other.clock.now()).total_seconds()) < 1


def test_a_reset_of_the_emulator_forgets_everything(verify: Emulator) -> None:
    account = verify.account()
    account.client().verify.v2.services(SERVICE).verifications.create(to=TO, channel="sms")
    verify.clock.advance(hours=1)
    verify.reset()
    assert (verify.messages, verify.requests, account.messages) == ([], [], [])
    assert account.client().verify.v2.services(SERVICE).fetch().sid == SERVICE


def test_the_applications_own_service_is_there_in_every_account() -> None:
    own = ["VA" + "a" * 32, "VA" + "b" * 32]
    with Emulator(service_sid=own) as verify:
        assert verify.service_sid == own[0]
        account = verify.account()
        assert account.variables["TWILIO_VERIFY_SERVICE_SID"] == own[0]
        sids = {service.sid for service in account.client().verify.v2.services.list()}
        assert sids == {SERVICE, *own}
        account.client().verify.v2.services(own[1]).verifications.create(to=TO, channel="sms")
        assert account.inbox(TO).next_code()


def test_tls_and_a_proxy_may_be_part_of_it() -> None:
    with Emulator(tls=True, proxy=True, listen=True) as verify:
        pem = ask(verify.url + "/_emulator/ca.pem")
        addresses = verify.addresses
        assert addresses.url == verify.url
        assert (addresses.tls or "").startswith("https://127.0.0.1:")
        assert (addresses.proxy or "").startswith("http://127.0.0.1:")
    assert pem.startswith(b"-----BEGIN CERTIFICATE-----")


def test_an_account_that_exists_keeps_its_token_and_its_messages(verify: Emulator) -> None:
    sid = "AC" + "d" * 32
    client = Client(sid, "the application's", http_client=verify.http_client())
    client.verify.v2.services(SERVICE).verifications.create(to=TO, channel="sms")
    account = verify.account(sid)
    assert account.auth_token == "the application's"
    assert account.inbox(TO).next_code() == account.messages[0].code
    assert verify.account(sid, "another").auth_token == "another"


def test_what_a_failing_assertion_shows_says_whose_it_is_and_no_secret(verify: Emulator) -> None:
    account = verify.account(auth_token="secret")
    shown = (repr(verify), repr(account), repr(account.inbox(TO)))
    assert shown == (f"<Emulator {ACCOUNT}>", f"<Account {account.account_sid}>", f"<Inbox {TO}>")
