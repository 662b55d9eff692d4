"""With a store that blocks, calls run in threads and name what they contend on. Source of all: our contract."""

import asyncio
from collections.abc import Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Lock
from typing import Any

import pytest
from harness.local import ACCOUNT, SERVICE, TO, Local, wrong

from verify_emulator.resources.store import Session
from verify_emulator.store.memory import Memory


@pytest.fixture
def locked(emulator: Local, monkeypatch: pytest.MonkeyPatch) -> list[Hashable]:
    """What calls lock, on a store that says that it blocks and lets one call in at a time."""
    store = emulator.app.store
    names: list[Hashable] = []
    gate = Lock()
    transaction = store.transaction

    @contextmanager
    def one_at_a_time(account_sid: str) -> Iterator[Session]:
        with gate, transaction(account_sid) as session:
            yield session

    def begin(account_sid: str) -> AbstractContextManager[Session]:
        return one_at_a_time(account_sid)

    emulator.start("+15017122669")
    with transaction(ACCOUNT) as session:
        monkeypatch.setattr(type(session), "lock", lambda self, name: names.append(name))
    monkeypatch.setattr(store, "transaction", begin)
    monkeypatch.setattr(Memory, "blocks", True)
    return names


def test_whatever_changes_a_verification_names_its_service_and_recipient(
    emulator: Local, locked: list[Hashable]
) -> None:
    sid = emulator.start().json["sid"]
    emulator.check("0000")
    emulator.check("0000", None, VerificationSid=sid)
    emulator.check("0000", "+15017122669", VerificationSid=sid)
    emulator.get(f"/v2/Services/{SERVICE}/Verifications/{sid}")
    emulator.update(sid, "canceled")
    assert locked == [(ACCOUNT, SERVICE, TO)] * 6


def test_what_is_not_there_is_contended_on_by_nobody_else(emulator: Local, locked: list[Hashable]) -> None:
    assert emulator.check("0000", None, VerificationSid="VE" + "1" * 32).status == 404
    assert locked == [(ACCOUNT, SERVICE, None)]


def test_reading_names_nothing(emulator: Local, locked: list[Hashable]) -> None:
    emulator.get("/v2/Services")
    emulator.get(f"/v2/Services/{SERVICE}")
    assert locked == []


def test_in_threads_as_well_exactly_five_wrong_checks_count(emulator: Local, locked: list[Hashable]) -> None:
    """twilio.com/docs/api/errors/60202."""
    emulator.start()
    body = f"To=%2B15017122661&Code={wrong(emulator.code())}".encode()

    async def all_at_once() -> list[Any]:
        path = f"/v2/Services/{SERVICE}/VerificationCheck"
        return await asyncio.gather(*(emulator.ask("POST", path, body) for _ in range(16)))

    statuses = [answer.status for answer in emulator.run(all_at_once())]
    assert sorted(statuses) == [200] * 5 + [429] * 11


def test_in_threads_as_well_creates_in_flight_together_are_refused(
    emulator: Local, locked: list[Hashable]
) -> None:
    """twilio.com/docs/api/errors/60212."""

    async def both() -> list[Any]:
        path = f"/v2/Services/{SERVICE}/Verifications"
        body = b"To=%2B15017122661&Channel=sms"
        return await asyncio.gather(*(emulator.ask("POST", path, body) for _ in range(2)))

    assert sorted(answer.status for answer in emulator.run(both())) == [201, 429]
