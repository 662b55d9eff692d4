"""What goes on by itself goes on after a restart: expiries that a sink is told of, phones that can press Approve.

Source of all: our contract (docs/state.md).
"""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import MakeLocal
from harness.local import ACCOUNT, SERVICE, TO, Local
from harness.receiver import Receiver
from harness.twins import document_of, load

IDENTITY = "person-0001"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as running:
        yield running


@pytest.fixture
def make_emulator(make_emulator: MakeLocal) -> Iterator[MakeLocal]:
    """Those made are stopped: nothing is on its way when they are closed."""
    made: list[Local] = []

    def make(**options: Any) -> Local:
        made.append(make_emulator(**options))
        return made[-1]

    yield make
    for emulator in made:
        emulator.run(emulator.app.stop())


@pytest.fixture
def emulator(make_emulator: MakeLocal) -> Local:
    return make_emulator()


def watched(emulator: Local, url: str) -> None:
    """A verification whose end is told to a sink."""
    emulator.post(f"/v2/Services/{SERVICE}", VerifyEventSubscriptionEnabled="true")
    emulator.allow(event_sink=url)
    assert emulator.start().status == 201


def told(emulator: Local) -> list[str]:
    assert emulator.run(emulator.app.deliveries.finish(10))
    found = emulator.get("/_emulator/webhooks/deliveries").json["deliveries"]
    return [one["event"].rpartition(".")[2] for one in found]


def test_an_expiry_that_comes_after_the_restart_is_told(make_emulator: MakeLocal, receiver: Receiver) -> None:
    first, second = make_emulator(), make_emulator()
    watched(first, receiver.url)
    assert first.send("PUT", "/_emulator/state", document_of(first)).status == 204
    assert second.send("PUT", "/_emulator/state", document_of(first)).status == 204
    assert told(second) == []
    second.post("/_emulator/clock", advance="10m")
    assert told(second) == ["expired"]


def test_an_expiry_that_came_meanwhile_is_told_at_the_restart(
    make_emulator: MakeLocal, receiver: Receiver
) -> None:
    first, second = make_emulator(), make_emulator()
    watched(first, receiver.url)
    document = json.loads(document_of(first))
    document["clock"]["offset"] = "PT10M"
    assert second.send("PUT", "/_emulator/state", json.dumps(document).encode()).status == 204
    assert told(second) == ["expired"]


def test_an_expiry_of_an_account_that_goes_back_is_told_again(emulator: Local, receiver: Receiver) -> None:
    watched(emulator, receiver.url)
    points = f"/_emulator/state/points/a{{}}?account_sid={ACCOUNT}"
    emulator.send("POST", points.format(""))
    for _ in range(2):
        emulator.post(f"/_emulator/clock?account_sid={ACCOUNT}", advance="10m")
        emulator.send("POST", points.format("/restore"))
    assert told(emulator) == ["pending", "expired", "expired"]


def test_without_anything_watched_nothing_looks_at_the_time(make_emulator: MakeLocal) -> None:
    first, second = make_emulator(), make_emulator()
    first.start()
    load(second, document_of(first))  # where no event loop runs
    assert not second.app.expiries.is_watching


async def ask(emulator: Local, method: str, target: str, **fields: Any) -> Any:
    answer = await emulator.ask(method, target, json.dumps(fields).encode())
    assert answer.status in (200, 201, 204), answer.body
    return answer.json if answer.body else None


def test_a_phone_of_the_emulator_can_approve_after_the_restart(make_emulator: MakeLocal) -> None:
    first, second = make_emulator(), make_emulator()
    access = f"/v2/Services/{SERVICE}/AccessTokens"
    token = first.post(access, Identity=IDENTITY, FactorType="push").json["token"]
    phone = first.run(ask(first, "POST", "/_emulator/phones", access_token=token))
    load(second, document_of(first))
    challenges = f"/v2/Services/{SERVICE}/Entities/{IDENTITY}/Challenges"
    form = {"FactorSid": phone["factor_sid"], "Details.Message": "Sign in?"}
    challenge = second.post(challenges, form).json["sid"]
    target = f"/_emulator/phones/{phone['factor_sid']}/challenges/{challenge}"
    assert second.run(ask(second, "POST", target, status="approved"))["status"] == "approved"
    assert second.get("/_emulator/phones").json["phones"][0]["factor_sid"] == phone["factor_sid"]
    document = second.get("/_emulator/state").body
    assert second.run(ask(second, "DELETE", f"/_emulator/phones/{phone['factor_sid']}")) is None
    assert second.send("PUT", "/_emulator/state", document).status == 204
    assert len(second.get("/_emulator/phones").json["phones"]) == 1


def test_loading_where_a_loop_runs_is_no_different(make_emulator: MakeLocal, receiver: Receiver) -> None:
    first, second = make_emulator(), make_emulator()
    watched(first, receiver.url)
    document = document_of(first)

    async def restart() -> None:
        load(second, document)
        await asyncio.sleep(0)

    second.run(restart())
    assert second.app.expiries.is_watching
    assert TO in second.get("/_emulator/messages").text
