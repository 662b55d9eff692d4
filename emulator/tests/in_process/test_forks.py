"""A process that is forked has no emulator of its own, and says so. Source: our contract."""

import multiprocessing
import os
from pathlib import Path
from typing import Any

import pytest

from verify_emulator import Account, Emulator

TO = "+15017122661"
pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks on this system"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]


def send(account: Account, answers: Any) -> None:
    service = account.client().verify.v2.services(account.service_sid)
    try:
        answers.put(service.verifications.create(to=TO, channel="sms").status)
    except RuntimeError as error:
        answers.put(str(error))
    if isinstance(account, Emulator):
        account.close()  # nor does it wait for a thread that is not there


def send_in_a_fork(account: Account) -> str:
    forks = multiprocessing.get_context("fork")
    answers = forks.Queue()
    process = forks.Process(target=send, args=(account, answers))
    process.start()
    answer = str(answers.get(timeout=20))
    process.join(20)
    assert process.exitcode == 0
    return answer


@pytest.mark.parametrize("listening", [False, True])
def test_a_fork_is_told_where_the_emulator_is(listening: bool) -> None:
    with Emulator(listen=listening) as verify:
        assert "by its `url`" in send_in_a_fork(verify)
        assert not verify.messages
        assert send_here(verify) == "pending"


def send_here(verify: Emulator) -> str:
    service = verify.client().verify.v2.services(verify.service_sid)
    return str(service.verifications.create(to=TO, channel="sms").status)


def test_a_fork_leaves_the_file_of_the_state_alone(tmp_path: Path) -> None:
    kept = tmp_path / "state.json"
    with Emulator(state=kept) as verify:
        send_in_a_fork(verify)
        assert not kept.exists()
        assert send_here(verify) == "pending"
    with Emulator(state=kept) as verify:
        assert len(verify.messages) == 1


def test_a_fork_may_have_an_emulator_of_its_own(verify: Emulator) -> None:
    forks = multiprocessing.get_context("fork")
    answers = forks.Queue()

    def work() -> None:
        with Emulator() as own:
            answers.put(send_here(own))

    process = forks.Process(target=work)
    process.start()
    assert answers.get(timeout=20) == "pending"
    process.join(20)
