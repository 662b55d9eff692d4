"""The live half of the suite, run against an emulator that poses as Twilio."""

import time

import pytest

from conformance_tests.selftest.conftest import WholeRun
from conformance_tests.selftest.posing import NUMBER, READY_SERVICE, PosingTwilio

CHECKS = "conformance_tests/checks/test_right_code.py"
ONE_CHECK = f"{CHECKS}::test_the_right_code_is_approved"
SKIPPED_FOR = (
    "cannot answer in the dialect of the skill card: Twilio has no dialects",
    "cannot be asked under another host name: Twilio answers under its own name",
    "cannot change what the account may do: what an account may do is not ours to change",
    "cannot let hours pass: nobody waits for hours",
    "cannot let minutes pass: it would have to wait; --slow does",
    "cannot name a Messaging Service: TWILIO_VERIFY_MESSAGING_SERVICE_SID is not set",
    "cannot name several Messaging Services: one of the account's will do",
    "cannot offer a second, empty account: there is one account",
    "cannot offer an API key: TWILIO_API_KEY is not set",
    "cannot see what is posted to webhooks: Twilio does not reach this machine",
    "cannot reach several recipients: the account has one test number",
    "cannot read the messages of every channel: Twilio shows only the SMS that its own number received",
    "cannot send message templates: Twilio's support sets up templates, so each account has others",
    "cannot send over channel email: TWILIO_VERIFY_MAILER_SID is not set",
    "cannot send without limit: every send is charged",
    "cannot stop time: Twilio's time does not stop",
    "cannot take parameters that Twilio does not have: only the emulator has them",
)


def test_a_whole_live_run_passes_and_leaves_nothing(whole_run: WholeRun) -> None:
    """Source: the live target (suite)."""
    twilio = whole_run.twilio
    status, printed = twilio.finish(whole_run.process)
    assert status == 0, printed
    results = twilio.results()
    assert results.pop("passed") > 500
    assert sorted(results) == sorted(SKIPPED_FOR)
    assert {message["to"] for message in twilio.messages()} == {NUMBER}
    assert f"{len(twilio.messages())} of at most 1000 messages were sent" in printed
    assert twilio.services() == [READY_SERVICE]
    assert twilio.token not in printed + whole_run.report.read_text()
    assert twilio.account_sid not in printed + whole_run.report.read_text()


def test_without_accept_charges_nothing_is_run(twilio: PosingTwilio) -> None:
    """Source: the live target (suite)."""
    status, printed = twilio.run(CHECKS)
    assert status == pytest.ExitCode.USAGE_ERROR
    assert printed.strip() == "ERROR: --target twilio sends messages that cost money; add --accept-charges"
    assert twilio.services() == [READY_SERVICE]


def test_codes_come_from_the_messages_list_and_failures_leave_nothing(twilio: PosingTwilio) -> None:
    """Source: the live target (suite)."""
    twilio.change_settings(undeliverable=["*"])
    status, printed = twilio.run(ONE_CHECK, "--accept-charges", "--patience=0", "--showlocals")
    assert status == pytest.ExitCode.TESTS_FAILED
    assert "no SMS with a code arrived within 0 s" in printed
    assert len(twilio.messages()) == 2
    assert twilio.services() == [READY_SERVICE]
    for secret in (twilio.account_sid, twilio.token, NUMBER):
        assert secret not in printed


def test_an_interrupted_run_leaves_nothing(twilio: PosingTwilio) -> None:
    """Source: the live target (suite)."""
    twilio.make_slow("CreateVerificationCheck", nth=3, seconds=60)  # lets nobody be too late
    run = twilio.start(CHECKS, "--accept-charges", "--max-sends=1000")
    deadline = time.monotonic() + 30
    while not twilio.messages() and time.monotonic() < deadline:
        time.sleep(0.01)
    status, printed = twilio.interrupt(run)
    assert status != pytest.ExitCode.OK, printed  # pytest may stumble over where exactly the signal hit it
    assert twilio.messages()
    assert twilio.services() == [READY_SERVICE]
