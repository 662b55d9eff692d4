"""When the emulator itself has a fault."""

import logging

import pytest
from harness.local import SERVICE, TO, Local

from verify_emulator.outbox.messages import Message


def test_a_fault_is_answered_in_twilios_envelope_and_logged(
    emulator: Local, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """twilio.com/docs/api/errors/20500: an error answer is never empty and never HTML."""

    def broken(account_sid: str) -> None:
        raise RuntimeError("broken")

    emulator.get("/v2/Services")
    monkeypatch.setattr(emulator.app.store, "transaction", broken)
    answer = emulator.get("/v2/Services")
    assert answer.refusal == (500, 20500, "Internal Server Error")
    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert record.getMessage() == "GET /v2/Services failed"
    assert record.exc_info is not None


def test_nothing_is_published_of_a_call_that_failed(emulator: Local, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our contract: an event tells of a call that has succeeded, and a failed one changes nothing."""

    def full(verification: object) -> None:
        raise RuntimeError("full")

    emulator.start("+15017122669")
    seen: list[Message] = []
    emulator.app.events.subscribe(Message, seen.append)
    with emulator.app.store.transaction(emulator.account) as session, monkeypatch.context() as patched:
        patched.setattr(type(session), "sweep", lambda *arguments: full(None))
        assert emulator.start().status == 500
    assert seen == []
    assert emulator.messages() == []
    assert emulator.get(f"/v2/Services/{SERVICE}/Verifications/{TO}").status == 404
