"""Saving and going back in a test; a file that an emulator in this process has. Source of all: our contract."""

from pathlib import Path

import pytest

from verify_emulator import Emulator
from verify_emulator.listening import BindError

TO = "+15017122661"


def send(account: object, to: str = TO) -> str:
    verify = account.client().verify.v2.services(account.service_sid)  # type: ignore[attr-defined]
    return str(verify.verifications.create(to=to, channel="sms").sid)


def status(account: object, to: str = TO) -> str:
    verify = account.client().verify.v2.services(account.service_sid)  # type: ignore[attr-defined]
    return str(verify.verifications(to).fetch().status)


def test_an_account_goes_back_and_leaves_the_others_alone() -> None:
    with Emulator() as emulator:
        one, other = emulator.account(), emulator.account()
        send(one)
        one.save("sent")
        one.client().verify.v2.services(one.service_sid).verifications(TO).update(status="canceled")
        one.clock.advance(minutes=5)
        send(other)
        one.restore("sent")
        assert (status(one), status(other)) == ("pending", "pending")
        assert abs((one.clock.now() - emulator.clock.now()).total_seconds()) < 60


def test_the_emulator_goes_back_with_all_accounts() -> None:
    with Emulator() as emulator:
        one = emulator.account()
        emulator.save("new")
        send(one)
        emulator.restore("new")
        assert (one.messages, emulator.messages) == ([], [])
        one.assert_nothing_sent()


def test_an_inbox_has_read_what_it_had_read() -> None:
    with Emulator() as emulator:
        account = emulator.account()
        inbox = account.inbox(TO)
        send(account)
        send(account)
        first = inbox.next()
        account.save("one-read")
        second = inbox.next()
        account.restore("one-read")
        assert (inbox.next().attempt_sid, first.attempt_sid != second.attempt_sid) == (
            second.attempt_sid,
            True,
        )


def test_an_inbox_of_later_begins_at_its_beginning() -> None:
    with Emulator() as emulator:
        account = emulator.account()
        send(account)
        account.save("unread")
        inbox = account.inbox(TO)
        inbox.next()
        account.restore("unread")
        assert inbox.next(0).to == TO


def test_the_next_message_is_the_one_after_going_back() -> None:
    with Emulator() as emulator:
        account = emulator.account()
        account.save("new")
        inbox = account.inbox(TO)
        send(account)
        inbox.next()
        account.restore("new")
        sid = send(account)
        assert inbox.next(0).verification_sid == sid


def test_a_name_that_is_none_and_a_point_that_is_not_there() -> None:
    with Emulator() as emulator:
        with pytest.raises(ValueError, match="name: 1 to 64 letters"):
            emulator.save("a b")
        with pytest.raises(KeyError):
            emulator.account().restore("nowhere")


def test_a_document_is_read_and_put_without_a_loop() -> None:
    with Emulator() as emulator:
        send(emulator)
        code, _, document = emulator.send("GET", "http://x/_emulator/state", {})
        emulator.reset()
        assert (code, emulator.messages) == (200, [])
        assert emulator.send("PUT", "http://x/_emulator/state", {}, document)[0] == 204
        assert status(emulator) == "pending"
        assert not emulator._runner.started


def test_a_file_is_saved_at_the_close_and_loaded_by_the_next(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    with Emulator(state=path) as emulator:
        send(emulator)
    with Emulator(state=str(path)) as emulator:
        assert status(emulator) == "pending"
        emulator.inbox(TO).next(0)


def test_a_file_is_saved_at_the_close_of_one_that_listens(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    with Emulator(state=path, listen=True) as emulator:
        send(emulator)
    with Emulator(state=path) as emulator:
        assert status(emulator) == "pending"


def test_a_file_of_another_emulator_is_refused_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    with (
        Emulator(state=path),
        pytest.raises(ValueError, match=r"^state: .*/state\.json: another emulator keeps its state there"),
    ):
        Emulator(state=path)
    with Emulator(state=path):
        pass


def test_one_that_cannot_listen_lets_its_file_go(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    with Emulator(listen=True) as first:
        port = int(first.url.rpartition(":")[2])
        with pytest.raises(BindError):
            Emulator(state=path, listen=True, port=port)
    Emulator(state=path).close()


def test_accounts_of_a_seeded_run_that_goes_on_are_new_ones(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    with Emulator(state=path, seed=1) as emulator:
        first = emulator.account()
        send(first)
    with Emulator(state=path, seed=1) as emulator:
        second = emulator.account()
        assert second.account_sid != first.account_sid
        assert emulator.account(first.account_sid).auth_token == first.auth_token
        second.assert_nothing_sent()
